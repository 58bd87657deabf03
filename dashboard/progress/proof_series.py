"""No pilot: the number itself before and after, with trend and season out. Weaker, and labelled so."""

import numpy as np

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.interrupted import Array, Flags, season_columns, step
from dashboard.language import Said, said
from dashboard.metrics import reads
from dashboard.progress import series
from dashboard.progress.measured import Measured, Moment, PrePeriod, converted, indexed, moments
from dashboard.progress.proof_regions import sorted_limits
from dashboard.progress.reading import is_sound
from dashboard.progress.seasons import LENGTH, position
from dashboard.progress.trial import Span, Trial
from dashboard.progress.trial_values import one_series
from dashboard.records.store import Store
from queries.calendar import Grain
from queries.slice import Period, Window


def measured(trial: Trial, viewer: Viewer, span: Span, store: Store | None = None) -> Measured:
    """The step of the series at the start; `BadUse` says why there is none to be had."""
    refuse_unseen(trial, viewer)
    periods, values = _values(trial, viewer, span, store)
    began = {period.start for period in span.after}
    after = np.array([period.start in began for period in periods], bool)
    before = int((~after).sum())
    places = [position(period.start, trial.grain) for period in periods]
    season = season_columns(places, LENGTH[trial.grain], before)
    if season is None:
        raise BadUse(
            said(
                "Without a pilot a step can only be told from the season where a whole one lies before the start: "
                "{there} of {needed} periods do.",
                there=before, needed=LENGTH[trial.grain] + 3,
            )
        )  # fmt: skip
    found = step(values, after, season)
    if found is None:
        raise BadUse(said("Too few periods to tell a step from trend, season and chance."))
    moved = float(found.value)
    plain = np.exp(values) if trial.is_sum else values
    in_unit = converted(trial, float(plain[after].mean()), moved)
    low, high = sorted_limits(in_unit(float(found.low)), in_unit(float(found.high)))
    return Measured(
        in_unit(moved) or 0.0, low, high, None, before, int(after.sum()), _method(trial, before),
        PrePeriod(before, None, None, said("There is no control, so nothing shows what would have been without it.")),
        fitted(trial, periods, after, values, found.without), is_weaker=True,
    )  # fmt: skip


def fitted(
    trial: Trial, periods: tuple[Period, ...], after: Flags, values: Array, without: Array
) -> tuple[Moment, ...]:
    """The series, and what trend and season alone say of it; of sums both as an index of the series' mean before."""
    if trial.is_sum:
        base = float(values[~after].mean())
        values, without = indexed(values, base), indexed(without, base)
    return moments(periods, after, values, without)


def refuse_unseen(trial: Trial, viewer: Viewer) -> None:
    """The number of some regions would be another one."""
    regions = dict(trial.where).get("region")
    if viewer.regions is None or (regions is not None and viewer.regions.issuperset(regions)):
        return
    raise BadUse(said("It is about regions that you may not see."))


def _values(
    trial: Trial, viewer: Viewer, span: Span, store: Store | None
) -> tuple[tuple[Period, ...], np.ndarray]:
    """All whole periods from the first of the data that were known by the start, and those after it."""
    first = series.first_day(trial.metric, store)
    window = span.window
    if first is None or window is None:
        raise BadUse(said("There are no whole periods yet."))
    start = min(reads.about().settings.calendar.start(first, trial.grain), window.start)
    before_end = span.before[-1].window.end if span.before else window.start
    found = [
        value
        for value in one_series(trial, viewer, Window(start, window.end), store)
        if is_sound(value)
        and (value.period.window.end <= before_end or value.period.start >= trial.window.start)
        if not trial.is_sum or (value.value or 0) > 0
    ]
    values = np.array([value.value for value in found], float)
    return tuple(value.period for value in found), np.log(values) if trial.is_sum else values


def _method(trial: Trial, before: int) -> Said:
    length = LENGTH[trial.grain]
    if length <= 1:
        return said(
            "Interrupted time series with the trend out. Weaker: whatever else began then is in it."
        )
    if before >= 2 * length:
        return said(
            "Interrupted time series with trend and season out. Weaker: whatever else began then is in it."
        )
    unit = said("a week") if trial.grain is Grain.DAY else said("a year")
    return said(
        "Interrupted time series with trend and one wave {unit} out. Weaker: whatever else began then is in it.",
        unit=unit,
    )  # fmt: skip
