"""What was kept: views, groups and notes, and who changed what."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.identity import ASK, way
from dashboard.language import _, n_
from dashboard.records import groups as grouped
from dashboard.records import keep
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.tables import Case, Change, PeopleGroup, SavedView
from dashboard.views import fields, frame, kept, links, notes, saved_menu, state, who, words

NEWEST = 50
"""So many changes are shown; the command line tells more."""


def reader() -> None:
    """Under which name this reader writes, and a way to change it."""
    if way() != ASK or not (by := who.known()):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            f'<p class="mp-quiet">{words.escaped(_("You write as {name}.", name=by.name))}</p>',
            width="content",
        )
        st.button(
            _("I am somebody else"), key="who_change", type="tertiary", on_click=who.change_name
        )


def views() -> None:
    """Each saved view: opened by a click, renamed, shared, removed."""
    frame.section(_("Saved views"))
    found = saved_menu.views()
    if not found:
        st.caption(
            _(
                "No view is saved yet. On any page with filters, “Views” at the end of the bar keeps "
                "what you see under a name."
            )
        )
    for view in found:
        with _line():
            if st.button(
                view.name,
                key=f"saved_view_{view.id}",
                type="tertiary",
                icon=":material/open_in_new:",
            ):
                links.go(saved_menu.target(view))
            shared = _("for everybody") if view.is_shared else _("only for you")
            _words(
                _(
                    "{page} · {shared} · by {name}, {day}",
                    page=frame.page_title(view.page),
                    shared=shared,
                    name=view.owner,
                    day=view.created_at.date(),
                )
            )
            _rename(view, "view")
            st.button(
                _("Remove"),
                key=f"saved_view_remove_{view.id}",
                type="tertiary",
                icon=":material/delete:",
                on_click=saved_menu.remove,
                args=(view,),
            )


def groups() -> None:
    """Each named group: its size, how it came about, shown as a filter, renamed, removed."""
    frame.section(_("Groups of people"))
    nothing: Sequence[PeopleGroup] = ()
    found = kept.read(grouped.groups, nothing)
    if not found:
        st.caption(
            _(
                "No group is saved yet. Where people are listed, “Save as a group” keeps them under a name."
            )
        )
    for group in found:
        with _line():
            if st.button(
                group.name,
                key=f"group_{group.id}",
                type="tertiary",
                icon=":material/filter_alt:",
                help=_("Look at these people only"),
            ):
                links.go(links.to("scorecard", group=str(group.id)))
            people = n_("{count} person", "{count} people", group.size)
            _words(
                _(
                    "{people} · {origin} · by {name}, {day}",
                    people=people,
                    origin=group.origin,
                    name=group.created_by,
                    day=group.created_at.date(),
                )
            )
            _rename(group, "group")
            st.button(
                _("Remove"),
                key=f"group_remove_{group.id}",
                type="tertiary",
                icon=":material/delete:",
                on_click=_remove_group,
                args=(group,),
            )


def noted() -> None:
    """All notes, newest first, to change or remove."""
    frame.section(_("Notes"))
    found = kept.notes()
    if not found:
        st.caption(_("Nothing is noted yet. “Add a note” stands below every chart."))
    notes.listed(found, "saved")
    notes.edit_form("saved")


def changes(viewer: Viewer) -> None:
    """Who changed what, newest first; what was written about single people is for those who may see who they are."""
    frame.section(_("Newest changes"))
    nothing: Sequence[Change] = ()
    found = kept.read(lambda store: keep.newest(store, NEWEST), nothing)
    found = [one for one in found if viewer.may_see_ids or one.kind != Case.__tablename__]
    if not found:
        st.caption(_("Nothing has been changed yet."))
        return
    st.dataframe(
        [_row(change) for change in found], hide_index=True, alt=_("Who changed what, newest first")
    )


def _row(change: Change) -> dict[str, Any]:
    return {
        _("when (UTC)"): f"{change.at:%Y-%m-%d %H:%M}",
        _("who"): change.who,
        _("identity"): _("verified") if change.is_verified else _("not verified"),
        _("did"): did(change.did),
        _("what"): _("{kind} {number}", kind=fields.kind(change.kind), number=change.record_id),
        _("change"): difference(change),
    }


def did(name: str) -> str:
    return {
        "added": _("added"),
        "changed": _("changed"),
        "removed": _("removed"),
        "forgot": _("forgot a person"),
    }[name]


def difference(change: Change) -> str:
    """'Text: Prices up → Prices up 3 %'; of what was added or removed, what it says."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not (change.before and change.after):
        names = [name for name in names if fields.is_telling(name)]
        told = after or before
        return "; ".join(f"{fields.field(n)}: {fields.value(n, told[n])}" for n in names)
    return "; ".join(
        f"{fields.field(n)}: {fields.value(n, before.get(n))} → {fields.value(n, after.get(n))}"
        for n in names
    )


def _line() -> Any:
    return st.container(horizontal=True, vertical_alignment="center", gap="small")


def _words(text: str) -> None:
    st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>', width="stretch")


def _rename(record: SavedView | PeopleGroup, kind: str) -> None:
    """A small form in a popover; it carries the version that its reader saw."""
    of = f"{kind}_{record.id}_{record.version}"
    chip = st.popover(_("Change"), type="tertiary", icon=":material/edit:", key=f"change_{of}")
    with chip, st.form(f"rename_{of}", border=False):
        st.text_input(_("Name"), record.name, key=f"name_{of}", max_chars=LONGEST_NAME)
        if isinstance(record, SavedView):
            st.checkbox(_("For everybody"), record.is_shared, key=f"shared_{of}")
        st.form_submit_button(
            _("Keep the changes"), type="primary", on_click=_renamed, args=(record, of)
        )


def _renamed(record: SavedView | PeopleGroup, of: str) -> None:
    from dashboard.records import saved_views

    name = str(st.session_state[f"name_{of}"])
    if isinstance(record, SavedView):
        is_shared = bool(st.session_state[f"shared_{of}"])
        who.acts(
            lambda store, by: saved_views.change(
                store, by, record.id, record.version, name=name, is_shared=is_shared
            ),
            _("The view is changed."),
        )
    else:
        who.acts(
            lambda store, by: grouped.rename(store, by, record.id, record.version, name),
            _("The group is renamed."),
        )


def _remove_group(group: PeopleGroup) -> None:
    who.acts(
        lambda store, by: grouped.remove(store, by, group.id, group.version),
        _("The group '{name}' is removed.", name=group.name),
    )
    if state.one("group") == str(group.id):
        state.tell(group=None)
