"""Sparklines in letters, for mail and chats that show no pictures: '▁▂▃▅▇'."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"


def spark(values: Sequence[float | None]) -> str:
    """One letter per value, lowest to highest; '·' where there is none; all in the middle where all are alike."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), max(known) - min(known)
    steps = len(BARS) - 1
    return "".join(
        GAP
        if value is None
        else BARS[round((value - low) / span * steps)]
        if span
        else BARS[steps // 2]
        for value in values
    )
