"""The front page's answer: which goals will be met, the pinned ones as cards, what changed, and all the others."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress.standing import Standing
from dashboard.progress.status import Status
from dashboard.views import (
    clickable,
    drill,
    frame,
    goal_cards,
    goal_links,
    goal_opened,
    goal_words,
    links,
    state,
    take_rows,
    taken,
    words,
)
from dashboard.views.clickable import Click

PINNED = 5
OPENED = "goal"
NEED = (
    Status.OFF_TRACK, Status.AT_RISK, Status.NO_DATA, Status.TOO_EARLY, Status.ON_TRACK, Status.MET,
)  # fmt: skip
STRIP = "status"
"""Of the address: the status that the list is narrowed to."""
PINS, LIST = "pinned", "every_goal"
"""Where a card stands: among the pinned ones, in the list of all."""
USED = "opened_among"
"""Of the session: where the card stands that was used last."""


def pinned(found: Sequence[Standing]) -> Sequence[Standing]:
    """Those that stand on the first screen: the pinned ones, at most five; where none is, those in most need."""
    chosen = [one for one in found if one.goal.is_pinned]
    return (chosen or sorted(found, key=_need))[:PINNED]


def _need(standing: Standing) -> int:
    return NEED.index(standing.status)


def title(found: Sequence[Standing]) -> None:
    """The verdict on all goals is the page's title, with the way to wall mode; without any goal, what to do."""
    text, below = verdict(found)
    taken.title(text, below)
    way = (
        ("scorecard?wall=1", _("Wall mode")) if found else ("goals?new=1", _("Set the first goal"))
    )
    drawn = (
        f'<div class="mp-front"><div class="mp-title"><h1>{words.escaped(text)}</h1>'
        f"<p>{words.escaped(below)}</p></div>{_way(*way)}</div>"
    )
    _take(clickable.html(drawn, "verdict"))


def verdict(found: Sequence[Standing]) -> tuple[str, str]:
    """'7 of 13 goals will probably be met', and of how many it cannot be told."""
    if found:
        return goal_words.verdict(found), goal_words.summed_up(found)
    return _("No goal is set yet"), _(
        "A goal says what a number is to be, and by when: then this page says whether it will be met, how sure that "
        "is, and what it is worth. Below: what changed, and every metric."
    )


def _way(target: str, text: str) -> str:
    to = words.escaped(target)
    return f'<a class="mp-go" href="{to}" data-click="{to}">{words.escaped(text)}</a>'


def metrics_title(below: str, into: DeltaGenerator) -> None:
    """Above the filter bar: what it filters."""
    with into:
        frame.section(_("All metrics"))
        st.html(f'<p class="mp-quiet">{words.escaped(below)}</p>')


def first_screen(found: Sequence[Standing], viewer: Viewer) -> None:
    """The pinned goals, and the back of the one that is opened."""
    shown = pinned(found)
    if shown:
        _cards(shown, PINS, _("Pinned goals"), _opened_in(PINS, shown))
        _opened_of(shown, viewer)
    if drill.opened(OPENED) and not any(one.goal.id == _opened_id() for one in found):
        st.info(_("There is no such goal. It may have been removed."), icon=":material/flag:")


def every(found: Sequence[Standing], viewer: Viewer) -> None:
    """A strip that counts and filters, then all goals by department."""
    if not found:
        return
    frame.section(_("All goals"))
    chosen = _narrowed()
    clickable.html(strip(found, chosen), "strip", on_click=_narrow)
    kept = [one for one in found if chosen in ("", one.status.value)]
    _opened_of([one for one in kept if one not in pinned(found)], viewer)
    opened = _opened_in(LIST, pinned(found))
    for name, those in by_department(kept).items():
        taken.rows(name, take_rows.goals(those, reads.currency()))
    drawn = "".join(
        f'<h3 class="mp-dept">{_department(name, those[0])}</h3>'
        f"{goal_cards.cards(those, reads.currency(), opened)}"
        for name, those in by_department(kept).items()
    )
    _take(clickable.html(drawn, LIST, on_click=partial(_open, LIST)))


def _narrowed() -> str:
    """The status of the address; '' for all, and for a word that is no status."""
    asked = state.one(STRIP)
    return asked if asked in {status.value for status in Status} else ""


def _department(name: str, first: Standing) -> str:
    """Its name, a click on which opens its page."""
    target = goal_links.to_department(first.goal.department)
    return (
        f'<button type="button" class="mp-hit" data-click="{words.escaped(target)}">'
        f"{words.escaped(name)} →</button>"
    )


def strip(found: Sequence[Standing], chosen: str) -> str:
    """'■ off track 3' for each status that occurs, all first; the chosen one pressed."""
    counts = {status: sum(one.status is status for one in found) for status in Status}
    buttons = [_button("", _("all"), "", len(found), chosen == "")]
    for status, look in goal_words.LOOKS.items():
        if counts[status]:
            buttons.append(
                _button(
                    status.value,
                    f"{look.mark} {_(look.word)}",
                    look.tone,
                    counts[status],
                    chosen == status.value,
                )
            )
    return f'<div class="mp-chips mp-strip">{"".join(buttons)}</div>'


def _button(value: str, text: str, tone: str, count: int, is_chosen: bool) -> str:
    return (
        f'<button type="button" class="mp-chip mp-s-{tone}" data-click="{words.escaped(value)}" '
        f'aria-pressed="{str(is_chosen).lower()}">{words.escaped(text)} <b>{count}</b></button>'
    )


def by_department(found: Sequence[Standing]) -> dict[str, list[Standing]]:
    """Department → its goals, in the order of their first goal; those without one last."""
    groups: dict[str, list[Standing]] = {}
    for one in sorted(found, key=lambda s: not s.goal.department):
        groups.setdefault(_(one.goal.department) or _("Without a department"), []).append(one)
    return groups


def _cards(found: Sequence[Standing], key: str, label: str, opened: int | None) -> None:
    inside = goal_cards.cards(found, reads.currency(), opened)
    drawn = f'<section aria-label="{words.escaped(label)}">{inside}</section>'
    _take(clickable.html(drawn, key, on_click=partial(_open, key)))


def _opened_of(found: Sequence[Standing], viewer: Viewer) -> None:
    for one in found:
        if one.goal.id == _opened_id():
            goal_opened.draw(one, viewer)


def _opened_id() -> int | None:
    told = drill.opened(OPENED)
    return state.numbered(told[0]) if told else None


def _opened_in(key: str, pins: Sequence[Standing]) -> int | None:
    """The goal whose card here is the opened one: a pinned goal has two, and only the one that was used is open."""
    is_pin = any(one.goal.id == _opened_id() for one in pins)
    used = st.session_state.get(USED, PINS) if is_pin else LIST
    return _opened_id() if used == key else None


def _open(key: str, click: Click) -> None:
    """A card opens or closes its back. A callback."""
    if click.value.startswith(f"{OPENED}:"):
        st.session_state[USED] = key
        drill.open(click.value)


def _narrow(click: Click) -> None:
    state.tell(**{STRIP: None if click.value == _narrowed() else click.value})


def _take(click: Click | None) -> None:
    if click and "?" in click.value:
        links.go(click.value)
