"""Signals of numbers that are kept by hand, and of what the warehouse has never seen."""

from datetime import date

from dashboard.access import EVERYONE
from dashboard.progress.signals import Verdict, signal
from dashboard.records import shifts
from dashboard.records.keep import Actor
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.progress.test_measures import kept, store

__all__ = ["store"]

ENDS = [f"2025-{month:02}-28" for month in range(1, 13)] + ["2026-01-31", "2026-02-28"]
NEWEST = Slice(Window(date(2026, 2, 1), date(2026, 3, 1)), Grain.MONTH)


def hours(newest):
    values = [100.0, 110.0] * 6 + [105.0, newest]
    return [(day, "", value) for day, value in zip(ENDS, values, strict=True)]


def test_a_number_kept_by_hand_is_judged_by_all_that_was_written_before(store):
    """Thirteen months before February, of which the slice asked for shows none."""
    calm = signal(kept(store, hours(104.0)), EVERYONE, NEWEST, store=store)
    assert calm.verdict is Verdict.NOISE
    assert sum(point.is_baseline for point in calm.points) == 13
    found = signal(kept(store, hours(60.0), name="Shorter"), EVERYONE, NEWEST, store=store)
    assert (found.verdict, found.direction) == (Verdict.WORSE, "down")


def test_its_new_normal_is_kept_under_its_number(store):
    metric = kept(store, hours(104.0))
    shift = shifts.add(store, Actor("Ann"), metric.name, "month", {}, date(2026, 1, 1), " moved ")
    assert shift.text == "moved"
    found = signal(metric, EVERYONE, NEWEST, store=store)
    assert found.since.id == shift.id
    assert found.verdict is Verdict.UNKNOWN
    by_quarter = Slice(Window(date(2025, 10, 1), date(2026, 1, 1)), Grain.QUARTER)
    assert signal(metric, EVERYONE, by_quarter, store=store).since is None
    shifts.change(store, Actor("Bo"), shift.id, 1, on_day=date(2025, 2, 1), text="")
    assert sum(p.is_baseline for p in signal(metric, EVERYONE, NEWEST, store=store).points) == 12
    shifts.remove(store, Actor("Bo"), shift.id, 2)
    assert signal(metric, EVERYONE, NEWEST, store=store).since is None
