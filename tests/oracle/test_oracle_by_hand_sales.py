"""The oracle against sums done by hand: what was sold. Times are UTC."""

from datetime import date
from decimal import Decimal

import pytest

from tests.oracle.acquisition import cac
from tests.oracle.customers import revenue_per_buyer
from tests.oracle.facts import facts_of
from tests.oracle.sales import (
    average_order_value,
    channel_sales,
    gross_margin,
    gross_revenue,
    orders,
    refund_rate,
    repeat_orders,
    revenue,
)
from tests.oracle.shopping import buyers, conversion
from tests.oracle.tables import line, numerators, on, parts, refund, visit
from tests.oracle.world import World
from tests.oracle.worth import ltv

MARCH = (date(2025, 3, 1), date(2025, 4, 1))
NO_FILTER = {}


def test_revenue_lies_on_the_line_and_the_order_on_its_first_line():
    # o1 begins on 31 March in the web (10 shoes), goes on on 1 April in the app (5 hats)
    world = World(
        [
            line(
                "e1", on(3, 31), 10, person_id="a", order_id="o1", channel="web", category="shoes"
            ),
            line("e2", on(4, 1), 5, person_id="a", order_id="o1", channel="app", category="hats"),
        ]
    )
    april = (date(2025, 4, 1), date(2025, 5, 1))
    assert parts(average_order_value(world, MARCH, NO_FILTER, ("channel",))) == {("web",): (10, 1)}
    assert parts(average_order_value(world, april, NO_FILTER, ("channel",))) == {("app",): (5, 0)}
    # by category the order counts in March in both, the revenue where it lies
    assert parts(average_order_value(world, MARCH, NO_FILTER, ("category",))) == {
        ("shoes",): (10, 1),
        ("hats",): (0, 1),
    }
    # asked for both categories it is one order
    both = {"category": {"shoes", "hats"}}
    assert parts(average_order_value(world, MARCH, both, ())) == {(): (10, 1)}
    assert numerators(buyers(world, MARCH, {"category": {"hats"}}, ())) == {(): 1}


def test_a_refund_lowers_sales_on_the_day_it_is_made():
    # order of 100 in February, 30 of it back in March; 50 sold in March
    world = World(
        [
            line("e1", on(2, 10), 100, person_id="ann", order_id="o1", region="north"),
            refund("e2", on(3, 5), 30, person_id="ann", order_id="o1", region="south"),
            line("e3", on(3, 6), 50, person_id="bo", order_id="o2", region="north"),
        ]
    )
    assert numerators(revenue(world, MARCH, NO_FILTER, ())) == {(): 20}
    assert numerators(gross_revenue(world, MARCH, NO_FILTER, ())) == {(): 50}
    assert numerators(revenue(world, MARCH, NO_FILTER, ("region",))) == {
        ("south",): -30,
        ("north",): 50,
    }
    assert parts(refund_rate(world, MARCH, NO_FILTER, ())) == {(): (30, 50)}
    assert parts(average_order_value(world, MARCH, NO_FILTER, ())) == {(): (20, 1)}
    # ann bought nothing in March: in the numerator under her refund's region, no buyer
    assert parts(revenue_per_buyer(world, MARCH, NO_FILTER, ("region",))) == {
        ("south",): (-30, 0),
        ("north",): (50, 1),
    }


def test_average_order_value_is_clustered_by_person_and_by_order_of_nobody():
    # ann 10 + 20 on two orders; nobody's o3 is 5 less a refund of 2, and an order by itself of 7
    world = World(
        [
            line("e1", on(3, 1), 10, person_id="ann", order_id="o1"),
            line("e2", on(3, 2), 20, person_id="ann", order_id="o2"),
            line("e3", on(3, 3), 5, order_id="o3"),
            refund("e4", on(3, 4), 2, order_id="o3"),
            line("e5", on(3, 5), 7),
        ]
    )
    answer = average_order_value(world, MARCH, NO_FILTER, ())[()]
    assert (answer.numerator, answer.denominator, answer.n) == (40, 4, 4)
    assert sorted(answer.clusters.values()) == [(3, 1), (7, 1), (30, 2)]
    # 9 + 49 + 900; 3 + 7 + 60; 1 + 1 + 4
    assert (answer.sums["sum_yy"], answer.sums["sum_xy"], answer.sums["sum_xx"]) == (958, 70, 6)
    # nobody is in no count of people
    assert parts(revenue_per_buyer(world, MARCH, NO_FILTER, ())) == {(): (30, 1)}


def test_a_later_line_of_a_buyer_of_february_is_no_buyer_of_march():
    world = World(
        [
            line("e1", on(2, 28), 10, person_id="ann", order_id="o1", region="north"),
            line("e2", on(3, 1), 4, person_id="ann", order_id="o1", region="south"),
        ]
    )
    assert parts(revenue_per_buyer(world, MARCH, NO_FILTER, ("region",))) == {("south",): (4, 0)}


def test_margin_is_over_lines_that_carry_a_cost():
    # 10 - 6 and 20 - 0 of 30; the line of 100 has no cost
    world = World(
        [
            line("e1", on(3, 1), 10, cost=Decimal(6)),
            line("e2", on(3, 1), 20, cost=Decimal(0)),
            line("e3", on(3, 1), 100),
        ]
    )
    assert parts(gross_margin(world, MARCH, NO_FILTER, ())) == {(): (24, 30)}


def test_money_is_turned_at_the_rate_of_the_day_or_of_the_seven_before():
    # 1 March: .9; the rate holds through the 8th; on the 9th there is none: the row says nothing
    rates = [
        {"day": date(2025, 3, 1), "currency": "USD", "rate": 0.9},
        {"day": date(2025, 2, 28), "currency": "USD", "rate": 0.5},
    ]
    world = World(
        [
            line("e1", on(3, 1), 10, currency="USD", person_id="a"),
            line("e2", on(3, 8), 100, currency="USD", person_id="b"),
            line("e3", on(3, 9), 1000, currency="USD", person_id="c", visitor_id="v"),
            line("e4", on(3, 9), 7, currency="EUR", person_id="d"),
            line("e5", on(3, 9), 5, person_id="e"),
            visit("e6", on(3, 10), visitor_id="v"),
        ],
        fx_rates=rates,
    )
    # 9 + 90 + 7 + 5
    assert numerators(revenue(world, MARCH, NO_FILTER, ())) == {(): 111}
    # c is in quarantine, and so is the link of v
    assert facts_of(world).deeds[-1].person == ("visitor", "v")


def test_channel_sales_lie_in_the_channel_of_the_order():
    # o1 begins in the web; its second line and its refund say store; a refund of no order: phone
    world = World(
        [
            line("e1", on(2, 1), 10, order_id="o1", channel="web"),
            line("e2", on(3, 2), 6, order_id="o1", channel="store"),
            refund("e3", on(3, 3), 4, order_id="o1", channel="store"),
            refund("e4", on(3, 4), 1, order_id="gone", channel="phone"),
        ]
    )
    assert numerators(channel_sales(world, MARCH, NO_FILTER, ("channel",))) == {
        ("web",): 2,
        ("phone",): -1,
    }


def test_only_orders_after_the_first_are_repeats():
    # ann: o1 in February, o2 and o3 in March; bo: o4; nobody: o5
    world = World(
        [
            line("e1", on(2, 1), 1, person_id="ann", order_id="o1"),
            line("e2", on(3, 1), 1, person_id="ann", order_id="o2"),
            line("e3", on(3, 1), 1, person_id="ann", order_id="o3"),
            line("e4", on(3, 2), 1, person_id="bo", order_id="o4"),
            line("e5", on(3, 2), 1, order_id="o5"),
        ]
    )
    assert numerators(orders(world, MARCH, NO_FILTER, ())) == {(): 4}
    assert numerators(repeat_orders(world, MARCH, NO_FILTER, ())) == {(): 2}


@pytest.mark.parametrize(
    "question", [conversion, revenue, average_order_value, ltv, cac, revenue_per_buyer]
)
def test_an_empty_world_has_no_groups(question):
    assert question(World([]), MARCH, NO_FILTER, ()) == {}
