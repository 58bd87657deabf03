"""What a gap is worth: by hand on worlds small enough to read."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import EVERYONE
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.standing import standing
from dashboard.progress.worth import Worth
from dashboard.progress.worth_ways import NOT_IN_MONEY, WAYS, reason, shown
from dashboard.records.store import opened
from dashboard.warehouse import reader
from queries.calendar import Grain
from tests.agreement import published
from tests.goals import a_goal
from tests.oracle.world import Event, World, event

CHANNELS = [
    {"channel": "web", "is_online": True, "records_visits": True},
    {"channel": "phone", "is_online": False, "records_visits": False},
]
MONTHS = [date(2025 + (n > 11), n % 12 + 1, 10) for n in range(12, 24)]


def order(person: str, day: date, amount: float, channel: str = "web", **more: Any) -> Event:
    at = datetime(day.year, day.month, day.day, 12)
    name = f"{person}{day}{channel}"
    return event(name, "order", at, person_id=person, order_id=name, amount=amount, currency="EUR",
                 channel=channel, region="North", **more)  # fmt: skip


def visit(person: str, day: date) -> Event:
    at = datetime(day.year, day.month, day.day, 11)
    return event(f"v{person}{day}", "visit", at, person_id=person, channel="web", region="North")


@pytest.fixture(scope="module", autouse=True)
def world(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each month of 2025: ten shoppers of whom two buy on the web, for 30 and 50; somebody buys for 500 by phone."""
    events = []
    for month in range(1, 13):
        day = date(2025, month, 10)
        events += [visit(f"p{n}", day) for n in range(10)]
        events += [order("p0", day, 30), order("p1", day, 50), order("p2", day, 500, "phone")]
    made = World(events, channels=CHANNELS, coverage=datetime(2026, 1, 1))
    published(made, tmp_path_factory.mktemp("worth"))


def worth_of(goal: Goal) -> Worth:
    return standing(goal, EVERYONE, opened(reader.home())).worth


def goal(name: str, **facts: Any) -> Goal:
    year = {"starts_on": date(2025, 1, 1), "due_on": date(2026, 7, 1)}
    return a_goal(CATALOGUE[name], **{**year, **facts})


def test_conversion_is_shoppers_by_what_a_buyer_brings_where_visits_are_recorded():
    # 2 of 10 buy; to 30 % it is 10 points of 120 shoppers a year, each (30 + 50) / 2 = 40: 12 × 40
    found = worth_of(goal("conversion", target=30.0))
    assert found.amount == pytest.approx(480)
    assert found.sum == "10 points × 120 shoppers a year × 40.00 EUR that a buyer brings in a month"
    assert found.low == 0.0  # the limits of 2 of 10 hold 30 %
    assert found.high > 480


def test_revenue_is_the_gap_of_a_period_by_the_periods_of_a_year():
    # 580 a month; to 600 it is 20 × 12
    found = worth_of(goal("revenue", target=600.0))
    assert (found.amount, found.sum) == (pytest.approx(240), "20 EUR in a month × 12")


def test_a_total_is_put_in_money_as_far_as_it_is_behind_its_pace():
    # 12,000 in the 546 days from 1 January 2025 to 1 July 2026: 365 / 546 of it is due, 12 × 580 is there
    found = worth_of(goal("revenue", kind=Kind.TOTAL, target=12_000.0))
    due = 12_000 * 365 / 546
    assert found.amount == pytest.approx(due - 12 * 580)
    assert not found.is_yearly
    assert worth_of(goal("revenue", kind=Kind.TOTAL, target=9_000.0)).is_closed


def test_orders_are_worth_what_an_order_is():
    # 3 orders a month of 580 / 3; one more is 12 × 193.33
    assert worth_of(goal("orders", target=4.0)).amount == pytest.approx(12 * 580 / 3)


def test_what_a_buyer_brings_is_multiplied_by_buyers():
    # 580 / 3 = 193.33 a buyer and month; to 200 it is 6.67 × 36 buyers
    assert worth_of(goal("revenue_per_buyer", target=200.0)).amount == pytest.approx(240)


def test_channels_that_a_goal_names_are_kept():
    # by phone a buyer brings 500; the goal is about the web only
    kept = worth_of(goal("average_order_value", target=50.0, where=(("channel", ("web",)),)))
    assert kept.amount == pytest.approx((50 - 40) * 24)


def test_where_there_is_no_gap_it_says_so():
    found = worth_of(goal("conversion", target=15.0))
    assert (found.amount, found.reason) == (None, "no gap: the target is reached")


def test_a_part_that_is_not_there_is_named():
    found = worth_of(goal("conversion", target=30.0, where=(("device", ("phone",)),)))
    assert found.amount is None
    assert found.reason.startswith("not put in money: ")


def test_every_metric_has_a_way_to_money_or_a_reason():
    for name in CATALOGUE:
        assert name in WAYS or reason(name).startswith("not put in money")
    assert not WAYS.keys() & NOT_IN_MONEY.keys()
    assert "a happier customer" in reason("nps")
    assert "a shorter wait" in reason("response_time")


def test_the_shoppers_who_buy_are_the_buyers_of_channels_with_visits():
    """The identity that lets revenue by buyers stand for what a shopper who buys brings."""
    from dashboard.metrics import evaluate

    slice = reading.slice_of(goal("buyers"), reading.window(goal("buyers")))
    buyers = evaluate.series(CATALOGUE["buyers"], EVERYONE, slice.filtered("channel", ["web"]))
    shoppers = evaluate.series(CATALOGUE["conversion"], EVERYONE, slice)
    assert [v.value for v in buyers] == [v.numerator for v in shoppers]


def test_an_oracle_in_plain_python_agrees_on_retention(tmp_path: Path):
    """Ten customers order in every quarter of two years, ten more only in the first month of each second quarter."""
    events = []
    for n in range(8):
        day = date(2024 + n // 4, 3 * (n % 4) + 1, 15)
        events += [order(f"a{p}", day, 100) for p in range(10)]
        if n % 2 == 0:
            events += [order(f"b{p}", day, 60) for p in range(10)]
    home = reader.home()
    try:
        published(World(events, channels=CHANNELS, coverage=datetime(2026, 1, 15)), tmp_path)
        asked = goal("retention", target=90.0, grain=Grain.QUARTER)
        found = worth_of(asked)
        value = standing(asked, EVERYONE, opened(reader.home())).latest
        bases, last = _retention_bases(events, value.period.start)
        wanted = (90 - last) / 100 * sum(bases) / len(bases) * 365 / 90 * _a_buyer(events, value)
        assert value.value == pytest.approx(last)
        assert found.amount == pytest.approx(wanted)
    finally:
        reader.use(home)


def _retention_bases(events: list[Event], newest: date) -> tuple[list[int], float]:
    """People who ordered in the 90 days before each quarter of the year up to the newest; its own value."""
    starts = [
        date(newest.year - (newest.month - 3 * k < 1), (newest.month - 3 * k - 1) % 12 + 1, 1)
        for k in range(4)
    ]
    bases = []
    for start in starts:
        before = {
            e["person_id"]
            for e in events
            if start - timedelta(90) <= e["occurred_at"].date() < start
        }
        after = {
            e["person_id"]
            for e in events
            if start <= e["occurred_at"].date() < start + timedelta(90)
        }
        bases.append(len(before))
        if start == newest:
            value = 100 * len(before & after) / len(before)
    return bases, value


def _a_buyer(events: list[Event], value: Any) -> float:
    """Revenue by buyers of the four whole quarters before the newest period's end."""
    end = value.period.window.end
    starts = [
        date(end.year - (end.month - 3 * k < 1), (end.month - 3 * k - 1) % 12 + 1, 1)
        for k in range(1, 5)
    ]
    spent, buyers = 0.0, 0
    for start in starts:
        stop = date(
            start.year + (start.month == 10), start.month % 12 + 3 if start.month < 10 else 1, 1
        )
        rows = [e for e in events if start <= e["occurred_at"].date() < stop]
        spent += sum(e["amount"] for e in rows)
        buyers += len({e["person_id"] for e in rows})
    return spent / buyers


@pytest.mark.parametrize(
    ("gap", "told"), [(0.46913, 0.469), (7.44, 7.44), (36.16, 36.2), (24857.12, 24857), (0, 0)]
)
def test_the_printed_gap_has_three_figures_at_least(gap, told):
    assert shown(gap) == told
