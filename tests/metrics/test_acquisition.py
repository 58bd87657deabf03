"""What new customers cost and bring back, by whatever they are put down to."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import EVERYONE
from dashboard.errors import BadUse
from dashboard.metrics import evaluate, switches
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.evaluate import Value
from queries.attribution import Attribution
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import Event, Row, World, event

MARCH = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)))
NOON = datetime(2025, 3, 10, 12)
LATER = datetime(2027, 1, 1)
SOURCES = [{"source": "ads", "is_paid": True}, {"source": "mail", "is_paid": False}]


def order(name: str, source: str | None, amount: int, **columns: Any) -> Event:
    given = {"person_id": name, "order_id": f"o-{name}", "currency": "EUR", "region": "North"}
    at = columns.pop("at", NOON)
    return event(f"{name}-{at}", "order", at, source=source, amount=amount, **given | columns)


def seen(name: str, kind: str, before: timedelta, source: str | None, **columns: Any) -> Event:
    given = {"person_id": name, **columns}
    return event(f"{kind}-{name}-{before}", kind, NOON - before, source=source, **given)


def spend(
    source: str, amount: int, region: str | None = "North", campaign: str | None = None
) -> Row:
    return {"day": date(2025, 3, 5), "source": source, "region": region, "campaign": campaign,
            "amount": amount, "currency": "EUR"}  # fmt: skip


def asked(name: str, slice: Slice = MARCH) -> dict[str | None, Value]:
    """By the one group, or under None."""
    values = evaluate.whole(CATALOGUE[name], EVERYONE, slice)
    return {next(iter(value.group.values()), None): value for value in values}


def by_source(name: str, attribution: Attribution = Attribution.FIRST_ORDER) -> dict[Any, Any]:
    found = asked(name, replace(MARCH.grouped("source"), attribution=attribution))
    return {source: value.value for source, value in found.items() if value.value is not None}


def test_only_paid_sources_are_in_the_paid_cost(tmp_path: Path) -> None:
    # ads: 60 for two customers; mail is free and costs 9; radio is not in the table of sources
    events = [
        order("a", "ads", 1),
        order("b", "ads", 1),
        order("c", "mail", 1),
        order("d", "radio", 1),
    ]
    money = [spend("ads", 50), spend("ads", 10, None), spend("mail", 9), spend("radio", 31)]
    published(World(events, money, sources=SOURCES, coverage=LATER), tmp_path)
    paid, blended = asked("cac_paid")[None], asked("cac")[None]
    assert (paid.numerator, paid.denominator, paid.value) == (60, 2, 30)
    # a Poisson number of two: 30 x exp(-+ 1.96 / sqrt 2)
    assert (paid.low, paid.high) == pytest.approx((7.50, 119.95), abs=0.01)
    assert (blended.numerator, blended.denominator) == (100, 4)
    assert by_source("cac_paid") == {"ads": 30}
    regions = asked("cac_paid", MARCH.grouped("region"))
    assert (regions["North"].value, regions["unallocated"].value) == (25, None)
    assert regions["unallocated"].numerator == 10


def test_without_a_source_marked_as_paid_there_is_no_paid_cost(tmp_path: Path) -> None:
    published(World([order("a", "ads", 1)], [spend("ads", 5)], coverage=LATER), tmp_path)
    reason = "no spend on paid sources or no new customers of theirs in this window"
    assert asked("cac_paid")[None].reason == reason


def test_what_spend_brings_back_is_the_revenue_of_orders_of_its_source(tmp_path: Path) -> None:
    # ads: 100 + 20 by a second line that names another source, - 30 given back through mail; mail costs
    # nothing; radio costs 10 and brings nothing
    refund = event("r", "refund", NOON, person_id="a", order_id="o-a", amount=30, source="mail",
                   currency="EUR", region="North")  # fmt: skip
    later = {"at": NOON + timedelta(hours=1), "person_id": "a", "order_id": "o-a"}
    events = [
        order("a", "ads", 100),
        order("a2", "mail", 20, **later),
        refund,
        order("b", "mail", 50),
    ]
    money = [spend("ads", 45), spend("radio", 10)]
    published(World(events, money, coverage=LATER), tmp_path)
    found = asked("roas", MARCH.grouped("source"))
    assert (found["ads"].numerator, found["ads"].denominator, found["ads"].value) == (90, 45, 2)
    assert found["ads"].n == 1
    assert (found["radio"].value, found["radio"].low) == (0, None)
    assert set(found) == {"ads", "radio"}
    total = asked("roas")[None]
    assert (total.numerator, total.denominator) == (90, 55)


def test_the_limits_of_what_comes_back_are_those_of_the_revenue(tmp_path: Path) -> None:
    events = [order(f"p{n}", "ads", 10 + n) for n in range(40)]
    published(World(events, [spend("ads", 100)], coverage=LATER), tmp_path)
    back, revenue = asked("roas")[None], asked("revenue")[None]
    assert back.low is not None
    assert revenue.low is not None
    assert (back.low, back.high) == pytest.approx((revenue.low / 100, (revenue.high or 0) / 100))


def worth_world(costs: dict[str, int | None], coverage: datetime = LATER) -> World:
    """Two customers of ads, who cost 40 each, bring 100 and 60; one of radio, who costs 50, brings 20."""
    events = [
        order("a", "ads", 100, cost=costs.get("a")),
        order("b", "ads", 60, cost=costs.get("b")),
        order("c", "radio", 20, cost=costs.get("c")),
    ]
    return World(events, [spend("ads", 80), spend("radio", 50)], coverage=coverage)


def test_a_customer_is_worth_the_margin_over_the_cost_of_winning_one(tmp_path: Path) -> None:
    # ads: margins 40 and 20, mean 30, over 80 / 2
    published(worth_world({"a": 60, "b": 40, "c": 5}), tmp_path)
    ads = asked("ltv_to_cac", MARCH.grouped("source"))["ads"]
    assert (ads.numerator, ads.denominator, ads.value, ads.n) == (30, 40, 0.75, 2)
    assert ads.row()["reason"] == (
        "margin in 365 days; below 1: a customer brings in less than winning one costs; history starts here"
    )
    # se of 30: sqrt(2 * 200) / 2 = 10, t with 1 df; of 40: 40 / sqrt 2; together sqrt(1/9 + 1/2) on the
    # log scale; df = (11/18)^2 / (1/9)^2 = 30.25, t = 2.0415: 0.75 x exp(-+ 1.5959)
    assert ads.low == pytest.approx(0.75 * math.exp(-1.5959), rel=1e-3)
    assert ads.high == pytest.approx(0.75 * math.exp(1.5959), rel=1e-3)
    listed = evaluate.people(CATALOGUE["ltv_to_cac"], EVERYONE, MARCH.filtered("source", ["ads"]))
    assert [float(person["numerator"]) for person in listed] == [40, 20]


def test_without_costs_it_is_net_revenue_and_says_so(tmp_path: Path) -> None:
    published(worth_world({"a": 60}), tmp_path)
    found = asked("ltv_to_cac", MARCH.grouped("source"))
    assert (found["ads"].numerator, found["ads"].value) == (40, 1)  # of a alone a cost is known
    assert found["ads"].note == "margin in 365 days of 1 of 2 customers"
    assert (found["radio"].value, found["radio"].low) == (0.4, None)
    assert found["radio"].note.startswith(
        "net revenue in 365 days, for no cost of goods is known; below 1"
    )


def test_it_waits_until_customers_are_a_year_old(tmp_path: Path) -> None:
    # 10 March 2025 + 365 days is 10 March 2026
    published(worth_world({}, coverage=datetime(2026, 3, 9, 23)), tmp_path)
    assert asked("ltv_to_cac")[None].value is None
    published(worth_world({}, coverage=datetime(2026, 3, 10)), tmp_path / "later")
    value = asked("ltv_to_cac")[None]
    assert (value.value, value.is_complete) == (pytest.approx(60 / (130 / 3)), False)
    assert value.reason == "complete once the data reach 2026-04-01"


DAY = timedelta(days=1)
TOUCHED = World(
    [
        # a: 31 days before is too early, 30 is not; then mail; then direct to the order
        seen("a", "visit", 31 * DAY, "radio"),
        seen("a", "visit", 30 * DAY, "ads", campaign="spring"),
        seen("a", "signup", 2 * DAY, "mail"),
        seen("a", "ticket_opened", DAY, "radio", ticket_id="t"),
        order("a", "direct", 10),
        # b: a cookie, linked later; the order names no source; a visit after it is none
        event("vb", "visit", NOON - DAY, visitor_id="cookie", source="ads", campaign="autumn"),
        event("vb2", "visit", NOON - DAY / 2, visitor_id="cookie", source="Direct"),
        order("b", None, 10, visitor_id="cookie"),
        seen("b", "visit", -DAY, "mail"),
        # c: nothing before, and the order says nothing
        order("c", None, 10, campaign="leaflet"),
        # d: everything direct
        seen("d", "visit", DAY, "direct"),
        order("d", "direct", 10),
    ],
    [spend("ads", 30)],
    coverage=LATER,
)


def test_a_new_customer_is_put_down_to_the_touch_that_is_asked_for(tmp_path: Path) -> None:
    published(TOUCHED, tmp_path)
    assert by_source("new_customers") == {"direct": 2, None: 2}
    assert by_source("new_customers", Attribution.FIRST_TOUCH) == {"ads": 2, "direct": 1, None: 1}
    assert by_source("new_customers", Attribution.LAST_TOUCH) == {
        "direct": 2, "Direct": 1, None: 1,
    }  # fmt: skip
    assert by_source("new_customers", Attribution.LAST_NON_DIRECT) == {
        "mail": 1, "ads": 1, "direct": 1, None: 1,
    }  # fmt: skip


def test_a_campaign_goes_with_its_touch(tmp_path: Path) -> None:
    published(TOUCHED, tmp_path)
    campaigns = replace(MARCH.grouped("campaign"), attribution=Attribution.FIRST_TOUCH)
    found = {name: value.value for name, value in asked("new_customers", campaigns).items()}
    # c keeps what its order says
    assert found == {"spring": 1, "autumn": 1, "leaflet": 1, None: 1}


def test_a_cost_follows_the_attribution(tmp_path: Path) -> None:
    published(TOUCHED, tmp_path)
    assert by_source("cac") == {}
    assert by_source("cac", Attribution.FIRST_TOUCH) == {"ads": 15}
    assert by_source("cac", Attribution.LAST_NON_DIRECT) == {"ads": 30}


def test_where_touches_are_read_they_say_how_far_the_data_reach() -> None:
    metric = CATALOGUE["cac"]
    turned = metric.of(replace(MARCH, attribution=Attribution.LAST_TOUCH))
    assert set(turned.reads) - set(metric.reads) == {"visit", "signup", "lead"}
    assert turned.needed == metric.needed


def test_an_unknown_attribution_is_named() -> None:
    chosen = switches.definition(["attribution=linear"])
    with pytest.raises(BadUse, match="first_order, first_touch, last_touch, last_non_direct"):
        switches.variant(CATALOGUE["cac"], chosen)
    with pytest.raises(BadUse, match="does not depend on 'attribution'"):
        switches.variant(CATALOGUE["roas"], switches.definition(["attribution=last_touch"]))
