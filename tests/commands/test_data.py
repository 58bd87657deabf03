"""The commands about the data, as a user types them."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import ROOT

Run = Callable[..., "subprocess.CompletedProcess[str]"]

CSV = """event_id,event,occurred_at,person_id,order_id,amount,currency
a,visit,2026-08-01,ann,,,
b,order,2026-08-02,ann,1,10.00,EUR
c,order,2026-08-03,bob,2,5.00,USD
d,order,2026-13-04,bob,3,5.00,EUR
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(CSV)
    return path


def _said(done: "subprocess.CompletedProcess[str]", code: int, words: str) -> None:
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_loaded_yet(milepost: Run):
    status = milepost("status")
    assert (status.returncode, status.stderr) == (0, "")
    assert "Nothing is loaded" in status.stdout
    assert json.loads(milepost("status", "--format", "json").stdout)["files"] == []
    _said(milepost("check"), 1, "Nothing is loaded")
    _said(milepost("quarantine", "list"), 1, "Nothing is loaded")
    _said(milepost("quarantine", "retry"), 1, "Nothing is loaded")


def test_load_publishes_and_a_second_time_changes_nothing(
    milepost: Run, orders: Path, tmp_path: Path
):
    done = milepost("load", "--accept-bad", str(orders), "--format", "json")
    (row,) = json.loads(done.stdout)
    assert (row["state"], row["read"], row["accepted"], row["quarantined"]) == ("loaded", 4, 2, 2)
    assert "In quarantine: 2 rows" in done.stderr
    current = (tmp_path / "home" / "CURRENT").read_text()
    (again,) = json.loads(milepost("load", "--accept-bad", str(orders), "--format", "json").stdout)
    assert again["state"] == "already loaded"
    assert (tmp_path / "home" / "CURRENT").read_text() == current


def test_a_file_with_too_many_bad_rows_is_refused_and_stays_in_sight(
    milepost: Run, orders: Path, tmp_path: Path
):
    """One of four rows has no date; the dollars only wait for their rate."""
    done = milepost("load", str(orders), "--format", "json")
    _said(done, 1, "1 of 4 rows (25.0 %) are bad, more than 10 %")
    assert "--accept-bad" in done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["state"], row["code"], row["read"]) == ("refused", "too_many_bad", 0)
    (refused,) = json.loads(milepost("status", "--format", "json").stdout)["refused"]
    assert (refused["path"], refused["code"]) == (str(orders), "too_many_bad")
    assert "Refused files" in milepost("status").stdout
    assert not (tmp_path / "home" / "CURRENT").exists()
    assert milepost("load", str(orders), "--accept-bad").returncode == 0
    assert json.loads(milepost("status", "--format", "json").stdout)["refused"] == []


def test_a_load_that_was_cut_off_before_publishing_publishes_later(
    milepost: Run, orders: Path, tmp_path: Path
):
    milepost("load", "--accept-bad", str(orders))
    for version in (tmp_path / "home" / "versions").iterdir():
        version.unlink()
    milepost("load", "--accept-bad", str(orders))
    assert len(list((tmp_path / "home" / "versions").iterdir())) == 1


def test_status_says_versions_feeds_files_quarantine_and_settings(milepost: Run, orders: Path):
    milepost("load", "--accept-bad", str(orders), "--covers-until", "2026-09-01")
    facts = json.loads(milepost("status", "--format", "json").stdout)
    assert [version["is_current"] for version in facts["versions"]] == [True]
    (file,) = facts["files"]
    assert (file["read"], file["accepted"], file["quarantined"]) == (4, 2, 2)
    assert file["path"] == str(orders)
    (feed,) = facts["feeds"]
    assert (feed["feed"], feed["covered_until"]) == ("milepost", "2026-09-01 00:00:00")
    assert facts["quarantine"] == {"bad_time": 1, "no_rate": 1}
    assert facts["settings"]["currency"] == "EUR"
    table = milepost("status").stdout
    assert all(title in table for title in ("Versions", "Feeds", "Files", "Quarantine", "Settings"))


def test_the_way_out_of_quarantine(milepost: Run, orders: Path, tmp_path: Path):
    milepost("load", "--accept-bad", str(orders))
    listed = json.loads(milepost("quarantine", "list", "--format", "json").stdout)
    assert [row["reason"] for row in listed] == ["no_rate", "bad_time"]
    assert "line 5" in milepost("quarantine", "list", "--reason", "bad_time").stdout
    rates = tmp_path / "rates.csv"
    rates.write_text("day,currency,rate\n2026-08-01,USD,0.9\n")
    milepost("load", str(rates), "--mapping", "milepost_fx_rates")
    assert "Out of quarantine: 1 of 2 rows" in milepost("quarantine", "retry").stderr
    mend = tmp_path / "mend.csv"
    assert "1 rows" in milepost("quarantine", "export", str(mend)).stdout
    mend.write_text(mend.read_text().replace(",2026-13-04,", ",2026-08-04,"))
    (row,) = json.loads(milepost("quarantine", "retry", str(mend), "--format", "json").stdout)
    assert (row["accepted"], row["quarantined"]) == (1, 0)
    assert "Nothing waits" in milepost("quarantine", "list").stderr
    checked = json.loads(milepost("check", "--format", "json").stdout)
    assert not [audit for audit in checked["audits"] if audit["rows"]]
    assert [(row["event"], row["events"]) for row in checked["counts"]] == [
        ("order", 2),
        ("order", 1),
        ("visit", 1),
    ]


def test_a_broken_rule_ends_check_with_1(milepost: Run, orders: Path, tmp_path: Path):
    milepost("load", "--accept-bad", str(orders))
    with duckdb.connect(str(tmp_path / "home" / "master.duckdb")) as connection:
        connection.execute("update ledger set accepted = 3")
    _said(milepost("check"), 1, "row_identity: 1 rows. Every row read is")


def test_settings_are_shown_checked_and_kept(milepost: Run, orders: Path):
    assert json.loads(milepost("settings", "--format", "json").stdout)["week_start"] == "monday"
    assert milepost("settings", "set", "week_start", "sunday").returncode == 0
    milepost("load", "--accept-bad", str(orders))
    milepost("settings", "set", "zone", "Europe/Berlin")
    shown = json.loads(milepost("settings", "show", "--format", "json").stdout)
    assert (shown["week_start"], shown["zone"], shown["currency"]) == (
        "sunday",
        "Europe/Berlin",
        "EUR",
    )
    assert len(json.loads(milepost("status", "--format", "json").stdout)["versions"]) == 2
    _said(milepost("settings", "set", "zon", "UTC"), 2, "Did you mean 'zone'?")
    _said(milepost("settings", "set", "zone", "Mars"), 2, "not a time zone")
    _said(milepost("settings", "set", "currency", "XXQ"), 2, "Write an ISO 4217 code")


def test_business_hours_name_regions_that_are_there(milepost: Run, orders: Path):
    assert milepost("settings", "set", "business_hours", "mon 9:00-17:00").returncode == 0
    orders.write_text("event_id,event,occurred_at,region\na,visit,2026-08-01,North\n")
    milepost("load", str(orders))
    said = milepost("settings", "set", "business_hours", "mon 9:00-17:00; Nort: tue 9:00-10:00")
    _said(said, 2, "No region 'Nort'. Did you mean 'North'?")
    shown = json.loads(milepost("settings", "--format", "json").stdout)
    assert shown["business_hours"] == "mon 09:00-17:00"


def test_the_reporting_currency_stays_once_money_is_counted_in_it(milepost: Run, orders: Path):
    assert milepost("settings", "set", "currency", "USD").returncode == 0  # nothing is loaded yet
    assert milepost("settings", "set", "currency", "EUR").returncode == 0
    milepost("load", "--accept-bad", str(orders))
    _said(milepost("settings", "set", "currency", "USD"), 1, "1 amounts are not in USD")
    shown = json.loads(milepost("settings", "show", "--format", "json").stdout)
    assert shown["currency"] == "EUR"


def test_rollback_goes_back_one_version_and_the_next_load_forward(
    milepost: Run, orders: Path, tmp_path: Path
):
    _said(milepost("rollback"), 1, "There is no published warehouse")
    milepost("load", "--accept-bad", str(orders))
    _said(milepost("rollback"), 2, "oldest")
    more = tmp_path / "more.csv"
    more.write_text(CSV.replace("\na,", "\nz,"))
    milepost("load", "--accept-bad", str(more))
    (row,) = json.loads(milepost("rollback", "--format", "json").stdout)
    assert row["version"] == 1
    more.write_text(CSV.replace("\na,", "\ny,"))
    milepost("load", "--accept-bad", str(more))
    facts = json.loads(milepost("status", "--format", "json").stdout)
    assert [version["seq"] for version in facts["versions"] if version["is_current"]] == [3]


BAD_USE = {
    ("load",): (2, "FILE"),
    ("load", "nix.csv"): (2, "there is no such file"),
    ("load", "README.md", "--mapping", "milepos"): (2, "Did you mean 'milepost'"),
    ("load", "README.md", "--mapping", "./nix.yaml"): (2, "no such mapping file"),
    ("load", "README.md", "--covers-until", "soon"): (2, "Dates are written 2026-01-31"),
    ("load", "README.md"): (1, "no header of this mapping"),
}


@pytest.mark.parametrize("arguments", BAD_USE)
def test_bad_use_is_said_in_a_sentence(milepost: Run, arguments: tuple[str, ...]):
    _said(milepost(*arguments), *BAD_USE[arguments])


def test_a_file_without_one_good_row_ends_with_1(milepost: Run, orders: Path):
    orders.write_text(CSV.replace("2026-", "26."))
    _said(milepost("load", "--accept-bad", str(orders)), 1, "not one row is good")


def test_what_is_wrong_with_a_mapping_is_said(milepost: Run, orders: Path, tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text("name: own\ncolumns: {a: text}\nevent: [{event: visit}]\n")
    done = milepost("load", "--accept-bad", str(orders), "--mapping", str(own))
    _said(done, 1, "own.yaml: 'event' is not known here. Did you mean 'events'?")


HOLD = """
import sys, time
from pathlib import Path
from dashboard.ingest.lock import locked
from dashboard.ingest.master import opened_master
from dashboard.paths import Home
home = Home(Path(sys.argv[1]))
with locked(home), opened_master(home):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def _holder(home: Path, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(home), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_beside_a_running_load_others_are_busy_and_readers_are_not(
    milepost: Run, orders: Path, tmp_path: Path
):
    milepost("load", "--accept-bad", str(orders))
    with _holder(tmp_path / "home", 60) as process:
        for command in (
            ("load", "--accept-bad", str(orders)),
            ("rollback",),
            ("quarantine", "retry"),
        ):
            _said(milepost(*command), 75, f"process {process.pid} is loading")
        assert json.loads(milepost("status", "--format", "json").stdout)["files"][0]["read"] == 4
        assert milepost("quarantine", "list").returncode == 0
        _said(milepost("check"), 75, "a load holds the file")
        process.kill()


def test_a_load_can_wait_for_another(milepost: Run, orders: Path, tmp_path: Path):
    with _holder(tmp_path / "home", 3):
        start = time.monotonic()
        done = milepost("load", "--accept-bad", str(orders), "--wait", "60")
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - start > 1
