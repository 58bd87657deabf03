"""The oracle against sums done by hand: leads."""

from datetime import date, datetime

from tests.oracle.leads import sales_cycle, sales_cycle_mean, win_rate
from tests.oracle.tables import on, parts
from tests.oracle.world import World, event

MARCH = (date(2025, 3, 1), date(2025, 4, 1))
# 1: won after 10 days, written late in the day; 2: lost, then won after 20; 3: lost; 4: open; 5: its deal
# is dated before it; 6: no order_id, so no deal is its own; 7: the second lead of number 1 is none;
# 8: a lead of April
WORLD = World(
    [
        event("e1", "lead", on(3, 1), person_id="ann", order_id="1", source="fair"),
        event("e2", "deal_won", on(3, 11, 23), order_id="1", amount=100),
        event("e3", "lead", on(3, 2), order_id="2", source="fair"),
        event("e4", "deal_lost", on(3, 5), order_id="2"),
        event("e5", "deal_won", on(3, 22), order_id="2"),
        event("e6", "lead", on(3, 2), person_id="bo", order_id="3", source="fair"),
        event("e7", "deal_lost", on(3, 3), order_id="3"),
        event("e8", "lead", on(3, 31, 23), order_id="4", source="web"),
        event("e9", "lead", on(3, 20), order_id="5", source="web"),
        event("ea", "deal_won", on(3, 19), order_id="5"),
        event("eb", "lead", on(3, 20), source="web"),
        event("ec", "deal_won", on(3, 21)),
        event("ed", "lead", on(3, 8), person_id="cy", order_id="1", source="web"),
        event("ee", "lead", on(4, 1, 0), order_id="8", source="web"),
    ],
    coverage=datetime(2025, 4, 10),
)


def test_a_lead_is_won_by_any_deal_of_its_order_id():
    answers = win_rate(WORLD, MARCH, {}, ("source",))
    assert parts(answers) == {("fair",): (2, 3), ("web",): (1, 3)}
    assert {group: answer.sums["waiting"] for group, answer in answers.items()} == {
        ("fair",): 0,
        ("web",): 2,
    }


def test_the_mean_is_of_leads_won():
    # fair: 10 and 20 days; web: a deal before its lead took none
    assert parts(sales_cycle_mean(WORLD, MARCH, {}, ("source",))) == {
        ("fair",): (30, 2),
        ("web",): (0, 1),
    }


def test_half_of_what_is_won_is_won_by_then():
    # all: won after 0, 10 and 20 days; not won: 39 (lost), 10 and 21 days seen (31 March to 10 April: 10)
    # day 0: 5/6 left; day 10: 5 at risk (0 left the six), 4/5, so 4/6; day 20: 3 at risk, 2/3, so 4/9
    # won at all 5/9, half of it 5/18: 3/18 by day 0, 6/18 by day 10
    assert parts(sales_cycle(WORLD, MARCH, {}, ())) == {(): (10, 1)}
    assert parts(sales_cycle(WORLD, MARCH, {"source": {"web"}}, ())) == {(): (0, 1)}


def test_no_lead_won_is_no_cycle():
    world = World([event("e1", "lead", on(3, 1), order_id="1")])
    assert sales_cycle(world, MARCH, {}, ()) == sales_cycle_mean(world, MARCH, {}, ()) == {}
    assert parts(win_rate(world, MARCH, {}, ())) == {(): (0, 1)}
