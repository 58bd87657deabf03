"""RFM: how lately, how often and for how much people order, each as a rank from 1 to 5 (best)."""

from dataclasses import dataclass
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import unknown
from dashboard.language import said
from dashboard.metrics.analysis import (
    RFM,
    TOO_FEW,
    groups_of,
    is_kept_from,
    missing,
    named,
    prepared,
)
from dashboard.metrics.evaluate import Group
from dashboard.warehouse import reader
from queries.rfm import rfm, rfm_people
from queries.slice import Slice

LATELY = {5: "lately", 4: "lately", 3: "a while ago", 2: "a while ago", 1: "long ago"}
OFTEN = {5: "often", 4: "often", 3: "now and then", 2: "now and then", 1: "seldom"}
NAMES = {
    ("lately", "often"): "champions",
    ("lately", "now and then"): "growing",
    ("lately", "seldom"): "new",
    ("a while ago", "often"): "at risk",
    ("a while ago", "now and then"): "cooling",
    ("a while ago", "seldom"): "hesitant",
    ("long ago", "often"): "not to lose",
    ("long ago", "now and then"): "lapsed",
    ("long ago", "seldom"): "lost",
}
"""By recency and frequency; money stands beside, for a total says much the same as how often
(Fader, Hardie and Lee 2005, JMR 42:415)."""


def segment_named(r: int, f: int) -> str:
    """The segment of a score of recency and one of frequency."""
    return NAMES[LATELY[r], OFTEN[f]]


@dataclass(frozen=True)
class Segment:
    """The people of one segment and group; None where this viewer may not see how many."""

    group: Group
    name: str
    people: int | None
    share: float | None = None
    """Of the group's people, 0 to 100."""
    recency_days: float | None = None
    """Mean of its people, as all that follow but the sums."""
    orders: float | None = None
    order_days: float | None = None
    gross: float | None = None
    """Sum of what they bought."""
    net: float | None = None
    net_order: float | None = None
    """Mean net revenue of an order."""
    reason: str | None = None


@dataclass(frozen=True)
class Ranked:
    """One person with figures and scores."""

    person_id: str
    recency_days: int
    orders: int
    order_days: int
    gross: float
    net: float
    r: int
    f: int
    m: int

    @property
    def net_order(self) -> float:
        """Mean net revenue of an order."""
        return self.net / self.orders

    @property
    def segment(self) -> str:
        return segment_named(self.r, self.f)


def segments(viewer: Viewer, slice: Slice) -> list[Segment]:
    """Every segment of every group, from champions to lost; those without anybody have 0 people."""
    asked, covered = prepared(RFM, slice)
    if reason := missing(covered):
        return [Segment({}, "all", None, reason=reason)]
    rows = reader.read(viewer, rfm, asked)
    if not rows:
        return [Segment({}, "all", 0, reason=said("no orders of people in this window"))]
    return [
        segment
        for group in groups_of(rows, asked.by)
        for segment in _of_group(viewer, named(group, asked.by),
                                 [row for row in rows if tuple(row[n] for n in asked.by) == group])
    ]  # fmt: skip


def ranked_people(viewer: Viewer, slice: Slice, segment: str | None = None) -> list[Ranked]:
    """People with their figures, the best first; those of one segment where it is said."""
    if segment is not None and segment not in NAMES.values():
        raise unknown("segment", segment, NAMES.values())
    asked, _ = prepared(RFM, slice.grouped())
    scores = None if segment is None else _scores_of(segment)
    rows = reader.read(viewer, rfm_people(segment or "all", scores), asked)
    return [
        Ranked(
            row["person_id"], int(row["recency_days"]), int(row["orders"]), int(row["order_days"]),
            float(row["gross"]), float(row["net"]), int(row["r"]), int(row["f"]), int(row["m"]),
        )
        for row in rows
    ]  # fmt: skip


def _scores_of(segment: str) -> tuple[tuple[int, int], ...]:
    return tuple((r, f) for r in LATELY for f in OFTEN if segment_named(r, f) == segment)


def _of_group(viewer: Viewer, group: Group, rows: list[dict[str, Any]]) -> list[Segment]:
    parts = {
        name: [row for row in rows if segment_named(row["r"], row["f"]) == name]
        for name in NAMES.values()
    }
    people = {name: sum(int(row["people"]) for row in part) for name, part in parts.items()}
    hidden = _kept_back(viewer, people)
    total = sum(people.values())
    return [
        Segment(group, name, None, reason=TOO_FEW)
        if name in hidden
        else _segment(group, name, people[name], total, part)
        for name, part in parts.items()
    ]


def _kept_back(viewer: Viewer, people: dict[str, int]) -> set[str]:
    """Segments of few, and the next smallest beside a single one: the rest of a sum tells the one that is missing."""
    hidden = {name for name, count in people.items() if is_kept_from(viewer, count)}
    others = sorted((count, name) for name, count in people.items() if count and name not in hidden)
    return hidden | {others[0][1]} if len(hidden) == 1 and others else hidden


def _segment(
    group: Group, name: str, people: int, total: int, rows: list[dict[str, Any]]
) -> Segment:
    if people == 0:
        return Segment(group, name, 0, 0.0)
    sums = {
        part: float(sum(row[part] for row in rows))
        for part in ("recency_days", "orders", "order_days", "gross", "net")
    }
    return Segment(
        group, name, people, 100 * people / total, sums["recency_days"] / people,
        sums["orders"] / people, sums["order_days"] / people, sums["gross"], sums["net"],
        sums["net"] / sums["orders"],
    )  # fmt: skip
