"""What the pictures of the Retention page hold, from stories small enough to count by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.insight.log_rank import LogRank
from dashboard.metrics import evaluate, stays
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.cohorts import Cell, Cohort, Triangle, triangles
from dashboard.metrics.declare import Metric
from dashboard.metrics.gaps import Returned, gaps
from dashboard.metrics.growth import growth_periods
from dashboard.metrics.lifetimes import survival
from dashboard.paths import Home
from dashboard.views import (
    cohort_groups,
    curves,
    flips,
    gap_curve,
    growth_bars,
    retention_rates,
    returns,
    stay_board,
    triangle,
)
from dashboard.views.choice import Compare, compared_window
from dashboard.views.stay_board import Board
from dashboard.views.triangle import MEASURES, Look
from dashboard.warehouse import reader
from queries.calendar import Calendar, Grain
from queries.people import people_of
from queries.slice import Period, Slice, Window
from tests.agreement import published
from tests.oracle.tables import line, on
from tests.oracle.world import World
from tests.stories import four_customers

SPRING = Slice(Window(date(2025, 1, 1), date(2025, 5, 1)), Grain.MONTH)
SHARE = Look(MEASURES["share"], Grain.MONTH, "EUR")


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return published(four_customers(), tmp_path_factory.mktemp("bought"))


@pytest.fixture(autouse=True)
def customers(bought: Home) -> None:
    reader.use(bought)


def spring(viewer: Viewer = EVERYONE) -> Triangle:
    [found] = triangles(viewer, SPRING)
    return found


def test_a_cell_says_who_when_how_many_and_whether_it_is_finished() -> None:
    # January: ann and bob; in February bob ordered for 10 and gave 4 back
    [january, *_others] = spring().cohorts
    said = triangle.cell_words(january, january.cells[1], SHARE)
    assert said.splitlines() == [
        "First order Jan 2025 · 1 month later (Feb 2025)",
        "1 of 2 people ordered: 50.0 % (95 %: 9.5 to 90.5 %)",  # Wilson, 1 of 2
        "net revenue €6.00, €3.00 per customer",
    ]
    open_one = triangle.cell_words(january, january.cells[3], SHARE)
    assert open_one.splitlines()[-1] == "not finished: 9 of 30 days; not in the means"


def test_each_cell_is_a_button_and_what_is_not_finished_is_hatched() -> None:
    drawn = triangle.grid(spring(), SHARE)
    assert drawn.count("<button") == 9 + 3  # nine cells and the three cohorts
    assert 'data-click="cohort:2025-01-01:2"' in drawn
    assert drawn.count("mp-unfinished") == 3  # April of three cohorts
    assert drawn.count('<th scope="col"') == 5  # the cohort and four ages
    assert "Weighted mean" in drawn
    assert "Simple mean" in drawn
    assert drawn.index("33.3") < drawn.index(
        "25.0"
    )  # weighted (1 of 3), then simple ((50 + 0) / 2)


def test_sums_have_a_mean_over_cohorts_only() -> None:
    # age 1, finished: January brought 6, February nothing
    drawn = triangle.grid(spring(), replace(SHARE, measure=MEASURES["revenue"]))
    assert "Weighted mean" not in drawn
    assert "€3.00" in drawn


def test_a_cell_that_is_open_is_pressed_and_one_of_few_is_kept() -> None:
    opened = triangle.grid(spring(), replace(SHARE, opened="cohort:2025-01-01:2"))
    assert opened.count('aria-pressed="true"') == 1
    assert 'aria-pressed="true"' in triangle.grid(
        spring(), replace(SHARE, opened="cohort:2025-01-01:2:absent")
    )
    kept = triangle.grid(spring(Viewer(None, may_see_people=False)), replace(SHARE, opens=False))
    assert "<button" not in kept
    assert "fewer than 5 people: not shown" in kept
    assert "ann" not in kept


def test_a_note_is_marked_at_the_cohort_that_it_lies_in() -> None:
    noted = replace(SHARE, notes=((date(2025, 2, 27), "27 Feb 2025: <new> shop (Eva)"),))
    rows = triangle.grid(spring(), noted).split("<tr")
    [february] = [row for row in rows if "mp-noted" in row]
    assert "Feb 2025" in february
    assert "&lt;new&gt; shop" in february


def test_what_does_not_fit_is_said() -> None:
    assert triangle.left_out(spring()) == ""
    [first, *_rest] = spring().cohorts
    many = Triangle({}, (first,) * (triangle.MOST_COHORTS + 2))
    assert triangle.left_out(many) == "Not drawn, but in the table: 2 older cohorts."


def cohort_of(start: date, size: int, people: int) -> Cohort:
    """Everybody at age 0, some a month later."""

    def cell(age: int, count: int) -> Cell:
        share = 100 * count / size
        return Cell(age, Window(start, start + timedelta(30)), count, share, share - 1, share + 1,
                    0.0, 0.0, True, None)  # fmt: skip

    window = Window(start, start + timedelta(30))
    return Cohort(Period(start, window, True), size, (cell(0, size), cell(1, people)), False)


def test_a_finding_is_said_only_where_data_and_intervals_say_so() -> None:
    # 30 % of 1,000 each, then 10 %
    months = [date(2025, month, 1) for month in range(1, 8)]
    fallen = Triangle(
        {}, tuple(cohort_of(day, 1000, 300 if day < months[-1] else 100) for day in months)
    )
    found = returns.lines(fallen, Grain.MONTH)
    assert returns.finding(found, Grain.MONTH) == (
        "Of those who first ordered in Jul 2025, 10.0 % ordered 1 month later: fewer than in each of the "
        "6 cohorts before"
    )  # fmt: skip
    # 3 × 1,000 with 300, 300 and 100 against three with 300: 23.3 % and 30 %
    assert returns.change_finding(found, Grain.MONTH) == (
        "Newer customers return less: of the 3 newest finished cohorts 23.3 % order 1 month later, of the 3 "
        "before 30.0 %"
    )  # fmt: skip
    new_to_us = Triangle({}, tuple(replace(one, starts_history=True) for one in fallen.cohorts))
    unsure = returns.lines(new_to_us, Grain.MONTH)
    assert "told from noise" in returns.finding(unsure, Grain.MONTH)
    assert returns.change_finding(unsure, Grain.MONTH).startswith("How many of each cohort")
    few = Triangle({}, tuple(cohort_of(day, 10, 3 if day < months[-1] else 1) for day in months))
    assert "told from noise" in returns.finding(returns.lines(few, Grain.MONTH), Grain.MONTH)


def test_the_line_of_an_age_has_a_point_for_each_cohort_that_finished_it() -> None:
    found = returns.lines(spring(), Grain.MONTH)
    [line] = found  # only one cohort is three months old
    assert (line.age, [cell.share for _cohort, cell in line.cells]) == (1, [50, 0])
    drawn = returns.figure(found, Grain.MONTH)
    [upper, lower, points] = drawn["data"]
    assert (points["x"], points["y"]) == (["2025-01-01", "2025-02-01"], [50, 0])
    assert lower["fill"] == "tonexty"
    assert upper["y"][0] == pytest.approx(90.5, abs=0.1)
    assert (
        returns.alt(found, Grain.MONTH)
        == "1 month later: from 50.0 % (Jan 2025) to 0.0 % (Feb 2025)."
    )


def test_groups_stand_side_by_side_and_the_widest_apart_are_judged_among_all_pairs() -> None:
    found = triangles(EVERYONE, SPRING.grouped("region"))
    drawn = cohort_groups.compared(found, SHARE, "region", "South")
    assert 'data-click="group:North"' in drawn
    assert drawn.count('aria-pressed="true"') == 1
    assert cohort_groups.finding(found, SHARE, "region").startswith("No difference by region")
    known = triangles(EVERYONE, SPRING.grouped("identified"))
    assert "not known customers" in cohort_groups.compared(known, SHARE, "identified", None)
    days = [date(2025, 1, 1), date(2025, 2, 1)]
    pair = [
        Triangle({"region": name}, tuple(cohort_of(day, 1000, people) for day in days))
        for name, people in (("North", 300), ("South", 200))
    ]
    assert cohort_groups.finding(pair, SHARE, "region") == (
        "South comes back least: 20.0 % order 1 month later; North most: 30.0 %"
    )


def test_a_curve_is_exact_where_it_is_drawn_and_ends_where_watching_does() -> None:
    # bob 1 day, di 3, ann 15; cy waits since 58 days
    found = survival(EVERYONE, "second-order", replace(SPRING, grain=None))
    [curve] = curves.shown(found)
    drawn = curves.figure([curve])
    line = drawn["data"][-1]
    assert (line["x"], line["y"]) == ([0, 1, 3, 15, 58], pytest.approx([0, 25, 50, 75, 75]))
    assert line["line"]["shape"] == "hv"
    watched = [note["text"] for note in drawn["layout"]["annotations"] if note["text"].isdigit()]
    assert watched == ["4", "2", "1", "1", "1", "1"]  # on days 0, 10, 20, 30, 40, 50
    assert curves.finding(found) == "Half of the customers have ordered again by day 3"
    assert curves.alt([curve]) == "everybody: 75.0 % have ordered again by day 30."


def test_a_falling_curve_says_who_is_still_there() -> None:
    found = survival(EVERYONE, "silence", replace(SPRING, grain=None, silence_days=30))
    [curve] = curves.shown(found)
    # silent after 30 days: ann on 31 January + … counted from the first order: ann 45, bob 31, cy 30; di not yet
    line = curves.figure([curve])["data"][-1]
    assert line["y"][0] == 100
    assert line["y"] == sorted(line["y"], reverse=True)
    assert "Time to 30 days of silence" in str(curve.clock.label)


def test_whether_groups_differ_is_said_with_the_test() -> None:
    assert curves.test_words(LogRank(9.21, 2, 0.01)) == (
        "The groups differ by more than noise (log-rank: p = 0.010, χ² 9.2, 2 df)."
    )
    assert curves.test_words(LogRank(1.0, 1, 0.317)).startswith("No difference between the groups")
    assert curves.test_words(None) == ""


def test_bars_add_up_and_what_is_under_way_stands_apart() -> None:
    found = growth_periods(EVERYONE, SPRING)
    drawn = growth_bars.figure(found, Grain.MONTH)
    bars = {bar["name"]: bar for bar in drawn["data"]}
    #                             January  February  March  April, 9 of 30 days
    assert bars["new"]["y"] == [2, 1, 1, 0]
    assert bars["returning"]["y"] == [0, 1, 0, 1]
    assert bars["resurrected"]["y"] == [0, 0, 1, 0]
    assert bars["dormant"]["y"] == [
        0,
        -1,
        -2,
        None,
    ]  # who stays away in April is known when it ends
    assert bars["new"]["marker"]["opacity"] == [1, 1, 1, 0.45]
    assert bars["dormant"]["customdata"][2][0] == "growth:2025-03-01:dormant"
    assert growth_bars.finding(found, Grain.MONTH) == (
        "2 customers ordered in Mar 2025, as many as in the period before: 1 new and 1 back, 2 stayed away"
    )
    for row in growth_bars.rows(found, Grain.MONTH):
        assert row["new"] + row["returning"] + row["resurrected"] == row["active"]
        assert row["new"] + row["resurrected"] - row["dormant"] == row["change"]


def test_each_count_of_the_sum_opens_its_people() -> None:
    found = growth_periods(EVERYONE, SPRING)
    drawn = growth_bars.table(found, Grain.MONTH, opens=True)
    assert 'data-click="growth:2025-03-01:dormant"' in drawn
    assert 'data-click="growth:2025-04-01:dormant"' not in drawn
    assert "<button" not in growth_bars.table(found, Grain.MONTH, opens=False)


def test_the_gap_curve_marks_the_chosen_silence_and_says_who_comes_back() -> None:
    known = gaps(EVERYONE, replace(SPRING, grain=None))
    drawn = gap_curve.figure(known, 30)
    [line] = drawn["data"]
    assert [line["y"][day] for day in (0, 1, 3, 15, 41)] == pytest.approx([0, 12.5, 25, 40, 60])
    assert drawn["layout"]["shapes"][0]["x0"] == 30
    back = Returned(30, 330, 12, 25.0, 8.9, 53.2)
    assert gap_curve.finding(known, back) == (
        "Half of all next orders come within 15 days; of those silent for 30 days, 25.0 % came back within "
        "330 days more"
    )  # fmt: skip
    nobody = Returned(365, 0, 0, None, reason="no end of 365 silent days in this window")
    assert gap_curve.finding(known, nobody).endswith(
        "who came back after 365 days of silence: no end of 365 silent days in this window"
    )


@pytest.fixture
def june(tmp_path: Path) -> Window:
    """June 2025 of a world in which orders begin on 1 January and are known to the end of November.

    person  region  orders                    retention of June   churn of June
    ann     North   1 May, 10 June            back                stays
    cy      North   2 May                     not                 stays: the 90th silent day is 31 July
    bob     South   3 May, 1 July             back                stays
    fay     South   1 April                   not                 silent on 30 June
    eve     East    1 January                 not in the base: 151 days before
    """
    events = [
        line("a1", on(5, 1), 1, person_id="ann", region="North"),
        line("a2", on(6, 10), 1, person_id="ann", region="North"),
        line("c1", on(5, 2), 1, person_id="cy", region="North"),
        line("b1", on(5, 3), 1, person_id="bob", region="South"),
        line("b2", on(7, 1), 1, person_id="bob", region="South"),
        line("f1", on(4, 1), 1, person_id="fay", region="South"),
        line("e1", on(1, 1), 1, person_id="eve", region="East"),
    ]
    published(World(events, coverage=datetime(2025, 12, 1)), tmp_path)
    return Window(date(2025, 6, 1), date(2025, 7, 1))


def test_a_board_counts_who_is_lost_and_those_are_its_people(june: Window) -> None:
    lost = {
        "retention": {"North": ["cy"], "South": ["fay"]},
        "churn": {"North": [], "South": ["fay"]},
    }
    for name, by_region in lost.items():
        metric = CATALOGUE[name]
        rows = stays.by_dimension(metric, EVERYONE, Slice(june), None, "region")
        assert {row.name: stay_board.lost(row) for row in rows} == {
            region: len(people) for region, people in by_region.items()
        }
        for region, people in by_region.items():
            slice = stays.people_slice(metric, Slice(june).filtered("region", [region]))
            listed = {
                half: reader.read(EVERYONE, people_of(stays.half(metric, half)), slice)
                for half in stays.HALVES
            }
            assert [row["person_id"] for row in listed[stays.LOST]] == people
            assert len(listed[stays.KEPT]) == 2 - len(people)


def test_a_board_filters_by_its_names_and_lists_people_by_its_counts(june: Window) -> None:
    metric = CATALOGUE["retention"]
    rows = stays.by_dimension(metric, EVERYONE, Slice(june), None, "region")
    found = Board(metric, "region", tuple(rows), june, None, kept=("South",))
    drawn = stay_board.html(found)
    assert 'data-click="filter:North" aria-pressed="false"' in drawn
    assert 'data-click="filter:South" aria-pressed="true"' in drawn
    assert 'data-click="people:North"' in drawn
    assert stay_board.spec(found, "a:b") == (
        "stay:retention:2025-06-01:2025-07-01:lost:region:a:b"
    )  # fmt: skip
    assert stay_board.finding(found).startswith("Retention is highest in ")
    assert 'data-click="people' not in stay_board.html(replace(found, opens=False))


def test_the_lost_and_the_kept_of_a_share_are_named() -> None:
    # first orders of January: ann comes back after 15 days, bob after one
    january = Slice(Window(date(2025, 1, 1), date(2025, 3, 1)))  # and cy, who does not
    metric = CATALOGUE["repeat_purchase_rate"]
    slice = stays.people_slice(metric, january)
    listed = [
        [row["person_id"] for row in reader.read(EVERYONE, people_of(stays.half(metric, h)), slice)]
        for h in stays.HALVES
    ]
    assert listed == [["cy"], ["ann", "bob"]]


def test_what_fell_is_said_only_beyond_what_so_many_comparisons_show_by_chance() -> None:
    metric = CATALOGUE["retention"]
    now, before = Window(date(2025, 4, 1), date(2025, 5, 1)), Window(date(2025, 3, 1), date(2025, 4, 1))  # fmt: skip
    kept, strong, weak = (_row(metric, name, now, before, people) for name, people in
                          (("East", 500), ("South", 400), ("West", 455)))  # fmt: skip
    found = Board(metric, "region", (strong, weak, kept), now, before)
    assert [row.is_sure for row in found.rows] == [True, False, False]
    assert weak.change is not None
    assert weak.change.verdict == "down"  # alone it would pass; among three it does not
    assert stay_board.finding(found) == (
        "Retention fell by more than noise in South: by 10.0 points, to 40.0\u202f%"
    )
    assert stay_board.change_words(strong) == "▼ down 10.0 points (−20%)"
    assert stay_board.change_words(weak) == "≈ may be chance: −4.5 points"
    nothing = Board(metric, "region", (weak, kept), now, before)
    assert stay_board.finding(nothing) == (
        "Retention got worse in no region by more than noise; most in West: by 4.5 points, to 45.5\u202f%"
    )


def _row(metric: Metric, name: str, now: Window, before: Window, people: int) -> stays.Row:
    """So many of 1,000, after 500 of 1,000."""

    def value(window: Window, did: int) -> evaluate.Value:
        row = {"numerator": float(did), "denominator": 1000.0}
        measured = metric.certainty.measure(row, metric.scale)
        assert measured is not None
        return evaluate.Value(
            metric, Period(window.start, window, True), {"region": name}, measured.value, measured.low,
            measured.high, measured.n, measured.numerator, measured.denominator, measurement=measured,
        )  # fmt: skip

    return stays.row_of(name, value(now, people), value(before, 500), compared=3)


def test_a_table_of_goals_puts_what_changes_on_top() -> None:
    assert flips.table([]).count("<tr>") == 1


def test_explore_splits_the_same_change_of_the_same_days() -> None:
    quarter = Window(date(2025, 4, 1), date(2025, 7, 1))
    asked = retention_rates.where_it_changed(CATALOGUE["retention"], quarter, Compare.PREVIOUS)
    assert asked == {
        "metric": "retention", "window": "custom", "from": "2025-04-01", "until": "2025-06-30", "compare": "previous",
    }  # fmt: skip
    before = compared_window(quarter, Grain.MONTH, Compare.PREVIOUS, Calendar())
    assert before == Window(date(2025, 1, 1), date(2025, 4, 1))
