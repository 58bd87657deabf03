"""Growth, cohorts, survival, funnel and RFM on stories small enough to count by hand."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.insight.intervals import wilson
from dashboard.metrics.analysis import TOO_FEW
from dashboard.metrics.cohorts import Triangle, cohort_absent_people, cohort_people, triangles
from dashboard.metrics.funnel import Funnel, Step, funnel_people, funnels, joined_words
from dashboard.metrics.gaps import gaps, returned
from dashboard.metrics.growth import Growth, growth_people, growth_periods
from dashboard.metrics.lifetimes import survival
from dashboard.metrics.rfm import NAMES, Ranked, ranked_people, segment_named, segments
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.tables import line, on
from tests.oracle.world import World
from tests.stories import five_visitors, four_customers

SPRING = Slice(Window(date(2025, 1, 1), date(2025, 5, 1)), Grain.MONTH)
JANUARY = Slice(Window(date(2025, 1, 1), date(2025, 2, 1)))


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return published(four_customers(), tmp_path_factory.mktemp("bought"))


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return published(five_visitors(), tmp_path_factory.mktemp("visited"))


@pytest.fixture
def customers(bought: Home) -> None:
    reader.use(bought)


@pytest.fixture
def visitors(visited: Home) -> None:
    reader.use(visited)


def classes(one: Growth) -> tuple[int | None, ...]:
    return (one.new, one.returning, one.resurrected, one.dormant)


@pytest.mark.usefixtures("customers")
def test_growth_tells_who_is_new_stays_comes_back_and_stays_away() -> None:
    #           new       returning  resurrected  dormant    active  change
    # January   ann bob   -          -            -          2       +2
    # February  cy        bob        -            ann        2        0
    # March     di        -          ann          bob cy     2        0
    # April     -         di         -            ann        1       -1, 9 of 30 days
    found = growth_periods(EVERYONE, SPRING)
    assert [classes(one) for one in found] == [
        (2, 0, 0, 0), (1, 1, 0, 1), (1, 0, 1, 2), (0, 1, 0, 1),
    ]  # fmt: skip
    assert [(one.active, one.change) for one in found] == [(2, 2), (2, 0), (2, 0), (1, -1)]
    assert [one.reason for one in found] == [None, None, None, "9 of 30 days"]
    assert found[0].quick_ratio is None
    assert found[2].quick_ratio == 1.0  # (1 new + 1 resurrected) / 2 dormant
    assert all(one.starts_history for one in found)


@pytest.mark.usefixtures("customers")
def test_who_moves_stays_in_the_group_of_the_first_order() -> None:
    # ann begins in the North and orders in the South in March
    found = growth_periods(EVERYONE, replace(SPRING, by=("region",)))
    march = {one.group["region"]: one for one in found if one.period.start == date(2025, 3, 1)}
    assert classes(march["North"]) == (0, 0, 1, 1)  # ann, cy
    assert classes(march["South"]) == (1, 0, 0, 1)  # di, bob


@pytest.mark.usefixtures("customers")
def test_growth_of_part_of_a_month_is_of_the_whole_month() -> None:
    [one] = growth_periods(
        EVERYONE, replace(SPRING, window=Window(date(2025, 2, 9), date(2025, 2, 11)))
    )
    assert one.period.window == Window(date(2025, 2, 1), date(2025, 3, 1))
    assert classes(one) == (1, 1, 0, 1)


@pytest.mark.usefixtures("customers")
def test_before_the_first_order_and_after_the_data_growth_is_not_nought_but_unknown() -> None:
    year = replace(SPRING, window=Window(date(2024, 12, 1), date(2025, 6, 1)))
    first, *_, last = growth_periods(EVERYONE, year)
    assert (first.active, first.reason) == (None, "before the first order")
    assert (last.active, last.reason) == (None, "0 of 31 days")


@pytest.mark.usefixtures("customers")
def test_the_people_of_a_class_are_named() -> None:
    listed, count = growth_people(EVERYONE, "dormant", SPRING, date(2025, 3, 20))
    assert ([row["person_id"] for row in listed], count) == (["bob", "cy"], 2)


def only_triangle(slice: Slice) -> Triangle:
    [triangle] = triangles(EVERYONE, slice)
    return triangle


@pytest.mark.usefixtures("customers")
def test_a_cohort_is_followed_month_by_month_and_unfinished_cells_are_marked() -> None:
    #            size  age 0           age 1         age 2      age 3
    # January    2     ann bob 45      bob 10 - 4    ann 20     nobody *
    # February   1     cy 50           nobody        nobody *
    # March      1     di 7            di 7 *
    triangle = only_triangle(SPRING)
    assert [cohort.size for cohort in triangle.cohorts] == [2, 1, 1]
    assert [[cell.people for cell in cohort.cells] for cohort in triangle.cohorts] == [
        [2, 1, 1, 0], [1, 0, 0], [1, 1],
    ]  # fmt: skip
    assert [[cell.revenue for cell in cohort.cells] for cohort in triangle.cohorts] == [
        [45, 6, 20, 0], [50, 0, 0], [7, 7],
    ]  # fmt: skip
    assert [[cell.is_complete for cell in cohort.cells] for cohort in triangle.cohorts] == [
        [True, True, True, False], [True, True, False], [True, False],
    ]  # fmt: skip
    assert triangle.cohorts[0].cells[1].share == 50
    assert triangle.cohorts[0].cells[1].per_customer == 3  # 6 / ann and bob


@pytest.mark.usefixtures("customers")
def test_means_are_over_finished_cells_by_cohort_and_by_person() -> None:
    # age 1: 1 of 2, 0 of 1 (March is not finished): (50 + 0) / 2 and 1 / 3
    means = only_triangle(SPRING).mean_shares()
    assert [(mean.age, mean.cohorts, mean.people) for mean in means] == [
        (0, 3, 4), (1, 2, 3), (2, 1, 2),
    ]  # fmt: skip
    assert [mean.simple for mean in means] == [100, 25, 50]
    assert [mean.weighted for mean in means] == pytest.approx([100, 100 / 3, 50])
    # money of age 1: 6 / 2 and 0 / 1
    money = only_triangle(SPRING).mean_revenue()[1]
    assert (money.simple, money.weighted) == (1.5, 2)


@pytest.mark.usefixtures("customers")
def test_a_cohort_lies_where_its_first_order_does() -> None:
    north = only_triangle(SPRING.filtered("region", ["North"]))
    assert [[cell.people for cell in cohort.cells] for cohort in north.cohorts] == [
        [1, 0, 1, 0], [1, 0, 0],
    ]  # fmt: skip


@pytest.mark.usefixtures("customers")
def test_the_people_behind_a_cell_are_named() -> None:
    listed, count = cohort_people(EVERYONE, SPRING, date(2025, 1, 1), 2)
    assert ([row["person_id"] for row in listed], count) == (["ann"], 1)


@pytest.mark.usefixtures("customers")
def test_those_of_a_cohort_who_stayed_away_are_named_too() -> None:
    # January is ann and bob; in March ann orders; in February bob
    day = date(2025, 1, 1)
    absent = [cohort_absent_people(EVERYONE, SPRING, day, age) for age in range(3)]
    assert [[row["person_id"] for row in rows] for rows, _ in absent] == [[], ["ann"], ["bob"]]


@pytest.mark.usefixtures("customers")
def test_a_weighted_share_has_the_limits_of_all_its_people_together() -> None:
    [_, after_a_month, _] = only_triangle(SPRING).mean_shares()  # bob of ann, bob and cy
    assert (after_a_month.low, after_a_month.high) == pytest.approx(
        [100 * limit for limit in wilson(1, 3)]
    )


@pytest.mark.usefixtures("customers")
def test_gaps_between_order_days_tell_when_the_next_order_comes() -> None:
    # Order days to 9 April.   ann  5 and 20 January, 2 March    gaps 15, 41, then 38 without another
    #                          bob  31 January, 1 February            1, then 67 without another
    #                          cy   10 February                       58 without another
    #                          di   31 March, 3 April                 3, then 6 without another
    # day  at risk  next order  left
    #   1        8           1  7/8
    #   3        7           1  6/8
    #  15        5           1  6/8 · 4/5 = .6         di is watched for 6 days
    #  41        3           1  .6 · 2/3 = .4          ann for 38
    found = gaps(EVERYONE, replace(SPRING, grain=None))
    assert (found.order_days, found.longest) == (8, 67)
    assert [(p.days, p.at_risk) for p in found.points] == [(1, 8), (3, 7), (15, 5), (41, 3)]
    assert [p.waiting for p in found.points] == pytest.approx([87.5, 75, 60, 40])
    assert found.half == 15  # 40 of the 60 % that come at all: 1 − .6 ≥ .6 / 2
    assert [found.followed(day) for day in (0, 3, 14, 68)] == [0, 25, 25, None]


def test_how_many_come_back_after_a_silence_of_so_many_days(tmp_path: Path) -> None:
    # known to 31 December. ann 5 January, silent on 4 February, back on 5 March after 29 days
    # bob 5 January, silent on 4 February, waits since 330 days; cy 5 and 15 January, silent on 14 February, 320 days
    events = [
        line("a1", on(1, 5), 1, person_id="ann"), line("a2", on(3, 5), 1, person_id="ann"),
        line("b1", on(1, 5), 1, person_id="bob"),
        line("c1", on(1, 5), 1, person_id="cy"), line("c2", on(1, 15), 1, person_id="cy"),
    ]  # fmt: skip
    published(World(events, coverage=datetime(2026, 1, 1)), tmp_path)
    year = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))
    found = returned(EVERYONE, year, 30)
    assert (found.people, found.days) == (3, 330)
    assert found.share == pytest.approx(100 / 3)
    nobody = returned(EVERYONE, year, 365)  # nobody has been silent for a year
    assert (nobody.share, nobody.reason) == (None, "no end of 365 silent days in this window")
    kept = returned(Viewer(None, may_see_people=False), year, 30)
    assert (kept.people, kept.share, kept.reason) == (None, None, TOO_FEW)


@pytest.mark.usefixtures("customers")
def test_quarters_have_ages_too() -> None:
    # first quarter: ann bob cy di; in the second di, which is not finished
    [cohort] = only_triangle(replace(SPRING, grain=Grain.QUARTER)).cohorts
    assert [cell.people for cell in cohort.cells] == [4, 1]
    assert [cell.reason for cell in cohort.cells] == [None, "9 of 91 days"]


@pytest.mark.usefixtures("customers")
def test_the_wait_for_the_second_order_counts_those_who_still_wait() -> None:
    # bob 1 day, di 3, ann 15; cy waits since 58 days on 9 April
    [curve] = survival(EVERYONE, "second-order", replace(SPRING, grain=None)).curves
    assert (curve.people, curve.events, curve.longest) == (4, 3, 58)
    assert [(point.days, point.at_risk, point.events) for point in curve.points] == [
        (1, 4, 1), (3, 3, 1), (15, 2, 1),
    ]  # fmt: skip
    assert [point.waiting for point in curve.points] == pytest.approx([75, 50, 25])
    assert curve.median == 3
    assert curve.points[0].se == pytest.approx(
        100 * 0.75 * (1 / 12) ** 0.5
    )  # Greenwood: 1 / (4 · 3)
    day_30 = curve.at(30)
    assert day_30 is not None
    assert day_30.waiting == pytest.approx(25)
    assert curve.at(60) is None


def test_silence_begins_after_ninety_days_and_may_end(tmp_path: Path) -> None:
    # known to 31 December. ann: 5 January; silent on 5 April; back on 10 April, 5 days later; silent again
    # bob: 5 January, 5 April (the 90th day): silent on 4 July, 180 days after; still on 31 December, 180 days
    events = [
        line("a1", on(1, 5), 1, person_id="ann"), line("a2", on(4, 10), 1, person_id="ann"),
        line("b1", on(1, 5), 1, person_id="bob"), line("b2", on(4, 5), 1, person_id="bob"),
    ]  # fmt: skip
    published(World(events, coverage=datetime(2026, 1, 1)), tmp_path)
    year = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))
    [silence] = survival(EVERYONE, "silence", year).curves
    assert [(point.days, point.events) for point in silence.points] == [(90, 1), (180, 1)]
    [back] = survival(EVERYONE, "return", year).curves
    assert [(point.days, point.at_risk, point.events) for point in back.points] == [(5, 2, 1)]
    assert back.longest == 180


@pytest.mark.usefixtures("customers")
def test_groups_are_compared_with_the_log_rank_test() -> None:
    # North: ann 15, cy waits 58; South: bob 1, di 3
    # day  at risk  happened  expected of the South  variance
    #   1  2 + 2    South     2/4                    1/4
    #   3  2 + 1    South     1/3                    2/9
    #  15  2 + 0    North     0                      0
    # (2 - 5/6)² / (17/36) = (49/36) / (17/36)
    found = survival(EVERYONE, "second-order", Slice(SPRING.window, by=("region",)))
    assert found.difference is not None
    assert found.difference.chi_square == pytest.approx(49 / 17)
    assert found.difference.df == 1


@pytest.mark.usefixtures("customers")
def test_ranks_put_the_best_last_and_ties_together() -> None:
    #       last order   days to 4 April  orders  gross  net     R F M
    # ann   2 March      33               3       35     35      3 4 2
    # bob   1 February   62               2       40     36      1 2 3
    # cy    10 February  53               1       50     50      2 1 4
    # di    3 April      1                2       14     14      4 2 1
    people = {one.person_id: one for one in ranked_people(EVERYONE, replace(SPRING, grain=None))}
    assert people == {
        "ann": Ranked("ann", 33, 3, 3, 35, 35, 3, 4, 2),
        "bob": Ranked("bob", 62, 2, 2, 40, 36, 1, 2, 3),
        "cy": Ranked("cy", 53, 1, 1, 50, 50, 2, 1, 4),
        "di": Ranked("di", 1, 2, 2, 14, 14, 4, 2, 1),
    }
    assert people["bob"].net_order == 18
    assert {name: one.segment for name, one in people.items()} == {
        "ann": "at risk", "bob": "lapsed", "cy": "hesitant", "di": "growing",
    }  # fmt: skip


@pytest.mark.usefixtures("customers")
def test_every_pair_of_scores_has_a_segment_and_every_person_one() -> None:
    names = {segment_named(r, f) for r in range(1, 6) for f in range(1, 6)}
    assert names == set(NAMES.values())
    found = segments(EVERYONE, replace(SPRING, grain=None))
    assert {one.name: one.people for one in found if one.people} == {
        "at risk": 1, "lapsed": 1, "hesitant": 1, "growing": 1,
    }  # fmt: skip
    assert sum(one.share or 0 for one in found) == 100
    [ann] = ranked_people(EVERYONE, replace(SPRING, grain=None), "at risk")
    assert ann.person_id == "ann"


def only_funnel(slice: Slice, *arguments: object) -> Funnel:
    [found] = funnels(EVERYONE, slice, *arguments)  # type: ignore[arg-type]
    return found


def people_of(found: Funnel) -> dict[str, int | None]:
    return {step.name: step.people for step in found.steps}


@pytest.mark.usefixtures("visitors")
def test_a_funnel_counts_steps_in_order_and_in_time() -> None:
    # ann goes all the way; bob ordered before he signed up; cy signs up on the 30th day and orders on the 31st
    found = only_funnel(JANUARY)
    assert people_of(found) == {"visit": 5, "signup": 3, "order": 1, "second_order": 1}
    signup, order = found.steps[1], found.steps[2]
    assert (signup.median_seconds, signup.p90_seconds) == (
        72 * 3600,
        29 * 86400,
    )  # of 1 h, 72 h, 29 d
    assert (order.of_first, order.of_before) == (20, pytest.approx(100 / 3))
    assert order.of_first_limits == pytest.approx((3.62, 62.45), abs=0.005)  # Wilson, 1 of 5
    assert found.steps[0] == Step("visit", 5, old=4)  # di has not had all the 30 days


@pytest.mark.usefixtures("visitors")
def test_steps_may_be_left_out_and_the_days_chosen() -> None:
    # without signing up bob's order counts, and cy's in 31 days
    steps = ("visit", "order", "second_order")
    assert people_of(only_funnel(JANUARY, steps)) == {"visit": 5, "order": 2, "second_order": 1}
    assert people_of(only_funnel(JANUARY, steps, 31)) == {"visit": 5, "order": 3, "second_order": 1}
    assert people_of(only_funnel(JANUARY, steps, 2)) == {"visit": 5, "order": 0, "second_order": 0}


@pytest.mark.usefixtures("visitors")
def test_a_funnel_lies_in_the_channel_of_its_first_visit() -> None:
    found = funnels(EVERYONE, JANUARY.grouped("channel"))
    assert {one.group["channel"]: one.steps[0].people for one in found} == {"app": 2, "web": 3}
    assert {one.group["channel"]: one.steps[2].people for one in found} == {"app": 0, "web": 1}


@pytest.mark.usefixtures("visitors")
def test_a_funnel_is_complete_when_everybody_had_all_the_days() -> None:
    # 31 January + 30 days is known at 2 March; the data end with February
    assert only_funnel(JANUARY).reason == "complete once the data reach 2025-03-02"
    assert only_funnel(JANUARY, ("visit", "signup"), 29).is_complete


@pytest.mark.usefixtures("visitors")
def test_it_is_said_how_many_visits_are_joined_to_people() -> None:
    assert str(joined_words()).startswith("83 % of visits")  # 5 of 6


@pytest.mark.usefixtures("visitors")
def test_the_people_of_a_step_are_named() -> None:
    listed, count = funnel_people(EVERYONE, JANUARY, ("visit", "signup"), 30)
    assert ([row["person_id"] for row in listed], count) == (["ann", "bob", "cy"], 3)


@pytest.mark.usefixtures("visitors")
def test_a_step_of_few_and_those_after_it_are_kept_back() -> None:
    [found] = funnels(Viewer(None, may_see_people=False), JANUARY)
    assert [step.people for step in found.steps] == [5, None, None, None]


@pytest.mark.usefixtures("customers")
def test_a_funnel_without_visits_says_what_it_needs() -> None:
    reason = only_funnel(JANUARY).reason
    assert reason == "needs events of the kind visit and signup"


@pytest.mark.usefixtures("customers")
def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(BadUse, match="cannot be sliced by 'campaign'"):
        growth_periods(EVERYONE, replace(SPRING, by=("campaign",)))
    with pytest.raises(BadUse, match="one dimension at a time"):
        triangles(EVERYONE, replace(SPRING, by=("region", "segment")))
    with pytest.raises(BadUse, match="goes by week, month, quarter, year"):
        growth_periods(EVERYONE, replace(SPRING, grain=Grain.DAY))
    with pytest.raises(BadUse, match="Did you mean 'second_order'"):
        funnels(EVERYONE, JANUARY, ("visit", "secondorder"))
    with pytest.raises(BadUse, match="the first is always a visit"):
        funnels(EVERYONE, JANUARY, ("order", "visit"))
    with pytest.raises(BadUse, match="comes after order"):
        funnels(EVERYONE, JANUARY, ("visit", "second_order"))
    with pytest.raises(BadUse, match="Did you mean 'champions'"):
        ranked_people(EVERYONE, JANUARY, "champion")
    with pytest.raises(BadUse, match="Did you mean 'resurrected'"):
        growth_people(EVERYONE, "resurected", SPRING, date(2025, 1, 1))
