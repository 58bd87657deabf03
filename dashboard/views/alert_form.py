"""An alert as a form: about what, when it speaks, when it would have spoken, whom it tells."""

from collections.abc import Sequence
from datetime import time
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.language import LANGUAGES, _, language
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress import alerts, channels, conditions, subject
from dashboard.progress.goals import goals
from dashboard.progress.subject import Subject
from dashboard.records import alerts as records
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.store import Store
from dashboard.records.tables import AlertRule
from dashboard.views import (
    alert_conditions,
    alert_preview,
    alert_words,
    frame,
    kept,
    state,
    who,
    words,
)
from dashboard.views.alert_links import NEW, told_about
from dashboard.warehouse import reader
from queries.calendar import Grain

SLICED = ("region", "segment", "channel", "source", "category", "survey", "online", "identified")
"""Dimensions that the form offers; a file takes them all."""
SEEN = "alert_seen"


def draw(viewer: Viewer) -> bool:
    """The form that the address asks for, if any."""
    asked = state.one("alert")
    if not asked:
        return False
    row = _row(asked, viewer)
    if row is None and asked != NEW:
        st.info(_("There is no such alert any more."), icon=":material/info:")
        return False
    key = f"alert_{row.id}_{row.version}" if row else "alert_new"
    frame.section(_("Change an alert") if row else _("A new alert"))
    with st.container(border=True, key="alert_form"):
        _fields(viewer, row, key)
    return True


def _row(asked: str, viewer: Viewer) -> AlertRule | None:
    """The rule that is changed, as its reader saw it when the form was opened; none with more rights than theirs."""
    id = state.numbered(asked)
    if id is None:
        return None
    seen: AlertRule | None = st.session_state.get(SEEN)
    if seen is None or seen.id != id:
        nothing: AlertRule | None = None
        seen = kept.read(lambda store: records.rule(store, id), nothing)
        st.session_state[SEEN] = seen
    return seen if seen and is_mine_to_change(seen, viewer) else None


def is_mine_to_change(row: AlertRule, viewer: Viewer) -> bool:
    """Whoever may see all that a rule reads may change it."""
    writer = subject.viewer_of(row.sees)
    may_people = viewer.may_see_people or not writer.may_see_people
    return may_people and subject.may_read(viewer, row.sees, row.about.get("concerns") or {})


def _fields(viewer: Viewer, row: AlertRule | None, key: str) -> None:
    about = _about(viewer, dict(row.about) if row else told_about(), key)
    store = kept.store()
    try:
        found = subject.checked(about, store)
    except MilepostError as error:
        st.error(_(error.args[0]), icon=":material/error:")
        _leave_button(key)
        return
    tree = _conditions(row, key, found)
    facts: dict[str, Any] = {
        "about": about,
        "conditions": tree,
        "sees": row.sees if row else subject.sees(viewer),
    }
    facts["least_n"] = int(
        st.number_input(
            _("Silent below so many people or answers"), min_value=0, value=row.least_n if row else 0,
            step=10, key=f"{key}_least", width=280,
        )
    )  # fmt: skip
    alert_preview.draw(facts, store)
    facts |= _telling(row, key, found)
    with st.container(horizontal=True):
        if st.button(_("Keep the alert"), key=f"{key}_keep", type="primary"):
            _keep(row, facts)  # no callback: what was typed last would not be among its arguments
            st.rerun()
        _leave_button(key)


def _about(viewer: Viewer, told: dict[str, Any], key: str) -> dict[str, Any]:
    """A goal, or a metric with its grain and its slice."""
    known = {goal.id: goal for goal in _goals()}
    of_goal = told.get("goal") in known
    options = ["metric", "goal"] if known else ["metric"]
    said = {"metric": _("a metric"), "goal": _("a goal")}
    chosen = st.radio(
        _("About"), options, options.index("goal" if of_goal else "metric"), key=f"{key}_about",
        horizontal=True, format_func=lambda name: said[name],
    )  # fmt: skip
    if chosen == "goal":
        numbers = list(known)
        number = st.selectbox(
            _("Goal"), numbers, numbers.index(told["goal"]) if of_goal else 0, key=f"{key}_goal",
            format_func=lambda id: words.sentence(_(known[id].name)), width=420,
        )  # fmt: skip
        return {"goal": number}
    return _metric(viewer, told, key)


def _goals() -> Sequence[Any]:
    nothing: tuple[Any, ...] = ()
    return kept.read(lambda store: goals(store), nothing)


def _metric(viewer: Viewer, told: dict[str, Any], key: str) -> dict[str, Any]:
    names = list(CATALOGUE)
    usual = told.get("metric")
    if usual and usual not in names:
        names.append(usual)  # a measure kept by hand
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            _("Metric"), names, names.index(usual) if usual in names else 0, key=f"{key}_metric",
            format_func=_label, width=320,
        )  # fmt: skip
        grains = [grain.value for grain in Grain]
        grain = st.selectbox(
            _("By"), grains, grains.index(told.get("grain", "month")), key=f"{key}_grain",
            format_func=_grain, width=140,
        )  # fmt: skip
    same = name == usual
    concerns = dict(told.get("concerns") or {}) if same else {}
    return {
        "metric": name, "grain": grain, "concerns": _slice(viewer, name, concerns, key),
        "defined": list(told.get("defined") or ()) if same else [],
    }  # fmt: skip


def _label(name: str) -> str:
    from dashboard.progress.series import metric_of

    found = metric_of(name, kept.store())
    return _(found.label) if found else name


def _grain(name: str) -> str:
    return {
        "day": _("day"), "week": _("week"), "month": _("month"), "quarter": _("quarter"),
        "year": _("year"),
    }[name]  # fmt: skip


def _slice(viewer: Viewer, name: str, concerns: dict[str, list[str]], key: str) -> dict[str, list[str]]:  # fmt: skip
    """Values to keep of each dimension; a survey is one, for surveys are never pooled."""
    metric = CATALOGUE.get(name)
    if metric is None:
        return concerns
    known = {**reads.choices(viewer), "identified": ["true", "false"], "online": ["true", "false"]}
    offered = [d for d in SLICED if d in metric.sliced_by and len(known.get(d, ())) > 0]
    chosen = {d: list(kept) for d, kept in concerns.items() if d not in offered}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for dimension in offered:
            values = _kept(
                dimension,
                known[dimension],
                concerns.get(dimension, []),
                dimension in metric.always_by and dimension != "channel",
                f"{key}_{name}_{dimension}",
            )
            if values:
                chosen[dimension] = values
    return chosen


def _kept(dimension: str, known: list[str], told: list[str], is_one: bool, key: str) -> list[str]:
    options, before = state.written(known), [v for v in state.written(told) if v in state.written(known)]  # fmt: skip
    label = words.dimension_title(dimension)
    if is_one:
        usual = options.index(before[0]) if before else 0
        return state.read(
            [st.selectbox(label, options, usual, key=key, format_func=words.option, width=200)]
        )
    return state.read(
        st.multiselect(
            label,
            options,
            before,
            key=key,
            format_func=words.option,
            placeholder=_("all"),
            width=200,
        )
    )


def _conditions(row: AlertRule | None, key: str, found: Subject) -> dict[str, Any]:
    tree = conditions.read(row.conditions) if row else None
    drafts: dict[str, Any] = st.session_state.setdefault("alert_drafts", {})
    is_goal = found.goal is not None
    if tree is None:
        key = f"{key}_goal" if is_goal else f"{key}_metric"  # each begins with what suits it
    if key not in drafts:
        drafts[key] = alert_conditions.draft(tree) if tree else alert_conditions.begun(is_goal)
    st.markdown(f"**{_('It speaks when')}**")
    if drafts[key] is None:
        assert tree is not None
        st.caption(
            _("These conditions are nested deeper than this form shows. Change them in a file: {words}",
              words=alert_words.tree_words(tree, {"metric": found.metric.name, "currency": reads.currency()}))
        )  # fmt: skip
        return conditions.written(tree)
    return alert_conditions.edit(drafts[key], key, found.metric, is_goal, reads.currency())


def _telling(row: AlertRule | None, key: str, found: Subject) -> dict[str, Any]:
    """Name, owner, channels, quiet hours, snooze."""
    facts: dict[str, Any] = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        facts["name"] = st.text_input(
            _("Name"), row.name if row else _usual_name(found), key=f"{key}_name", max_chars=LONGEST_NAME,
            width=320,
        )  # fmt: skip
        name = "" if (by := who.known()) is None else by.name
        facts["owner"] = st.text_input(
            _("Whose"), row.owner if row else name, key=f"{key}_owner_{name}", max_chars=LONGEST_NAME,
            width=180, help=_("The message is for this person; without a name, for everybody."),
        )  # fmt: skip
        facts |= _where_to(row, key)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        facts |= _quiet(row, key)
        facts["snoozed_until"] = st.date_input(
            _("Silent until"), row.snoozed_until if row else None, key=f"{key}_snooze",
            format="YYYY-MM-DD", width=160, help=_("It may speak again on that day."),
        )  # fmt: skip
        facts["is_on"] = st.toggle(_("On"), row.is_on if row else True, key=f"{key}_on")
    return facts


def _usual_name(found: Subject) -> str:
    """What the rule is about, as its name until it gets another."""
    if found.goal is not None:
        return words.sentence(_(found.goal.name))[:LONGEST_NAME]
    facts = {"metric": found.metric.name, "concerns": found.concerns}
    return alert_words.subject(facts)[:LONGEST_NAME]


def _where_to(row: AlertRule | None, key: str) -> dict[str, Any]:
    known = channels.names(reader.home())
    before = list(row.channels) if row else []
    options = [*known, *(name for name in before if name not in known)]
    languages = list(LANGUAGES)
    return {
        "channels": st.multiselect(
            _("Sent to"), options, before, key=f"{key}_channels", width=240,
            placeholder=_("this inbox only") if options else _("no channel is set up"),
            help=_("Channels are set up by `milepost alerts channel add NAME`. This inbox has every message."),
        ),
        "language": st.selectbox(
            _("Written in"), languages, languages.index(row.language if row else language()),
            key=f"{key}_language", format_func=lambda name: LANGUAGES[name], width=130,
        ),
    }  # fmt: skip


def _quiet(row: AlertRule | None, key: str) -> dict[str, Any]:
    """From and until on the clock of the reporting zone; both or neither."""
    about = _("In this time nothing is sent; it is held back and sent after. By the clock of {zone}.",
              zone=reads.about().settings.reporting_zone)  # fmt: skip
    start, until = (
        st.time_input(label, _time(told), key=f"{key}_{name}", width=150, help=about)
        for label, told, name in (
            (_("Quiet from"), row.quiet_from if row else "", "quiet_from"),
            (_("Quiet until"), row.quiet_until if row else "", "quiet_until"),
        )
    )
    return {"quiet_from": _clock(start), "quiet_until": _clock(until)}


def _time(told: str) -> time | None:
    return time.fromisoformat(told) if told else None


def _clock(told: time | None) -> str:
    return f"{told:%H:%M}" if told else ""


def _leave_button(key: str) -> None:
    st.button(_("Leave it"), key=f"{key}_leave", type="tertiary", on_click=_leave)


def begin() -> None:
    """Forget what a form held before. For callbacks."""
    for name in ("alert_drafts", SEEN):
        st.session_state.pop(name, None)


def _leave() -> None:
    begin()
    state.tell(alert=None, about=None)


def _keep(row: AlertRule | None, facts: dict[str, Any]) -> None:
    """Check and keep; where something is wrong the form stays as it is."""
    try:
        alerts.checked(facts, kept.store())
    except MilepostError as error:
        st.session_state[who.SAID] = (False, _(error.args[0]))
        return
    if row is None:
        who.acts(lambda store, by: _kept_new(store, by, facts), _("The alert is kept."))
        return
    who.acts(lambda store, by: _kept_changed(store, by, row, facts), _("The alert is changed."))


def _kept_new(store: Store, by: Any, facts: dict[str, Any]) -> None:
    records.add(store, by, **{**facts, "owner": facts["owner"] or ""})
    _leave()


def _kept_changed(store: Store, by: Any, row: AlertRule, facts: dict[str, Any]) -> None:
    records.change(store, by, row.id, row.version, **facts)
    _leave()
