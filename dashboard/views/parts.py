"""The parts of a metric that is never pooled: each survey by itself, online channels apart from others."""

from dashboard.access import Viewer
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import words
from queries.slice import Slice

ONLINE_CHANNELS = said("online")
OTHER_CHANNELS = said("other channels")
CHOSEN_CHANNELS = said("chosen channels")


def parts(metric: Metric, viewer: Viewer, slice: Slice) -> dict[str, Slice]:
    """Name → slice of each part, the one to show first in front; '' for a metric that is one number."""
    match metric.always_by:
        case ("channel",):
            return _channels(viewer, slice)
        case (dimension,):
            return _by_size(metric, viewer, slice, dimension)
        case _:
            return {"": slice}


def series(metric: Metric, viewer: Viewer, slice: Slice, part: str) -> tuple[Value, ...]:
    """The values of a part; `slice` is that of all parts. Surveys come out of one read."""
    if metric.always_by in ((), ("channel",)):
        return reads.series(metric.name, viewer, parts(metric, viewer, slice)[part])
    [dimension] = metric.always_by
    every = reads.series(metric.name, viewer, slice.grouped(dimension))
    return tuple(v for v in every if not v.group or (v.group[dimension] or words.UNKNOWN) == part)


def _channels(viewer: Viewer, slice: Slice) -> dict[str, Slice]:
    """Online channels together, the others together, then each; those chosen together where some are."""
    if slice.values("channel") is not None:
        return {CHOSEN_CHANNELS: slice.filtered("online", ["true", "false"])}
    each = [name for name in reads.choices(viewer).get("channel", []) if name]
    return {
        ONLINE_CHANNELS: slice.filtered("online", ["true"]),
        OTHER_CHANNELS: slice.filtered("online", ["false"]),
        **{name: slice.filtered("channel", [name]) for name in each},
    }


def _by_size(metric: Metric, viewer: Viewer, slice: Slice, dimension: str) -> dict[str, Slice]:
    """One part per value that occurs in the window, the one with the largest n first."""
    sizes: dict[str, float] = {}
    for value in reads.series(metric.name, viewer, slice.grouped(dimension)):
        if value.group:
            name = value.group[dimension] or ""
            sizes[name] = sizes.get(name, 0.0) + (value.n or 0.0)
    sized = sorted(sizes, key=lambda name: -sizes[name])
    return {name or words.UNKNOWN: slice.filtered(dimension, [name]) for name in sized} or {
        "": slice
    }
