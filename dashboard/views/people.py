"""The people behind a number: how many, who, as a group to keep, as a file, each opening into their story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, language, n_, number, speaking
from dashboard.metrics import evaluate, reads
from dashboard.metrics import people as behind
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import FEW
from dashboard.metrics.people import Count
from dashboard.metrics.person import address
from dashboard.views import export, groups, links, words
from dashboard.views.panel import FILES, version_words
from queries.people import MOST_PEOPLE, ORDERS, Members, Wanted
from queries.slice import Slice

Row = Mapping[str, Any]
HEIGHT = 420  # pixels


@dataclass(frozen=True)
class Behind:
    """Whose people are listed, ready to be asked for."""

    viewer: Viewer
    members: Members
    slice: Slice
    title: str
    """'Conversion, North, September 2026'"""
    key: str
    """Its own on the page."""
    definition: str = ""
    """Name and formula of the number, for files."""


def panel(
    viewer: Viewer, slice: Slice, of: Metric | Members, title: str, key: str, definition: str = ""
) -> None:
    """The people behind one window of a metric, or those whom `of` counts in a slice that is prepared for it."""
    if isinstance(of, Metric) and of.members is None:
        st.caption(_("{label} is not counted from people.", label=_(of.label)))
        return
    members, asked = evaluate.behind(of, slice) if isinstance(of, Metric) else (of, slice)
    if isinstance(of, Metric):
        definition = definition or f"{_(of.label)}: {_(of.formula)}"
    draw(Behind(viewer, members, asked, title, key, definition))


def draw(asked: Behind) -> None:
    viewer = asked.viewer
    everybody = behind.counted(viewer, asked.members, asked.slice, Wanted())
    if not viewer.may_see_people:
        st.html(f'<p class="mp-quiet">{words.escaped(_numbers_only(everybody))}</p>')
        return
    if not everybody.people:
        st.html(f'<p class="mp-quiet">{words.escaped(sentence(everybody))}</p>')
        return
    with st.container(key=f"people_{asked.key}"):
        wanted = _wanted(asked, everybody)
        found = everybody
        if wanted.text:
            found = behind.counted(viewer, asked.members, asked.slice, wanted)
        st.html(f'<p class="mp-quiet">{words.escaped(sentence(found, wanted.text))}</p>')
        rows = behind.listed(viewer, asked.members, asked.slice, wanted)
        if rows:
            _beneath(asked, wanted, found, _table(asked, rows))


def _wanted(asked: Behind, everybody: Count) -> Wanted:
    """What is searched for, and which come first where a list cannot hold all."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = st.text_input(
            _("Find"), key=f"find_{asked.key}", label_visibility="collapsed", width=260,
            icon=":material/search:", placeholder=_("Find an id, region or segment"),
        )  # fmt: skip
        order = ORDERS[0]
        if everybody.people > MOST_PEOPLE:
            order = st.selectbox(
                _("First those with"), ORDERS, key=f"order_{asked.key}", format_func=_order_words,
                label_visibility="collapsed", width=260,
            )  # fmt: skip
    return behind.wanted(asked.viewer, text or "", order)


def _order_words(order: str) -> str:
    return {
        "adds": _("who add most first"),
        "net_revenue": _("most net revenue first"),
        "orders": _("most orders first"),
        "last_order": _("newest last order first"),
        "first_order": _("newest first order first"),
        "last_nps": _("lowest last NPS first"),
        "open_tickets": _("most open tickets first"),
    }[order]


def sentence(count: Count, text: str = "") -> str:
    """'1,361 people. Rows that carry no person add 20.00 to the numerator …'"""
    if text:
        if not count.found:
            return _("Nobody among them is found by '{text}'.", text=text)
        return n_(
            "{count} person is found by '{text}'.", "{count} people are found by '{text}'.", count.found, text=text
        )  # fmt: skip
    said = (
        [n_("{count} person.", "{count} people.", count.people)]
        if count.people
        else [_nobody(count)]
    )
    if count.people > MOST_PEOPLE:
        said.append(_("The list and its files hold the first {most}.", most=number(MOST_PEOPLE)))
    if count.people and (count.nobodys_numerator or count.nobodys_denominator):
        said.append(
            _(
                "Rows that carry no person add {y} to the numerator and {x} to the denominator; "
                "nobody stands behind them.",
                y=number(count.nobodys_numerator, 2), x=number(count.nobodys_denominator, 2),
            )
        )  # fmt: skip
    return " ".join(said)


def _nobody(count: Count) -> str:
    if count.nobodys_numerator or count.nobodys_denominator:
        return _("Nobody in particular: all rows behind this number carry no person.")
    return _(
        "Nobody stands behind this number: there is none in this window and under these filters."
    )


def _numbers_only(count: Count) -> str:
    how_many = (
        _("Fewer than {few} people.", few=FEW)
        if count.people < FEW
        else n_("{count} person.", "{count} people.", count.people)
    )
    return f"{how_many} {_('You may see numbers but not single people.')}"


def _table(asked: Behind, rows: Sequence[Row]) -> list[Row]:
    """The list; those that are selected in it."""
    columns = table_columns(rows, asked)
    told = st.dataframe(
        pd.DataFrame(columns), hide_index=True, height=min(HEIGHT, 38 + 35 * len(rows)),
        column_config=_configured(), on_select="rerun", selection_mode="multi-row",
        key=f"list_{asked.key}", alt=_("The people behind: {title}", title=asked.title),
    )  # fmt: skip
    return [rows[n] for n in told["selection"]["rows"] if n < len(rows)]


def table_columns(rows: Sequence[Row], asked: Behind) -> dict[str, list[Any]]:
    """One list per column: the way to each person, then what is known of them."""
    named = {
        "open": [_link(row) for row in rows],
        "person": [row["person_id"] for row in rows],
        "visitor": [row["is_visitor"] for row in rows],
        "region": [row["region"] for row in rows],
        "segment": [row["segment"] for row in rows],
        "first_order": [row["first_order"] for row in rows],
        "last_order": [row["last_order"] for row in rows],
        "orders": [row["orders"] for row in rows],
        "net_revenue": [float(row["net_revenue"]) for row in rows],
        "last_nps": [row["last_nps"] for row in rows],
        "open_tickets": [row["open_tickets"] for row in rows],
        "numerator": [float(row["numerator"] or 0) for row in rows],
        "denominator": [float(row["denominator"] or 0) for row in rows],
    }
    if not any(named["visitor"]):
        del named["visitor"]
    return named


def _configured() -> dict[str, Any]:
    column, symbol = st.column_config, words.symbol(reads.currency())
    return {
        "open": column.LinkColumn(_("Story"), display_text=_("see"), width="small"),
        "person": column.TextColumn(_("Person")),
        "visitor": column.CheckboxColumn(_("Cookie only"), help=_("Known by a cookie, not by an id."), width="small"),
        "region": column.TextColumn(_("Region"), help=_("Where they were seen last.")),
        "segment": column.TextColumn(_("Segment"), help=_("As they were seen last.")),
        "first_order": column.DateColumn(_("First order"), format="localized"),
        "last_order": column.DateColumn(_("Last order"), format="localized"),
        "orders": column.NumberColumn(_("Orders"), format="localized"),
        "net_revenue": column.NumberColumn(
            _("Net revenue ({currency})", currency=symbol.strip()), format="accounting", help=_("Of all time.")
        ),
        "last_nps": column.NumberColumn(_("Last NPS"), help=_("The last answer to any survey that asks for it.")),
        "open_tickets": column.NumberColumn(_("Open tickets")),
        "numerator": column.NumberColumn(_("Adds to numerator"), format="localized"),
        "denominator": column.NumberColumn(_("Adds to denominator"), format="localized"),
    }  # fmt: skip


def _link(row: Row) -> str:
    return links.to("person", id=address(row["person_id"], row["is_visitor"]))


def _beneath(asked: Behind, wanted: Wanted, found: Count, chosen: Sequence[Row]) -> None:
    """What can be done with the list: open one, keep them as a group, take them along."""
    with st.container(horizontal=True, gap="small", key=f"people_do_{asked.key}"):
        if len(chosen) == 1:
            st.button(
                _("Open {person}", person=chosen[0]["person_id"]), key=f"open_{asked.key}", type="primary",
                icon=":material/person:", on_click=links.go, args=(_link(chosen[0]),),
            )  # fmt: skip
        names = {(row["person_id"], bool(row["is_visitor"])) for row in chosen} or None
        groups.saving(
            asked.key, len(chosen) or found.found, asked.title,
            partial(behind.keys, asked.viewer, asked.members, asked.slice, wanted, names),
        )  # fmt: skip
        for kind, title, mime in FILES:
            st.download_button(
                _("Download {kind}", kind=title), partial(file_of, asked, wanted, kind, language()),
                file_name=f"milepost-people-{asked.key}.{kind}", mime=mime, icon=":material/download:",
                type="tertiary", on_click="ignore", key=f"people_{kind}_{asked.key}",
            )  # fmt: skip


def file_of(asked: Behind, wanted: Wanted, kind: str, spoken: str) -> bytes:
    """The list as a file, made when it is asked for; ids are as masked as they are on the page."""
    with speaking(spoken):
        found = behind.listed(asked.viewer, asked.members, asked.slice, wanted)
        rows = [file_row(row) for row in found]
        columns = list(file_row(found[0])) if found else [_("Person")]
        made = export.csv_of if kind == "csv" else export.xlsx_of
        return made(rows, columns, lines(asked, wanted))


def file_row(row: Row) -> dict[str, Any]:
    return {
        _("Person"): row["person_id"],
        _("Cookie only"): bool(row["is_visitor"]),
        _("Region"): row["region"],
        _("Segment"): row["segment"],
        _("First order"): row["first_order"],
        _("Last order"): row["last_order"],
        _("Orders"): row["orders"],
        _("Net revenue"): _plain(row["net_revenue"]),
        _("Last NPS"): row["last_nps"],
        _("Last NPS on"): row["last_nps_on"],
        _("Open tickets"): row["open_tickets"],
        _("Adds to numerator"): _plain(row["numerator"]),
        _("Adds to denominator"): _plain(row["denominator"]),
    }


def lines(asked: Behind, wanted: Wanted) -> list[str]:
    """What the file says of itself above its rows."""
    slice = asked.slice
    said = [
        _("People behind: {title}", title=asked.title),
        asked.definition,
        _("Period: {days}", days=words.days(slice.window)),
        _("Filters: {filters}", filters=filters(slice) or _("none")),
        _("Found by: {text}", text=wanted.text) if wanted.text else "",
        "" if asked.viewer.may_see_ids else _("Ids are pseudonyms."),
        version_words(),
    ]
    return [line for line in said if line]


def filters(slice: Slice) -> str:
    """'region: North, South; group: Lapsed'"""
    said = [
        _("{dimension}: {values}", dimension=words.dimension(name), values=", ".join(map(words.named, kept)))
        for name, kept in slice.where
    ]  # fmt: skip
    if slice.people is not None:
        said.append(_("group: {name}", name=slice.people.name))
    return "; ".join(said)


def _plain(value: Any) -> Any:
    """Decimals as floats, dates as they are."""
    if value is None or isinstance(value, str | int | date):
        return value
    return float(value)
