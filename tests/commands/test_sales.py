"""`milepost waterfall`, `heatmap`, `campaigns` and `leads`: what they print, and what they say beside it."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import milepost as cli
from dashboard.paths import Home
from tests.agreement import published
from tests.metrics.test_selling import HISTORY, lead, sale, spent
from tests.oracle.world import World

MARCH = ("--from", "2025-03-01", "--to", "2025-04-01")


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Home:
    rows = [
        HISTORY, sale(date(2024, 3, 2), 20, "web", region="North"),
        sale(date(2025, 3, 2), 30.5, "web", "ben", region="North", source="ads", campaign="=1+1"),
        lead("ann", date(2025, 3, 3)), lead("ann", date(2025, 3, 9), "deal_won"),
    ]  # fmt: skip
    spend = [
        spent(date(2025, 3, 1), 10, "=1+1"),
        spent(date(2025, 3, 1), 4, "moon", region="South"),
    ]
    world = World(rows, spend=spend, coverage=datetime(2025, 6, 1))
    return published(world, tmp_path_factory.mktemp("sales"))


def run(home: Home, *arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["--home", str(home.folder), *arguments])
    assert result.exception is None, result.output
    return result


def test_the_steps_are_printed_with_the_whole_and_that_they_add_up(home: Home) -> None:
    result = run(home, "waterfall", *MARCH, "--format", "json")
    rows = json.loads(result.stdout)
    told = [
        (r["channel"], r["then"], r["now"], r["change"], r["by_orders"], r["by_order_value"])
        for r in rows
    ]
    assert told == [("web", 20, 30.5, 10.5, 0, 10.5), ("all", 20, 30.5, 10.5, 0, 10.5)]
    assert "add up to the change, 10.50, to the cent" in result.stderr


def test_a_window_without_a_year_before_says_so(home: Home) -> None:
    result = run(home, "waterfall", "--from", "2024-01-01", "--to", "2024-02-01")
    assert result.stdout == ""
    assert "No waterfall: no day of it is known in both years" in result.stderr


def test_a_heat_map_has_a_row_for_every_cell(home: Home) -> None:
    rows = list(csv.DictReader(io.StringIO(run(home, "heatmap", *MARCH, "--format", "csv").stdout)))
    assert [(r["channel"], r["region"], r["value"], r["state"]) for r in rows] == [
        ("web", "North", "30.5", "thin")
    ]
    assert "+" not in run(home, "heatmap", *MARCH, "--show", "growth").stdout


def test_a_campaign_that_looks_like_a_formula_leaves_as_text(home: Home) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run(home, "campaigns", *MARCH, "--format", "csv").stdout))
    )
    assert [(r["campaign"], r["spend"], r["orders"], r["state"]) for r in rows[:2]] == [
        ("'=1+1", "10.0", "1", "returned"), ("moon", "4.0", "0", "no orders"),
    ]  # fmt: skip
    north = run(home, "campaigns", *MARCH, "--where", "region=North")
    assert "Spend of no region, not in it: 10.00" in north.stderr


def test_leads_say_what_became_of_them(home: Home) -> None:
    [ads, everything] = json.loads(run(home, "leads", *MARCH, "--format", "json").stdout)
    assert (ads["source"], ads["leads"], ads["won"], ads["cycle_days"]) == ("ads", 1, 1, 6)
    assert everything["win_rate"] == 100
