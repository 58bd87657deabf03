"""Who answers, who is recognised, who may be written to: sums done by hand."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from dashboard.access import EVERYONE
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.knowing import identified_share, reachable_share
from tests.oracle.tables import parts
from tests.oracle.voices import response_rate
from tests.oracle.world import Event, World, event

APRIL = Slice(Window(date(2025, 4, 1), date(2025, 5, 1)))


def on(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2025, month, day, hour)


def sent(name: str, at: datetime, **columns: Any) -> Event:
    return event(name, "survey_sent", at, survey="delivery", **columns)


def answer(name: str, at: datetime, **columns: Any) -> Event:
    return event(name, "survey_nps", at, score=9, **{"survey": "delivery", **columns})


def said(name: str, slice: Slice = APRIL) -> dict[Any, tuple[float | None, float | None]]:
    """Group -> numerator, denominator, of groups that have a value."""
    found = evaluate.series(CATALOGUE[name], EVERYONE, slice)
    return {
        (v.period.start.month, *v.group.values()): (v.numerator, v.denominator)
        for v in found
        if v.value is not None
    }


def test_a_survey_is_answered_by_answers_that_are_meant_for_it(tmp_path: Path) -> None:
    # ann: asked twice, answers twice after the second: only the second is answered.
    # bo: two tickets asked about; the answer names the first. cy: answers after 30 days. dee: answers another survey.
    # ed: answers before being asked. Of order o2 nobody is known, its answer is. To nobody, of nothing: left out.
    world = World(
        [
            sent("s1", on(4, 1), person_id="ann"), sent("s2", on(4, 3), person_id="ann"),
            answer("a1", on(4, 3), person_id="ann"), answer("a2", on(4, 9), person_id="ann"),
            sent("s3", on(4, 2), person_id="bo", ticket_id="t1"),
            sent("s4", on(4, 3), person_id="bo", ticket_id="t2"),
            answer("a3", on(4, 4), person_id="bo", ticket_id="t1"),
            answer("a4", on(4, 4), person_id="bo", ticket_id="t9"),
            sent("s5", on(4, 5), person_id="cy"), answer("a5", on(5, 5), person_id="cy"),
            sent("s6", on(4, 5), person_id="dee"),
            answer("a6", on(4, 6), person_id="dee", survey="relationship"),
            answer("a7", on(4, 6), person_id="ed"), sent("s7", on(4, 7), person_id="ed"),
            sent("s8", on(4, 8), order_id="o2"), answer("a8", on(4, 9), order_id="o2"),
            sent("s9", on(4, 8)),
        ],
        coverage=on(7, 1),
    )  # fmt: skip
    published(world, tmp_path)
    assert said("response_rate") == {(4, "delivery"): (3, 8)}  # s2, s3, s8
    assert parts(response_rate(world, (APRIL.window.start, APRIL.window.end), {}, ())) == {
        ("delivery",): (3, 8)
    }


def test_a_survey_has_thirty_days_before_it_counts(tmp_path: Path) -> None:
    # Data reach 10 May 0:00: the survey of 10 April has had its thirty days, that of the 11th has not.
    world = World(
        [
            sent("s1", on(4, 10), person_id="ann"), answer("a1", on(5, 9), person_id="ann"),
            sent("s2", on(4, 11), person_id="bo"), answer("a2", on(4, 11), person_id="bo"),
        ],
        coverage=datetime(2025, 5, 10),
    )  # fmt: skip
    published(world, tmp_path)
    [found] = evaluate.series(
        CATALOGUE["response_rate"], EVERYONE, Slice(APRIL.window, Grain.MONTH)
    )
    assert (found.numerator, found.denominator) == (1, 1)
    assert found.reason == "complete once the data reach 2025-05-31"


def test_sendings_without_any_answer_loaded_are_no_data(tmp_path: Path) -> None:
    published(World([sent("s1", on(4, 1), person_id="ann")], coverage=on(7, 1)), tmp_path)
    [found] = evaluate.series(CATALOGUE["response_rate"], EVERYONE, APRIL)
    assert found.reason == "needs events of the kind survey_nps or survey_csat"


def test_a_visit_is_identified_as_it_was_made(tmp_path: Path) -> None:
    # ann's cookie is linked later; nobody's visit is a visit; each lies under its own region
    world = World(
        [
            event("v1", "visit", on(4, 2), visitor_id="c", region="north", channel="web"),
            event("v2", "visit", on(4, 3), visitor_id="c", person_id="ann", identified=True,
                  region="south", channel="web"),
            event("v3", "visit", on(4, 3), visitor_id="c", identified=True, region="south",
                  channel="app"),
            event("v4", "visit", on(4, 4), region="south", channel="app"),
        ],
        coverage=on(6, 1),
    )  # fmt: skip
    published(world, tmp_path)
    assert said("identified_share") == {(4,): (2, 4)}
    assert said("identified_share", APRIL.grouped("region")) == {
        (4, "north"): (0, 1), (4, "south"): (2, 3),
    }  # fmt: skip
    whole = (APRIL.window.start, APRIL.window.end)
    assert parts(identified_share(world, whole, {}, ("channel",))) == {
        ("web",): (1, 2), ("app",): (1, 2),
    }  # fmt: skip
    assert said("identified_share", APRIL.grouped("channel")) == {
        (4, "web"): (1, 2), (4, "app"): (1, 2),
    }  # fmt: skip


def test_consent_holds_until_it_is_withdrawn(tmp_path: Path) -> None:
    # ann agrees in January and withdraws on 30 April, bo agrees in May, cy never says, a cookie's order is nobody known
    world = World(
        [
            event("c1", "consent_given", on(1, 5), person_id="ann", region="north"),
            event("o1", "order", on(4, 2), person_id="ann", region="south", amount=1),
            event("c2", "consent_withdrawn", datetime(2025, 4, 30, 23, 59), person_id="ann", region="south"),
            event("l1", "lead", on(3, 1), person_id="bo", region="north"),
            event("c3", "consent_given", datetime(2025, 5, 1), person_id="bo", region="north"),
            event("s1", "signup", on(4, 20), person_id="cy", region="north"),
            event("o2", "order", on(4, 2), visitor_id="cookie", region="north", amount=1),
            event("v1", "visit", on(4, 2), person_id="dee", region="north"),
        ],
        coverage=on(7, 1),
    )  # fmt: skip
    published(world, tmp_path)
    months = Slice(Window(date(2025, 3, 1), date(2025, 6, 1)), Grain.MONTH)
    assert said("reachable_share", months) == {(3,): (1, 2), (4,): (0, 3), (5,): (1, 3)}
    assert said("reachable_share", months.grouped("region")) == {
        (3, "north"): (1, 2),
        (4, "north"): (0, 2), (4, "south"): (0, 1),
        (5, "north"): (1, 2), (5, "south"): (0, 1),
    }  # fmt: skip
    march = (date(2025, 3, 1), date(2025, 4, 1))
    assert parts(reachable_share(world, march, {}, ("region",))) == {("north",): (1, 2)}
