"""The oracle against sums done by hand: paid sources, what spend brings back, touches."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.oracle.acquisition import cac_paid, new_customers, roas
from tests.oracle.payback import ltv_to_cac
from tests.oracle.tables import line, numerators, on, parts, refund, visit
from tests.oracle.world import World

MARCH = (date(2025, 3, 1), date(2025, 4, 1))


def spend(day, source, region, amount):
    return {"day": date(2025, 3, day), "source": source, "region": region, "campaign": None,
            "amount": Decimal(amount), "currency": "EUR"}  # fmt: skip


SOURCES = [{"source": "ads", "is_paid": True}, {"source": "mail", "is_paid": False}]


def test_paid_sources_are_those_said_to_be():
    world = World(
        [
            line("e1", on(3, 1), 1, person_id="ann", source="ads"),
            line("e2", on(3, 2), 1, person_id="bo", source="mail"),
            line("e3", on(3, 2), 1, person_id="cy", source="radio"),
        ],
        spend=[spend(1, "ads", None, 8), spend(1, "mail", None, 4), spend(1, "radio", None, 2)],
        sources=SOURCES,
    )
    assert parts(cac_paid(world, MARCH, {}, ())) == {(): (8, 1)}
    assert parts(cac_paid(world, MARCH, {}, ("region",))) == {
        ("unallocated",): (8, 0),
        (None,): (0, 1),
    }


def test_an_order_brings_back_under_the_source_of_its_first_line():
    # ads: 10 + 5 - 3; mail has spend of nought; radio none at all in March; web's refund lies by itself
    world = World(
        [
            line("e1", on(3, 1), 10, person_id="ann", order_id="o1", source="ads", region="north"),
            line("e2", on(3, 1, 13), 5, order_id="o1", source="mail", region="south"),
            refund("e3", on(3, 9), 3, person_id="ann", order_id="o1", source="radio", region="north"),
            line("e4", on(3, 2), 7, person_id="bo", source="mail"),
            line("e5", on(3, 2), 9, person_id="cy", source="radio"),
            refund("e6", on(3, 9), 1, person_id="ann", order_id="gone", source="web"),
        ],
        spend=[spend(1, "ads", "north", 4), spend(1, "ads", None, 2), spend(1, "mail", None, 0),
               spend(31, "web", None, 5)],
    )  # fmt: skip
    assert parts(roas(world, MARCH, {}, ("source",))) == {
        ("ads",): (12, 6), ("mail",): (0, 0), ("web",): (-1, 5),
    }  # fmt: skip
    assert parts(roas(world, MARCH, {}, ())) == {(): (11, 11)}
    assert parts(roas(world, MARCH, {"region": {"north"}}, ())) == {(): (7, 4)}


@pytest.mark.parametrize(
    ("model", "source"),
    [("first_order", "direct"), ("first_touch", "ads"), ("last_touch", "direct"),
     ("last_non_direct", "mail")],
)  # fmt: skip
def test_a_touch_is_of_the_thirty_days_before(model, source):
    # 30 days before 31 March is 1 March; the visit without a source is no touch; that of the same instant
    # comes before the order by its id, and one after it by its id is none
    world = World(
        [
            visit("v1", on(2, 28), person_id="ann", source="radio"),
            visit("v2", on(3, 1, 0), person_id="ann", source="ads"),
            visit("v3", on(3, 31), person_id="ann", source="mail"),
            visit("v4", on(3, 30), person_id="ann"),
            line("w1", on(3, 31), 1, person_id="ann", source="direct"),
            visit("x1", on(3, 31), person_id="ann", source="late"),
        ]
    )
    assert numerators(new_customers(world, MARCH, {}, ("source",), model)) == {(source,): 1}


def test_worth_is_margin_as_soon_as_one_cost_is_known():
    # north: ann 100 - 60, a quarter of what came back of an order of which a quarter has a cost: - 2;
    # bo without cost is out; cac 30 / 2. south: cy, no cost, 50 - 5; cac 10 / 1
    first = on(3, 1)
    world = World(
        [
            line(
                "e1", first, 100, person_id="ann", order_id="o1", region="north", cost=Decimal(60)
            ),
            line("e2", first, 300, order_id="o1"),
            refund("e3", on(6, 1), 8, order_id="o1"),
            line("e4", first + timedelta(days=365), 999, person_id="ann", cost=Decimal(1)),
            line("e5", first, 70, person_id="bo", region="north"),
            line("e6", first, 50, person_id="cy", region="south"),
            refund("e7", on(5, 1), 5, person_id="cy"),
        ],
        spend=[spend(1, "ads", "north", 30), spend(2, "ads", "south", 10)],
        coverage=datetime(2026, 3, 1),
    )
    assert parts(ltv_to_cac(world, MARCH, {}, ("region",))) == {
        ("north",): (38, 15), ("south",): (45, 10),
    }  # fmt: skip
    world = World(world.events, world.spend, coverage=datetime(2026, 2, 28, 23))
    assert ltv_to_cac(world, MARCH, {}, ()) == {}
