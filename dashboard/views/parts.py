"""The parts of a metric that is never pooled: each survey by itself, online channels apart from others."""

from dashboard.access import Viewer
from dashboard.metrics.declare import Metric
from dashboard.views import reads, words
from queries.slice import Slice

ONLINE_CHANNELS, OTHER_CHANNELS, CHOSEN_CHANNELS = "online", "other channels", "chosen channels"


def parts(metric: Metric, viewer: Viewer, slice: Slice) -> dict[str, Slice]:
    """Name → slice of each part, the one to show first in front; '' for a metric that is one number."""
    match metric.always_by:
        case ("channel",):
            return _channels(metric, viewer, slice)
        case (dimension,):
            return _by_size(metric, viewer, slice, dimension)
        case _:
            return {"": slice}


def _channels(metric: Metric, viewer: Viewer, slice: Slice) -> dict[str, Slice]:
    """Online channels together, the others together, then each; those chosen together where some are."""
    if slice.values("channel") is not None:
        return {CHOSEN_CHANNELS: slice.filtered("online", ["true", "false"])}
    each = _by_size(metric, viewer, slice, "channel")
    return {
        ONLINE_CHANNELS: slice.filtered("online", ["true"]),
        OTHER_CHANNELS: slice.filtered("online", ["false"]),
        **{name: part for name, part in each.items() if name},
    }


def _by_size(metric: Metric, viewer: Viewer, slice: Slice, dimension: str) -> dict[str, Slice]:
    """One part per value that occurs in the window, the one with the largest n first."""
    found = reads.whole(metric.name, viewer, slice.grouped(dimension))
    sized = sorted((v for v in found if v.group), key=lambda v: -(v.n or 0))
    named = {words.named(v.group[dimension]): v.group[dimension] or "" for v in sized}
    return {name: slice.filtered(dimension, [kept]) for name, kept in named.items()} or {"": slice}
