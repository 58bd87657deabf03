"""Chances of the demo company's goals: worked out once, kept, and marked when it is known how they came out."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from zlib import crc32

import pytest
from sqlalchemy import delete, select

from dashboard.access import EVERYONE, Viewer
from dashboard.intake import loading
from dashboard.metrics import coverage
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import Hole
from dashboard.metrics.evaluate import Value
from dashboard.paths import Home
from dashboard.progress import foresee as module
from dashboard.progress import reading
from dashboard.progress.foresee import foresee
from dashboard.progress.foreseen import of
from dashboard.progress.foretelling import BASE_EARLY, TOO_FEW, Foretold, foretold
from dashboard.progress.futures import future, line_of
from dashboard.progress.goals import goals
from dashboard.records import goals as records
from dashboard.records import measures
from dashboard.records.keep import Actor
from dashboard.records.store import Store, opened
from dashboard.records.tables import GoalForecast
from queries.calendar import Calendar, Grain
from queries.slice import Period, Window
from tests import homes
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Home:
    home = homes.demo(tmp_path_factory.mktemp("foresee"))
    homes.choose(home)
    return home


@pytest.fixture
def store(demo) -> Store:
    homes.choose(demo)
    return opened(demo)


def _named(store, name):
    return next(goal for goal in goals(store) if goal.name == name)


def _rows(store):
    with store.reading() as session:
        return session.scalars(select(GoalForecast)).all()


def _of_version(store, id, version):
    return [r for r in _rows(store) if (r.goal_id, r.goal_version) == (id, version)]


def test_the_demo_has_a_chance_for_every_goal_or_says_why_not(store):
    found = {goal.name: of(store, goal) for goal in goals(store)}
    assert len(found) >= 13
    assert all(found.values()), "each is worked out when the demo is made"
    assert [name for name, seen in found.items() if seen.chance is None] == [
        "value of a new customer"
    ]
    assert found["value of a new customer"].reason == BASE_EARLY
    for seen in found.values():
        assert seen.chance is None or (0 < seen.chance < 1) != seen.is_decided
        assert (seen.chance is None) == (seen.word == "") == bool(seen.reason)
    fan = found["conversion"].fan
    assert [row["period"] for row in fan] == ["2026-10-01", "2026-11-01", "2026-12-01"]
    assert all(r["p05"] <= r["p10"] <= r["p25"] <= r["p50"] <= r["p75"] <= r["p95"] for r in fan)


def test_a_goal_whose_day_has_come_is_decided(store):
    seen = of(store, _named(store, "response time"))  # due 2026-10-01, where the data end
    assert (seen.chance, seen.is_decided, seen.came_true) == (1.0, True, True)


def test_the_same_version_gives_the_same_chance(demo, store):
    goal = _named(store, "churn")
    assert foretold(goal, EVERYONE, store).chance == of(store, goal).chance
    before = len(_rows(store))
    foresee(demo)
    assert len(_rows(store)) == before


def test_a_changed_goal_is_foretold_anew_in_a_process_of_its_own(demo, store):
    goal = _named(store, "conversion")
    easier = records.change(store, Actor("Ann"), goal.id, goal.version, target=10.0)
    assert of(store, _named(store, "conversion")) is None
    module.in_background(demo)
    module.in_background(demo)
    for child in module._children:
        child.wait(timeout=120)
    assert of(store, _named(store, "conversion")).chance > 0.9
    assert len(_of_version(store, easier.id, easier.version)) == 1
    records.change(store, Actor("Ann"), goal.id, easier.version, target=20.0)


def test_a_quarter_of_which_few_are_known_is_foretold_by_its_months(store):
    seen = of(store, _named(store, "online sales"))
    assert seen.details["grain"] == "month"
    assert seen.details["bridge"]["how"] == "sum"
    assert seen.details["bridge"]["rest"] == pytest.approx(0, abs=1e-9)


def test_a_year_of_which_too_few_are_known_has_no_chance(store):
    goal = replace(_named(store, "online sales"), grain=Grain.YEAR, due_on=date(2028, 1, 1))
    found = foretold(goal, EVERYONE, store)
    assert found.chance is None
    assert found.reason.template == TOO_FEW


def test_chances_over_other_regions_are_not_told(store):
    goal = _named(store, "churn")
    seen = of(store, goal, Viewer(regions=frozenset({"North"})))
    assert (seen.chance, seen.fan) == (None, ())
    assert "regions" in seen.reason
    north = replace(goal, where=(("region", ("North",)),))
    assert of(store, north, Viewer(regions=frozenset({"North"}))).chance is not None


def test_a_forecast_is_marked_once_it_is_known_how_it_came_out(store):
    goal = _named(store, "response time")
    early = GoalForecast(
        goal_id=goal.id, goal_version=goal.version, warehouse_version=0,
        made_at=datetime(2026, 8, 1), until_day=date(2026, 8, 1), due_on=goal.due_on,
        target=3600.0, chance=0.7,
    )  # fmt: skip
    with store.writing() as session:
        session.add(early)
    module.mark(store)
    [row] = [row for row in _rows(store) if row.warehouse_version == 0]
    assert row.came_true is True
    assert coverage.version_seq() == 1


def test_a_total_is_so_far_and_the_rest_counted_one_by_one(store):
    goal = reading.read_as(_named(store, "revenue of the year"))
    values = reading.values(goal, EVERYONE, store)
    so_far = sum(v.value for v in values if v.period.start >= date(2026, 1, 1))
    seen = of(store, goal)
    assert seen.details["so_far"] == pytest.approx(so_far)
    seed = crc32(f"{goal.id}:{goal.version}".encode())
    coming = future(values, goal.grain, date(2026, 12, 1), Calendar(), seed, lambda: ())
    met = 0
    for path in coming.paths.tolist():
        total = so_far
        for month in path:
            total += month
        met += total >= goal.target
    assert seen.chance == pytest.approx((met + 0.5) / 2001)


def test_a_level_is_counted_one_by_one(store):
    goal = reading.read_as(_named(store, "satisfaction with support"))
    values = reading.values(goal, EVERYONE, store)
    seed = crc32(f"{goal.id}:{goal.version}".encode())
    coming = future(values, goal.grain, date(2026, 12, 1), Calendar(), seed, lambda: ())
    met = sum(path[-1] >= goal.target for path in coming.paths.tolist())
    assert of(store, goal).chance == pytest.approx((met + 0.5) / 2001)


def test_a_total_that_is_reached_is_decided_before_its_day(store):
    found = foretold(replace(_named(store, "revenue of the year"), target=10.0), EVERYONE, store)
    assert (found.chance, found.is_decided) == (1.0, True)


def _value(start, value, **facts):
    end = Calendar().end(start, Grain.MONTH)
    period = Period(start, Window(start, end), True)
    return Value(CATALOGUE["revenue"], period, {}, value, n=10.0, **facts)


def test_what_is_not_complete_or_lacks_data_is_never_read():
    months = [Calendar().shifted(date(2024, 1, 1), Grain.MONTH, n) for n in range(20)]
    hole = Hole("web", "North", Window(date(2024, 9, 3), date(2024, 9, 5)))
    values = [_value(start, 100.0 + n) for n, start in enumerate(months)]
    values[0] = _value(months[0], 9e9, starts_history=True)
    values[8] = _value(months[8], 9e9, missing=(hole,))
    values[19] = _value(months[19], 9e9, is_complete=False)
    line = line_of(values, Grain.MONTH)
    assert (line.starts[0], line.starts[-1]) == (months[1], months[18])
    assert line.count == 17
    assert list(line.known).index(False) == 7
    assert max(line.values().values()) < 120
    # eleven known ones are too few, whatever else there is
    assert future(values[:13], Grain.MONTH, months[19], Calendar(), 1, lambda: ()) is None
    assert future(values[:14], Grain.MONTH, months[19], Calendar(), 1, lambda: ()) is not None


def test_that_chances_fail_spoils_no_publish(demo, monkeypatch, capsys):
    def fails(*_):
        raise ValueError("no such thing")

    monkeypatch.setattr(module, "foresee", fails)
    loading.foretell(demo, lambda what, share: None)
    assert "published, but the chances of goals could not be worked out: no such thing" in (
        capsys.readouterr().err
    )


def test_pages_never_import_what_fits_models(demo):
    script = (
        "import sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        "from dashboard.paths import PACKAGE, PAGES\n"
        "app = AppTest.from_file(str(PACKAGE / 'app.py'), default_timeout=60)\n"
        "app.switch_page(str(PAGES / 'definitions.py'))\n"
        "app.run()\n"
        "import dashboard.views.fan\n"
        "assert not app.exception, app.exception\n"
        "text = ' '.join(e.proto.body for e in app.get('html'))\n"
        "assert 'Brier score 0.' in text\n"
        "print(sorted({'statsmodels', 'apprise'} & set(sys.modules)))\n"
    )
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT, env={**os.environ, "MILEPOST_HOME": str(demo.folder), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.stdout.strip() == "[]", told.stderr


def test_a_forecast_of_a_version_that_was_rolled_back_is_not_shown(store):
    goal = _named(store, "churn")
    usual = of(store, goal).chance
    later = GoalForecast(
        goal_id=goal.id, goal_version=goal.version, warehouse_version=99,
        made_at=datetime(2026, 12, 1), until_day=date(2026, 12, 1), due_on=goal.due_on,
        target=9.6, chance=0.999,
    )  # fmt: skip
    with store.writing() as session:
        session.add(later)
    assert of(store, goal).chance == usual
    with store.writing() as session:
        session.execute(delete(GoalForecast).where(GoalForecast.warehouse_version == 99))


def test_one_goal_that_fails_leaves_the_others_their_chance(demo, store, monkeypatch):
    first = _named(store, "churn")
    with store.writing() as session:
        session.execute(
            delete(GoalForecast).where(GoalForecast.goal_id.in_([first.id, first.id + 1]))
        )

    def fails(goal, *_):
        if goal.id == first.id:
            raise ValueError("no such thing")
        return Foretold(None, "none")

    monkeypatch.setattr(module, "foretold", fails)
    with pytest.raises(ValueError, match="no such thing"):
        foresee(demo)
    told = {row.goal_id for row in _rows(store) if row.reason == "none"}
    assert first.id + 1 in told
    assert first.id not in told


def test_a_measure_kept_by_hand_is_foretold_anew_when_more_is_written(demo, store):
    measure = measures.add(
        store, Actor("Ann"), name="Hours in the workshop", unit="count", better="higher", combined="sum", grain="month",
    )  # fmt: skip
    days = [Calendar().shifted(date(2025, 9, 1), Grain.MONTH, n) for n in range(14)]
    written = [(day, "", 20.0 + n % 3) for n, day in enumerate(days)]
    measures.write(store, Actor("Ann"), measure.id, written[:11])
    goal = records.add(
        store, Actor("Ann"), name="workshop", metric=f"measure:{measure.id}", grain="month", kind="reach",
        target=15.0, starts_on=date(2026, 1, 1), due_on=date(2027, 1, 1),
    )  # fmt: skip
    foresee(demo)
    first = of(store, _named(store, "workshop"))
    assert first.reason == "only 11 complete periods are known; a chance needs 12"
    measures.write(store, Actor("Ann"), measure.id, written)
    foresee(demo)
    assert of(store, _named(store, "workshop")).chance > 0.9
    assert len(_of_version(store, goal.id, 1)) == 1
    records.remove(store, Actor("Ann"), goal.id, 1)


def test_nothing_is_worked_out_without_goals_or_data(tmp_path):
    assert foresee(homes.nothing(tmp_path / "none")) == []
    assert foresee(homes.one_day(tmp_path / "day")) == []
