"""The alerts and digests that there are: switched, put to sleep, changed, taken away."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.language import LANGUAGES, _, language
from dashboard.metrics import reads
from dashboard.progress import channels, conditions, subject
from dashboard.progress.today import clock_day
from dashboard.records import alerts as records
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.tables import AlertRule, DigestSubscription
from dashboard.views import alert_form, alert_words, frame, kept, state, who, words
from dashboard.views.alert_form import is_mine_to_change
from dashboard.views.alert_links import NEW
from dashboard.warehouse import reader

SNOOZE_DAYS = 7


def rules(viewer: Viewer) -> None:
    """Each rule in a line: what it waits for, and what can be done with it."""
    frame.section(_("Alerts"))
    nothing: Sequence[AlertRule] = ()
    found = [row for row in kept.read(records.rules, nothing) if is_mine_to_change(row, viewer)]
    if not found:
        st.caption(
            _("There are no alerts yet. “Watch this” on a metric or a goal begins one, and so does this:")
        )  # fmt: skip
    for row in found:
        _rule(row)
    st.button(_("New alert"), key="alert_add", icon=":material/add:", on_click=_new)


def _new() -> None:
    alert_form.begin()
    state.tell(alert=NEW)


def _rule(row: AlertRule) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="mp-quiet"><b>{words.escaped(row.name)}</b> · {words.escaped(said(row))}</p>',
            width="stretch",
        )
        st.button(
            _("Switch off") if row.is_on else _("Switch on"), key=f"rule_on_{row.id}", type="tertiary",
            on_click=_change, args=(row, {"is_on": not row.is_on}),
        )  # fmt: skip
        asleep = row.snoozed_until is not None and row.snoozed_until > clock_day()
        st.button(
            _("Wake it") if asleep else _("Snooze for a week"), key=f"rule_snooze_{row.id}",
            type="tertiary", on_click=_change,
            args=(row, {"snoozed_until": None if asleep else clock_day() + timedelta(days=SNOOZE_DAYS)}),
        )  # fmt: skip
        st.button(
            _("Change"), key=f"rule_edit_{row.id}", type="tertiary", icon=":material/edit:",
            on_click=_edit, args=(row,),
        )  # fmt: skip
        st.button(
            _("Remove"), key=f"rule_remove_{row.id}", type="tertiary", icon=":material/delete:",
            on_click=_remove, args=(row,),
        )  # fmt: skip


def said(row: AlertRule) -> str:
    """'Conversion (region: North): value below 20 % · for Ann · to team · off'."""
    parts = [_what(row)]
    if row.owner:
        parts.append(_("for {name}", name=row.owner))
    if row.channels:
        parts.append(_("to {channels}", channels=words.listed(list(row.channels))))
    if not row.is_on:
        parts.append(_("switched off"))
    elif row.snoozed_until and row.snoozed_until > clock_day():
        parts.append(_("silent until {day}", day=row.snoozed_until))
    return " · ".join(parts)


def _what(row: AlertRule) -> str:
    try:
        found = subject.subject(row.about, kept.store())
    except MilepostError as error:
        return _("cannot be judged: {reason}", reason=_(error.args[0]))
    facts: dict[str, Any] = {
        "metric": found.metric.name, "concerns": found.concerns, "currency": reads.currency(),
        "defined": [f"{name}={value}" for name, value in found.defined],
    }  # fmt: skip
    about = words.sentence(_(found.goal.name)) if found.goal else alert_words.subject(facts)
    when = alert_words.tree_words(conditions.read(row.conditions), facts)
    return _("{subject}: {conditions}", subject=about, conditions=when)


def _edit(row: AlertRule) -> None:
    alert_form.begin()
    state.tell(alert=str(row.id))


def _change(row: AlertRule, changes: dict[str, Any]) -> None:
    who.acts(
        lambda store, by: records.change(store, by, row.id, row.version, **changes),
        _("The alert is changed."),
    )


def _remove(row: AlertRule) -> None:
    who.acts(
        lambda store, by: records.remove(store, by, row.id, row.version), _("The alert is removed.")
    )


def digests(viewer: Viewer) -> None:
    """Who is sent the weekly digest, and a form to be sent it too."""
    frame.section(_("Weekly digest"))
    nothing: Sequence[DigestSubscription] = ()
    found = [
        one for one in kept.read(records.subscriptions, nothing)
        if subject.may_read(viewer, one.sees, {})
        and (viewer.may_see_people or not subject.viewer_of(one.sees).may_see_people)
    ]  # fmt: skip
    for one in found:
        _digest(one)
    with st.popover(
        _("Send me a digest"), type="tertiary", icon=":material/mail:", key="digest_chip"
    ):
        _digest_form(viewer)


def _digest(one: DigestSubscription) -> None:
    text = _(
        "{weekday} at {hour}:00, for {name}, in {language}, to {channels}",
        weekday=weekday(one.weekday), hour=one.hour, name=one.owner,
        language=LANGUAGES.get(one.language, one.language),
        channels=words.listed(list(one.channels)) or _("this inbox"),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="mp-quiet"><b>{words.escaped(one.name)}</b> · {words.escaped(text)}</p>',
            width="stretch",
        )
        st.button(
            _("Remove"), key=f"digest_remove_{one.id}", type="tertiary", icon=":material/delete:",
            on_click=_unsubscribe, args=(one,),
        )  # fmt: skip


def _digest_form(viewer: Viewer) -> None:
    by = who.known()
    with st.form("digest_form", border=False):
        st.text_input(_("Name"), _("Weekly digest"), key="digest_name", max_chars=LONGEST_NAME)
        st.text_input(_("Whose"), by.name if by else "", key="digest_owner", max_chars=LONGEST_NAME)
        st.multiselect(
            _("Sent to"),
            channels.names(reader.home()),
            key="digest_channels",
            placeholder=_("this inbox only"),
        )
        st.selectbox(_("Weekday"), range(7), key="digest_weekday", format_func=weekday)
        st.number_input(_("Hour"), 0, 23, 8, key="digest_hour")
        st.selectbox(
            _("Written in"), list(LANGUAGES), list(LANGUAGES).index(language()), key="digest_language",
            format_func=lambda name: LANGUAGES[name],
        )  # fmt: skip
        st.form_submit_button(
            _("Subscribe"), type="primary", on_click=_subscribe, args=(subject.sees(viewer),)
        )


def weekday(number: int) -> str:
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )[number]  # fmt: skip


def _subscribe(sees: dict[str, Any]) -> None:
    names = ("name", "owner", "channels", "weekday", "hour", "language")
    facts = {name: st.session_state[f"digest_{name}"] for name in names}
    who.acts(
        lambda store, by: records.subscribe(
            store, by, **{**facts, "owner": facts["owner"].strip() or by.name, "sees": sees}
        ),
        _("The digest is subscribed to."),
    )


def _unsubscribe(one: DigestSubscription) -> None:
    who.acts(
        lambda store, by: records.unsubscribe(store, by, one.id, one.version),
        _("The digest is ended."),
    )
