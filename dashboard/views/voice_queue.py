"""Whom to call back: every unhappy answer of the window, what is done about it, and how fast the loop is closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.insight.survival import Median
from dashboard.language import _, language, n_
from dashboard.metrics import voice
from dashboard.metrics.closed_loop import STATES, Followed, Loop, followed, loop
from dashboard.metrics.declare import Metric
from dashboard.metrics.person import address
from dashboard.metrics.voice_topics import labels_in
from dashboard.records import cases
from dashboard.records.keep import utc_now
from dashboard.records.tables import Case
from dashboard.views import drill, kept, links, panel, voice_figures, who, widgets, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Panel
from queries.slice import Slice

MOST = 10_000
"""Answers in a queue."""
LISTED = 60
"""Answers that the page draws, newest first; files hold all."""
MARKS = {"open": "○", "contacted": "◐", "resolved": "●"}
NEXT = {"open": "contacted", "contacted": "resolved", "resolved": "open"}


def draw(metric: Metric, viewer: Viewer, slice: Slice, choice: Choice) -> None:
    """Counts and times, then the answers; only for those who may see who people are."""
    if not (viewer.may_see_people and viewer.may_see_ids):
        st.info(_("Whom to call back says who people are, and you may see them without their ids at most."),
                icon=":material/visibility_off:")  # fmt: skip
        return
    found, now = queue(metric, viewer, slice), utc_now()
    if not found:
        st.info(_("Nobody to call back: no {name} in these days.", name=voice_figures.class_words(metric, -1)),
                icon=":material/task_alt:")  # fmt: skip
        return
    whole = loop(found, now)
    st.html(summary_html(whole))
    options = ["all", *STATES]
    shown = widgets.segments(
        "state", _("State"), options, said=lambda name: _state_count(name, whole)
    )
    rows = [one for one in found if one.id and shown in ("all", one.status)]
    labels = labels_in(viewer, language())
    _editor(found)
    panel.draw(
        Panel(
            "voice_queue", finding(whole, metric), _about(rows, whole, slice),
            html=queue_html(rows[:LISTED], labels, now), alt=_("Unhappy answers, newest first"),
            table=[table_row(one, labels, now) for one in rows], window=slice.window, filters=choice.filters,
        ),
        viewer, on_click=lambda click: _clicked(click, found),
    )  # fmt: skip


def queue(metric: Metric, viewer: Viewer, slice: Slice) -> list[Followed]:
    """The unhappy answers that the score counts, newest first, with their cases."""
    rows, _found = voice.answers(metric, viewer, slice, classes=(-1,), most=MOST)
    surveys = {row["survey"] for row in rows}
    none: dict[cases.Answer, Case] = {}
    known = kept.read(lambda store: cases.cases(store, surveys), none)
    return followed(rows, {(a.person_id, a.survey, a.answered_on): c for a, c in known.items()})


def _state_count(name: str, whole: Loop) -> str:
    if name == "all":
        return _("all {count}", count=words.number(whole.people))
    return f"{MARKS[name]} {state_words(name)} {words.number(whole.counts[name])}"


def state_words(name: str) -> str:
    return {"open": _("still open"), "contacted": _("contacted"), "resolved": _("resolved")}[name]


def summary_html(whole: Loop) -> str:
    """Tiles: each state, the share that is closed, and the two medians."""
    tiles = [(f"{MARKS[n]} {state_words(n)}", words.number(whole.counts[n]), "") for n in STATES]
    if whole.closed_share is not None and whole.closed is not None:
        limits = _(
            "{low} to {high}",
            low=words.number(whole.closed.low),
            high=words.number(whole.closed.high),
        )
        tiles.append((_("loop closed"), f"{words.number(whole.closed_share)} %", limits))
    tiles.append((_("time to contact"), *_median(whole.contact_days)))
    tiles.append((_("time to close"), *_median(whole.close_days)))
    body = "".join(
        f"<div><b>{words.escaped(value)}</b>{words.escaped(label)}<br>{words.escaped(more)}</div>"
        for label, value, more in tiles
    )
    return f'<div class="mp-sum">{body}</div>'


def _median(found: Median) -> tuple[str, str]:
    """'3.5 d' with its limits; who still waits is counted for as long as they have waited."""
    if found.value is None:
        return "–", _("fewer than half so far")
    low, high = (_("not reached") if one is None else words.number(one, 1) for one in found.limits)
    return f"{words.number(found.value, 1)} {_('d')}", _(
        "median; {low} to {high}", low=low, high=high
    )


def finding(whole: Loop, metric: Metric) -> str:
    left = whole.counts["open"]
    name = voice_figures.class_words(metric, -1)
    if not left:
        return _("Nobody waits for a call: all {count} {name} are contacted or resolved",
                 count=words.number(whole.people), name=name)  # fmt: skip
    return _("{left} of {count} {name} have not been called back",
             left=words.number(left), count=words.number(whole.people), name=name)  # fmt: skip


def _about(rows: Sequence[Followed], whole: Loop, slice: Slice) -> str:
    said = [words.days(slice.window), _("newest first")]
    if len(rows) > LISTED:
        said.append(_("{shown} shown, {listed} in files", shown=LISTED, listed=len(rows)))
    if whole.of_nobody:
        said.append(
            n_("{count} more answer of nobody known", "{count} more answers of nobody known", whole.of_nobody)
        )  # fmt: skip
    return " · ".join(said)


def spec(one: Followed) -> str:
    """What stands for an answer in the address and in clicks; the person last, for an id may hold anything."""
    return f"{one.day.isoformat()}:{address(one.name, one.is_visitor)}"


def queue_html(rows: Sequence[Followed], labels: dict[str, str], now: datetime) -> str:
    if not rows:
        return f'<p class="mp-none">{words.escaped(_("None in this state."))}</p>'
    head = "".join(
        f'<th scope="col">{words.escaped(text)}</th>'
        for text in (
            _("state"),
            _("score"),
            _("person"),
            _("comment"),
            _("day"),
            _("owner"),
            _("note"),
            "",
        )
    )
    body = "".join(_row(one, labels, now) for one in rows)
    label = words.escaped(_("Whom to call back"))
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="mp-stays mp-queue"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(one: Followed, labels: dict[str, str], now: datetime) -> str:
    then = NEXT[one.status]
    move = f"move:{then}:{one.version}:{spec(one)}"
    topics = ", ".join(labels.get(name, name) for name in one.topics)
    said = words.escaped(one.comment) + (
        f"<br><small>{words.escaped(topics)}</small>" if topics else ""
    )
    days = n_("{count} day", "{count} days", one.waiting_days(now))
    waited = _("{days} to close", days=days) if one.resolved_at else _("{days} waiting", days=days)
    told = words.escaped(spec(one).partition(":")[2])
    return (
        f'<tr class="mp-{one.status}"><td>{MARKS[one.status]} {words.escaped(state_words(one.status))}<br>'
        f'<button type="button" class="mp-tag" data-click="{words.escaped(move)}">→ {words.escaped(state_words(then))}'
        f"</button></td><td><b>{one.score}</b></td>"
        f'<td><button type="button" class="mp-who" data-click="person:{told}">{words.escaped(one.name)}</button><br>'
        f"<small>{words.escaped(one.region)}</small></td><td class=\"mp-words\">{said}</td>"
        f"<td>{words.escaped(words.day(one.day))}<br><small>{words.escaped(waited)}</small></td>"
        f'<td>{words.escaped(one.owner)}</td><td class="mp-words">{words.escaped(one.note)}</td>'
        f'<td><button type="button" class="mp-tag" data-click="edit:{words.escaped(spec(one))}">'
        f"{words.escaped(_('edit'))}</button></td></tr>"
    )  # fmt: skip


def table_row(one: Followed, labels: dict[str, str], now: datetime) -> dict[str, Any]:
    return {
        _("state"): state_words(one.status), _("owner"): one.owner, _("person"): one.name, _("score"): one.score,
        _("comment"): one.comment, _("topics"): ", ".join(labels.get(name, name) for name in one.topics),
        _("region"): one.region, _("day"): one.day, _("days waiting"): one.waiting_days(now), _("note"): one.note,
        _("contacted"): one.contacted_at, _("resolved"): one.resolved_at,
    }  # fmt: skip


def _clicked(click: Click, found: Sequence[Followed]) -> None:
    what, _colon, rest = click.value.partition(":")
    if what == "person":
        links.go(links.to("person", id=rest))
    elif what == "edit":
        drill.open(f"case:{rest}")
    elif what == "move":
        status, _colon, rest = rest.partition(":")
        version, _colon, name = rest.partition(":")
        one = _named(found, name)
        if one and status in STATES and version.isdigit():
            _change(one, int(version), status=status)


def _named(found: Sequence[Followed], name: str) -> Followed | None:
    return next((one for one in found if one.id and spec(one) == name), None)


def _change(one: Followed, seen: int, **changes: str) -> None:
    assert one.id is not None
    about = cases.Answer(one.id, one.survey, one.day)
    who.acts(lambda store, by: cases.change(store, by, about, seen, **changes), _("Kept."))


def _editor(found: Sequence[Followed]) -> None:
    """The form of the answer that is opened. It remembers the version that it was opened on."""
    parts = drill.opened("case")
    one = _named(found, ":".join(parts)) if parts else None
    if one is None:
        return
    key = f"case_{spec(one)}"
    seen = st.session_state.setdefault(f"{key}_seen", one.version)
    for name in ("status", "owner", "note"):
        st.session_state.setdefault(f"{key}_{name}", getattr(one, name))
    drill.in_sight()
    with st.form(f"{key}_form"):
        st.html(
            f'<h3 class="mp-finding">{words.escaped(_answered(one))}'
            f"<small>{words.escaped(one.comment)}</small></h3>"
        )
        st.segmented_control(
            _("State"), STATES, key=f"{key}_status", format_func=state_words, required=True
        )
        st.text_input(_("Owner"), key=f"{key}_owner", max_chars=80, width=320)
        st.text_area(_("Note"), key=f"{key}_note", height=90, max_chars=2000)
        st.form_submit_button(_("Keep"), type="primary", on_click=_keep, args=(one, seen, key))
    drill.closing("close_case")


def _answered(one: Followed) -> str:
    return _(
        "{person} answered {score} on {day}",
        person=one.name, score=one.score, day=words.day(one.day),
    )  # fmt: skip


def _keep(one: Followed, seen: int, key: str) -> None:
    """What the form holds. A callback."""
    told = {
        name: str(st.session_state[f"{key}_{name}"] or "") for name in ("status", "owner", "note")
    }
    for name in (*told, "seen"):
        st.session_state.pop(f"{key}_{name}", None)
    drill.close()
    _change(one, seen, **told)
