"""The oracle against sums done by hand: tickets."""

from datetime import date, timedelta

import pytest

from tests.oracle.support import contact_frequency
from tests.oracle.tables import line, on, parts
from tests.oracle.waits import (
    resolution_time,
    resolution_time_median,
    resolution_time_p90,
    resolution_within_target,
    response_time,
    response_time_median,
    response_time_p90,
    response_within_target,
)
from tests.oracle.world import World, event

START = date(2025, 4, 1)
APRIL = (START, date(2025, 5, 1))


def opened(event_id, at, ticket, **columns):
    return event(event_id, "ticket_opened", at, ticket_id=ticket, **columns)


def answered(event_id, at, ticket):
    return event(event_id, "ticket_answered", at, ticket_id=ticket)


def test_a_ticket_is_answered_by_the_first_answer_after_its_first_opening():
    # t1: an answer before the opening is none, 60 s counts; t2: at once; t3 waits; t4: next month
    world = World(
        [
            answered("e1", on(4, 2, 11), "t1"),
            opened("e2", on(4, 2), "t1", person_id="ann", channel="web"),
            answered("e3", on(4, 2, 12, 60), "t1"),
            answered("e4", on(4, 2, 12, 90), "t1"),
            opened("e5", on(4, 3), "t1", person_id="bo", channel="phone"),
            opened("e6", on(4, 3), "t2", channel="web"),
            answered("e7", on(4, 3), "t2"),
            opened("e8", on(4, 4), "t3"),
            opened("e9", on(4, 30), "t4", person_id="ann", channel="phone"),
            answered("f1", on(5, 1), "t4"),
            opened("f2", on(4, 5), None),
        ]
    )
    # 60 + 0 + 86,400 over three
    answer = response_time(world, APRIL, {}, ())[()]
    assert (answer.numerator, answer.denominator, answer.n) == (86_460, 3, 3)
    # clusters: ann 86,460 on two tickets, the ticket of nobody 0
    assert sorted(answer.clusters.values()) == [(0, 1), (86_460, 2)]
    assert parts(response_time(world, APRIL, {}, ("channel",))) == {
        ("web",): (60, 2),
        ("phone",): (86_400, 1),
    }


@pytest.mark.parametrize(("tickets", "expected"), [(1, 10), (10, 90), (11, 100), (20, 180)])
def test_nine_tenths_wait_no_longer(tickets, expected):
    # 10, 20, 30 ... seconds: the ninth of ten, the tenth of eleven, the eighteenth of twenty
    world = World([])
    for number in range(1, tickets + 1):
        world.events.append(opened(f"o{number}", on(4, 2), f"t{number}"))
        world.events.append(answered(f"a{number}", on(4, 2, 12, 10 * number), f"t{number}"))
    assert parts(response_time_p90(world, APRIL, {}, ())) == {(): (expected, 1)}


def test_the_median_counts_those_who_still_wait():
    # answered after 10, 20, 30 s; one waits since 15 s, one since an hour
    # at 10: 1 - 1/5 = .8; at 20: three at risk, .8 * 2/3 = .533; at 30: two, .267
    coverage = on(4, 3, 12)
    world = World(
        [
            opened("e1", on(4, 2), "t1"), answered("e2", on(4, 2, 12, 10), "t1"),
            opened("e3", on(4, 2), "t2"), answered("e4", on(4, 2, 12, 20), "t2"),
            opened("e5", on(4, 2), "t3"), answered("e6", on(4, 2, 12, 30), "t3"),
            opened("e7", coverage - timedelta(seconds=15), "t4"),
            opened("e8", coverage - timedelta(hours=1), "t5"),
        ],
        coverage=coverage,
    )  # fmt: skip
    assert parts(response_time_median(world, APRIL, {}, ())) == {(): (30, 1)}


def test_no_median_while_more_than_half_wait():
    world = World([opened("e1", on(4, 2), "t1")], coverage=on(4, 3))
    assert response_time_median(world, APRIL, {}, ()) == {}


def test_within_target_leaves_out_the_young_and_misses_the_waiting():
    # met at exactly an hour; missed a second later; waiting an hour: missed; the rest too young
    coverage = on(4, 3, 12)
    world = World(
        [
            opened("e1", on(4, 2), "t1"), answered("e2", on(4, 2, 13), "t1"),
            opened("e3", on(4, 2), "t2"), answered("e4", on(4, 2, 13, 1), "t2"),
            opened("e5", coverage - timedelta(hours=1), "t3"),
            opened("e6", coverage - timedelta(seconds=3599), "t4"),
            opened("e7", coverage - timedelta(seconds=3599), "t5"), answered("e8", coverage, "t5"),
        ],
        coverage=coverage,
    )  # fmt: skip
    assert parts(response_within_target(world, APRIL, {}, ())) == {(): (1, 3)}


def test_a_ticket_is_settled_when_it_is_first_closed():
    # t1: closed after 100 s, and again; t2: after a day and a second; t3 is open since two days
    coverage = on(4, 4, 12)
    world = World(
        [
            opened("e1", on(4, 2), "t1", person_id="ann"),
            event("e2", "ticket_closed", on(4, 2, 12, 100), ticket_id="t1"),
            event("e3", "ticket_closed", on(4, 2, 12, 200), ticket_id="t1"),
            opened("e4", on(4, 2), "t2"),
            event("e5", "ticket_closed", on(4, 2, 12, 86_401), ticket_id="t2"),
            opened("e6", on(4, 2), "t3"), answered("e7", on(4, 2), "t3"),
            opened("e8", on(4, 4), "t4"),
        ],
        coverage=coverage,
    )  # fmt: skip
    assert parts(resolution_time(world, APRIL, {}, ())) == {(): (86_501, 2)}
    assert parts(resolution_time_p90(world, APRIL, {}, ())) == {(): (86_401, 1)}
    # of three a day old one is in time; t4 is too young
    assert parts(resolution_within_target(world, APRIL, {}, ())) == {(): (1, 3)}
    # t4 is censored at 0; at 100 s one of three: .667; at 86,401 s one of two: .333
    assert parts(resolution_time_median(world, APRIL, {}, ())) == {(): (86_401, 1)}


def test_contact_frequency_is_per_person_who_ordered_or_asked():
    # ann: two tickets, one opened twice; bo: an order; nobody's ticket is left out
    world = World(
        [
            opened("e1", on(4, 2), "t1", person_id="ann", region="north"),
            opened("e2", on(4, 3), "t1", person_id="ann", region="east"),
            opened("e3", on(4, 4), "t2", person_id="ann", region="south"),
            line("e4", on(4, 4), 1, person_id="bo", region="south"),
            opened("e5", on(4, 4), "t3"),
        ]
    )
    answer = contact_frequency(world, APRIL, {}, ("region",))
    assert parts(answer) == {("south",): (2, 2)}
    assert answer[("south",)].sums["sum_yy"] == 4
    assert answer[("south",)].numerator_people == {("person", "ann")}
