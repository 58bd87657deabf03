"""The oracle against sums done by hand: what people answer."""

from datetime import date, datetime, timedelta

from tests.oracle.tables import on, parts
from tests.oracle.voices import csat, nps, nps_unweighted
from tests.oracle.world import World, event

START = date(2025, 4, 1)
APRIL = (START, date(2025, 5, 1))


def days_from_start(number):
    return datetime(2025, 4, 1, 12) + timedelta(days=number)


def score(event_id, at, points, **columns):
    return event(event_id, "survey_nps", at, score=points, **{"survey": "yearly", **columns})


def test_csat_weighs_answers_and_keeps_surveys_apart():
    # delivery: 5 (weight 2), 4, 3 -> 3 of 4; call: 1 -> 0 of 1
    def csat_answer(event_id, points, survey, weight=1.0):
        return event(event_id, "survey_csat", on(4, 2), score=points, survey=survey, weight=weight)

    world = World(
        [
            csat_answer("e1", 5, "delivery", 2.0),
            csat_answer("e2", 4, "delivery"),
            csat_answer("e3", 3, "delivery"),
            csat_answer("e4", 1, "call"),
        ]
    )
    answers = csat(world, APRIL, {}, ())
    assert parts(answers) == {("delivery",): (3, 4), ("call",): (0, 1)}
    # 4 + 1 + 1
    assert answers[("delivery",)].sums["sum_w2"] == 6
    assert answers[("delivery",)].n == 3
    assert parts(csat(world, APRIL, {"survey": {"call"}}, ())) == {(): (0, 1)}
    both = {"survey": {"call", "delivery"}}
    assert parts(csat(world, APRIL, both, ())) == {("delivery",): (3, 4), ("call",): (0, 1)}


def test_nps_is_promoters_less_detractors():
    # 10 (weight 3), 9, 8, 6: 4 - 1 of 6; unweighted 2 - 1 of 4
    world = World(
        [
            score("e1", on(4, 1), 10, weight=3.0),
            score("e2", on(4, 1), 9),
            score("e3", on(4, 1), 8),
            score("e4", on(4, 1), 6),
        ]
    )
    assert parts(nps(world, APRIL, {}, ())) == {("yearly",): (3, 6)}
    assert parts(nps_unweighted(world, APRIL, {}, ())) == {("yearly",): (1, 4)}
    assert nps(world, APRIL, {}, ())[("yearly",)].sums == {
        "promoters": 4, "detractors": 1, "sum_w": 6, "sum_w2": 12,
    }  # fmt: skip


def test_an_answer_given_again_within_ninety_days_is_dropped():
    # a window of 200 days; ann: day 0 replaced on day 90; bo: day 0 stands, day 91 too
    world = World(
        [
            score("e1", days_from_start(0), 0, person_id="ann", channel="web"),
            score("e2", days_from_start(90), 10, person_id="ann", channel="app"),
            score("e3", days_from_start(0), 0, person_id="bo"),
            score("e4", days_from_start(91), 10, person_id="bo"),
            score("e5", days_from_start(3), 10, person_id="bo", survey="other"),
            score("e6", days_from_start(3), 9),
            score("e7", days_from_start(4), 9),
        ]
    )
    long = (START, START + timedelta(days=200))
    # ann 10; bo 0 and 10; nobody 9 and 9: 4 - 1 of 5
    assert parts(nps(world, long, {"survey": {"yearly"}}, ())) == {(): (3, 5)}
    # before the window's end: in a window up to day 90 ann's first answer stands
    short = (START, START + timedelta(days=90))
    assert parts(nps(world, short, {"survey": {"yearly"}}, ())) == {(): (0, 4)}
    # judged before any other filter
    web = {"survey": {"yearly"}, "channel": {"web"}}
    assert parts(nps(world, long, web, ())) == {}


def test_of_two_answers_on_a_day_the_later_stands_of_two_at_once_the_greater_id():
    world = World(
        [
            score("b", on(4, 2, 8), 0, person_id="ann"),
            score("a", on(4, 2, 9), 10, person_id="ann"),
            score("d", on(4, 2, 9), 10, person_id="bo"),
            score("c", on(4, 2, 9), 0, person_id="bo"),
        ]
    )
    assert parts(nps(world, APRIL, {}, ())) == {("yearly",): (2, 2)}
