"""One person's page: who they are, a picture of their story, and everything in order."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, language, n_, number, speaking
from dashboard.metrics import person as people
from dashboard.metrics import reads
from dashboard.metrics.person import Deed, Person
from dashboard.views import export, groups, plotly_words, state, story, taken, widgets, words
from dashboard.views.panel import FILES, version_words

CONFIG = {"displayModeBar": False, "responsive": True}


def asked() -> str:
    """The id or pseudonym that the address names, with a box to ask for another."""
    return widgets.search("id", _("An id, or a pseudonym"))


def found(viewer: Viewer, text: str) -> Person | None:
    """The person; None where nobody is asked for. Says so where nobody is found."""
    if not viewer.may_see_people:
        st.info(_("You may see numbers but not single people."), icon=":material/visibility_off:")
        return None
    if not text:
        st.info(
            _("Write an id above, or open somebody from the people behind any number."),
            icon=":material/person_search:",
        )
        return None
    try:
        return people.found(viewer, text)
    except people.NobodyFound as nobody:
        st.warning(_(nobody.args[0]), icon=":material/person_off:")
        return None


def below(person: Person) -> str:
    """'North · business · since 1 Apr 2024, last seen 28 Sep 2026'"""
    kind = _("known by a cookie only") if person.is_visitor else ""
    seen = _(
        "since {first}, last seen {last}", first=words.day(person.since), last=words.day(person.last_seen)
    )  # fmt: skip
    said = [kind, words.named(person.region), words.named(person.segment), seen]
    return " · ".join(part for part in said if part)


def facts(person: Person, viewer: Viewer) -> None:
    """The few numbers of the header, and the groups that they are in."""
    symbol = words.symbol(reads.currency())
    last = person.last_nps
    shown = [
        (_("Orders"), number(person.orders), _last_order(person)),
        (_("Net revenue"), f"{symbol}{number(float(person.net_revenue), 2)}", _("of all time")),
        (
            _("Last NPS"),
            "–" if last is None else str(last.facts["score"]),
            _("no answer yet") if last is None else words.day(last.at.date()),
        ),
        _tickets(person),
    ]
    st.html(f'<div class="mp-sum">{"".join(_fact(*one) for one in shown)}</div>')
    inside = [group.name for group in groups.of_person(person.key)]
    if inside:
        st.caption(_("In the groups: {names}", names=", ".join(inside)))
    if not person.shows_all:
        st.caption(_("What happened in regions that you may not see is left out."))


def _fact(name: str, value: str, small: str) -> str:
    said = (words.escaped(text) for text in (name, value, small))
    return "<div>{}<b>{}</b>{}</div>".format(*said)


def _last_order(person: Person) -> str:
    orders = person.of_kind("order")
    return _("last on {day}", day=words.day(orders[-1].at.date())) if orders else _("none yet")


def _tickets(person: Person) -> tuple[str, str, str]:
    count = person.open_tickets
    total = len(person.of_kind("ticket"))
    if count is None:
        return _("Open tickets"), "–", _("no feed says when tickets are closed")
    return _("Open tickets"), number(count), n_("of {count} ticket", "of {count} tickets", total)


def kinds(person: Person) -> list[str]:
    """Which kinds of event are listed; all where none is chosen."""
    there = [kind for kind in people.KINDS if person.of_kind(kind)]
    told = [kind for kind in state.many("kind") if kind in there]
    st.pills(
        _("Show"), there, selection_mode="multi", key=state.held("w_kind", told),
        format_func=lambda kind: f"{story.title(kind)} ({number(len(person.of_kind(kind)))})",
        on_change=state.teller("w_kind", "kind"), label_visibility="collapsed",
    )  # fmt: skip
    return told or there


def picture(person: Person, shown: Sequence[str]) -> None:
    """Everything on a line of days, a lane for each kind."""
    deeds = person.of_kind(*shown)
    if not deeds:
        return
    until = reads.about().covered_day - timedelta(days=1)
    drawn = story.figure(deeds, until, reads.currency())
    st.plotly_chart(
        drawn, key="story", config=plotly_words.config(CONFIG), alt=story.alt(person, deeds, until)
    )
    if left := story.left_out(deeds):
        st.caption(left)


def listing(person: Person, viewer: Viewer, shown: Sequence[str]) -> None:
    """Every event in order, and files of them."""
    deeds = list(reversed(person.of_kind(*shown)))
    if not deeds:
        st.caption(_("Nothing is known of them but that they are there."))
        return
    rows = [row(person, deed) for deed in deeds]
    taken.rows(_("What {person} did, newest first", person=person.name), rows)
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=min(560, 38 + 35 * len(rows)), key="events",
        column_config={_("What it says"): st.column_config.TextColumn(width="large")},
        alt=_("What {person} did, newest first", person=person.name),
    )  # fmt: skip
    name = person.key if viewer.may_see_ids else person.name
    with st.container(horizontal=True, gap="small"):
        for kind, title, mime in FILES:
            st.download_button(
                _("Download {kind}", kind=title),
                partial(file_of, viewer, name, tuple(shown), kind, language()),
                file_name=f"milepost-person.{kind}", mime=mime, icon=":material/download:",
                type="tertiary", on_click="ignore", key=f"person_{kind}",
            )  # fmt: skip


def row(person: Person, deed: Deed) -> dict[str, Any]:
    """One line of the list."""
    day = words.day(deed.at.date())
    return {
        _("When"): f"{day}, {deed.at:%H:%M}" if deed.has_time else day,
        _("What"): story.title(deed.kind, one=True),
        _("Where"): words.named(deed.facts.get("channel")) if "channel" in deed.facts else "",
        _("What it says"): story.sentence(person, deed, reads.currency()),
    }


def file_of(viewer: Viewer, address: str, shown: tuple[str, ...], kind: str, spoken: str) -> bytes:
    """The events as a file, read anew for who asked for it."""
    with speaking(spoken):
        person = people.found(viewer, address)
        rows = [exact(person, deed) for deed in person.of_kind(*shown)]
        columns = list(dict.fromkeys(name for one in rows for name in one)) or [_("When")]
        lines = [
            _("What {person} did, in order, without messages and consents", person=person.name),
            below(person),
            _("Kinds: {kinds}", kinds=", ".join(story.title(name) for name in shown)),
            "" if viewer.may_see_ids else _("Ids are pseudonyms."),
            version_words(),
        ]
        made = export.csv_of if kind == "csv" else export.xlsx_of
        return made(rows, columns, [line for line in lines if line])


def exact(person: Person, deed: Deed) -> dict[str, Any]:
    """One line of a file: figures as they are."""
    known = deed.facts
    money = known.get("gross") if deed.kind == "order" else known.get("refund")
    return {
        _("Person"): person.name,
        _("When"): deed.at.isoformat(sep=" ") if deed.has_time else deed.at.date().isoformat(),
        _("What"): story.title(deed.kind, one=True),
        _("Order or ticket"): known.get("order_id") or known.get("ticket_id"),
        _("Channel"): known.get("channel"),
        _("Category"): known.get("categories") or known.get("category"),
        _("Amount"): None if money is None else float(money),
        _("Net"): float(known["net"]) if deed.kind == "order" else None,
        _("Survey"): known.get("survey"),
        _("Score"): known.get("score"),
        _("Comment"): known.get("comment"),
        _("Closed"): deed.until.isoformat(sep=" ") if deed.until and deed.kind == "ticket" else None,
        _("What it says"): story.sentence(person, deed, reads.currency()),
    }  # fmt: skip
