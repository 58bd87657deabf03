"""The history of one home told month by month: what was said as of each, and what the charts and the splits said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import EVERYONE
from dashboard.metrics import drivers
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.evaluate import Value, year_before
from dashboard.paths import Home
from dashboard.progress import findings, scan
from dashboard.progress.findings import Finding
from dashboard.progress.signals import Verdict, signal
from dashboard.warehouse import reader
from tests.bench_insight.truth import Planted

FEWEST_MONTHS = 13
"""The first day on which anything could be said: a baseline of 12 months and the month that it judges."""


@dataclass(frozen=True)
class Told:
    """What one sentence said about one metric in one month."""

    on: date
    metric: str
    part: str
    dimension: str
    names: tuple[str, ...]
    direction: int
    month: date
    text: str
    is_headline: bool = True


@dataclass(frozen=True)
class Charted:
    """What the chart of a planted event's own series said of one month."""

    event: str
    month: date
    verdict: str
    is_right: bool


@dataclass(frozen=True)
class Split:
    """What "where did it change" put first, of the whole's month against the year before."""

    event: str
    month: date
    dimension: str
    name: str
    is_right: bool


@dataclass(frozen=True)
class History:
    """All of one home."""

    told: tuple[Told, ...]
    charted: tuple[Charted, ...]
    splits: tuple[Split, ...]
    looked_at: frozenset[tuple[str, date]]
    """Every metric-period that could have been spoken of."""
    signals: int
    """Lines beyond their chart's limits among `lines` that were judged in metric-periods without an event."""
    lines: int


def history(home: Home, events: list[Planted]) -> History:
    reader.use(home)
    reader.forget_answers()
    told, looked_at, counts = [], set(), [0, 0]
    for on in days():
        told += [t for finding in findings.findings(EVERYONE, None, on) for t in _told(finding, on)]
        for metric in scan.looked_at():
            found = scan.lines(metric, EVERYONE, on)
            if len(found) and len(found[0].values) >= FEWEST_MONTHS:
                looked_at.add((metric.name, found[0].newest.period.start))
                _count(found, events, counts)
    return History(
        tuple(told),
        tuple(c for event in events for c in _charted(event)),
        tuple(s for event in events for s in _splits(event)),
        frozenset(looked_at), *counts,
    )  # fmt: skip


def days() -> list[date]:
    """The first of each month from when a baseline is there."""
    months = scan.all_months()
    assert months is not None
    return [period.window.end for period in months.periods[FEWEST_MONTHS - 1 :]]


def _told(finding: Finding, on: date) -> Iterator[Told]:
    if finding.story is None:
        yield Told(on, finding.metric, "", finding.dimension, finding.names, 0, finding.month.start,
                   finding.words)  # fmt: skip
        return
    story = finding.story
    for news in (story.head, *story.also):
        line = news.line
        is_head = news is story.head
        names = finding.names if is_head else (line.name,) if line.name else ()
        dimension = line.dimension
        if is_head and not names and story.mix:
            dimension, names = story.mix.dimension, tuple(d.name for d in story.mix.drivers)
        elif is_head and not names and story.place:
            dimension, names = story.place.dimension, (story.place.driver.name,)
        yield Told(on, line.metric.name, line.part, dimension, names, news.direction,
                   line.newest.period.start, finding.text, is_head)  # fmt: skip


def _count(found: list[scan.Line], events: list[Planted], counts: list[int]) -> None:
    metric, month = found[0].metric.name, found[0].newest.period.start
    if any(event.touches(metric, month) for event in events):
        return
    for line in found:
        verdict = signal(line.metric, EVERYONE, line.slice, line.values).verdict
        if verdict not in (Verdict.UNKNOWN, Verdict.MISSING):
            counts[0] += verdict is not Verdict.NOISE
            counts[1] += 1


def _charted(event: Planted) -> Iterator[Charted]:
    for metric in event.metrics:
        for line in _own_lines(event, metric):
            for month in event.months():
                values = tuple(v for v in line.values if v.period.start <= month)
                if values and values[-1].period.start == month:
                    told = signal(line.metric, EVERYONE, line.slice, values)
                    yield Charted(event.name, month, told.verdict, _is_right(event, metric, told))


def _own_lines(event: Planted, metric: str) -> Iterator[scan.Line]:
    for line in scan.lines(CATALOGUE[metric], EVERYONE):
        in_whole = line.is_whole and (not event.dimension or event.name == "mix_shift")
        if (in_whole or line.name in event.values) and event.part in ("", line.part):
            yield line


def _is_right(event: Planted, metric: str, told: object) -> bool:
    verdict = told.verdict
    if event.direction == 0:
        return verdict is Verdict.MISSING
    side = (
        -event.direction if metric == "csat" and event.name == "support_change" else event.direction
    )
    is_signal = verdict.is_signal
    point = told.judged
    return is_signal and (point.value - point.centre) * side > 0


def _splits(event: Planted) -> Iterator[Split]:
    if not event.dimension or event.direction == 0:
        return
    metric = CATALOGUE[event.metrics[0]]
    for line in scan.lines(metric, EVERYONE):
        if line.is_whole and event.part in ("", line.part):
            for value in line.values:
                if value.period.start in event.months():
                    yield from _split(event, line, value)


def _split(event: Planted, line: scan.Line, value: Value) -> Iterator[Split]:
    before = year_before(value.period.start)
    then = next((v for v in line.values if v.period.start == before and v.value is not None), None)
    if then is None:
        return
    slice = replace(line.slice, window=value.period.window, grain=None)
    why = drivers.why(line.metric, EVERYONE, slice, then.period.window, whole=scan.month_of)
    if why.dimensions and why.dimensions[0].explained > 0:
        first = why.dimensions[0]
        name = first.drivers[0].name
        is_right = first.name == event.dimension and name in event.values
        yield Split(event.name, value.period.start, first.name, name, is_right)
