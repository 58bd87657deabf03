"""The history of one home told month by month: what was said as of each, and what the charts and the splits said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any
from unittest.mock import patch

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import drivers
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value, year_before
from dashboard.paths import Home
from dashboard.progress import findings, scan
from dashboard.progress.findings import Finding
from dashboard.progress.news import News
from dashboard.progress.signals import Signal, Verdict, signal
from dashboard.warehouse import reader
from queries.slice import Slice
from tests.bench_insight.homes import demo_home
from tests.bench_insight.truth import Planted, planted

FORTNIGHT = 14
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
    strength: str = ""
    """How it was found, and by how many sigmas of how many needed."""


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


def replayed(folder: Path, count: int, seed: int, is_quiet: bool, is_kept: bool) -> History:
    """What is said of one company, which is built first where it is not there yet."""
    home = demo_home(folder, count, seed, is_quiet, lambda _text: None)
    found = history(home, [] if is_quiet else planted())
    if not is_kept:
        rmtree(home.folder, ignore_errors=True)
    return found


def history(home: Home, events: list[Planted], on_days: Sequence[date] = ()) -> History:
    """One home as of the first of each month, or of some; what depends on no event is counted on the way."""
    reader.use(home)
    reader.forget_answers()
    told: list[Told] = []
    looked_at: set[tuple[str, date]] = set()
    counts = Counter[str]()
    for on in on_days or days():
        heard = _Heard(events, looked_at, counts)
        with reader.pinned(), patch("dashboard.progress.news.signal", heard):
            said = findings.ranked(findings.all_findings(EVERYONE, (), on))
            told += [t for finding in said for t in _told(finding, on)]
    return History(
        tuple(_once(told)),
        tuple(c for event in events for c in _charted(event)),
        tuple(s for event in events for s in _splits(event)),
        frozenset(looked_at), counts["signals"], counts["judged"],
    )  # fmt: skip


def _once(told: Sequence[Told]) -> Iterator[Told]:
    """What is said of a month on two days is one sentence, as it was said first."""
    seen: set[tuple[Any, ...]] = set()
    for one in told:
        what = (one.metric, one.part, one.dimension, one.names, one.direction, one.month)
        if what not in seen:
            seen.add(what)
            yield one


@dataclass
class _Heard:
    """The signal, and what it said of metric-periods without an event."""

    events: list[Planted]
    looked_at: set[tuple[str, date]]
    counts: Counter[str]

    def __call__(
        self, metric: Metric, viewer: Viewer, slice: Slice, values: Sequence[Value], **more: Any
    ) -> Signal:
        found = signal(metric, viewer, slice, values, **more)
        month = values[-1].period.start
        if found.judged is None:
            return found
        self.looked_at.add((metric.name, month))
        if not any(event.touches(metric.name, month) for event in self.events):
            self.counts["judged"] += 1
            self.counts["signals"] += found.verdict.is_signal
        return found


def days() -> list[date]:
    """The first and the fifteenth of each month from when a baseline is there.

    A number that takes 90 days to be known is so for February on 2 May and for March on 30 May: who looked on the
    first of each month alone would never see February as the newest.
    """
    months = scan.all_months()
    assert months is not None
    firsts = [period.window.end for period in months.periods[FEWEST_MONTHS - 1 :]]
    return [first + timedelta(days=ago) for first in firsts for ago in (0, FORTNIGHT)]


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
                   line.newest.period.start, finding.text, is_head, _strength(news))  # fmt: skip


def _strength(news: News) -> str:
    how = "rest" if news.unlike else "chart"
    return f"{how} {abs(news.sigmas):.1f}/{news.needed:.1f} n={news.line.newest.n or 0:.0f} m={news.months}"


def _charted(event: Planted) -> Iterator[Charted]:
    for metric in event.metrics:
        for line in _own_lines(event, metric):
            for month in event.months():
                values = tuple(v for v in line.values if v.period.start <= month)
                if values and values[-1].period.start == month:
                    told = signal(line.metric, EVERYONE, line.slice, values, shifts=())
                    yield Charted(event.name, month, told.verdict, _is_right(event, metric, told))


def _own_lines(event: Planted, metric: str) -> Iterator[scan.Line]:
    for line in scan.lines(CATALOGUE[metric], EVERYONE):
        in_whole = line.is_whole and (not event.dimension or event.name == "mix_shift")
        if (in_whole or line.name in event.values) and event.part in ("", line.part):
            yield line


def _is_right(event: Planted, metric: str, told: Signal) -> bool:
    if event.direction == 0:
        return told.verdict is Verdict.MISSING
    point = told.judged
    if not told.verdict.is_signal or point is None or point.value is None or point.centre is None:
        return False
    return (point.value - point.centre) * event.side(metric) > 0


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
