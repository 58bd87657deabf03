"""The values of a trial: regions by period with everybody where they were before it started, or one series."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import Said, said
from dashboard.metrics import reads, switches
from dashboard.metrics.evaluate import Value
from dashboard.metrics.of_people import refuses_groups
from dashboard.progress import series
from dashboard.progress.measures import HandKept
from dashboard.progress.reading import is_sound
from dashboard.progress.trial import Trial
from dashboard.records.store import Store
from queries.kept_people import People
from queries.settled_people import Settled
from queries.slice import Period, Slice, Window

Array = NDArray[np.float64]

MOST_MISSING = 1 / 3
"""A region that lacks more of its periods is left out."""


@dataclass(frozen=True)
class Table:
    """Values of regions (rows) by period (columns), without a gap."""

    regions: tuple[str, ...]
    periods: tuple[Period, ...]
    values: Array
    weights: Array
    """What each region weighs: its people or answers in a mean period before the start; of sums, their own size."""
    notes: tuple[Said, ...] = ()


def slice_of(trial: Trial, window: Window, people: People | None = None) -> Slice:
    """The trial's number over a window, everywhere; channels that it names are one number together."""
    calendar = reads.about().settings.calendar
    where = tuple(pair for pair in trial.where if pair[0] != "region")
    slice = Slice(window, trial.grain, where=where, calendar=calendar, people=people)
    if trial.metric.always_by == ("channel",) and not slice.uses("online"):
        slice = slice.filtered("online", ["true", "false"])
    return switches.defined(trial.metric, slice, trial.defined)


def one_survey(trial: Trial, viewer: Viewer, window: Window) -> Trial:
    """Of a number that is asked by survey and names none: that of the survey with most answers."""
    if "survey" not in trial.metric.always_by or any(name == "survey" for name, _ in trial.where):
        return trial
    found = reads.whole(trial.metric.name, viewer, replace(slice_of(trial, window), grain=None))
    named = [value for value in found if value.group.get("survey") and value.n]
    if not named:
        return trial
    most = max(named, key=lambda value: value.n or 0).group["survey"] or ""
    return replace(trial, where=tuple(sorted((*trial.where, ("survey", (most,))))))


def settled(trial: Trial) -> Settled | None:
    """Everybody in the region last seen before the start; None of numbers that no person adds to."""
    kept_apart = isinstance(trial.metric, HandKept) or refuses_groups(trial.metric)
    return None if kept_apart else Settled(day=trial.window.start)


def table(
    trial: Trial, viewer: Viewer, periods: Sequence[Period], before: int, regions: Sequence[str] = (),
    people: People | None = None, store: Store | None = None,
) -> Table:  # fmt: skip
    """The values of these regions (all where none is named); the first `before` periods lie before the start."""
    if "region" not in trial.metric.sliced_by:
        raise BadUse(
            said(
                "{label} is not known by region, so no region can be compared with another.",
                label=said(trial.metric.label),
            )
        )
    window = Window(periods[0].window.start, periods[-1].window.end)
    slice = slice_of(trial, window, people).grouped("region")
    if regions:
        slice = slice.filtered("region", regions)
    found = series.series(trial.metric, viewer, slice, store)
    named = tuple(sorted(regions or {v.group.get("region") or "" for v in found} - {""}))
    return _whole(trial, named, tuple(periods), before, found)


def _whole(
    trial: Trial, named: tuple[str, ...], periods: tuple[Period, ...], before: int, found: Sequence[Value]
) -> Table:  # fmt: skip
    """The table without its gaps: regions that lack much are left out, then periods that any region lacks."""
    at = {(v.group.get("region") or "", v.period.start): v for v in found}
    rows = [[at.get((region, p.start)) for p in periods] for region in named]
    values = np.array([[_number(trial, one) for one in row] for row in rows], float).reshape(
        len(named), len(periods)
    )
    sizes = np.array([[_size(trial, one) for one in row] for row in rows], float).reshape(
        values.shape
    )
    missing = np.isnan(values)
    kept = np.array([_is_enough(row, before) for row in missing], bool)
    notes = [
        said("{region} is left out: too many of its periods have no value.", region=region)
        for region, is_kept in zip(named, kept, strict=True) if not is_kept
    ]  # fmt: skip
    whole = ~missing[kept].any(axis=0) if kept.any() else np.zeros(len(periods), bool)
    if kept.any() and not whole.all():
        notes.append(
            said(
                "Periods in which data are missing are left out of all regions: {count}.",
                count=int((~whole).sum()),
            )
        )
    first = sizes[kept][:, whole & (np.arange(len(periods)) < before)]
    weights = np.nanmean(first, axis=1) if first.size else np.ones(int(kept.sum()))
    return Table(
        tuple(r for r, k in zip(named, kept, strict=True) if k),
        tuple(p for p, w in zip(periods, whole, strict=True) if w),
        values[kept][:, whole],
        np.where(np.isfinite(weights) & (weights > 0), weights, 1.0),
        tuple(notes),
    )


def _is_enough(missing: NDArray[np.bool_], before: int) -> bool:
    parts = (missing[:before], missing[before:])
    return all(not len(part) or part.mean() <= MOST_MISSING for part in parts)


def _number(trial: Trial, value: Value | None) -> float:
    """The value as it is compared: its logarithm where only how many times as much compares."""
    if value is None or not is_sound(value) or value.value is None:
        return float("nan")
    if not trial.is_sum:
        return value.value
    return float(np.log(value.value)) if value.value > 0 else float("nan")


def _size(trial: Trial, value: Value | None) -> float:
    if value is None or not is_sound(value):
        return float("nan")
    found = value.value if trial.is_sum else value.n
    return float("nan") if found is None else float(found)


def one_series(
    trial: Trial, viewer: Viewer, window: Window, store: Store | None = None
) -> tuple[Value, ...]:
    """The number over everything that the trial is about, period by period."""
    slice = slice_of(trial, window)
    regions = dict(trial.where).get("region")
    if regions:
        slice = slice.filtered("region", regions)
    return tuple(series.series(trial.metric, viewer, slice, store))
