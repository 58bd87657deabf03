"""The roadmap as a board: quarters as columns, lanes as rows, cards that can be moved. Plain HTML from plain values.

A card is moved by mouse, pen or finger, by keyboard (Space lifts it, arrows move it, Space puts it down, Escape takes
it back), or by a click on its handle and a click on a cell. What happens is spoken to who cannot see it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.language import _, n_
from dashboard.views import words

HERE = Path(__file__).parent
UNPLANNED = ""
"""The column of what has no quarter yet."""
SPLIT = "|"


@dataclass(frozen=True)
class Card:
    """One initiative as a card says it."""

    id: int
    seen: int
    """The version that its reader sees."""
    title: str
    lane: str
    column: str
    href: str
    tone: str = "early"
    """Of the state: as goals have them."""
    state: str = ""
    mark: str = ""
    lines: tuple[str, ...] = ()
    """What it promises, of whom, what it waits for."""
    warning: str = ""
    can_move: bool = True


@dataclass(frozen=True)
class Column:
    """A quarter, and what its head says."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    gains: tuple[tuple[str, str], ...] = ()
    """What its goals gained: a sentence and its tone ('better', 'worse', 'even')."""
    warning: str = ""
    is_now: bool = False
    """It holds the day as of which the board is."""
    is_past: bool = False
    """That day is over."""


@dataclass(frozen=True)
class Lane:
    key: str
    title: str


@dataclass(frozen=True)
class Move:
    """A card that was put elsewhere: into which lane and column, and before which card there (0: last)."""

    id: int
    seen: int
    lane: str
    column: str
    before: int = 0


def html(columns: Sequence[Column], lanes: Sequence[Lane], cards: Sequence[Card]) -> str:
    """The whole board; what is in no column or lane that is shown is left out."""
    heads = "".join(_head(column) for column in columns)
    rows = "".join(_row(n, lane, columns, cards) for n, lane in enumerate(lanes))
    label = words.escaped(_("Roadmap: quarters as columns"))
    return (
        f'<p id="mp-road-how" class="mp-quiet">{words.escaped(how())}</p>'
        f'<div class="mp-road" style="--mp-n:{len(columns)}" role="region" tabindex="0" aria-label="{label}">'
        f'<div class="mp-road-heads">{heads}</div>{rows}</div>'
    )


def still(columns: Sequence[Column], lanes: Sequence[Lane], cards: Sequence[Card]) -> str:
    """The same of a past day, for `clickable`: nothing on it can be moved."""
    past = [replace(column, is_past=True) for column in columns]
    drawn = html(past, lanes, [replace(card, can_move=False) for card in cards])
    return drawn.replace(f'<p id="mp-road-how" class="mp-quiet">{words.escaped(how())}</p>', "")


def how() -> str:
    return _(
        "Drag a card to another quarter. By keyboard: Space lifts it, arrows move it, Space puts it down, "
        "Escape takes it back."
    )


def _head(column: Column) -> str:
    lines = "".join(f"<li>{words.escaped(line)}</li>" for line in column.lines)
    lines += "".join(
        f'<li class="mp-{tone}">{words.escaped(text)}</li>' for text, tone in column.gains
    )
    warned = (
        f'<p class="mp-road-warn">⚠ {words.escaped(column.warning)}</p>' if column.warning else ""
    )
    said = _("then") if column.is_past else _("now")
    now = f" <small>{words.escaped(said)}</small>" if column.is_now else ""
    return (
        f'<div class="mp-road-head{" mp-now" if column.is_now else ""}">'
        f"<h3>{words.escaped(column.title)}{now}</h3><ul>{lines}</ul>{warned}</div>"
    )


def _row(row: int, lane: Lane, columns: Sequence[Column], cards: Sequence[Card]) -> str:
    cells = "".join(
        _cell(row, lane, column, [c for c in cards if (c.lane, c.column) == (lane.key, column.key)])
        for column in columns
    )
    title = words.escaped(lane.title)
    return (
        f'<section class="mp-road-lane" aria-label="{title}"><h4>{title}</h4>'
        f'<div class="mp-road-cells">{cells}</div></section>'
    )


def _cell(row: int, lane: Lane, column: Column, cards: Sequence[Card]) -> str:
    label = _("{lane}, {column}", lane=lane.title, column=column.title)
    key = words.escaped(f"{column.key}{SPLIT}{lane.key}")
    return (
        f'<div class="mp-road-cell{" mp-now" if column.is_now else ""}" data-cell="{key}" data-row="{row}" '
        f'data-lane="{words.escaped(lane.title)}" data-column="{words.escaped(column.title)}">'
        f'<ul data-list aria-label="{words.escaped(label)}">{"".join(map(_card, cards))}</ul></div>'
    )


def _card(card: Card) -> str:
    title = words.escaped(card.title)
    lines = "".join(f"<span>{words.escaped(line)}</span>" for line in card.lines)
    warned = (
        f'<span class="mp-road-warn">⚠ {words.escaped(card.warning)}</span>' if card.warning else ""
    )
    pill = (
        f'<span class="mp-pill"><i>{card.mark}</i> {words.escaped(card.state)}</span>'
        if card.state
        else ""
    )
    moved = (
        f' data-card="{card.id}" data-seen="{card.seen}" data-title="{title}"'
        if card.can_move
        else ""
    )
    return (
        f'<li class="mp-road-card mp-s-{card.tone}"{moved}>'
        f'<a href="{words.escaped(card.href)}" data-click="{card.id}" draggable="false">{title}</a>'
        f"{_grip(card) if card.can_move else ''}{pill}{lines}{warned}</li>"
    )


def _grip(card: Card) -> str:
    """The handle: pressed while its card is lifted."""
    move = words.escaped(_("Move: {title}", title=card.title))
    return (
        f'<button type="button" data-grip aria-pressed="false" aria-label="{move}" title="{move}" '
        'aria-describedby="mp-road-how">⠿</button>'
    )


def spoken() -> dict[str, str]:
    """What is said while a card is moved; the script fills in title, lane, column and place."""
    there = {
        "title": "{title}",
        "lane": "{lane}",
        "column": "{column}",
        "place": "{place}",
        "count": "{count}",
    }
    return {
        "lifted": _(
            "{title} is lifted, in {column}, {lane}, place {place} of {count}. Move it by the arrow keys, put it "
            "down with Space, take it back with Escape.",
            **there,
        ),
        "moved": _("{column}, {lane}, place {place} of {count}.", **there),
        "dropped": _("{title} is put down in {column}, {lane}, place {place} of {count}.", **there),
        "still": _("{title} still stands in {column}, {lane}.", **there),
        "cancelled": _("{title} is back where it was, in {column}, {lane}.", **there),
    }


def warning_of(goals: int, most: int) -> str:
    """More than two or three goals a quarter are allowed, and warned about."""
    if goals <= most:
        return ""
    return n_(
        "{count} goal in one quarter; up to {most} keep their force.",
        "{count} goals in one quarter; up to {most} keep their force.", goals, most=most,
    )  # fmt: skip


def draw(
    drawn: str, key: str, on_move: Callable[[Move], None], on_click: Callable[[int], None]
) -> None:
    """Draw the board. Both are called before the page runs again."""

    turn = f"{key}_turn"

    def moved() -> None:
        st.session_state[turn] = st.session_state.get(turn, 0) + 1
        if told := move_of(getattr(st.session_state[key], "move", None)):
            on_move(told)

    def clicked() -> None:
        told = getattr(st.session_state[key], "click", None)
        if isinstance(told, dict) and str(told.get("value", "")).isdigit():
            on_click(int(told["value"]))

    _component()(
        data={"html": drawn, "words": spoken(), "turn": st.session_state.get(turn, 0)}, key=key,
        on_move_change=moved, on_click_change=clicked,
    )  # fmt: skip


def move_of(told: Any) -> Move | None:
    """Only what our own script sends; anything else is no move."""
    if not isinstance(told, dict):
        return None
    numbers = [str(told.get(name, "")) for name in ("card", "seen")]
    cell, before = str(told.get("cell", "")), str(told.get("before", ""))
    if not all(number.isdigit() for number in numbers) or SPLIT not in cell:
        return None
    column, _split, lane = cell.partition(SPLIT)
    id, seen = map(int, numbers)
    return Move(id, seen, lane, column, int(before) if before.isdigit() else 0)


@lru_cache(maxsize=1)
def _component() -> Any:
    return st.components.v2.component(
        "milepost_roadmap",
        html='<div data-room></div>\n<p data-voice class="mp-spoken" role="status" aria-live="assertive"></p>\n',
        js=(HERE / "roadmap_board.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
