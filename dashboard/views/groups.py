"""Named groups of people: the chip that filters every number by one, and the form that saves one."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.language import _, n_
from dashboard.metrics import coverage
from dashboard.records import groups as records
from dashboard.records.keep import LONGEST_NAME, Actor, Gone
from dashboard.records.store import Store
from dashboard.records.tables import PeopleGroup
from dashboard.views import kept, kept_groups, state, who
from queries.kept_people import People

ADDRESS = "group"
NONE = ""
SAVED = "group_saved"
"""A group that is being saved to filter by: its name, and the newest number there was before. The bar takes it into the
address once it is there; a callback that waits for a name may be overtaken by another run before it could tell."""


def chosen() -> People | None:
    """The group that the address names, with its people; None where it names none."""
    told = state.one(ADDRESS)
    return kept_groups.people_of(kept_groups.numbered(told)) if told else None


def chip() -> People | None:
    """Which group every number is narrowed to; nothing is drawn before there is a group."""
    nothing: Sequence[PeopleGroup] = ()
    known = kept.read(records.groups, nothing)
    _take_saved(known)
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


def _take_saved(known: Sequence[PeopleGroup]) -> None:
    """Filter by the group that was saved, until the address says so: a run that another overtakes tells nobody."""
    name, newest = st.session_state.get(SAVED, ("", 0))
    made = [str(group.id) for group in known if group.name == name and group.id > newest]
    if made and state.one(ADDRESS) == made[0]:
        st.session_state.pop(SAVED, None)
    elif made:
        state.tell(**{ADDRESS: made[0]})


def tell(group: str | None) -> None:
    """Narrow to a group, or to none. For callbacks."""
    st.session_state.pop(SAVED, None)
    state.tell(**{ADDRESS: group})


def _gone(gone: Gone) -> None:
    """The link names a group that somebody removed: the numbers are of everybody, and it is said."""
    st.button(
        _("Group: removed"), key="group_gone", icon=":material/close:", on_click=tell, args=(None,)
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
            on_change=lambda: tell(st.session_state["w_group"] or None),
        )  # fmt: skip
        if people:
            st.caption(n_("{count} person, as saved", "{count} people, as saved", len(people)))


def saving(key: str, count: int, origin: str, keys: Callable[[], tuple[str, ...]]) -> None:
    """The form that keeps people under a name. `keys` is asked when it is saved; `origin` says how they were chosen."""
    label = n_("Save {count} person as a group", "Save {count} people as a group", count)
    room = st.popover(
        label, key=f"group_form_{key}", icon=":material/group_add:", type="tertiary",
        on_change="rerun",
    )  # fmt: skip
    if not room.open:
        return
    with room:
        st.text_input(_("Name of the group"), key=f"group_name_{key}", max_chars=LONGEST_NAME)
        with st.container(horizontal=True):
            for filters, title in ((True, _("Save and filter by it")), (False, _("Save"))):
                st.button(
                    title, key=f"group_save_{filters}_{key}", type="primary" if filters else "secondary",
                    on_click=_save, args=(key, origin, keys, filters),
                )  # fmt: skip


def _save(key: str, origin: str, keys: Callable[[], tuple[str, ...]], filters: bool) -> None:
    name = " ".join(str(st.session_state.get(f"group_name_{key}", "")).split())
    version = coverage.version_seq()

    nothing: Sequence[PeopleGroup] = ()
    st.session_state.pop(SAVED, None)
    if filters:
        before = kept.read(records.groups, nothing)
        st.session_state[SAVED] = (name, max((group.id for group in before), default=0))

    def change(store: Store, by: Actor) -> None:
        records.add(store, by, name, origin, keys(), version)

    who.acts(change, _("Saved the group '{name}'.", name=name))


def of_person(key: str) -> Sequence[PeopleGroup]:
    """The groups that a person is in."""
    nothing: Sequence[PeopleGroup] = ()
    return kept.read(lambda store: records.groups_of(store, key), nothing)
