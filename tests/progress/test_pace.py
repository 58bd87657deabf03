from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.metrics.catalogue import CHURN, CONVERSION, NEW_CUSTOMERS, REVENUE, REVENUE_PER_BUYER
from dashboard.progress.goal import Kind, Milestone
from dashboard.progress.pace import pace
from dashboard.progress.pace_total import Step
from queries.calendar import Calendar
from queries.slice import Window
from tests.goals import a_goal
from tests.views.values import month

CALENDAR = Calendar()


def of(goal, values):
    found = {v.period.start: v for v in values}
    return pace(goal, found, values[-1] if values else None, CALENDAR)


def months(metric, values, year=2026, first=1):
    return [month(year, first + n, value, metric) for n, value in enumerate(values)]


def test_a_level_goes_straight_from_the_last_period_before_the_start_to_the_target():
    values = [month(2025, 12, 16.0), *months(CONVERSION, [16, 16, 17, 17, 17, 17.5])]
    found = of(a_goal(CONVERSION, target=20.0), values)
    # to 1 July 181 of 365 days are gone: 16 + 4 × 181 / 365 = 17.984; done are 1.5 of 4 points
    assert found.expected == pytest.approx(17.9836, abs=1e-4)
    assert (found.way, found.expected_way) == pytest.approx((37.5, 49.589), abs=1e-3)
    assert found.ahead == pytest.approx(-12.089, abs=1e-3)
    assert (found.periods_left, found.step) == (6, Step.LEVEL)
    assert found.needed == pytest.approx(2.5 / 6)


def test_lower_is_better_goes_the_same_way():
    goal = a_goal(CHURN, change_percent=-25, base=Window(date(2025, 1, 1), date(2026, 1, 1)))
    base = [month(2025, n, value, CHURN) for n, value in ((1, 10.0), (12, 14.0))]
    found = of(goal, [*base, *months(CHURN, [12, 12, 12, 12, 12, 10.5])])
    # from 12 to 9: half the way is done, 49.6 % of the time is gone
    assert (found.start, found.target, found.way) == pytest.approx((12, 9, 50))
    assert found.ahead == pytest.approx(50 - 100 * 181 / 365)
    assert found.needed == pytest.approx(-1.5 / 6)


def test_milestones_are_corners_of_the_line():
    goal = a_goal(CONVERSION, target=20.0, milestones=(Milestone(date(2026, 7, 1), 19.0),))
    found = of(goal, [month(2025, 12, 16.0), *months(CONVERSION, [16, 16, 17, 17, 17, 17])])
    assert found.expected == 19.0
    at = dict(found.line)
    # half of the days from 1 July to 1 January: 92 of 184
    assert at[date(2026, 9, 1)] == pytest.approx(19 + 1 * 92 / 184)
    assert at[date(2026, 12, 1)] == 20.0


def test_a_goal_that_began_at_its_target_is_to_stay_there():
    found = of(a_goal(CONVERSION, target=20.0), [month(2025, 12, 22.0), month(2026, 1, 21.0)])
    assert (found.expected, found.way, found.ahead) == (20.0, 100.0, 0.0)
    below = of(a_goal(CONVERSION, target=20.0), [month(2025, 12, 22.0), month(2026, 1, 19.0)])
    assert (below.way, below.ahead) == (95.0, -5.0)  # short by one of twenty


def test_without_a_period_before_it_the_line_begins_with_the_first():
    found = of(a_goal(CONVERSION, target=20.0), months(CONVERSION, [16, 18]))
    # from 16 on 1 February to 20 on 1 January: 28 of 334 days
    assert found.expected == pytest.approx(16 + 4 * 28 / 334)


def test_the_season_of_two_earlier_years_bends_the_line():
    """Winters two points above the year's middle, summers two below, in both years alike."""
    year = [2.0] * 3 + [-2.0] * 6 + [2.0] * 3
    early = [month(y, n + 1, 16.0 + effect) for y in (2024, 2025) for n, effect in enumerate(year)]
    goal = a_goal(CONVERSION, target=22.0)
    found = of(goal, [*early, *[month(2026, n + 1, 16.0 + year[n]) for n in range(6)]])
    # without the season from 16 in December to 22 − 2 = 20; by 1 July 16 + 4 × 181 / 365, and June takes two
    assert found.expected == pytest.approx(16 + 4 * 181 / 365 - 2)
    assert (found.way, found.target) == (pytest.approx(0.0), pytest.approx(22.0))
    assert found.needed == pytest.approx(4 / 6)
    assert "2 earlier years" in found.how


def test_of_money_a_season_is_a_factor():
    year = [0.5] * 6 + [2.0] * 6
    early = [
        month(y, n + 1, 100.0 * f, REVENUE_PER_BUYER)
        for y in (2024, 2025)
        for n, f in enumerate(year)
    ]
    goal = a_goal(REVENUE_PER_BUYER, target=300.0)
    found = of(goal, [*early, *[month(2026, n + 1, 50.0, REVENUE_PER_BUYER) for n in range(6)]])
    # from 100 to 300 / 2 = 150; by 1 July 100 + 50 × 181 / 365, and June halves it
    assert found.expected == pytest.approx((100 + 50 * 181 / 365) / 2)


def test_years_that_do_not_agree_are_no_season():
    year = [2.0, -2.0] * 6
    early = [
        month(2024 + (sign < 0), n + 1, 16.0 + sign * e)
        for sign in (1, -1)
        for n, e in enumerate(year)
    ]
    found = of(a_goal(CONVERSION, target=20.0), [*early, month(2026, 1, 16.0)])
    assert found.how == "a straight line from the start to the target"


def test_before_its_first_period_a_goal_has_a_line_and_no_pace():
    found = of(a_goal(CONVERSION, target=20.0), [month(2025, 12, 16.0)])
    assert (found.value, found.expected, found.ahead, found.periods_left) == (None, None, None, 12)
    assert len(found.line) == 12


def test_nothing_is_known_without_a_beginning_or_a_base():
    assert of(a_goal(CONVERSION, target=20.0), []) is None
    base = Window(date(2024, 1, 1), date(2025, 1, 1))
    assert of(a_goal(CHURN, change_percent=-25, base=base), months(CHURN, [12])) is None


def test_a_change_on_a_year_before_grows_in_a_straight_line():
    values = [
        month(2024, 12, 100.0, REVENUE_PER_BUYER), month(2025, 6, 200.0, REVENUE_PER_BUYER),
        month(2025, 12, 105.0, REVENUE_PER_BUYER), month(2026, 6, 214.0, REVENUE_PER_BUYER),
    ]  # fmt: skip
    found = of(a_goal(REVENUE_PER_BUYER, change_percent=15), values)
    # growth from 5 % in December to 15 %: by 1 July 5 + 10 × 181 / 365 = 9.959 %; it is 7 %
    assert found.expected == pytest.approx(200 * 1.099589)
    assert (found.way, found.step) == (pytest.approx(20.0), Step.GROWTH)
    assert found.needed == pytest.approx(0.08 / 6)
    assert found.target == pytest.approx(105 * 1.15)


def test_a_total_grows_by_the_day_where_there_are_no_earlier_years():
    goal = a_goal(NEW_CUSTOMERS, kind=Kind.TOTAL, target=365.0)
    found = of(goal, months(NEW_CUSTOMERS, [30, 20, 10]))
    assert (found.value, found.expected) == (60, 90)  # 31 + 28 + 31 days
    assert found.ahead == pytest.approx(-100 * 30 / 365)
    assert (found.needed, found.lately) == pytest.approx((305 / 9, 20))


def test_a_total_follows_what_two_earlier_years_had_reached():
    early = [
        *months(REVENUE, [1.0] * 6 + [3.0] * 6, 2024),
        *months(REVENUE, [2.0] * 6 + [2.0] * 6, 2025),
    ]
    goal = a_goal(REVENUE, kind=Kind.TOTAL, target=100.0)
    found = of(goal, [*early, *months(REVENUE, [5.0] * 6)])
    # by the end of June 6 of 24 and 12 of 24: on average 37.5 %
    assert found.expected == pytest.approx(37.5)
    assert "earlier years" in found.how


def test_of_a_total_a_milestone_bends_the_shape():
    early = [*months(REVENUE, [1.0] * 12, 2024), *months(REVENUE, [1.0] * 12, 2025)]
    goal = a_goal(
        REVENUE, kind=Kind.TOTAL, target=100.0, milestones=(Milestone(date(2026, 7, 1), 80.0),)
    )
    found = dict(of(goal, [*early, *months(REVENUE, [5.0])]).line)
    assert found[date(2026, 3, 1)] == pytest.approx(40.0)
    assert found[date(2026, 6, 1)] == pytest.approx(80.0)
    assert found[date(2026, 9, 1)] == pytest.approx(90.0)


def test_a_year_with_missing_data_is_no_shape():
    early = [*months(REVENUE, [1.0] * 12, 2024), *months(REVENUE, [1.0] * 11, 2025)]
    goal = a_goal(REVENUE, kind=Kind.TOTAL, target=100.0)
    assert "straight line" in of(goal, [*early, *months(REVENUE, [5.0])]).how


@given(
    st.floats(1, 50), st.floats(1, 50), st.lists(st.floats(1, 50), min_size=1, max_size=12)
)  # fmt: skip
def test_a_plain_sum_by_day_agrees(start, target, values):
    """The oracle counts days with the calendar of Python and nothing else."""
    found = of(
        a_goal(CONVERSION, target=target), [month(2025, 12, start), *months(CONVERSION, values)]
    )
    gone = (date(2027, 1, 1) if len(values) == 12 else date(2026, len(values) + 1, 1)) - date(
        2026, 1, 1
    )
    wanted = target if start >= target else start + (target - start) * gone.days / 365
    assert found.expected == pytest.approx(wanted)
    if start < target:
        assert found.way == pytest.approx(100 * (values[-1] - start) / (target - start))
    assert found.periods_left == 12 - len(values)
