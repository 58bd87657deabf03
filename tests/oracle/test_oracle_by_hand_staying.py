"""The oracle against sums done by hand: coming back, falling silent, cancelling."""

from datetime import date, datetime, timedelta

from tests.oracle.staying import cancel_rate, churn, retention
from tests.oracle.tables import on, parts
from tests.oracle.world import World, event

START = date(2025, 4, 1)
APRIL = (START, date(2025, 5, 1))


def days_from_start(number):
    return datetime(2025, 4, 1, 12) + timedelta(days=number)


def order(event_id, at, person, **columns):
    return event(event_id, "order", at, person_id=person, **columns)


def test_retention_looks_ninety_days_to_either_side():
    # base: days -90 .. -1; back: days 0 .. 89
    world = World(
        [
            order("e1", days_from_start(-91), "too early"),
            order("e2", days_from_start(-90), "ann", region="north"),
            order("e3", days_from_start(89), "ann", region="south"),
            order("e4", days_from_start(-1), "bo", region="south"),
            order("e5", days_from_start(90), "bo"),
            order("e6", days_from_start(0), "too late"),
        ]
    )
    assert parts(retention(world, APRIL, {}, ())) == {(): (1, 2)}
    # ann under the last order before the window
    assert parts(retention(world, APRIL, {}, ("region",))) == {
        ("north",): (1, 1),
        ("south",): (0, 1),
    }
    # the window's length does not matter
    assert parts(retention(world, (START, date(2025, 4, 2)), {}, ())) == {(): (1, 2)}


def test_first_dimensions_are_those_of_the_first_order_ever():
    world = World(
        [
            order("e1", on(1, 1), "ann", source="ads"),
            order("e2", on(3, 1), "ann", source="search"),
            order("e3", on(3, 1), "bo"),
        ]
    )
    assert parts(retention(world, APRIL, {}, ("first_source",))) == {
        ("ads",): (0, 1),
        (None,): (0, 1),
    }


def test_a_person_lapses_on_the_ninetieth_silent_day():
    # day d lapses on d + 90: -90 -> 1 April, -61 -> 30 April, -60 -> 1 May
    world = World(
        [
            order("e1", days_from_start(-90), "first day"),
            order("e2", days_from_start(-61), "last day"),
            order("e3", days_from_start(-60), "in May"),
            order("e4", days_from_start(-80), "back on the ninetieth"),
            order("e5", days_from_start(10), "back on the ninetieth"),
            order("e6", days_from_start(-80), "back on the ninety-first"),
            order("e7", days_from_start(11), "back on the ninety-first"),
        ]
    )
    answer = churn(world, APRIL, {}, ())[()]
    assert (answer.numerator, answer.denominator) == (3, 5)
    assert answer.numerator_people == {
        ("person", "first day"), ("person", "last day"), ("person", "back on the ninety-first"),
    }  # fmt: skip


def test_in_a_long_window_a_person_may_order_and_lapse():
    # orders on day -1 and day 5; silent from there, lapsed on day 95 of a window of 120 days
    world = World([order("e1", days_from_start(-1), "ann"), order("e2", days_from_start(5), "ann")])
    long = (START, START + timedelta(days=120))
    assert parts(churn(world, long, {}, ())) == {(): (1, 1)}


def test_cancel_rate_is_of_those_active_or_subscribed():
    # ann ordered lately; bo signed up long ago; cy cancelled in March; di signed up again;
    # ed cancels in April but was never active; fay signs up on the window's first day
    world = World(
        [
            order("e1", on(3, 1), "ann"),
            event("e2", "signup", on(1, 1), person_id="bo", region="west"),
            event("e3", "signup", on(1, 1), person_id="cy"),
            event("e4", "cancel", on(3, 31), person_id="cy"),
            event("e5", "cancel", on(2, 1), person_id="di"),
            event("e6", "signup", on(2, 1), person_id="di"),
            event("e7", "cancel", on(4, 1, 0), person_id="bo", region="east"),
            event("e8", "cancel", on(4, 30, 23), person_id="ed"),
            event("e9", "signup", on(4, 1, 0), person_id="fay"),
            event("f1", "cancel", on(5, 1, 0), person_id="ann"),
        ]
    )
    # base ann, bo, di (e6 after e5 by id); bo cancelled
    assert parts(cancel_rate(world, APRIL, {}, ())) == {(): (1, 3)}
    assert parts(cancel_rate(world, APRIL, {"region": {"west"}}, ())) == {(): (1, 1)}


def test_a_persons_base_region_is_that_of_the_last_order_or_signup():
    world = World(
        [
            event("e1", "signup", on(3, 2), person_id="ann", region="west"),
            order("e2", on(3, 1), "ann", region="east"),
            event("e3", "signup", on(3, 1), person_id="bo", region="west"),
            order("e4", on(3, 2), "bo", region="east"),
            event("e5", "signup", on(3, 5), person_id="cy", region="west"),
            event("e6", "cancel", on(3, 6), person_id="cy", region="west"),
            order("e7", on(3, 2), "cy", region="north"),
        ]
    )
    # cy is no longer subscribed: only the order counts
    assert parts(cancel_rate(world, APRIL, {}, ("region",))) == {
        ("west",): (0, 1),
        ("east",): (0, 1),
        ("north",): (0, 1),
    }
