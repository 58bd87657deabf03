"""What the front and back of a goal's card say of its target, its milestones and a way that led backwards."""

from dataclasses import replace
from datetime import date

from dashboard.metrics.catalogue import CONVERSION, REPEAT_ORDERS, REVENUE
from dashboard.progress import pace
from dashboard.progress.goal import Kind, Milestone
from dashboard.progress.milestones import come
from dashboard.progress.standing import Standing
from dashboard.progress.status import Facts, Status
from dashboard.progress.worth import Worth
from dashboard.views import goal_back, goal_bar, goal_words
from queries.calendar import Calendar
from tests.goals import a_goal
from tests.views.values import month

CALENDAR = Calendar()


def standing(goal, *values):
    found = {v.period.start: v for v in values}
    way = pace.pace(goal, found, values[-1], CALENDAR)
    return Standing(
        goal, values, values[-1], values[-1].value, 999.0, Status.AT_RISK, "", Facts(), way, Worth(),
        date(2026, 10, 1),
    )  # fmt: skip


def orders(year, of, value):
    return month(year, of, value, REPEAT_ORDERS)


def plain(text):
    return text.replace("\u202f", " ")


def test_a_change_on_a_year_before_says_the_target_of_its_due_period():
    """Of 50 in December before, a fifth more: 60. Now 133 where 100 were: a third more."""
    goal = a_goal(REPEAT_ORDERS, change_percent=20)
    found = standing(goal, orders(2025, 9, 100.0), orders(2025, 12, 50.0), orders(2026, 9, 133.0))
    told = plain(goal_words.target(found, ""))
    assert told == "target +20 % on a year before: 60 in Dec 2026"
    assert plain(goal_words.now_change(found)) == "now +33 %, should be +15 %"


def test_without_the_base_of_its_due_period_a_change_says_the_change():
    goal = a_goal(REPEAT_ORDERS, change_percent=20)
    found = standing(goal, orders(2025, 9, 100.0), orders(2026, 9, 133.0))
    assert plain(goal_words.target(found, "")) == "target +20 % on a year before"


def test_a_milestone_is_reached_or_missed_by_the_value_of_its_day():
    goal = a_goal(CONVERSION, target=20.0, milestones=tuple(
        Milestone(date(2026, of, 1), level) for of, level in ((4, 17.0), (7, 18.0), (8, 18.0), (11, 19.0))
    ))  # fmt: skip
    found = standing(goal, month(2026, 3, 17.0), month(2026, 6, 16.4), month(2026, 9, 18.0))
    told = [
        plain(goal_back.outcome(come(found, one, CALENDAR), goal, "")) for one in goal.milestones
    ]
    assert told == ["reached: 17.0 %", "missed: 16.4 %", "its value is not known", ""]


def test_of_a_total_a_milestone_is_held_against_what_came_together():
    goal = a_goal(
        REVENUE, kind=Kind.TOTAL, target=100.0, milestones=(Milestone(date(2026, 3, 1), 25.0),)
    )
    found = standing(goal, *(month(2026, of, 10.0 * of, REVENUE) for of in (1, 2, 3)))
    told = come(found, goal.milestones[0], CALENDAR)
    assert told is not None
    assert (told.value, told.is_reached) == (30.0, True)  # 10 + 20


def test_further_away_than_at_the_start_is_said_and_not_drawn_as_done():
    goal = a_goal(CONVERSION, target=20.0)
    found = standing(goal, month(2025, 12, 19.6), month(2026, 9, 18.0))
    assert plain(goal_bar.ends(found, "")) == "further away than at the start (19.6 %)"
    drawn = goal_bar.bar(found, "")
    assert "mp-way-done" not in drawn
    assert 'mp-way-start" style="left:0.00%"' in drawn
    better = replace(found, pace=replace(found.pace, way=40.0))
    assert "mp-way-done" in goal_bar.bar(better, "")
