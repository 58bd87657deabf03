"""Who stays, by one dimension: each value with its share, interval and change; clicks filter and list people."""

from dataclasses import dataclass
from typing import Any

from dashboard.language import _, n_
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.stays import LOST, Row
from dashboard.views import board_cells, changes, words
from queries.slice import Window

MOST = 15
FILTER, PEOPLE = "filter", "people"


@dataclass(frozen=True)
class Board:
    """The rows of one dimension and what they are compared with."""

    metric: Metric
    dimension: str
    rows: tuple[Row, ...]
    now: Window
    before: Window | None
    kept: tuple[str, ...] = ()
    """Values that are filtered by."""
    opens: bool = True


def html(board: Board) -> str:
    """What got worse most on top."""
    title = _("{metric} by {dimension}", metric=_(board.metric.label), dimension=_dimension(board))
    return board_cells.table(title, _head(board), [_row(board, row) for row in board.rows[:MOST]])


def _dimension(board: Board) -> str:
    return _(words.dimension(board.dimension))


def _head(board: Board) -> list[str]:
    title = _dimension(board)
    people = [lost_title(board.metric)] if board.opens else []
    return [title[:1].upper() + title[1:], _(board.metric.label), *people, _("change")]


def lost_title(metric: Metric) -> str:
    """Over the counts of those who are lost."""
    if metric.better is Better.HIGHER:
        return _("not back")
    return _("cancelled") if metric.name == "cancel_rate" else _("fell silent")


def _row(board: Board, row: Row) -> str:
    name = board_cells.name(
        words.named(row.name), f"{FILTER}:{row.name}", is_kept=row.name in board.kept
    )
    people = _people(board, row) if board.opens else ""
    return f"<tr>{name}{board_cells.value(row.now)}{people}{_change(row)}</tr>"


def _change(row: Row) -> str:
    if row.change is None:
        return board_cells.change(None, "", "")
    tone = changes.tone_of(row.now.metric, row.change) if row.is_sure else ""
    return board_cells.change(row.before, change_words(row), tone)


def change_words(row: Row) -> str:
    """The change with its arrow; one that passes alone, but not among so many, may be chance."""
    assert row.change is not None
    if row.is_sure or row.change.verdict == "can't tell":
        return changes.in_words(row.now.metric, row.change, "")
    size = words.difference(row.now.metric.unit, row.change.difference)
    return _("≈ may be chance: {change}", change=words.sign(size, row.change.difference) + size)


def _people(board: Board, row: Row) -> str:
    """A button with those who are lost: the marketer's list."""
    count = lost(row)
    if not count:
        return "<td>–</td>"
    title = words.escaped(lost_words(board.metric, count))
    value = f"{PEOPLE}:{words.escaped(row.name)}"
    return (
        f'<td><button type="button" class="mp-who" data-click="{value}" title="{title}">'
        f"{words.escaped(words.number(count))}</button></td>"
    )


def lost(row: Row) -> int:
    """How many did not come back, or left."""
    did, of = row.now.numerator or 0.0, row.now.denominator or 0.0
    return round(of - did if row.now.metric.better is Better.HIGHER else did)


def lost_words(metric: Metric, count: int) -> str:
    if metric.better is Better.HIGHER:
        return n_("{count} person who has not come back", "{count} people who have not come back", count)  # fmt: skip
    if metric.name == "cancel_rate":
        return n_("{count} person who cancelled", "{count} people who cancelled", count)
    return n_("{count} person who fell silent", "{count} people who fell silent", count)


def spec(board: Board, name: str, half: str = LOST) -> str:
    """What the people button opens; the value comes last, for it may hold anything."""
    days = f"{board.now.start.isoformat()}:{board.now.end.isoformat()}"
    return f"stay:{board.metric.name}:{days}:{half}:{board.dimension}:{name}"


def finding(board: Board) -> str:
    """Which value got worse most, where that is beyond noise."""
    if not board.rows:
        return _("Nothing is known by {dimension} in this period", dimension=_dimension(board))
    worse = [row for row in board.rows if row.is_sure and row.fell_by > 0 and row.name]
    metric = board.metric
    if not worse:
        return _no_finding(board)
    [row, *others] = worse
    assert row.change is not None
    said = {
        "metric": _(metric.label),
        "name": words.named(row.name),
        "size": words.difference(metric.unit, row.change.difference),
        "value": words.value(metric, row.now.value),
    }
    if metric.better is Better.HIGHER:
        text = _("{metric} fell by more than noise in {name}: by {size}, to {value}", **said)
    else:
        text = _("{metric} rose by more than noise in {name}: by {size}, to {value}", **said)
    if not others:
        return text
    more = n_("{count} more", "{count} more", len(others))
    return _("{finding}; and in {more}", finding=text, more=more)


def _no_finding(board: Board) -> str:
    if board.before is None or not any(row.change for row in board.rows):
        first = max(board.rows, key=lambda row: row.now.value or 0.0)
        return _("{metric} is highest in {name}: {value}", metric=_(board.metric.label),
                 name=words.named(first.name), value=words.value(board.metric, first.now.value))  # fmt: skip
    worst = max(board.rows, key=lambda row: row.fell_by)
    if worst.change is None or worst.fell_by <= 0:
        return _("{metric} got worse in no {dimension}", metric=_(board.metric.label),
                 dimension=_dimension(board))  # fmt: skip
    return _(
        "{metric} got worse in no {dimension} by more than noise; most in {name}: by {size}, to {value}",
        metric=_(board.metric.label), dimension=_dimension(board), name=words.named(worst.name),
        size=words.difference(board.metric.unit, worst.change.difference),
        value=words.value(board.metric, worst.now.value),
    )  # fmt: skip


def about(board: Board) -> str:
    """Which days, against which, and how many are compared."""
    said = [words.days(board.now)]
    if board.before:
        said.append(_("against {days}", days=words.days(board.before)))
    said.append(n_("{count} value", "{count} values", len(board.rows)))
    if len(board.rows) > MOST:
        said.append(_("the first {count} are drawn", count=MOST))
    open_ones = [row.now.reason for row in board.rows if not row.now.is_complete and row.now.reason]
    if open_ones:
        said.append(_("not complete: {reason}", reason=_(open_ones[0])))
    if board.before and len(board.rows) > 1:
        said.append(_("judged together at 95 %"))
    return " · ".join(said)


def alt(board: Board) -> str:
    """Each value with its share and change."""
    return " ".join(
        _("{name}: {value}, {change}.", name=words.named(row.name),
          value=words.value(board.metric, row.now.value),
          change=change_words(row) if row.change else _("not compared"))
        for row in board.rows[:MOST]
    )  # fmt: skip


def table(board: Board) -> list[dict[str, Any]]:
    return [
        {
            _dimension(board): words.named(row.name),
            _("value"): words.value(board.metric, row.now.value),
            _("95 % interval"): words.limits(board.metric, row.now.low, row.now.high),
            _("n"): None if row.now.n is None else round(row.now.n),
            _("before"): words.value(board.metric, row.before.value) if row.before else "",
            _("change"): change_words(row) if row.change else "",
            _("beyond noise"): _("yes") if row.is_sure else _("no"),
        }
        for row in board.rows
    ]


def exact(board: Board) -> list[dict[str, Any]]:
    return [
        {
            board.dimension: row.name, "numerator": row.now.numerator, "denominator": row.now.denominator,
            "value": row.now.value, "low": row.now.low, "high": row.now.high,
            "before": row.before.value if row.before else None,
            "difference": row.change.difference if row.change else None,
            "difference_low": row.change.low if row.change else None,
            "difference_high": row.change.high if row.change else None,
        }
        for row in board.rows
    ]  # fmt: skip
