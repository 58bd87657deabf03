"""Data that are missing in the newest complete month: said as that, never as a change."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.access import EVERYONE, Viewer
from dashboard.language import Said, said
from dashboard.metrics import coverage, reads
from dashboard.metrics.coverage import Hole
from dashboard.metrics.written import KINDS
from dashboard.progress.scan import all_months
from dashboard.progress.telling import Link, listed
from queries import history
from queries.slice import Window


@dataclass(frozen=True)
class Silence:
    """A feed and region that gave nothing on some days of the month."""

    hole: Hole
    kinds: tuple[str, ...]
    """Kinds of event that the feed gives elsewhere."""
    month: Window
    metric: str
    """One that rests on them."""


OF_KIND = {
    "visit": "visitors", "order": "revenue", "refund": "refund_rate", "ticket_opened": "contact_frequency",
    "survey_nps": "nps", "survey_csat": "csat", "lead": "win_rate", "cancel": "cancel_rate",
}  # fmt: skip


def silences(viewer: Viewer, as_of: date | None = None) -> list[Silence]:
    """Those of the newest whole month before that day; the longest first."""
    month = _newest_month(as_of)
    if month is None:
        return []
    kinds: dict[str, list[str]] = {}
    for row in reads.rows(EVERYONE, history.feed_events):
        kinds.setdefault(row["feed"], []).append(row["event"])
    found = []
    for row in reads.rows(viewer, history.holes):
        hole = Hole(row["feed"], row["region"], Window(row["start_day"], row["end_day"]))
        given = [kind for kind in OF_KIND if kind in kinds.get(hole.feed, ())]
        if given and coverage.overlapping(month, [hole]):
            found.append(Silence(hole, tuple(given), month, OF_KIND[given[0]]))
    return sorted(found, key=lambda s: (-s.hole.window.days, s.hole.region, s.hole.feed))


def _newest_month(as_of: date | None) -> Window | None:
    months = all_months()
    if months is None:
        return None
    until = min(as_of or months.window.end, months.window.end)
    whole = [p.window for p in months.periods if p.window.end <= until]
    return whole[-1] if whole else None


def words(silence: Silence) -> Said:
    """'West: no visits recorded from 10 to 15 Aug 2026; not judged.'"""
    hole = silence.hole
    told = {
        "region": hole.region or said("everywhere"),
        "kinds": listed([KINDS[kind] for kind in silence.kinds]),
        "first": hole.window.start,
        "last": hole.window.end - timedelta(days=1),
    }
    return said(
        "{region}: no {kinds} recorded from {first} to {last}; what rests on them is not judged.",
        **told,
    )


def link(silence: Silence) -> Link:
    """The days of the month, of the region."""
    query = {
        "metric": silence.metric,
        "window": "custom",
        "from": silence.month.start.isoformat(),
        "until": (silence.month.end - timedelta(days=1)).isoformat(),
        "grain": "day",
    }
    if silence.hole.region:
        query["region"] = silence.hole.region
    return Link("metric", tuple(query.items()))
