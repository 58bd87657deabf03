"""How well the planted events were found: pure sums over what was told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.bench_insight.replay import History, Told
from tests.bench_insight.truth import Planted


@dataclass
class Score:
    """One kind of event over the seeds."""

    event: str
    homes: int = 0
    by_signal: int = 0
    by_sentence: int = 0
    lags: list[int] = field(default_factory=list)
    """Months after the first complete value at which the sentence was said: 0 is at once."""
    named: int = 0
    """Sentences that named a place, of an event that has one."""
    right_first: int = 0
    split: int = 0
    """Homes where the split found anything."""
    split_right: int = 0


@dataclass
class Falses:
    """Sentences that no event explains."""

    metric_periods: int = 0
    """Without an event."""
    sentences: int = 0
    """In these."""
    beside: int = 0
    """In metric-periods with an event, about something that it does not explain."""
    signals: int = 0
    lines: int = 0
    examples: list[str] = field(default_factory=list)


def score(event: Planted, histories: Iterable[History]) -> Score:
    total = Score(event.name)
    for history in histories:
        total.homes += 1
        total.by_signal += any(c.is_right for c in history.charted if c.event == event.name)
        _add_sentence(total, event, history.told)
        _add_split(total, event, history)
    return total


def _add_sentence(total: Score, event: Planted, told: Sequence[Told]) -> None:
    hits = sorted((t for t in told if is_hit(event, t)), key=lambda t: (t.month, not t.is_headline))
    if not hits:
        return
    total.by_sentence += 1
    total.lags.append(event.months().index(hits[0].month))
    placed = [t for t in hits if t.dimension]
    if event.dimension and placed:
        total.named += 1
        first = placed[0]
        total.right_first += first.dimension == event.dimension and first.names[0] in event.values


def is_hit(event: Planted, told: Told) -> bool:
    """The sentence is about the event: its metric and survey, one of its months, its direction."""
    if told.metric not in event.metrics or told.month not in event.months():
        return False
    if event.direction == 0:
        return told.direction == 0 and told.names == event.values
    return told.direction == event.side(told.metric) and event.part in ("", told.part)


def _add_split(total: Score, event: Planted, history: History) -> None:
    found = [split for split in history.splits if split.event == event.name]
    total.split += bool(found)
    total.split_right += any(split.is_right for split in found)


def falses(events: Sequence[Planted], histories: Iterable[History]) -> Falses:
    total = Falses()
    for history in histories:
        clean = {(m, on) for m, on in history.looked_at if not _touched(events, m, on)}
        total.metric_periods += len(clean)
        total.signals += history.signals
        total.lines += history.lines
        for told in history.told:
            if told.direction and not _explained(events, told):
                is_clean = (told.metric, told.month) in clean
                total.sentences += is_clean
                total.beside += not is_clean
                total.examples.append(_example(told, is_clean))
    return total


def _example(told: Told, is_clean: bool) -> str:
    where = "" if is_clean else "beside an event, "
    return f"[{where}{told.metric} {told.strength}] {told.text}"


def _touched(events: Sequence[Planted], metric: str, month: date) -> bool:
    return any(event.touches(metric, month) for event in events)


def _explained(events: Sequence[Planted], told: Told) -> bool:
    return any(e.explains(told.metric, told.dimension, told.names, told.month) for e in events)
