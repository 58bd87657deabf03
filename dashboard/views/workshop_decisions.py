"""Decisions: written with the figure they are made on, and looked back on beside what the figure is now."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics.declare import Unit
from dashboard.metrics.written import difference, sign
from dashboard.progress import matters, seasons, session, snapshot
from dashboard.progress.agenda import Item
from dashboard.progress.snapshot import Happened
from dashboard.progress.today import day_of, today
from dashboard.records import decisions as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Decision, Session
from dashboard.views import kept, links, proof_chart, who, words, workshop_figures
from dashboard.views.workshop_figures import kept_amount, kept_target
from queries.calendar import Grain

Kept = Mapping[str, Any]
USUAL_DAYS = 30


def form(found: Session, item: Item, viewer: Viewer) -> None:
    """What, why, who and by when; the figure and its rows go along by themselves."""
    of = f"decide_{found.id}_{item.key}"
    for name, value in _usual().items():
        st.session_state.setdefault(f"{of}_{name}", value)
    with (
        st.expander(_("Decide"), icon=":material/gavel:", key=f"{of}_box", expanded=True),
        st.form(f"{of}_form", border=False),
    ):  # no field has a limit of its own: the browser would drop what is longer, the record says so
        st.text_area(_("What is decided?"), key=f"{of}_what", height=80)
        st.text_area(_("Why?"), key=f"{of}_why", height=80)
        with st.container(horizontal=True):
            st.text_input(_("Who"), key=f"{of}_who", width=220)
            st.date_input(_("By when"), key=f"{of}_due", format="YYYY-MM-DD", width=150)
        st.form_submit_button(
            _("Keep the decision"), type="primary", on_click=_decide, args=(found, item, viewer, of)
        )


def _usual() -> dict[str, Any]:
    """What an empty form holds."""
    return {"what": "", "why": "", "who": "", "due": today() + timedelta(days=USUAL_DAYS)}


def _decide(found: Session, item: Item, viewer: Viewer, of: str) -> None:
    told = {name: st.session_state.get(f"{of}_{name}") for name in _usual()}

    def decided(store: Store, by: Actor) -> None:
        session.decide(
            store, by, viewer, found.id, item.key, what=str(told["what"] or ""), why=str(told["why"] or ""),
            who=str(told["who"] or ""), due=told["due"], today=today(),
        )  # fmt: skip
        for name, value in _usual().items():  # emptied once it is kept, not before
            st.session_state[f"{of}_{name}"] = value

    who.acts(decided, _("The decision is kept, with the figure and the rows it was made on."))


def of_item(found: Session, item: Item, viewer: Viewer) -> None:
    """What was decided at one item."""
    nothing: Sequence[Decision] = ()
    for one in reversed(kept.read(lambda store: records.decisions(store, found.id), nothing)):
        if one.item == item.key:
            _decided(one, viewer, f"item_{found.id}")


def draw_all(viewer: Viewer) -> None:
    """Every decision of every workshop: those that wait to be looked back on first."""
    nothing: list[Decision] = []
    found = kept.read(lambda store: list(records.decisions(store)), nothing)
    if not found:
        st.info(
            _(
                "Nothing was decided yet. A decision is written down in a workshop, with what, "
                "why, who and by when; it "
                "keeps the figure and the rows on which it was made, and the next workshop opens with it."
            ),
            icon=":material/gavel:",
        )
        return
    waiting = [one for one in found if not one.outcome]
    st.html(f'<p class="mp-quiet">{words.escaped(summed_up(found))}</p>')
    for one in [*waiting, *(one for one in found if one.outcome)]:
        look_back(one, viewer, "all")


def summed_up(found: Sequence[Decision]) -> str:
    """'5 decisions, 2 of them not looked back on yet, 1 of these overdue.'"""
    waiting = [one for one in found if not one.outcome]
    late = sum(one.due is not None and one.due < today() for one in waiting)
    return n_(
        "{count} decision; not looked back on yet: {waiting}, overdue: {late}.",
        "{count} decisions; not looked back on yet: {waiting}, overdue: {late}.",
        len(found), waiting=len(waiting), late=late,
    )  # fmt: skip


def open_ones(found: Session, viewer: Viewer) -> None:
    """What the workshops before decided and nobody has looked back on, and what was looked back on in this one."""
    nothing: list[Decision] = []
    waiting = kept.read(lambda store: matters.open_decisions(store, but=found.id), nothing)
    told = kept.read(lambda store: matters.looked_back(store, found), nothing)
    if not waiting and not told:
        st.caption(_("No decision waits to be looked back on."))
    for one in [*waiting, *told]:
        look_back(one, viewer, f"back_{found.id}")


def told_back(found: Session) -> None:
    """What was looked back on in a workshop, for its minutes."""
    nothing: list[Decision] = []
    for one in kept.read(lambda store: matters.looked_back(store, found), nothing):
        st.html(decided_html(one))


def look_back(one: Decision, viewer: Viewer, of: str) -> None:
    """A decision, its figure then and now, and what happened in words."""
    _decided(one, viewer, of)
    if one.outcome:
        return
    key = f"outcome_{of}_{one.id}"
    with (
        st.form(f"{key}_form", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input(_("What happened?"), key=f"{key}_text", width="stretch",
                      placeholder=_("Done as decided, done otherwise, or not done: and what came of it"))  # fmt: skip
        st.form_submit_button(_("Keep it"), on_click=_keep_outcome, args=(one, key))


def _keep_outcome(one: Decision, key: str) -> None:
    text = str(st.session_state.get(f"{key}_text") or "")
    who.acts(
        lambda store, by: session.look_back(store, by, one.id, one.version, text, today()),
        _("What happened is kept."),
    )


def _decided(one: Decision, viewer: Viewer, of: str) -> None:
    st.html(decided_html(one))
    none: Happened | None = None
    happened = kept.read(lambda store: snapshot.happened(one, viewer, store), none)
    if happened is None or not happened.then or happened.then.get("value") is None:
        _votes(happened)
        return
    st.html(then_html(happened))
    _figure(one, happened, of)


def _votes(happened: Happened | None) -> None:
    rows = (happened.then or {}).get("rows") if happened else None
    if rows and "dots" in rows[0]:
        st.html(workshop_figures.dots_html(rows))


def _figure(one: Decision, happened: Happened, of: str) -> None:
    """The rows it was made on, as they were, and the way to the page of now."""
    then = happened.then or {}
    with st.expander(_("The figure it was made on"), key=f"figure_{of}_{one.id}", expanded=False):
        if figure := workshop_figures.kept_figure(then):
            alt = _("{title} as it was when it was decided", title=_(str(then.get("title", ""))))
            st.plotly_chart(figure, key=f"kept_{of}_{one.id}", config={"displayModeBar": False}, alt=alt)  # fmt: skip
        if then.get("rows"):
            st.dataframe(_rows(then), key=f"rows_{of}_{one.id}", height=220)
        st.caption(
            _(
                "Warehouse version {seq}, as it was on {day}.",
                seq=then.get("version_seq", "?"),
                day=words.day(day_of(one.at)),
            )
        )
        if link := str(then.get("link") or ""):
            st.button(
                _("Open it as it is now"), key=f"open_{of}_{one.id}", icon=":material/open_in_new:",
                on_click=links.go, args=(link,),
            )  # fmt: skip


def _rows(then: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = proof_chart.lines_kept(then)
    return proof_chart.rows(lines) if lines else list(then["rows"])


def decided_html(one: Decision) -> str:
    """What, why, who, by when, and what came of it."""
    told = [one.who or _("nobody yet")]
    if one.due:
        late = not one.outcome and one.due < today()
        told.append(
            _("was due on {day}", day=words.day(one.due))
            if late
            else _("due on {day}", day=words.day(one.due))
        )
    told.append(_("decided on {day}", day=words.day(day_of(one.at))))
    why = f"<p>{words.escaped(_('Why: {why}', why=one.why))}</p>" if one.why else ""
    outcome = ""
    if one.outcome:
        day = words.day(one.outcome_on) if one.outcome_on else ""
        outcome = (
            f"<p><b>{words.escaped(_('What happened:'))}</b> {words.escaped(one.outcome)} "
            f"<small>{words.escaped(day)}</small></p>"
        )
    return (
        f'<div class="mp-decided"><b>{words.escaped(one.what)}</b>{why}'
        f"<p><small>{words.escaped(' · '.join(told))}</small></p>{outcome}</div>"
    )


def then_html(happened: Happened) -> str:
    """'then, Jun 2026 17.5 % / now, Sep 2026 18.2 % / +0.7 points / target 20 %'."""
    then, now = happened.then or {}, happened.now or {}
    title = _(str(then.get("label") or then.get("title") or ""))
    cells = [(_then(then), kept_amount(then, then.get("value")))]
    if now.get("value") is not None:
        cells.append((_now(now), kept_amount(now, now["value"])))
    if happened.change is not None:
        name = _("change") if _is_same_season(then, now) else _("change, season not taken out")
        cells.append((name, _change(then, happened.change)))
    if then.get("promised") is not None:
        cells.append((_("promised"), kept_amount(then, then["promised"])))
    if then.get("target") is not None:
        cells.append((_target_then(then), kept_target(then)))
    if (voted := then.get("votes") or {}).get("middle") is not None:
        cells.append((_("the group's estimate"), f"{words.number(100 * voted['middle'])}{words.THIN}%"))  # fmt: skip
    drawn = "".join(
        f"<div>{words.escaped(name)}<b>{words.escaped(text)}</b></div>" for name, text in cells
    )
    return f'<p class="mp-quiet">{words.escaped(title)}</p><div class="mp-then">{drawn}</div>'


def _then(figure: Kept) -> str:
    period = workshop_figures.kept_period(figure)
    return _("then, {period}", period=period) if period else _("then")


def _now(figure: Kept) -> str:
    period = workshop_figures.kept_period(figure)
    return _("now, {period}", period=period) if period else _("now")


def _target_then(figure: Kept) -> str:
    """Of a change on a year before, each period has a target of its own."""
    period = workshop_figures.kept_period(figure)
    is_of_period = any("target" in row for row in figure.get("rows") or ())
    return _("target of {period}", period=period) if is_of_period and period else _("target then")


def _is_same_season(then: Kept, now: Kept) -> bool:
    """Whether both values are of the same place in a season, or sums that only grow; what has no period has none."""
    starts = [workshop_figures.kept_start(one) for one in (then, now)]
    grain = then.get("grain")
    if then.get("is_total") or grain not in set(Grain) or None in starts:
        return True
    first, second = (seasons.position(start, Grain(grain)) for start in starts if start)
    return first == second


def _change(figure: dict[str, object], change: float) -> str:
    if figure.get("effect_unit"):
        return kept_amount(figure, change)
    if figure.get("unit") not in set(Unit):
        return f"{words.sign(words.number(abs(change), 1), change)}{words.number(abs(change), 1)}"
    size = difference(Unit(str(figure["unit"])), change, str(figure.get("currency") or ""))
    return f"{sign(size, change)}{size}"
