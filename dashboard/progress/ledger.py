"""The promise ledger: of what is done, how much moved its goal, what was promised and what was measured."""

import contextlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import MilepostError
from dashboard.language import Said, said
from dashboard.metrics import coverage, reads
from dashboard.metrics.declare import Unit
from dashboard.progress.proof import Proof, Verdict, worked
from dashboard.progress.roadmap import Initiative, roadmap
from dashboard.records import initiatives as records
from dashboard.records.store import Store

PERCENT = "percent"
POINTS = "points"
OTHER = "other"


@dataclass(frozen=True)
class Entry:
    """One initiative that is done, and what came of it. Effects are turned so that more is better."""

    id: int
    title: str
    verdict: Verdict
    effect: float | None
    low: float | None
    high: float | None
    promised: float | None
    kind: str
    """'points' of a share or score, 'percent', or 'other' units, which are not added to one another."""
    proof: Proof

    @property
    def is_measured(self) -> bool:
        """There is an effect with both limits, and a promise to hold against it."""
        return None not in (self.effect, self.low, self.high, self.promised)


@dataclass(frozen=True)
class Together:
    """Promised and measured of several initiatives in one unit: sums, the half width as of independent numbers."""

    kind: str
    count: int
    promised: float
    measured: float
    half: float


@dataclass(frozen=True)
class Ledger:
    """Every initiative that is done, and the sums."""

    entries: tuple[Entry, ...]

    def count(self, *verdicts: Verdict) -> int:
        return sum(entry.verdict in verdicts for entry in self.entries)

    def together(self, kind: str) -> Together | None:
        """Of those whose effect was measured; None where there is none."""
        found = [entry for entry in self.entries if entry.kind == kind and entry.is_measured]
        if not found:
            return None
        halves = [(_known(entry.high) - _known(entry.low)) / 2 for entry in found]
        return Together(
            kind, len(found), sum(_known(entry.promised) for entry in found),
            sum(_known(entry.effect) for entry in found), math.hypot(*halves),
        )  # fmt: skip

    @property
    def sentence(self) -> Said:
        """'11 initiatives done: 4 moved their goal, 3 did not, 4 cannot tell; promised 6.0 points, measured 2.1'."""
        if not self.entries:
            return said("No initiative is done yet.")
        counts = {
            "done": len(self.entries),
            "moved": self.count(Verdict.MOVED),
            "not_moved": self.count(Verdict.NOT_MOVED, Verdict.WRONG_WAY),
            "unknown": self.count(Verdict.CANNOT_TELL),
        }
        points, percent = self.together(POINTS), self.together(PERCENT)
        if points and percent:
            return said(
                "{done} initiatives done: {moved} moved their goal, {not_moved} did not, {unknown} cannot tell; "
                "promised {promised:.1f} points, measured {measured:.1f} ± {half:.1f}; "
                "promised {promised_percent:.1f} %, measured {measured_percent:.1f} ± {half_percent:.1f}",
                **counts, promised=points.promised, measured=points.measured, half=points.half,
                promised_percent=percent.promised, measured_percent=percent.measured, half_percent=percent.half,
            )  # fmt: skip
        if points:
            return said(
                "{done} initiatives done: {moved} moved their goal, {not_moved} did not, {unknown} cannot tell; "
                "promised {promised:.1f} points, measured {measured:.1f} ± {half:.1f}",
                **counts, promised=points.promised, measured=points.measured, half=points.half,
            )  # fmt: skip
        if percent:
            return said(
                "{done} initiatives done: {moved} moved their goal, {not_moved} did not, {unknown} cannot tell; "
                "promised {promised:.1f} %, measured {measured:.1f} ± {half:.1f}",
                **counts, promised=percent.promised, measured=percent.measured, half=percent.half,
            )  # fmt: skip
        return said(
            "{done} initiatives done: {moved} moved their goal, {not_moved} did not, {unknown} cannot tell",
            **counts,
        )  # fmt: skip

    @property
    def notes(self) -> tuple[Said, ...]:
        """What is not in the sums, and how many got worse."""
        found = []
        if worse := self.count(Verdict.WRONG_WAY):
            found.append(
                said("Of those that did not, {count} moved it the wrong way.", count=worse)
            )
        if left := sum(not entry.is_measured or entry.kind == OTHER for entry in self.entries):
            found.append(
                said("Not in the sums, for want of limits or of points: {count}.", count=left)
            )
        return tuple(found)


def ledger(initiatives: Iterable[Initiative], viewer: Viewer, store: Store | None = None) -> Ledger:
    """The ledger of these initiatives, which are done."""
    return Ledger(tuple(entry(one, worked(one, viewer, store)) for one in initiatives))


def entry(promise: Initiative, proof: Proof) -> Entry:
    side = proof.trial.side if proof.trial else 1
    low, high = (proof.low, proof.high) if side > 0 else (_turned(proof.high), _turned(proof.low))
    effect, promised = (x if side > 0 else _turned(x) for x in (proof.effect, proof.promised))
    return Entry(
        promise.id, promise.title, proof.verdict, effect, low, high, promised, _kind(proof), proof
    )


def _kind(proof: Proof) -> str:
    if proof.unit == PERCENT:
        return PERCENT
    is_points = proof.trial is not None and proof.trial.metric.unit in (Unit.PERCENT, Unit.POINTS)
    return POINTS if is_points else OTHER


def _turned(value: float | None) -> float | None:
    return None if value is None else -value


def _known(value: float | None) -> float:
    assert value is not None  # asked only of what is measured
    return value


def keep(store: Store, found: Sequence[tuple[Initiative, Proof]]) -> None:
    """Write down what was found from the version in use, so that later versions can be held against it."""
    seq = coverage.version_seq()
    for promise, proof in found:
        records.keep_verdict(
            store, initiative_id=promise.id, initiative_version=promise.version, version_seq=seq,
            verdict=proof.verdict.value, effect=proof.effect, low=proof.low, high=proof.high,
            promised=proof.promised, details=details(proof),
        )  # fmt: skip


def details(proof: Proof) -> dict[str, object]:
    """What is kept of a proof beside its numbers: its words in English, and its guardrails."""
    return {
        "unit": proof.unit,
        "of": proof.trial.metric.unit.value if proof.trial else "",
        "reason": str(proof.reason),
        "method": str(proof.method or ""),
        "is_over": proof.is_over,
        "when_known": proof.when_known.isoformat() if proof.when_known else None,
        "guardrails": [
            {
                "name": one.name,
                "effect": one.effect,
                "low": one.low,
                "high": one.high,
                "is_worse": one.is_worse,
            }
            for one in proof.guardrails
        ],
    }


def kept_up(store: Store) -> None:
    """Work out what is missing before verdicts are read, so that it does not matter which page was opened first. What
    cannot be judged keeps no page from being shown."""
    with contextlib.suppress(MilepostError):
        worked_out(roadmap(store), store)


def worked_out(initiatives: Sequence[Initiative], store: Store) -> int:
    """Work out and keep the verdicts of all that has started and has none of this version yet; how many they were."""
    today, seq = reads.about().covered_day, coverage.version_seq()
    known = {
        (row.initiative_id, row.initiative_version)
        for row in records.verdicts(store)
        if row.version_seq == seq
    }
    started = [
        one
        for one in initiatives
        if one.start is not None and one.start < today and (one.id, one.version) not in known
    ]
    keep(store, [(one, worked(one, EVERYONE, store)) for one in started])
    return len(started)
