"""`milepost show`, `people`, `metrics`: the numbers as a script reads them."""

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main, milepost
from dashboard.errors import MilepostError
from dashboard.metrics.catalogue import CATALOGUE
from tests.agreement import published
from tests.oracle.world import World, event

COLUMNS = [
    "period", "group", "numerator", "denominator", "value", "low", "high", "n", "complete", "reason",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January to March 2025, two orders a day of 10 each, North by =p and South by s."""
    folder = tmp_path_factory.mktemp("home")
    start = datetime(2025, 1, 1, 12)
    events = [
        event(
            f"{region}{day}", "order", start + timedelta(days=day), person_id=person,
            region=region, amount=10, currency="EUR", channel="web",
        )
        for day in range(90)
        for region, person in (("North", "=p"), ("South", "s"))
    ]  # fmt: skip
    published(World(events=events, coverage=datetime(2025, 4, 1)), folder)
    return folder


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(milepost, ["--home", str(folder), *arguments])


def rows(folder: Path, *arguments: str) -> list[dict[str, object]]:
    result = run(folder, *arguments, "--format", "json")
    assert result.exception is None, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_a_row_has_the_columns_that_were_promised(folder: Path) -> None:
    [row] = rows(folder, "show", "revenue")
    assert list(row) == COLUMNS
    assert (row["period"], row["value"], row["complete"]) == ("2025-03-01", 620, True)


def test_without_a_grain_there_is_one_row_for_the_window(folder: Path) -> None:
    window = ("--from", "2025-01-01", "--to", "2025-04-01")
    assert [row["value"] for row in rows(folder, "show", "orders", *window)] == [180]
    by_month = rows(folder, "show", "orders", *window, "--grain", "month")
    assert [row["value"] for row in by_month] == [62, 56, 62]


def test_the_first_day_not_included_is_not_included(folder: Path) -> None:
    [row] = rows(folder, "show", "orders", "--from", "2025-01-01", "--to", "2025-01-02")
    assert row["value"] == 2


@pytest.mark.parametrize(("last", "orders"), [("28d", 56), ("1w", 14), ("2m", 118), ("1q", 180)])
def test_last_counts_complete_periods_back_from_what_is_covered(
    last: str, orders: int, folder: Path
) -> None:
    assert [row["value"] for row in rows(folder, "show", "orders", "--last", last)] == [orders]


def test_groups_and_filters(folder: Path) -> None:
    found = rows(folder, "show", "orders", "--by", "region")
    assert [(row["group"], row["value"]) for row in found] == [
        ({"region": "North"}, 31),
        ({"region": "South"}, 31),
    ]
    [north] = rows(folder, "show", "orders", "--where", "region=North")
    assert (north["group"], north["value"]) == ({}, 31)


def test_comparing_says_what_changed_and_whether_that_can_be_told(folder: Path) -> None:
    [row] = rows(folder, "show", "orders", "--compare", "previous")
    assert (row["before"], row["difference"]) == (56, 6)
    assert row["verdict"] in ("up", "down", "can't tell")


def test_no_data_is_a_row_with_its_reason(folder: Path) -> None:
    [row] = rows(folder, "show", "orders", "--from", "2024-01-01", "--to", "2024-02-01")
    assert row["value"] is None
    assert row["reason"] == "no orders in this window"


def test_a_metric_without_its_events_says_which_it_needs(folder: Path) -> None:
    [row] = rows(folder, "show", "csat")
    assert row["reason"] == "needs events of the kind survey_csat"


def test_people_add_up_to_the_number(folder: Path) -> None:
    people = rows(folder, "people", "revenue")
    assert [(person["person_id"], person["numerator"]) for person in people] == [
        ("=p", 310.0),
        ("s", 310.0),
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(folder: Path) -> None:
    result = run(folder, "people", "revenue", "--format", "csv")
    [first, _] = list(csv.DictReader(io.StringIO(result.stdout)))
    assert first["person_id"] == "'=p"


def test_the_sql_is_shown_with_its_parameters(folder: Path) -> None:
    result = run(folder, "show", "revenue", "--sql")
    assert "SELECT" in result.stdout
    assert "-- $1" in result.stdout


def test_every_metric_is_listed(folder: Path) -> None:
    assert [row["name"] for row in rows(folder, "metrics")] == list(CATALOGUE)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "convresion"), "Did you mean 'conversion'"),
        (("show", "retention", "--by", "chanel"), "Did you mean 'first_channel'"),
        (("show", "orders", "--last", "six"), "28d or 6m"),
        (("show", "orders", "--from", "2025-13-01"), "Dates are written 2026-01-31"),
        (("show", "orders", "--from", "2025-02-01", "--to", "2025-01-01"), "holds no day"),
        (("show", "orders", "--last", "1m", "--from", "2025-01-01"), "not both"),
        (("show", "orders", "--where", "region"), "DIM=VALUE"),
        (("show", "orders", "--where", "region=Nort"), "Did you mean 'North'"),
        (("show", "orders", "--last", "9999y"), "beyond the year 1900"),
        (("show", "orders", "--from", "0001-01-01"), "Years go from 1900"),
        (
            ("show", "orders", "--from", "1950-01-01", "--to", "2150-01-01", "--grain", "day"),
            "Choose a shorter window",
        ),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    arguments: tuple[str, ...], sentence: str, folder: Path
) -> None:
    result = run(folder, *arguments)
    assert isinstance(result.exception, MilepostError)
    assert result.exception.exit_code == 2
    assert sentence in str(result.exception)


def test_an_error_is_one_sentence_on_stderr_and_exit_2(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["milepost", "--home", str(folder), "show", "nothing_like_it"])
    with pytest.raises(SystemExit) as stopped:
        main()
    captured = capsys.readouterr()
    assert stopped.value.code == 2
    assert captured.out == ""
    assert captured.err.startswith("No metric 'nothing_like_it'.")
    assert "Traceback" not in captured.err


def test_a_home_without_data_says_what_to_do(tmp_path: Path) -> None:
    result = run(tmp_path, "show", "orders")
    assert "milepost load FILE" in str(result.exception)


@pytest.mark.parametrize("command", ["show", "people", "metrics"])
def test_help_shows_an_example(command: str, folder: Path) -> None:
    assert f"Example: milepost {command}" in run(folder, command, "--help").stdout


def test_groups_of_nothing_are_said_in_words(folder: Path) -> None:
    found = run(
        folder, "show", "ltv", "--from", "2025-03-01", "--to", "2025-04-01", "--by", "region"
    )
    assert found.exception is None
    assert "No value of any group: no first order is 90 days old in this window." in found.stderr


def test_why_splits_a_change_by_every_dimension_and_says_it_in_a_sentence(folder: Path) -> None:
    result = run(folder, "why", "orders", "--last", "1m", "--format", "json")
    parts = [row for row in json.loads(result.stdout) if row["dimension"] == "region"]
    # February has 28 days, March 31, with an order in each region: 3 and 3 of the 6 more
    assert {row["value"]: row["part"] for row in parts} == {"North": 3, "South": 3}
    assert "56 → 62, +6" in result.stderr
    assert "Only one value of" in result.stderr


def test_why_takes_days_of_ones_own_and_refuses_what_it_cannot_read(folder: Path) -> None:
    against = ("--against", "2025-01-01:2025-02-01", "--by", "region")
    assert {row["part"] for row in rows(folder, "why", "orders", "--last", "1m", *against)} == {0}
    with pytest.raises(MilepostError, match="write previous, year or FROM:TO"):
        milepost(["--home", str(folder), "why", "orders", "--against", "lately"], standalone_mode=False)  # fmt: skip


def test_a_pivot_has_a_row_for_each_period_group_and_total(folder: Path) -> None:
    asked = ("--by", "region", "--last", "2m", "--grain", "month")
    found = rows(folder, "pivot", "orders", "revenue", *asked)
    told = {(r["metric"], r["region"], r["period"]): r["value"] for r in found}
    assert told["orders", "all", "all"] == 118  # 2 × (28 + 31)
    assert told["revenue", "North", "2025-02-01"] == 280
    assert len(told) == 2 * 3 * 3  # metrics × (all, North, South) × (February, March, both)
