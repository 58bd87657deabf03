"""A leaderboard for every dimension: each value with its bar, interval, n and what changed. A click filters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard.insight.compare import Change
from dashboard.language import _, n_
from dashboard.metrics import drivers, evaluate
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import changes, explore, words
from dashboard.views.explore import Look

SHOWN = 8
"""Values that are seen at once; the others are one click away."""


class Order(StrEnum):
    """What comes first."""

    CHANGE = "change"
    VALUE = "value"
    SIZE = "n"


@dataclass(frozen=True)
class Row:
    """One value of a dimension."""

    name: str
    now: Value | None
    change: Change | None
    is_kept: bool = False
    is_out: bool = False


@dataclass(frozen=True)
class Board:
    dimension: str
    rows: tuple[Row, ...]


def read(of: Look, order: Order) -> list[Board]:
    """One board per dimension in which something occurs."""
    boards = [_board(of, name, order) for name in drivers.along(of.metric)]
    return [board for board in boards if len(board.rows) > 1 or _is_filtered(board)]


def _is_filtered(board: Board) -> bool:
    return any(row.is_kept or row.is_out for row in board.rows)


def _board(of: Look, dimension: str, order: Order) -> Board:
    """Its own filter does not narrow it: what is kept is marked among the others."""
    where = tuple(pair for pair in of.slice.where if pair[0] != dimension)
    slice = replace(of.slice, where=where).grouped(dimension)
    now = _by_name(explore.whole(of.metric, of.viewer, slice), dimension)
    then = (
        _by_name(explore.whole(of.metric, of.viewer, slice.with_window(of.before)), dimension)
        if of.before
        else {}
    )
    out = set(dict(of.choice.excluded).get(dimension, ()))
    kept = set(dict(of.choice.where).get(dimension, ())) if not out else set()
    rows = [
        Row(name, now.get(name), _change(now.get(name), then.get(name)), name in kept, name in out)
        for name in now.keys() | then.keys() | kept | out
    ]
    return Board(dimension, tuple(ranked(rows, of.metric, order)))


def _by_name(values: Sequence[Value], dimension: str) -> dict[str, Value]:
    return {value.group[dimension] or "": value for value in values if value.group}


def _change(now: Value | None, then: Value | None) -> Change | None:
    return evaluate.change(now, then) if now and then else None


def ranked(rows: Sequence[Row], metric: Metric, order: Order) -> list[Row]:
    """By change: those beyond noise first, the worst of them on top. What is kept or out stays in sight."""

    def place(row: Row) -> tuple[object, ...]:
        value = row.now.value if row.now else None
        n = (row.now.n or 0.0) if row.now else 0.0
        if order is Order.CHANGE:
            change = row.change
            figures = (
                change is None,
                not change or change.verdict == "can't tell",
                _badness(metric, change),
            )
        else:
            figure = n if order is Order.SIZE else value
            figures = (figure is None, False, -(figure or 0.0))
        return (*figures, -n, row.name)

    ranked = sorted(rows, key=place)
    return sorted(ranked, key=lambda row: not (row.is_kept or row.is_out))


def _badness(metric: Metric, change: Change | None) -> float:
    """Small is bad, so that it comes first."""
    if change is None:
        return 0.0
    match metric.better:
        case Better.HIGHER:
            return change.difference
        case Better.LOWER:
            return -change.difference
        case Better.NEITHER:
            return -abs(change.difference)


def drawn(boards: Sequence[Board], of: Look, search: str = "") -> str:
    """All boards as HTML; only values that hold `search`, where there is one."""
    found = "".join(_drawn(board, of, search.lower()) for board in boards)
    return f'<div class="mp-boards">{found}</div>'


def _drawn(board: Board, of: Look, search: str) -> str:
    rows = [row for row in board.rows if search in explore.name_of(row.name).lower()]
    if not rows:
        return ""
    scale = Scale(rows)
    lines = [_line(board.dimension, row, of, scale) for row in rows]
    title = words.dimension_title(board.dimension)
    more = len(lines) - SHOWN
    hidden = (
        f"<details><summary>{words.escaped(n_('{count} more', '{count} more', more))}</summary>"
        f"{''.join(lines[SHOWN:])}</details>"
        if more > 0
        else ""
    )
    return (
        f'<section class="mp-leaders" aria-label="{words.escaped(title)}"><h3>{words.escaped(title)}'
        f"<small>{words.escaped(n_('{count} value', '{count} values', len(rows)))}</small></h3>"
        f"{''.join(lines[:SHOWN])}{hidden}</section>"
    )


class Scale:
    """Where values lie between the least and the most that a board shows, nought included, in per cent."""

    def __init__(self, rows: Sequence[Row]) -> None:
        values = [row.now for row in rows if row.now and row.now.value is not None]
        ends = [0.0, *(value.value for value in values if value.value is not None)]
        self.low, self.high = min(ends), max(ends)
        self.span = (self.high - self.low) or 1.0

    def at(self, value: float) -> float:
        return 100 * min(1.0, max(0.0, (value - self.low) / self.span))


def _line(dimension: str, row: Row, of: Look, scale: Scale) -> str:
    mark = "mp-kept-row" if row.is_kept else "mp-out-row" if row.is_out else ""
    name = explore.name_of(row.name)
    told = " · ".join(_told(row, of))
    return (
        f'<button class="mp-leader {mark}" data-click="{words.escaped(f"{dimension}={row.name}")}" '
        f'aria-pressed="{str(row.is_kept).lower()}" title="{words.escaped(f"{name}: {told}")}">'
        f'<span class="mp-name">{words.escaped(name)}</span>{_bar(row, scale)}'
        f'<b>{_value(row, of)}</b><span class="mp-n">{_n(row)}</span>{_moved(row, of)}</button>'
    )


def _bar(row: Row, scale: Scale) -> str:
    """From nought to the value, with its interval as a line."""
    value = row.now
    if value is None or value.value is None:
        return '<span class="mp-track"></span>'
    zero, end = sorted((scale.at(0.0), scale.at(value.value)))
    line = ""
    if value.low is not None and value.high is not None:
        low, high = scale.at(value.low), scale.at(value.high)
        line = f'<b style="left:{low:.1f}%;width:{max(0.8, high - low):.1f}%"></b>'
    return f'<span class="mp-track"><i style="left:{zero:.1f}%;width:{end - zero:.1f}%;right:auto"></i>{line}</span>'


def _value(row: Row, of: Look) -> str:
    value = row.now.value if row.now else None
    return words.escaped(words.value(of.metric, value, of.currency))


def _n(row: Row) -> str:
    if row.now is None or row.now.n is None:
        return ""
    n = words.number(row.now.n) if words.counted(row.now.metric, row.now.n) else ""
    return words.escaped(f"{n} {_('thin')}" if row.now.is_thin else n)


def _moved(row: Row, of: Look) -> str:
    if row.change is None:
        return '<span class="mp-even"></span>'
    tone = changes.tone_of(of.metric, row.change) or "even"
    return f'<span class="mp-{tone}">{words.escaped(explore.brief(of.metric, row.change, of.currency))}</span>'


def _told(row: Row, of: Look) -> list[str]:
    """What a pointer over the row says."""
    found = [words.value(of.metric, row.now.value if row.now else None, of.currency)]
    if row.now:
        limits = words.limits(of.metric, row.now.low, row.now.high, of.currency)
        found += [_("95 %: {limits}", limits=limits)] if limits else []
        found += [words.counted(of.metric, row.now.n)]
        found += [_(row.now.reason)] if row.now.reason else []
        found += changes.missing(row.now)
    if row.change:
        found.append(changes.in_words(of.metric, row.change, of.currency))
    return [text for text in found if text]


def rows(board: Board, of: Look) -> list[dict[str, str]]:
    """A board in words, to take along."""
    return [
        {
            words.dimension(board.dimension): explore.name_of(row.name),
            _("value"): words.value(of.metric, row.now.value if row.now else None, of.currency),
            _("95 % interval"): words.limits(of.metric, row.now.low, row.now.high, of.currency)
            if row.now
            else "",
            _("n"): words.number(row.now.n) if row.now and row.now.n is not None else "",
            _("change"): changes.in_words(of.metric, row.change, of.currency) if row.change else "",
        }
        for row in board.rows
    ]
