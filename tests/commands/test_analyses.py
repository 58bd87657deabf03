"""`milepost growth`, `cohorts`, `survival`, `funnel`, `rfm`: as a person and as a script reads them."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import milepost
from dashboard.errors import BadUse
from dashboard.metrics import coverage
from tests.agreement import published
from tests.stories import five_visitors, four_customers

Run = Callable[..., Result]
SPRING = ("--from", "2025-01-01", "--to", "2025-05-01")
JANUARY = ("--from", "2025-01-01", "--to", "2025-02-01")
COMMANDS = ("growth", "cohorts", "survival", "funnel", "rfm")


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return running(published(four_customers(), tmp_path_factory.mktemp("customers")).folder)


@pytest.fixture(scope="module")
def visitors(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return running(published(five_visitors(), tmp_path_factory.mktemp("visitors")).folder)


def running(folder: Path) -> Run:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(milepost, ["--home", str(folder), *arguments])

    return run


def rows(run: Run, *arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--format", "json")
    assert result.exception is None, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_growth_is_a_row_a_period(customers: Run) -> None:
    found = rows(customers, "growth", *SPRING)
    assert [row["active"] for row in found] == [2, 2, 2, 1]
    assert [row["change"] for row in found] == [2, 0, 0, -1]
    table = customers("growth", *SPRING).stdout
    assert "2025-04-01†" in table
    assert "9 of 30 days" in table


def test_growth_lists_the_people_of_a_class(customers: Run) -> None:
    found = rows(customers, "growth", "--people", "2025-03:dormant")
    assert [row["person_id"] for row in found] == ["bob", "cy"]


def test_a_triangle_marks_what_is_not_finished(customers: Run) -> None:
    table = customers("cohorts", *SPRING).stdout
    assert "2025-03†" in table
    assert [line.split() for line in table.splitlines()[-5:]] == [
        ["2025-01†", "2", "100.0", "50.0", "50.0", "0.0*"],
        ["2025-02†", "1", "100.0", "0.0", "0.0*"],
        ["2025-03†", "1", "100.0", "100.0*"],
        ["weighted", "4", "100.0", "33.3", "50.0"],
        ["simple", "100.0", "25.0", "50.0"],
    ]
    money = customers("cohorts", *SPRING, "--show", "revenue").stdout
    assert ["2025-01†", "2", "45", "6", "20", "0*"] in [line.split() for line in money.splitlines()]


def test_a_triangle_for_scripts_is_a_row_a_cell(customers: Run) -> None:
    found = rows(customers, "cohorts", *SPRING)
    cells = [row for row in found if row["row"] == "cell"]
    assert [row["people"] for row in cells] == [2, 1, 1, 0, 1, 0, 0, 1, 1]
    assert [row["share"] for row in found if row["row"] == "simple mean"] == [100, 25, 50]
    result = customers("cohorts", *SPRING, "--by", "region", "--format", "csv")
    assert {row["region"] for row in csv.DictReader(io.StringIO(result.stdout))} == {
        "North",
        "South",
    }


def test_the_people_of_a_cell_are_listed(customers: Run) -> None:
    result = customers("cohorts", "--people", "2025-01:2", "--format", "json")
    assert [row["person_id"] for row in json.loads(result.stdout)] == ["ann"]
    assert "1 of 1 people" in result.stderr


def test_survival_reads_the_curve_off_at_a_few_days(customers: Run) -> None:
    [row] = rows(customers, "survival")
    assert (row["people"], row["happened"], row["median_days"]) == (4, 3, 3)
    assert row["percent"]["by_day_30"] == pytest.approx(75)
    assert row["percent"]["by_day_60"] is None  # nobody has been watched so long
    assert "log-rank χ² 2.88, df 1" in customers("survival", "--by", "region").stdout
    curve = rows(customers, "survival", "--curve")
    assert [(point["days"], point["at_risk"]) for point in curve] == [(1, 4), (3, 3), (15, 2)]


def test_a_funnel_is_a_row_a_step_and_says_what_is_not_joined(visitors: Run) -> None:
    found = rows(visitors, "funnel", *JANUARY)
    assert [row["people"] for row in found] == [5, 3, 1, 1]
    table = visitors("funnel", *JANUARY)
    assert "3.0 d" in table.stdout
    assert "Complete once the data reach 2025-03-02." in table.stderr
    assert "83 % of visits are joined to a person" in table.stderr
    people = rows(visitors, "funnel", *JANUARY, "--people", "signup")
    assert [row["person_id"] for row in people] == ["ann", "bob", "cy"]


def test_a_funnel_without_its_events_says_so(customers: Run) -> None:
    result = customers("funnel", *JANUARY)
    assert result.exit_code == 0
    assert "Needs events of the kind visit and signup" in result.stderr


def test_rfm_shows_segments_and_lists_their_people(customers: Run) -> None:
    found = rows(customers, "rfm")
    assert {row["name"]: row["people"] for row in found if row["people"]} == {
        "at risk": 1, "lapsed": 1, "hesitant": 1, "growing": 1,
    }  # fmt: skip
    [bob] = rows(customers, "rfm", "--people", "lapsed")
    assert (bob["person_id"], bob["recency_days"], bob["net_order"]) == ("bob", 62, 18)
    assert len(rows(customers, "rfm", "--people", "all", "--limit", "3")) == 3


@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_fits_a_screen_of_a_hundred_columns(
    command: str, customers: Run, visitors: Run
) -> None:
    for run, window in ((customers, SPRING), (visitors, JANUARY)):
        for by in ((), ("--by", "region"), ("--by", "first_channel")):
            result = run(command, *window, *by)
            assert result.exception is None, result.output
            assert (
                max((len(line.rstrip()) for line in result.stdout.splitlines()), default=0) <= 100
            )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_filter_that_keeps_nobody_is_answered_in_words_or_noughts(
    command: str, customers: Run
) -> None:
    for form in ("table", "json", "csv"):
        result = customers(command, *JANUARY, "--where", "segment=", "--where", "identified=true",
                           "--format", form)  # fmt: skip
        assert result.exception is None, result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("growth", "--by", "chanel"), "Did you mean 'first_channel'"),
        (("growth", "--people", "2025-03"), "PERIOD:CLASS"),
        (("growth", "--people", "2025-13:new"), "PERIOD:CLASS"),
        (("growth", "--people", "2025-03:old"), "No class of growth 'old'"),
        (("cohorts", "--people", "2025-01:two"), "the age is a number of periods"),
        (("cohorts", "--people", "2025-01:-1"), "the age is a number of periods"),
        (("cohorts", "--people", "2025-01:12345"), "the age is a number of periods"),
        (("cohorts", "--people", "9999-12:1"), "years go from 1900 to 2200"),
        (("funnel", "--steps", "visit,oder"), "Did you mean 'order'"),
        (("funnel", "--people", "cancel"), "name one of the steps"),
        (("rfm", "--people", "vips"), "No segment 'vips'"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    arguments: tuple[str, ...], sentence: str, customers: Run
) -> None:
    result = customers(*arguments)
    assert isinstance(result.exception, BadUse), result.exception
    assert sentence in str(result.exception)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str, customers: Run) -> None:
    assert f"Example: milepost {command}" in customers(command, "--help").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_without_data_it_is_said_what_to_do(command: str, tmp_path: Path) -> None:
    assert "milepost load FILE" in str(running(tmp_path)(command).exception)


ENDS = {"midnight": ((0, 0), "2025-05-10"), "noon": ((12, 0), "2025-05-11")}


@pytest.mark.parametrize("name", ENDS)
def test_all_data_end_with_the_last_day_of_which_something_is_covered(
    customers: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    clock, end = ENDS[name]
    at = datetime(2025, 5, 10, *clock)
    monkeypatch.setattr(coverage, "coverage", lambda metric: coverage.Coverage(at, at))
    assert f"to before {end}" in customers("rfm").stdout
