"""What is to be done by whom by when: listed, done, opened again, written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.language import _, n_
from dashboard.progress.today import today
from dashboard.records import check_ins as records
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.tables import Action
from dashboard.views import edited, frame, kept, who, words


@dataclass(frozen=True)
class Given:
    """An action as a form holds it."""

    text: str
    owner: str
    due_on: date | None


def of_goal(goal_id: int) -> Sequence[Action]:
    """The actions of a goal, open ones first."""
    nothing: Sequence[Action] = ()
    return kept.read(lambda store: records.actions(store, goal_id), nothing)


def draw(found: Sequence[Action], key: str, goal_id: int | None = None) -> None:
    """Under their heading, with a form for another one."""
    frame.section(_("Actions"))
    if not found:
        st.caption(_("Nothing is to be done yet. An action says what, who and by when."))
    listed(found, key)
    if changed := edited.record(key, Action):
        _form(key, changed, goal_id)
        return
    with st.popover(_("Add an action"), icon=":material/add_task:", key=f"actions_new_{key}"):
        _form(key, None, goal_id)


def listed(found: Sequence[Action], key: str, about: Mapping[int, str] | None = None) -> None:
    """Each in a line; `about` names the goals that they are for."""
    now = today()
    for action in found:
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            gap="xsmall",
            key=f"action_{key}_{action.id}",
        ):
            st.button(
                _("Open again") if action.done_on else _("Done"), key=f"action_done_{key}_{action.id}",
                icon=":material/undo:" if action.done_on else ":material/check:",
                on_click=_done, args=(action, None if action.done_on else now),
            )  # fmt: skip
            st.html(line_html(action, now, (about or {}).get(action.goal_id or 0, "")))
            st.button(
                _("Edit"), key=f"action_edit_{key}_{action.id}", type="tertiary",
                icon=":material/edit:", on_click=edited.begin, args=(key, action),
            )  # fmt: skip
            st.button(
                _("Remove"), key=f"action_remove_{key}_{action.id}", type="tertiary",
                icon=":material/delete:", on_click=_remove, args=(key, action),
            )  # fmt: skip


def edit_form(key: str) -> None:
    """The form of the action that is being changed, if any."""
    if action := edited.record(key, Action):
        _form(key, action, action.goal_id)


def line_html(action: Action, now: date, about: str = "") -> str:
    """What, then in smaller letters who, by when and for which goal."""
    parts = [action.owner or _("nobody yet"), when(action, now), about]
    beneath = " · ".join(words.escaped(part) for part in parts if part)
    name = "mp-done" if action.done_on else "mp-late" if is_late(action, now) else ""
    return f'<p class="mp-action {name}">{words.escaped(action.text)}<small>{beneath}</small></p>'


def is_late(action: Action, now: date) -> bool:
    return action.done_on is None and action.due_on is not None and action.due_on < now


def when(action: Action, now: date) -> str:
    """'done on 3 Sep 2026', 'due on 15 Sep 2026', 'due on 1 Sep 2026, 3 days late'."""
    if action.done_on:
        return _("done on {day}", day=words.day(action.done_on))
    if action.due_on is None:
        return _("no day is set")
    if action.due_on == now:
        return _("due today")
    if not is_late(action, now):
        return _("due on {day}", day=words.day(action.due_on))
    return n_(
        "due on {day}, {count} day late", "due on {day}, {count} days late",
        (now - action.due_on).days, day=words.day(action.due_on),
    )  # fmt: skip


def fields(of: str, action: Action | None) -> None:
    """Widgets for what, who and by when."""
    st.text_input(
        _("What is to be done?"), action.text if action else "", key=f"{of}_text", max_chars=300
    )
    by = who.known()
    with st.container(horizontal=True):
        st.text_input(
            _("Who"), action.owner if action else by.name if by else "", key=f"{of}_owner",
            max_chars=LONGEST_NAME, width=220,
        )  # fmt: skip
        st.date_input(
            _("By when"), action.due_on if action else None, key=f"{of}_due", format="YYYY-MM-DD", width=150
        )  # fmt: skip


def given(of: str) -> Given:
    """What these widgets hold. For callbacks."""
    told = {name: st.session_state.get(f"{of}_{name}") for name in ("text", "owner", "due")}
    return Given(str(told["text"] or ""), str(told["owner"] or ""), told["due"])


def _form(key: str, action: Action | None, goal_id: int | None) -> None:
    of = f"action_{key}_{action.id}_{action.version}" if action else f"action_{key}_new"
    with st.form(f"{of}_form", border=action is not None, clear_on_submit=action is None):
        fields(of, action)
        st.form_submit_button(
            _("Keep the changes") if action else _("Keep the action"), type="primary",
            on_click=_keep, args=(key, of, action, goal_id),
        )  # fmt: skip
    if action:
        st.button(
            _("Leave it as it was"), key=f"{of}_leave", type="tertiary", on_click=edited.end, args=(key, Action)
        )  # fmt: skip


def _keep(key: str, of: str, action: Action | None, goal_id: int | None) -> None:
    told = given(of)
    if action is None:
        who.acts(
            lambda store, by: records.add_action(store, by, goal_id=goal_id, **vars(told)),
            _("The action is kept."),
        )
        return
    edited.end(key, Action)
    who.acts(
        lambda store, by: records.change_action(
            store, by, action.id, action.version, **vars(told)
        ),
        _("The action is changed."),
    )  # fmt: skip


def _done(action: Action, on: date | None) -> None:
    who.acts(
        lambda store, by: records.change_action(store, by, action.id, action.version, done_on=on),
        _("Done.") if on else _("It is open again."),
    )


def _remove(key: str, action: Action) -> None:
    edited.end(key, Action)
    who.acts(
        lambda store, by: records.remove_action(store, by, action.id, action.version),
        _("The action is removed."),
    )
