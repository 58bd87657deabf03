"""The strategy: vision, strengths and weaknesses, and every number as it was at the start beside today."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import strategy as numbers
from dashboard.progress.today import today
from dashboard.records import keep, strategies
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Change, Strategy
from dashboard.views import (
    board,
    clickable,
    fields,
    frame,
    kept,
    links,
    panel,
    state,
    strategy_table,
    tables,
    taken,
    who,
    words,
)

EDIT = "edit"
LONGEST = 4000


def draw(viewer: Viewer) -> None:
    """What is written down, or the form in which it is."""
    nothing: Strategy | None = None
    found = kept.read(strategies.strategy, nothing)
    if state.one(EDIT):
        return _form(found)
    if found is None:
        st.info(
            _(
                "No strategy is written down yet. It says where the company wants to go, what helps and what hinders, "
                "and keeps every number as it was on the day on which it begins."
            ),
            icon=":material/explore:",
        )
    label = _("Change the strategy") if found else _("Write it down")
    st.button(label, key="strategy_edit", icon=":material/edit:", on_click=open_form)
    if found:
        _said(found)
        _numbers(found, viewer)
        _versions(found)


def _said(found: Strategy) -> None:
    taken.sentences(_("Vision"), [found.vision])
    st.html(f'<blockquote class="mp-vision">{words.escaped(found.vision)}</blockquote>')
    left, right = st.columns(2, gap="medium")
    for column, title, lines in (
        (left, _("Strengths"), found.strengths),
        (right, _("Weaknesses"), found.weaknesses),
    ):
        with column:
            taken.sentences(title, lines)
            frame.section(title)
            drawn = "".join(f"<li>{words.escaped(line)}</li>" for line in lines)
            none = words.escaped(_("None is written down."))
            st.html(
                f'<ul class="mp-points">{drawn}</ul>'
                if lines
                else f'<p class="mp-quiet">{none}</p>'
            )


def _numbers(found: Strategy, viewer: Viewer) -> None:
    """Those with a card on the Scorecard, and all others once they are asked for."""
    frame.section(_("Numbers at the start and today"))
    if viewer.regions is not None:
        st.info(_("These numbers are of the whole company, and you may see a part of it."))
        return
    if not found.frozen or found.starts_on is None:
        st.caption(_("Nothing is frozen yet: say on which day the strategy begins."))
        return
    headline = [m.name for cards, _lines in board.sections().values() for m in cards]
    _table(found, headline, viewer, "strategy_cards")
    rest = {row["metric"] for row in found.frozen} - set(headline)
    opened = st.expander(
        n_("{count} more number", "{count} more numbers", len(rest)), key="strategy_rest",
        on_change="rerun",
    )  # fmt: skip
    if opened.open:
        with opened:
            _table(found, sorted(rest), viewer, "strategy_lines")


def _table(found: Strategy, names: Sequence[str], viewer: Viewer, key: str) -> None:
    assert found.starts_on is not None
    rows = numbers.beside_today(found.frozen, viewer, names)
    panel.draw(
        strategy_table.panel_of(rows, found.starts_on, reads.currency(), key), viewer, on_click=_go
    )


def _go(click: clickable.Click) -> None:
    links.go(click.value)


def _versions(found: Strategy) -> None:
    frame.section(_("Versions"))
    nothing: Sequence[Change] = ()
    lines = kept.read(lambda store: keep.history(store, Strategy, found.id), nothing)
    rows = [version(line) for line in reversed(lines)]
    st.html(tables.told(rows, _("Every version of the strategy, newest first")))


def version(line: Change) -> dict[str, Any]:
    return {
        _("version"): line.version,
        _("written down (UTC)"): words.instant(line.at),
        _("who"): line.who,
        _("identity"): _("verified") if line.is_verified else _("not verified"),
        _("vision"): (line.after or {}).get("vision", ""),
        _("strengths"): "; ".join((line.after or {}).get("strengths", ())),
        _("weaknesses"): "; ".join((line.after or {}).get("weaknesses", ())),
        _("begins on"): fields.value("starts_on", (line.after or {}).get("starts_on")),
        _("changed"): _changed(line),
    }


def _changed(line: Change) -> str:
    """'Vision and Strengths': by their titles."""
    before, after = line.before or {}, line.after or {}
    if not before:
        return _("written down")
    return words.listed([fields.field(name) for name in after if before.get(name) != after[name]])


def open_form() -> None:
    """Write it anew. For callbacks."""
    _forget()
    state.tell(edit="1")


def _leave() -> None:
    _forget()
    state.tell(edit=None)


def _forget() -> None:
    for key in [str(key) for key in st.session_state if str(key).startswith("strategy_form")]:
        del st.session_state[key]


def _form(found: Strategy | None) -> None:
    """It carries the version that its reader saw when it was opened."""
    opened = st.session_state.setdefault("strategy_form_opened", found)
    seen: Strategy | None = opened
    key = f"strategy_form_{seen.version if seen else 0}"
    with st.form(key, border=False):
        st.text_area(
            _("Vision"), seen.vision if seen else "", key=f"{key}_vision", max_chars=LONGEST
        )
        for name, label in (("strengths", _("Strengths")), ("weaknesses", _("Weaknesses"))):
            lines = getattr(seen, name) if seen else []
            st.text_area(
                _("{what}, one on each line", what=label), "\n".join(lines), key=f"{key}_{name}",
                max_chars=LONGEST,
            )  # fmt: skip
        st.date_input(
            _("It begins on"), (seen.starts_on if seen else None) or today(), key=f"{key}_day", format="YYYY-MM-DD",
            help=_("Every number is kept as it was then: the newest month that was whole by this day."),
        )  # fmt: skip
        st.form_submit_button(
            _("Keep it"), type="primary", on_click=_keep, args=(key, seen), key=f"{key}_keep"
        )
    st.button(_("Leave it"), key="strategy_leave", type="tertiary", on_click=_leave)


def _keep(key: str, seen: Strategy | None) -> None:
    told = st.session_state
    on: date | None = told[f"{key}_day"]
    facts: dict[str, Any] = {
        "vision": told[f"{key}_vision"].strip(),
        "strengths": _lines(told[f"{key}_strengths"]),
        "weaknesses": _lines(told[f"{key}_weaknesses"]),
    }
    who.acts(_writing(seen, facts, on), _("The strategy is written down."))


def _writing(
    seen: Strategy | None, facts: dict[str, Any], on: date | None
) -> Callable[[Store, Actor], None]:
    """Numbers are frozen anew only where the day is another."""

    def write(store: Store, by: Actor) -> None:
        frozen = {}
        if on and (seen is None or seen.starts_on != on or not seen.frozen):
            frozen = {"starts_on": on, "frozen": numbers.frozen_at(on)}
        strategies.write(store, by, seen.version if seen else strategies.FIRST, **facts, **frozen)
        _leave()

    return write


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]
