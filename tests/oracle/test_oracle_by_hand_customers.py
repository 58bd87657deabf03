"""The oracle against sums done by hand: what a customer brings and costs."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.oracle.acquisition import cac, new_customers
from tests.oracle.tables import line, numerators, on, parts, refund
from tests.oracle.world import World
from tests.oracle.worth import ltv

MARCH = (date(2025, 3, 1), date(2025, 4, 1))
NO_FILTER = {}


def test_new_customers_are_those_whose_first_order_falls_in_the_window():
    # ann's first order begins in February; bo's at a tie, e3 before e4
    world = World(
        [
            line("e1", on(2, 28), 1, person_id="ann", order_id="o1", source="ads"),
            line("e2", on(3, 1), 1, person_id="ann", order_id="o1", source="ads"),
            line("e4", on(3, 2), 1, person_id="bo", order_id="o3", source="social"),
            line("e3", on(3, 2), 1, person_id="bo", order_id="o2", source="search"),
        ]
    )
    assert numerators(new_customers(world, MARCH, NO_FILTER, ("source",))) == {("search",): 1}
    assert numerators(new_customers(world, MARCH, {"first_source": {"social"}}, ())) == {}


def test_ltv_nets_refunds_on_the_day_of_their_order():
    # ann, from 1 March: 100, on day 89 50 and on day 90 (30 May) a line of 5 of the same order; an
    # order of day 90 is too late; a refund in August of the first order counts, as does a refund
    # without order on day 30, and none after day 90
    first = on(3, 1)
    world = World(
        [
            line("e1", first, 100, person_id="ann", order_id="o1", region="north"),
            line("e2", first + timedelta(days=89), 50, person_id="ann", order_id="o2"),
            line("e3", first + timedelta(days=90), 1000, person_id="ann", order_id="o3"),
            line("e8", first + timedelta(days=90), 5, order_id="o2"),
            refund("e4", on(8, 1), 20, person_id="bo", order_id="o1"),
            refund("e5", first + timedelta(days=30), 3, person_id="ann"),
            refund("e6", on(8, 1), 7, person_id="ann", order_id="gone"),
            refund("e7", on(3, 9), 9, person_id="cy"),
        ],
        coverage=datetime(2025, 5, 30),
    )
    # 100 + 50 + 5 - 20 - 3; cy has no order and is in no cohort
    assert parts(ltv(world, MARCH, NO_FILTER, ("region",))) == {("north",): (132, 1)}


def test_ltv_waits_until_a_person_is_old_enough():
    # f = 1 March, f + 90 = 30 May: covered on 30 May 00:00, not an instant before
    events = [line("e1", on(3, 1), 100, person_id="ann")]
    assert ltv(World(events, coverage=datetime(2025, 5, 29, 23, 59)), MARCH, {}, ()) == {}
    assert parts(ltv(World(events, coverage=datetime(2025, 5, 30)), MARCH, {}, ())) == {
        (): (100, 1)
    }


def test_cac_never_spreads_what_has_no_region():
    def spend(day, source, region, amount):
        return {"day": date(2025, 3, day), "source": source, "region": region, "campaign": None,
                "amount": Decimal(amount), "currency": "EUR"}  # fmt: skip

    world = World(
        [
            line("e1", on(3, 1), 1, person_id="ann", source="ads", region="north"),
            line("e2", on(3, 2), 1, person_id="bo", source="ads"),
            line("e3", on(3, 2), 1, person_id="cy", region="north"),
        ],
        spend=[spend(1, "ads", "north", 10), spend(31, "ads", None, 5), spend(2, "fair", None, 1)],
    )
    assert parts(cac(world, MARCH, NO_FILTER, ())) == {(): (16, 3)}
    assert parts(cac(world, MARCH, NO_FILTER, ("source",))) == {
        ("ads",): (15, 2),
        ("fair",): (1, 0),
        (None,): (0, 1),
    }
    assert parts(cac(world, MARCH, NO_FILTER, ("region",))) == {
        ("north",): (10, 2),
        ("unallocated",): (6, 0),
        (None,): (0, 1),
    }
    assert parts(cac(world, MARCH, {"region": {"north"}}, ())) == {(): (10, 2)}
