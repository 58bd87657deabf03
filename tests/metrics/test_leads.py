"""Leads: won, lost and open ones, and how long a deal takes."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.access import EVERYONE
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.evaluate import Value
from dashboard.paths import home
from dashboard.warehouse import reader
from dashboard.warehouse.publish import publish
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.master import write_world
from tests.oracle.world import World, event
from tests.test_published_figures import DATA, run

MARCH = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)))


def lead(number: int, on: datetime, **outcome: datetime) -> list[dict[str, Any]]:
    rows = [event(f"l{number}", "lead", on, person_id=f"p{number}", order_id=f"{number}")]
    return rows + [
        event(f"{kind}{number}", kind, at, order_id=f"{number}") for kind, at in outcome.items()
    ]


def only(name: str, slice: Slice = MARCH) -> Value:
    [value] = evaluate.whole(CATALOGUE[name], EVERYONE, slice)
    return value


def test_open_leads_wait_in_the_denominator_and_are_said(tmp_path: Path) -> None:
    start = datetime(2025, 3, 5, 12)
    events = [
        *lead(1, start, deal_won=start + timedelta(days=10)),
        *lead(2, start, deal_lost=start + timedelta(days=3)),
        *lead(3, start),
        *lead(4, start),
    ]
    published(World(events, coverage=datetime(2025, 6, 30)), tmp_path)
    won = only("win_rate")
    assert (won.value, won.numerator, won.denominator) == (25, 1, 4)
    assert (won.low, won.high) == pytest.approx((4.56, 69.94), abs=0.01)  # Wilson, 1 of 4
    assert won.row()["reason"] == "2 of 4 leads are still open"
    assert won.is_complete


def test_young_leads_are_not_judged(tmp_path: Path) -> None:
    start = datetime(2025, 3, 5, 12)
    events = lead(1, start, deal_won=start + timedelta(days=10))
    published(World(events, coverage=datetime(2025, 6, 29)), tmp_path)
    for name in ("win_rate", "sales_cycle", "sales_cycle_mean"):
        value = only(name)
        assert (value.is_complete, value.value) == (False, 100 if name == "win_rate" else 10)
        assert value.reason == "complete once the data reach 2025-06-30"


def test_a_cycle_without_a_deal_has_no_value(tmp_path: Path) -> None:
    events = [
        *lead(1, datetime(2025, 3, 5)),
        *lead(2, datetime(2024, 3, 5), deal_won=datetime(2024, 4, 5)),
    ]
    published(World(events, coverage=datetime(2026, 1, 1)), tmp_path)
    assert only("win_rate").value == 0
    assert only("sales_cycle").reason == "no lead is won in this window"
    assert only("sales_cycle_mean").value is None


def test_the_deals_of_a_feed_that_reaches_further_are_counted_to_its_end(tmp_path: Path) -> None:
    # leads of another feed end on 20 March; deals are known to the end of June. All but one of four leads
    # are won, after 5, 10 and 60 days: half of three by day 10
    start = datetime(2025, 3, 1, 12)
    events = [
        *lead(1, start, deal_won=start + timedelta(days=5)),
        *lead(2, start, deal_won=start + timedelta(days=60)),
        *lead(3, start + timedelta(days=18), deal_won=start + timedelta(days=28)),
        *lead(4, start),
    ]
    chosen = home(tmp_path)
    with duckdb.connect(str(chosen.master)) as connection:
        write_world(connection, World(events, coverage=datetime(2025, 6, 30)))
        connection.execute("update events set feed = 'leads' where event = 'lead'")
        connection.execute(
            "insert into ledger by name select * replace ('leads' as feed, 'leads' as file_id, "
            "timestamp '2025-03-20' as covers_until) from ledger"
        )
    publish(chosen)
    reader.use(chosen)
    cycle, mean = only("sales_cycle"), only("sales_cycle_mean")
    assert (cycle.value, cycle.n, cycle.is_complete) == (10, 3, False)
    assert mean.value == 25


def test_deals_of_no_feed_are_no_data(tmp_path: Path) -> None:
    published(World(lead(1, datetime(2025, 3, 5)), coverage=datetime(2026, 1, 1)), tmp_path)
    assert only("win_rate").reason == "needs events of the kind deal_won"


@pytest.fixture(scope="module")
def olist(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Leads and deals that a marketplace published; the leads end half a year before the deals."""
    if not (DATA / "olist_leads").exists():
        pytest.skip(f"the public data are not in {DATA}")
    folder = tmp_path_factory.mktemp("olist")
    for mapping, file in (
        ("olist_leads", "marketing_qualified_leads"),
        ("olist_deals", "closed_deals"),
    ):
        run(
            folder,
            "load",
            str(DATA / "olist_leads" / f"olist_{file}_dataset.csv"),
            "--mapping",
            mapping,
        )
    reader.use(home(folder))


EVER = Slice(Window(date(2017, 6, 1), date(2018, 6, 1)))


def test_figure_11_leads_of_a_marketplace(olist: None) -> None:
    total = only("win_rate", EVER)
    assert (total.numerator, total.denominator, total.value) == (842, 8000, 10.525)
    by_source = evaluate.whole(CATALOGUE["win_rate"], EVERYONE, EVER.grouped("source"))
    found = {value.group["source"]: (value.numerator, value.denominator) for value in by_source}
    assert found["social"] == (75, 1350)
    assert found["organic_search"] == (271, 2296)
    assert found["paid_search"] == (195, 1586)
    assert found["unknown"] == (179, 1099)
    assert found[None] == (14, 60)


def test_figure_11_how_long_a_deal_takes(olist: None) -> None:
    social = EVER.filtered("source", ["social"])
    mean = only("sales_cycle_mean", social)
    assert (mean.numerator, mean.denominator) == (4572, 75)
    assert mean.value is not None
    assert round(mean.value, 1) == 61.0
    # the deals of the oldest leads took up to 400 days, which younger leads have not had yet
    assert only("sales_cycle", social).value == 43
