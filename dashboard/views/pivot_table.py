"""The pivot as an HTML table: a line per metric and group, a column per period; cells open their people."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dashboard.language import _
from dashboard.metrics.pivot import Cell, Line, Pivot
from dashboard.views import changes, explore, words
from queries.calendar import Grain
from queries.slice import Period

SHADES = 9
MOST_LINES = 200
"""More are in the files."""


def drawn(
    found: Pivot, dimensions: Sequence[str], grain: Grain, currency: str, by_change: bool
) -> str:
    """Cells are coloured by what changed, or by how much there is."""
    heads = [_("Metric"), *map(words.dimension_title, dimensions)]
    heads += [words.period(period, grain) for period in found.periods] + [_("Whole window")]
    head = "".join(f'<th scope="col">{words.escaped(text)}</th>' for text in heads)
    shades = {} if by_change else _shades(found)
    body = "".join(
        _line(line, found.periods, dimensions, currency, shades)
        for line in found.lines[:MOST_LINES]
    )
    return (
        '<div class="mp-scroll" tabindex="0"><table class="mp-triangle mp-pivot">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _line(
    line: Line,
    periods: Sequence[Period],
    dimensions: Sequence[str],
    currency: str,
    shades: dict[int, int],
) -> str:
    pooled = [explore.name_of(v) for name, v in line.group.items() if name not in dimensions]
    label = " · ".join([_(line.metric.label), *pooled])
    names = "".join(f"<td class='mp-dim'>{words.escaped(_named(line, name))}</td>" for name in dimensions)  # fmt: skip
    cells = [
        _cell(line, cell, period.start.isoformat(), currency, shades)
        for cell, period in zip(line.cells, periods, strict=True)
    ]
    whole = _cell(line, line.whole, "all", currency, shades)
    is_total = not any(name in line.group for name in dimensions)
    return (
        f'<tr{" class=mp-mean" if is_total else ""}><th scope="row"><span>{words.escaped(label)}</span></th>'
        f"{names}{''.join(cells)}{whole}</tr>"
    )


def _named(line: Line, dimension: str) -> str:
    return explore.name_of(line.group[dimension]) if dimension in line.group else _("all")


def _cell(line: Line, cell: Cell | None, period: str, currency: str, shades: dict[int, int]) -> str:
    if cell is None:
        return '<td class="mp-blank"></td>'
    value, change = cell.value, cell.change
    if value.value is None:
        return f'<td class="mp-kept" title="{words.escaped(_(value.reason or ""))}">–</td>'
    text = words.value(line.metric, value.value, currency)
    limits = words.limits(line.metric, value.low, value.high, currency)
    told = [words.counted(line.metric, value.n), limits]
    tone, mark = "", ""
    if change is not None and not shades:
        tone = changes.tone_of(line.metric, change)
        told.append(changes.in_words(line.metric, change, currency))
        mark = "" if change.verdict == "can't tell" else " ▲" if change.verdict == "up" else " ▼"
    classes = [f"mp-bg-{tone}"] if tone else []
    classes += [f"mp-heat mp-h{shades[id(cell)]}"] if id(cell) in shades else []
    classes += [] if value.is_complete else ["mp-unfinished"]
    thin = f" {_('thin')}" if value.is_thin else ""
    counted = words.counted(line.metric, value.n)
    n = words.number(value.n) if counted and value.n is not None else ""
    return (
        f'<td class="{" ".join(classes)}"><button data-click="{words.escaped(spec(line, period))}" '
        f'title="{words.escaped(" · ".join(filter(None, told)))}">{words.escaped(text + mark)}'
        f"<small>{words.escaped(n + thin)}</small></button></td>"
    )


def spec(line: Line, period: str) -> str:
    """'orders:2026-09-01:region=North' names a cell in the address."""
    group = ":".join(f"{name}={quote(value or '')}" for name, value in line.group.items())
    return f"{line.metric.name}:{period}:{group}"


def _shades(found: Pivot) -> dict[int, int]:
    """Each cell's step among those of its metric, periods apart from whole windows, totals left out."""
    steps: dict[int, int] = {}
    for metric in {line.metric.name for line in found.lines}:
        lines = [line for line in found.lines if line.metric.name == metric and line.group]
        for cells in (
            [c for line in lines for c in line.cells if c],
            [line.whole for line in lines],
        ):
            known = [cell for cell in cells if cell.value.value is not None]
            values = [cell.value.value or 0.0 for cell in known]
            low, high = min(values, default=0.0), max(values, default=0.0)
            for cell, value in zip(known, values, strict=True):
                share = (value - low) / (high - low) if high > low else 0.0
                steps[id(cell)] = 1 + min(SHADES - 1, int(share * SHADES))
    return steps


def rows(
    found: Pivot, dimensions: Sequence[str], grain: Grain, currency: str, is_exact: bool
) -> list[dict[str, Any]]:
    """One row per line and period, in words or as numbers."""
    return [
        _exact(line, cell, dimensions, name) if is_exact else _words(line, cell, dimensions, name, currency)
        for line in found.lines
        for name, cell in _named_cells(line, found.periods, grain, is_exact)
    ]  # fmt: skip


def _named_cells(
    line: Line, periods: Sequence[Period], grain: Grain, is_exact: bool
) -> list[tuple[str, Cell]]:
    named = [
        (period.start.isoformat() if is_exact else words.period(period, grain), cell)
        for period, cell in zip(periods, line.cells, strict=True)
        if cell is not None
    ]
    return [*named, ("all" if is_exact else _("Whole window"), line.whole)]


def _exact(line: Line, cell: Cell, dimensions: Sequence[str], period: str) -> dict[str, Any]:
    value, change = cell.value, cell.change
    pooled = [v or "unknown" for name, v in line.group.items() if name not in dimensions]
    return {
        "metric": line.metric.name,
        "of": ", ".join(pooled) or None,
        **{name: (line.group[name] or "unknown") if name in line.group else "all" for name in dimensions},
        "period": period,
        "value": value.value,
        "n": value.n,
        "low": value.low,
        "high": value.high,
        "difference": change.difference if change else None,
        "verdict": change.verdict if change else None,
        "complete": value.is_complete,
        "reason": value.reason,
    }  # fmt: skip


def _words(
    line: Line, cell: Cell, dimensions: Sequence[str], period: str, currency: str
) -> dict[str, Any]:
    value, change = cell.value, cell.change
    return {
        _("Metric"): _(line.metric.label),
        **{words.dimension_title(name): _named(line, name) for name in dimensions},
        _("Period"): period,
        _("Value"): words.value(line.metric, value.value, currency),
        "n": None if value.n is None else round(value.n),
        _("Change"): changes.in_words(line.metric, change, currency) if change else "",
    }
