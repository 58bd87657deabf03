"""`milepost groups`, and `--group` wherever rows are chosen."""

from datetime import datetime
from pathlib import Path

import pytest

from dashboard.errors import MilepostError
from dashboard.paths import Home
from dashboard.records import groups
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from tests.agreement import as_loaded, published
from tests.commands.test_numbers import rows, run
from tests.oracle.world import World, event

MARCH = ("--from", "2025-03-01", "--to", "2025-04-01")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """a orders twice in March, b once and c once; the group holds a, b and somebody who is gone."""
    folder = tmp_path_factory.mktemp("groups")
    events = [
        event(f"{who}{day}", "order", datetime(2025, 3, day, 12), person_id=who, order_id=f"{who}{day}",
              amount=10, currency="EUR", region="North")
        for who, day in (("a", 3), ("a", 4), ("b", 5), ("c", 6))
    ]  # fmt: skip
    published(as_loaded(World(events=events, coverage=datetime(2025, 5, 1))), folder)
    keys = ["person:a", "person:b", "person:gone"]
    groups.add(opened(Home(folder)), Actor("Ann"), "Lapsed", "Retention, March", keys, 1)
    return folder


def test_a_group_narrows_numbers_people_and_analyses(folder: Path) -> None:
    [all_of_them] = rows(folder, "show", "orders", *MARCH)
    [theirs] = rows(folder, "show", "orders", *MARCH, "--group", "lapsed")
    assert (all_of_them["value"], theirs["value"]) == (4, 3)
    listed = rows(folder, "people", "orders", *MARCH, "--group", "Lapsed")
    assert [row["person_id"] for row in listed] == ["a", "b"]
    [month] = rows(folder, "growth", *MARCH, "--grain", "month", "--group", "Lapsed")
    assert month["active"] == 2


def test_groups_are_listed_and_shown(folder: Path) -> None:
    [group] = rows(folder, "groups", "list")
    assert (group["group"], group["people"], group["origin"]) == ("Lapsed", 3, "Retention, March")
    shown = run(folder, "groups", "show", "Lapsed", "--format", "csv")
    assert [line.split(",")[0] for line in shown.stdout.splitlines()] == ["person_id", "a", "b"]
    assert "2 of 3 people; 1 is not in this version of the data" in shown.stderr


def test_what_takes_no_group_and_a_group_that_is_not_there_are_said(folder: Path) -> None:
    for asked, words in (
        (("show", "cac", "--group", "Lapsed"), "rests on spend"),
        (("show", "orders", "--group", "Lapst"), "Did you mean 'Lapsed'"),
    ):
        told = run(folder, *asked).exception
        assert isinstance(told, MilepostError)
        assert words in str(told)


def test_without_groups_the_way_to_one_is_said(tmp_path: Path) -> None:
    published(World(events=[]), tmp_path)
    told = run(tmp_path, "show", "orders", *MARCH, "--group", "x").exception
    assert "There are no groups yet" in str(told)
    assert "There are no groups yet" in run(tmp_path, "groups", "list").stderr
