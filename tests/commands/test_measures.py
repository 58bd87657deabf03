"""`milepost measures` and `milepost check-in`."""

import json

from dashboard.paths import Home
from dashboard.records import goals
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from tests.goals import keep


def test_values_go_in_by_a_file_and_come_out_by_period(milepost, tmp_path):
    milepost("measures", "add", "Training hours", "--department", "Service", "--as", "Ann")
    file = tmp_path / "hours.csv"
    file.write_text("day,group,value\n2026-01-31,North,=1\n2026-01-31,South,2\n")
    refused = milepost("measures", "load", str(file), "--measure", "training hours")
    assert refused.returncode == 1
    assert "1 of 2 rows are bad, so nothing was loaded.\n  line 2: value is '=1'" in refused.stderr
    file.write_text("day,group,value\n2026-01-31,=North,1.5\n2026-01-31,South,2\n\n")
    told = milepost(
        "measures", "load", str(file), "--measure", "training hours", "--format", "json"
    )
    assert json.loads(told.stdout) == [
        {"measure": "Training hours", "rows": 2, "new": 2, "replaced": 0, "same": 0, "blank": 1}
    ]
    exported = milepost("measures", "export", "Training hours").stdout.splitlines()
    assert exported == ["day,group,value", "2026-01-31,'=North,1.5", "2026-01-31,South,2.0"]
    by_month = milepost(
        "measures", "export", "Training hours", "--grain", "month", "--format", "json"
    )
    [january] = json.loads(by_month.stdout)
    assert (january["period"], january["value"], january["complete"]) == ("2026-01-01", 3.5, True)
    [row] = json.loads(milepost("measures", "list", "--format", "json").stdout)
    assert (row["values"], row["newest"], row["department"]) == (2, "2026-01-31", "Service")


def test_a_check_in_is_kept_with_what_will_be_done(milepost, tmp_path):
    home = Home(tmp_path / "home")
    keep(home, "[{name: conversion, metric: conversion, target: 20}]")
    refused = milepost("check-in", "add", "conversoin", "--status", "met")
    assert (refused.returncode, refused.stderr) == (
        2,
        "No goal 'conversoin'. Did you mean 'conversion'?\n",
    )
    told = milepost(
        "check-in", "add", "Conversion", "--status", "at risk", "--confidence", "55", "--day", "2026-03-01",
        "--action", "Call the agency", "--action-due", "2026-03-15", "--as", "Ann",
    )  # fmt: skip
    assert (
        told.stderr
        == "Checked in on 'conversion' for 2026-03-01: at risk; no chance is computed.\n"
    )
    [row] = json.loads(milepost("check-in", "list", "conversion", "--format", "json").stdout)
    assert (row["status"], row["confidence"], row["by"]) == ("at risk", 55, "Ann")
    goals.remove(opened(home), Actor("Ann"), 1, 1)
    assert milepost("check-in", "list").stderr == "Nobody has checked in yet.\n"
