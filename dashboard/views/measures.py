"""Every metric as a row: value, what changed, sparkline. A click looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import board, changes, explore, words
from dashboard.views.choice import Choice
from dashboard.views.sparkline import sparkline
from queries.calendar import Grain
from queries.slice import Slice, Window

FEWEST_PERIODS = 12
"""A sparkline reaches back so far, whatever the window."""


@dataclass(frozen=True)
class Measure:
    """One row."""

    metric: Metric
    part: str = ""
    now: Value | None = None
    change: Change | None = None
    trail: tuple[Value, ...] = ()
    refused: tuple[str, ...] = ()
    """Filters that it cannot take; then there is nothing else."""

    @property
    def has_value(self) -> bool:
        return self.now is not None and self.now.value is not None


def read(
    viewer: Viewer, choice: Choice, chosen: str, is_all: bool, search: str = ""
) -> dict[str, list[Measure]]:
    """Section → its metrics, those with a value first: all, those whose name holds `search`, or the Scorecard's cards
    and the chosen one."""
    found = {}
    for title, (cards, lines) in board.sections().items():
        wanted = [m for m in (*cards, *lines) if is_all or search or m in cards or m.name == chosen]
        wanted = [m for m in wanted if search.lower() in _(m.label).lower()]
        rows = [_measure(metric, viewer, choice) for metric in wanted]
        found[title] = sorted(rows, key=lambda row: not row.has_value)
    return found


def _measure(metric: Metric, viewer: Viewer, choice: Choice) -> Measure:
    refused = choice.refused(metric)
    if refused:
        return Measure(metric, refused=tuple(refused))
    of = explore.look(metric, viewer, choice)
    trail = _trail(of.slice, choice) if of.now.value is not None else None
    values = reads.series(metric.name, viewer, trail) if trail else ()
    return Measure(metric, of.part, of.now, of.change, values)


def _trail(slice: Slice, choice: Choice) -> Slice:
    calendar = slice.calendar
    end = calendar.start(slice.window.end, choice.grain)
    start = calendar.shifted(end, choice.grain, -FEWEST_PERIODS)
    start = min(start, calendar.start(slice.window.start, choice.grain))
    return replace(slice, grain=choice.grain, window=Window(start, slice.window.end))


def drawn(
    sections: dict[str, list[Measure]], chosen: str, grain: Grain, currency: str, beneath: str = ""
) -> str:
    """The whole list as HTML, and what stands beneath it."""
    found = [_section(title, rows, chosen, grain, currency) for title, rows in sections.items()]  # fmt: skip
    return f'<div class="mp-measures">{"".join(found)}{beneath}</div>'


def _section(title: str, rows: Sequence[Measure], chosen: str, grain: Grain, currency: str) -> str:
    if not rows:
        return ""
    drawn_ones = "".join(_row(row, chosen, grain, currency) for row in rows)
    return f'<h2 class="mp-section">{words.escaped(_(title))}</h2>{drawn_ones}'


def _row(row: Measure, chosen: str, grain: Grain, currency: str) -> str:
    metric, is_chosen = row.metric, row.metric.name == chosen
    label = words.escaped(_(metric.label))
    part = f" <small>{words.escaped(_(row.part))}</small>" if row.part else ""
    return (
        f'<button class="mp-measure" data-click="{metric.name}" aria-pressed="{str(is_chosen).lower()}" '
        f'title="{words.escaped(_(metric.meaning))}"><span class="mp-name">{label}{part}</span>'
        f"{_numbers(row, grain, currency)}</button>"
    )


def _numbers(row: Measure, grain: Grain, currency: str) -> str:
    if row.refused:
        names = words.listed([words.dimension(name) for name in row.refused])
        return f'<span class="mp-none">{words.escaped(_("not sliced by {dimensions}", dimensions=names))}</span>'
    if not row.has_value or row.now is None:
        reason = _(row.now.reason or "") if row.now else ""
        return f'<span class="mp-none">{words.escaped(reason)}</span>'
    value = words.escaped(words.value(row.metric, row.now.value, currency))
    change = ""
    if row.change:
        tone = changes.tone_of(row.metric, row.change) or "even"
        text = explore.brief(row.metric, row.change, currency)
        said = changes.in_words(row.metric, row.change, currency)
        change = (
            f'<span class="mp-{tone}" title="{words.escaped(said)}">{words.escaped(text)}</span>'
        )
    return f"<b>{value}</b>{change}{sparkline(row.trail, grain, currency)}"
