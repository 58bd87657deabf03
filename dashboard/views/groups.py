"""Named groups of people: the chip that filters every number by one."""

from collections.abc import Sequence

import streamlit as st

from dashboard.language import _, n_
from dashboard.records import groups as records
from dashboard.records.keep import Gone
from dashboard.records.tables import PeopleGroup
from dashboard.views import kept, kept_groups, state
from queries.kept_people import People

ADDRESS = "group"
NONE = ""


def chosen() -> People | None:
    """The group that the address names, with its people; None where it names none."""
    told = state.one(ADDRESS)
    return kept_groups.people_of(kept_groups.numbered(told)) if told else None


def chip() -> People | None:
    """Which group every number is narrowed to; nothing is drawn before there is a group."""
    nothing: Sequence[PeopleGroup] = ()
    known = kept.read(records.groups, nothing)
    told = state.one(ADDRESS)
    if not known and not told:
        return None
    try:
        people = chosen()
    except Gone as gone:
        _gone(gone)
        return None
    _choose(known, people)
    return people


def _gone(gone: Gone) -> None:
    """The link names a group that somebody removed: the numbers are of everybody, and it is said."""
    st.button(
        _("Group: removed"), key="group_gone", icon=":material/close:", on_click=lambda: state.tell(group=None)
    )  # fmt: skip
    st.warning(
        _("{why} Numbers are of everybody.", why=_(str(gone))),
        icon=":material/group_off:",
        width=360,
    )


def _choose(known: Sequence[PeopleGroup], people: People | None) -> None:
    label = _("Group: {name}", name=people.name) if people else _("Group")
    names = {str(group.id): group.name for group in known}
    with st.popover(label, key="group_chip", type="secondary"):
        st.selectbox(
            _("Only the people of"), [NONE, *names],
            key=state.held("w_group", people.id if people else NONE),
            format_func=lambda id: names.get(id) or _("everybody"),
            on_change=state.teller("w_group", ADDRESS),
        )  # fmt: skip
        if people:
            st.caption(n_("{count} person, as saved", "{count} people, as saved", len(people)))


def of_person(key: str) -> Sequence[PeopleGroup]:
    """The groups that a person is in."""
    return records.groups_of(kept_groups.store(), key)
