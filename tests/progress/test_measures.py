"""Hand-kept numbers answer as metrics do: by period and group, whole or not, with what is missing."""

from datetime import date

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.metrics.evaluate import change
from dashboard.progress.goal import of_record
from dashboard.progress.goals import goals
from dashboard.progress.measures import named
from dashboard.progress.series import metric_of, series, whole
from dashboard.records import goals as goal_records
from dashboard.records import measures as records
from dashboard.records.keep import Actor, Gone
from dashboard.records.store import opened
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.kept_people import People
from queries.slice import Slice, Window
from tests import homes

ANN = Actor("Ann")
FIRST_HALF = Slice(Window(date(2026, 1, 1), date(2026, 7, 1)), Grain.MONTH)


@pytest.fixture
def store(tmp_path):
    """No number is published here: what is kept by hand needs none."""
    chosen = homes.nothing(tmp_path)
    homes.choose(chosen)
    yield opened(chosen)
    reader.forget_answers()


def kept(store, rows, **facts):
    usual = {"name": "Training hours", "unit": "count", "better": "higher", "combined": "sum"}
    usual["grain"] = "month"
    made = records.add(store, ANN, **{**usual, **facts})
    records.write(store, ANN, made.id, [(date.fromisoformat(d), g, v) for d, g, v in rows])
    found = named(f"measure:{made.id}", store)
    assert found
    return found


HOURS = [
    ("2026-01-31", "North", 10.0), ("2026-01-31", "South", 5.0), ("2026-02-28", "North", 20.0),
    ("2026-02-28", "South", 7.0), ("2026-03-31", "North", 30.0), ("2026-03-31", "South", 9.0),
]  # fmt: skip


def test_a_period_is_what_its_days_and_groups_make(store):
    found = series(kept(store, HOURS), EVERYONE, FIRST_HALF, store)
    assert [v.value for v in found] == [15.0, 27.0, 39.0, None, None, None]
    assert [v.is_complete for v in found] == [True, True, True, False, False, False]
    assert found[3].reason == "not all of it is written down yet"


def test_quarters_and_whole_windows_are_made_of_the_same_values(store):
    metric = kept(store, HOURS)
    quarters = series(metric, EVERYONE, Slice(FIRST_HALF.window, Grain.QUARTER), store)
    assert [(v.value, v.is_complete) for v in quarters] == [(81.0, True), (None, False)]
    [value] = whole(metric, EVERYONE, Slice(Window(date(2026, 1, 1), date(2026, 4, 1))), store)
    assert (value.value, value.is_complete) == (81.0, True)
    [cut] = whole(metric, EVERYONE, Slice(Window(date(2026, 1, 15), date(2026, 4, 1))), store)
    assert not cut.is_complete


def test_groups_are_a_dimension(store):
    metric = kept(store, HOURS)
    by = series(metric, EVERYONE, FIRST_HALF.grouped("part"), store)
    assert [(v.group["part"], v.value) for v in by if v.value][:2] == [("North", 10.0), ("North", 20.0)]  # fmt: skip
    only = series(metric, EVERYONE, FIRST_HALF.filtered("part", ["South"]), store)
    assert [v.value for v in only][:3] == [5.0, 7.0, 9.0]
    with pytest.raises(BadUse, match="cannot be sliced by 'region'"):
        series(metric, EVERYONE, FIRST_HALF.filtered("region", ["North"]), store)


def test_a_mean_in_percent_is_not_added_up(store):
    metric = kept(store, HOURS, unit="percent", combined="last")
    assert [v.value for v in series(metric, EVERYONE, FIRST_HALF, store)][:2] == [7.5, 13.5]


def test_a_group_that_did_not_report_is_called_missing_data(store):
    metric = kept(store, HOURS[:-1])
    found = series(metric, EVERYONE, FIRST_HALF, store)
    assert [bool(v.missing) for v in found][:3] == [False, False, True]
    assert found[2].missing_words == (
        "data missing: Training hours everywhere 2026-03-01 to 2026-03-31"
    )


def test_a_period_of_a_day_by_day_measure_is_complete_once_it_is_over(store):
    metric = kept(store, [("2026-03-30", "", 4.0)], grain="day")
    assert not series(metric, EVERYONE, FIRST_HALF, store)[2].is_complete
    records.write(store, ANN, metric.id, [(date(2026, 4, 1), "", 2.0)])
    assert series(metric, EVERYONE, FIRST_HALF, store)[2].is_complete


def test_shorter_periods_than_its_own_have_no_value_and_say_why(store):
    weeks = Slice(FIRST_HALF.window, Grain.WEEK)
    assert {v.reason for v in series(kept(store, HOURS), EVERYONE, weeks, store)} == {
        "written down by month: choose months or longer periods"
    }


def test_who_may_see_some_regions_only_is_told_why_there_is_nothing(store):
    found = series(kept(store, HOURS), Viewer(frozenset({"North"})), FIRST_HALF, store)
    assert {v.value for v in found} == {None}
    assert "may see all regions" in str(found[0].reason)


def test_nobody_is_behind_it(store):
    with pytest.raises(BadUse, match="kept by hand"):
        series(kept(store, HOURS), EVERYONE, Slice(FIRST_HALF.window, people=People("p", ("1",))), store)  # fmt: skip


def test_a_change_is_shown_and_never_judged(store):
    first, second, *_ = series(kept(store, HOURS), EVERYONE, FIRST_HALF, store)
    found = change(second, first)
    assert found is not None
    assert (found.difference, found.verdict) == (12.0, "can't tell")


def test_a_goal_on_a_measure_is_one_like_any_other(store):
    metric = kept(store, HOURS)
    facts = {"name": "Train more", "metric": metric.name, "grain": "month", "kind": "reach", "target": 50.0,
             "starts_on": date(2026, 1, 1), "due_on": date(2027, 1, 1)}  # fmt: skip
    goal_records.add(store, ANN, **facts)
    [goal] = goals(store)
    assert goal.metric == metric == metric_of("measure:training hours", store)
    assert hash(goal.metric) == hash(metric)
    records.remove(store, ANN, metric.id, metric.version)
    assert goals(store) == ()
    assert records.rows(store, metric.id) == []
    assert of_record(goal_records.goals(store)[0], store) is None


def test_the_same_day_and_group_replaces_and_says_so(store):
    metric = kept(store, HOURS)
    day = date(2026, 3, 31)
    again = [(day, "North", 31.0), (day, "South", 9.0), (day, "East", 1.0)]
    told = records.write(store, ANN, metric.id, again)
    assert (told.new, told.replaced, told.same) == (1, 1, 1)
    with pytest.raises(Gone):
        records.write(store, ANN, 99, [(day, "", 1.0)])


def test_values_reach_as_far_as_the_days_are_over(tmp_path):
    """The data end on 3 March 2026: what was written early for March is of a month under way."""
    chosen = homes.one_day(tmp_path)
    homes.choose(chosen)
    store = opened(chosen)
    metric = kept(store, [("2026-02-01", "", 1.0), ("2026-03-01", "", 2.0)])
    assert [v.is_complete for v in series(metric, EVERYONE, FIRST_HALF)][:4] == [True, True, False, False]  # fmt: skip
    records.write(store, ANN, metric.id, [(date(2026, 3, 31), "", 2.0)])
    assert series(metric, EVERYONE, FIRST_HALF)[2].is_complete
