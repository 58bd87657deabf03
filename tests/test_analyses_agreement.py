"""Growth, cohorts, waits, funnel and ranks on random worlds: the warehouse says what plain Python counts."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import rfm
from dashboard.metrics.analysis import COHORTS, FUNNEL, GROWTH, RFM, SURVIVAL, Analysis
from dashboard.metrics.cohorts import Triangle, cohort_absent_people, cohort_people, triangles
from dashboard.metrics.funnel import Funnel, funnel_people, funnels
from dashboard.metrics.gaps import gaps
from dashboard.metrics.growth import Growth, growth_people, growth_periods
from dashboard.metrics.lifetimes import CLOCKS, Lifetimes, survival
from queries.calendar import Calendar, Grain
from queries.growth import CLASSES
from queries.slice import Slice, Window
from tests.agreement import as_loaded, published, seeds
from tests.oracle import lifecycles
from tests.oracle.funnels import Reached, funnel, least_not_exceeded
from tests.oracle.groups import Group
from tests.oracle.ranks import rfm as ranks
from tests.oracle.ranks import scores
from tests.oracle.world import By, Where, World
from tests.oracle.worlds import random_window, random_world

YEAR = Window(date(2025, 1, 1), date(2026, 1, 1))
GRAINS = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
STEPS = (
    ("visit", "signup", "order", "second_order"),
    ("visit", "order", "second_order"),
    ("visit", "signup"),
)


@pytest.fixture(scope="module", params=seeds(2, 6))
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[World, Random]:
    """A published world, and the dice for what is asked of it."""
    seed: int = request.param
    world = as_loaded(random_world(seed + 100, size=16))
    published(world, tmp_path_factory.mktemp("world"))
    return world, Random(seed)


def random_slice(analysis: Analysis, world: World, random: Random, window: Window) -> Slice:
    """At most one group and two filters."""
    by = random.sample(analysis.sliced_by, random.choice((0, 1, 1)))
    slice = Slice(window, by=tuple(by))
    for name in random.sample(analysis.sliced_by, random.choice((0, 0, 1, 2))):
        values = sorted({_text(name, row) for row in world.events})
        slice = slice.filtered(name, random.sample(values, random.randint(1, min(2, len(values)))))
    return slice


def _text(name: str, row: dict[str, Any]) -> str:
    value = row[name.removeprefix("first_")]
    return str(bool(value)).lower() if name == "identified" else value or ""


def where_of(slice: Slice) -> Where:
    return {name: {_value(name, text) for text in kept} for name, kept in slice.where}


def _value(name: str, text: str | None) -> Any:
    return text == "true" if name == "identified" else text or None


def group_of(group: dict[str, str | None], by: By) -> Group:
    return tuple(_value(name, group[name]) for name in by)


def span(window: Window) -> tuple[date, date]:
    return (window.start, window.end)


def test_the_classes_of_growth_agree_and_add_up(asked: tuple[World, Random]) -> None:
    world, random = asked
    for grain in GRAINS:
        slice = replace(random_slice(GROWTH, world, random, YEAR), grain=grain)
        found = growth_periods(EVERYONE, slice)
        for one in found:
            if one.active is not None:
                assert _classes(one) == _oracle_classes(world, slice, one), (grain, slice, one)
        _assert_the_change_is_a_difference(found)


def _classes(one: Growth) -> dict[str, int]:
    return {name: count for name in CLASSES if (count := getattr(one, name))}


def _oracle_classes(world: World, slice: Slice, one: Growth) -> dict[str, int]:
    assert slice.grain is not None
    start = one.period.window.start
    before = (slice.calendar.shifted(start, slice.grain, -1), start)
    counted = lifecycles.growth(world, before, span(one.period.window), where_of(slice), slice.by)
    return dict(counted.get(group_of(one.group, slice.by), {}))


def _assert_the_change_is_a_difference(found: list[Growth]) -> None:
    """new + resurrected − dormant is what the active grew by, period after period of a group."""
    told = [one for one in found if one.active is not None]
    for before, after in pairwise(told):
        if before.group == after.group:
            assert after.active is not None
            assert before.active is not None
            assert after.change == after.active - before.active


def test_the_active_are_the_buyers(asked: tuple[World, Random]) -> None:
    world, _ = asked
    for one in growth_periods(EVERYONE, Slice(YEAR, Grain.MONTH)):
        facts = lifecycles.facts_of(world)
        buyers = {
            order.first.person
            for order in facts.orders_in(span(one.period.window))
            if order.first.person is not None
        }
        if one.active is not None:
            assert one.active == len(buyers)


def test_the_people_of_a_class_are_as_many_as_it_says(asked: tuple[World, Random]) -> None:
    world, random = asked
    slice = replace(random_slice(GROWTH, world, random, YEAR), grain=Grain.MONTH, by=())
    told = [one for one in growth_periods(EVERYONE, slice) if one.active is not None]
    for one in random.sample(told, min(2, len(told))):
        for name in ("active", *CLASSES):
            if one.active is not None:
                listed, count = growth_people(EVERYONE, name, slice, one.period.start)
                assert len(listed) == count == getattr(one, name)


def test_every_cell_of_a_cohort_agrees(asked: tuple[World, Random]) -> None:
    world, random = asked
    for grain in (Grain.MONTH, Grain.QUARTER, Grain.WEEK):
        slice = replace(random_slice(COHORTS, world, random, YEAR), grain=grain)
        for triangle in triangles(EVERYONE, slice):
            if triangle.cohorts:
                _assert_cells(world, slice, triangle, random)


def _assert_cells(world: World, slice: Slice, triangle: Triangle, random: Random) -> None:
    group = group_of(triangle.group, slice.by)
    for cohort in triangle.cohorts:
        first = span(cohort.period.window)
        for cell in random.sample(cohort.cells, min(4, len(cohort.cells))):
            people, buyers, revenue = lifecycles.cohort(
                world, first, span(cell.window), where_of(slice), slice.by
            )[group]
            assert (cohort.size, cell.people) == (len(people), len(buyers)), (slice, cell)
            assert cell.revenue == pytest.approx(revenue, abs=1e-6), (slice, cell)


def test_the_people_of_a_cell_are_as_many_as_it_says(asked: tuple[World, Random]) -> None:
    world, random = asked
    slice = replace(random_slice(COHORTS, world, random, YEAR), grain=Grain.MONTH, by=())
    for triangle in triangles(EVERYONE, slice):
        for cohort in triangle.cohorts:
            cell = random.choice(cohort.cells)
            listed, count = cohort_people(EVERYONE, slice, cohort.period.start, cell.age)
            assert len(listed) == count == cell.people
            absent, others = cohort_absent_people(EVERYONE, slice, cohort.period.start, cell.age)
            assert len(absent) == others == (cohort.size or 0) - count
            assert not {row["person_id"] for row in listed} & {row["person_id"] for row in absent}


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_wait_agrees(clock: str, asked: tuple[World, Random]) -> None:
    world, random = asked
    for window in (YEAR, Window(*random_window(random.randrange(10**9)))):
        silence = random.choice((90, 30, 7, 200))
        slice = replace(random_slice(SURVIVAL, world, random, window), silence_days=silence)
        lives = lifecycles.waits(world, clock, span(window), where_of(slice), slice.by, silence)
        curves = [one for one in survival(EVERYONE, clock, slice).curves if one.people]
        assert {group_of(one.group, slice.by) for one in curves} == set(lives)
        for one in curves:
            _assert_curve(one, lives[group_of(one.group, slice.by)])


def _assert_curve(one: Lifetimes, lives: list[tuple[int, bool]]) -> None:
    assert (one.people, one.events) == (len(lives), sum(happened for _, happened in lives))
    assert one.longest == max(days for days, _ in lives)
    watched = [sum(days >= day for days, _ in lives) for day in range(one.longest + 1)]
    assert list(one.at_risk) == watched
    left = 1.0
    for point in one.points:
        at_risk = sum(days >= point.days for days, _ in lives)
        events = sum(days == point.days and happened for days, happened in lives)
        left *= 1 - events / at_risk
        assert (point.at_risk, point.events) == (at_risk, events)
        assert point.waiting == pytest.approx(100 * left, abs=1e-9)
    assert {point.days for point in one.points} == {days for days, happened in lives if happened}


def test_every_gap_between_order_days_agrees(asked: tuple[World, Random]) -> None:
    world, random = asked
    for window in (YEAR, Window(*random_window(random.randrange(10**9)))):
        slice = replace(random_slice(SURVIVAL, world, random, window), by=())
        known = lifecycles.gaps(world, span(window), where_of(slice))
        lives = [gap for gaps_of_person in known.values() for gap in gaps_of_person]
        found = gaps(EVERYONE, slice)
        assert found.order_days == len(lives)
        if lives:
            assert found.longest == max(days for days, _ in lives)
        left = 1.0
        for point in found.points:
            at_risk = sum(days >= point.days for days, _ in lives)
            events = sum(days == point.days and happened for days, happened in lives)
            left *= 1 - events / at_risk
            assert (point.at_risk, point.events) == (at_risk, events)
            assert point.waiting == pytest.approx(100 * left, abs=1e-9)
        _assert_few_are_kept_back(slice, known)


def _assert_few_are_kept_back(slice: Slice, known: dict[Any, list[tuple[int, bool]]]) -> None:
    """Who may not see people sees the curve as far as five people are watched, however many order days they have."""
    longest = sorted(max(days for days, _ in found) for found in known.values())
    kept = gaps(Viewer(None, may_see_people=False), slice)
    if longest:
        assert kept.longest == (longest[-5] if len(longest) >= 5 else 0)
        assert (kept.order_days is None) == (len(longest) < 5)


def test_every_step_of_a_funnel_agrees(asked: tuple[World, Random]) -> None:
    world, random = asked
    for steps in STEPS:
        for window in (YEAR, Window(*random_window(random.randrange(10**9)))):
            days = random.choice((1, 8, 30, 91))
            slice = random_slice(FUNNEL, world, random, window)
            answers = funnels(EVERYONE, slice, steps, days)
            if "signup" in steps and all(row["event"] != "signup" for row in world.events):
                assert "signup" in str(answers[0].reason)
                continue
            found = [one for one in answers if one.steps]
            reached = funnel(world, span(window), steps, days, where_of(slice), slice.by)
            assert {group_of(one.group, slice.by) for one in found} == set(reached)
            for one in found:
                _assert_steps(one, reached[group_of(one.group, slice.by)], steps)
            if found and not slice.by:
                last = found[0].steps[-1]
                for fate, number in (
                    ("came", last.people),
                    ("left", last.left),
                    ("wait", last.open),
                ):
                    listed, count = funnel_people(EVERYONE, slice, steps, days, fate)
                    assert len(listed) == count == number


def _assert_steps(one: Funnel, reached: Reached, steps: tuple[str, ...]) -> None:
    before = 0
    for step in one.steps:
        assert step.people == len(reached.people[step.name]), one
        assert step.old == len(reached.people[step.name] & reached.old), one
        if step.name != "visit":
            assert step.open == len(reached.open_before(step.name, steps)), one
            assert step.people + step.open + (step.left or 0) == before
        before = step.people
        if step.name != "visit" and step.people:
            waits = reached.seconds[step.name]
            assert step.median_seconds == pytest.approx(least_not_exceeded(waits, 5))
            assert step.p90_seconds == pytest.approx(least_not_exceeded(waits, 9))


def test_figures_and_ranks_of_every_person_agree(asked: tuple[World, Random]) -> None:
    world, random = asked
    for window in (YEAR, Window(*random_window(random.randrange(10**9)))):
        slice = replace(random_slice(RFM, world, random, window), by=())
        people = ranks(world, span(window), where_of(slice))
        listed = rfm.ranked_people(EVERYONE, slice)
        assert len(listed) == len(people)
        theirs = sorted(
            (one.recency_days, one.orders, one.order_days, round(one.gross, 4), round(one.net, 4))
            for one in people.values()
        )
        ours = sorted(
            (one.recency_days, one.orders, one.order_days, round(one.gross, 4), round(one.net, 4))
            for one in listed
        )
        assert ours == [pytest.approx(one, abs=1e-3) for one in theirs]
        r = scores({person: -one.recency_days for person, one in people.items()})
        f = scores({person: one.orders for person, one in people.items()})
        m = scores({person: round(one.gross, 6) for person, one in people.items()})
        assert sorted((one.r, one.f, one.m) for one in listed) == sorted(
            (r[person], f[person], m[person]) for person in people
        )


def test_segments_hold_everybody_once(asked: tuple[World, Random]) -> None:
    world, random = asked
    slice = random_slice(RFM, world, random, YEAR)
    people = ranks(world, span(YEAR), where_of(slice))
    found = rfm.segments(EVERYONE, slice)
    assert sum(one.people or 0 for one in found) == len(people)
    assert sum(one.gross or 0 for one in found) == pytest.approx(
        sum(one.gross for one in people.values())
    )


def test_a_week_may_start_on_any_day() -> None:
    """Ages are counted in whole weeks wherever they begin."""
    calendar = Calendar(week_start=6)
    assert calendar.shifted(date(2025, 1, 5), Grain.WEEK, 3) == date(2025, 1, 5) + timedelta(21)
