"""What was said to its reader, what waits, and which alerts and digests there are."""

from collections.abc import Sequence

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.progress.heartbeat import heartbeat
from dashboard.progress.inbox import Inbox, Item, inbox
from dashboard.records import messages
from dashboard.records.keep import utc_now
from dashboard.records.messages import GIVEN_UP, SENT, UNSURE, WAITING
from dashboard.records.tables import Delivery
from dashboard.views import alert_words, frame, kept, links, who, widgets, words
from dashboard.warehouse import reader

MINE, EVERYBODY, UNREAD = SHOWN = ("mine", "everybody", "unread")
FEWEST = 20
"""So many messages are drawn; more are asked for."""
STATES = {SENT: "✓", WAITING: "…", GIVEN_UP: "✗", UNSURE: "?"}


def read(viewer: Viewer) -> Inbox:
    """The messages of whoever looks; drawn again once the browser has told the name."""
    who.matters()
    return kept.read(lambda store: inbox(store, viewer, me()), Inbox([], 0))


def me() -> str:
    by = who.known()
    return by.name if by else ""


def subtitle(found: Inbox) -> str:
    """'3 unread messages', or that there are none."""
    if not found.unread:
        return _("Nothing unread.")
    return n_("{count} unread message", "{count} unread messages", found.unread)


def watcher() -> None:
    """Whether anything judges and sends, and how to start it."""
    found = heartbeat(reader.home())
    at = _("{day} at {time} UTC", day=found.at.date(), time=f"{found.at:%H:%M}") if found else ""
    if found and found.is_alive(utc_now()):
        st.caption(_("A watcher is at work. It last looked on {at}.", at=at))
        return
    if found and found.is_recent_look(utc_now()):
        st.caption(_("Last look: {at}", at=at))
        return
    st.info(
        _(
            "No watcher is at work, so nothing is judged and nothing is sent. Whoever runs Milepost starts one "
            "with this command, or from cron with `--once`:"
        ),
        icon=":material/visibility_off:",
    )
    st.code(f"milepost --home {reader.home().folder} watch", language="sh")


def listed(found: Inbox) -> None:
    """The messages, newest first."""
    frame.section(_("Messages"))
    shown = _chosen(found)
    if not shown:
        st.caption(_nothing(found))
    for item in shown[: _most()]:
        _message(item)
    if len(shown) > _most():
        st.button(_("Show more"), key="inbox_more", on_click=_more, type="tertiary")
    if found.hidden:
        st.caption(
            n_(
                "{count} message is about numbers that you may not see.",
                "{count} messages are about numbers that you may not see.", found.hidden,
            )
        )  # fmt: skip


def _chosen(found: Inbox) -> list[Item]:
    with st.container(horizontal=True, vertical_alignment="center"):
        how = widgets.segments("messages", _("Messages"), SHOWN, _shown)
        unread = [item.message.id for item in found.items if item.is_mine and not item.is_read]
        if unread:
            st.button(
                _("Mark all as read"), key="inbox_all_read", type="tertiary", icon=":material/done_all:",
                on_click=_mark, args=(unread, True),
            )  # fmt: skip
    match how:
        case "everybody":
            return found.items
        case "unread":
            return [item for item in found.items if item.is_mine and not item.is_read]
        case _:
            return [item for item in found.items if item.is_mine]


def _shown(name: str) -> str:
    return {MINE: _("For me"), EVERYBODY: _("For everybody"), UNREAD: _("Unread")}[name]


def _nothing(found: Inbox) -> str:
    if found.items:
        return _("None of these.")
    return _(
        "Nothing has been said yet. An alert speaks here once a period is complete and its conditions hold."
    )


def _most() -> int:
    return int(st.session_state.get("inbox_most", FEWEST))


def _more() -> None:
    st.session_state["inbox_most"] = _most() + FEWEST


def _message(item: Item) -> None:
    """One message: its words in the reader's language, its proof, how far it came on each channel."""
    message, facts = item.message, item.message.facts
    is_alert = bool(facts.get("metric"))
    title = alert_words.title(facts) if is_alert else message.title
    lines = alert_words.lines(facts) if is_alert else message.body.split("\n")
    with st.container(border=True, key=f"message_{message.id}"):
        st.html(_html(title, lines, item))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                _("See it"), key=f"see_{message.id}", type="tertiary", icon=":material/open_in_new:"
            ):  # fmt: skip
                links.go(message.link)
            st.button(
                _("Mark as unread") if item.is_read else _("Mark as read"),
                key=f"read_{message.id}", type="tertiary",
                icon=":material/mark_email_unread:" if item.is_read else ":material/done:",
                on_click=_mark, args=([message.id], not item.is_read),
            )  # fmt: skip
            _ways(item.deliveries)


def _html(title: str, lines: Sequence[str], item: Item) -> str:
    at = item.message.made_at
    when = _("{day} at {time} UTC", day=at.date(), time=f"{at:%H:%M}")
    about = _("{when} · for {name}", when=when, name=item.message.owner) if item.message.owner else when  # fmt: skip
    mark = (
        ""
        if item.is_read
        else f'<span class="mp-unread" role="img" aria-label="{words.escaped(_("unread"))}">●</span> '
    )
    body = "".join(f"<p>{words.escaped(line)}</p>" for line in lines if line)
    return (
        f'<div class="mp-message"><h3>{mark}{words.escaped(title)}</h3>'
        f'<small>{words.escaped(about)}</small>{body}</div>'
    )  # fmt: skip


def _ways(found: Sequence[Delivery]) -> None:
    for way in found:
        st.html(f'<p class="mp-quiet">{words.escaped(_way(way))}</p>', width="content")
        if way.state in (GIVEN_UP, UNSURE):
            st.button(
                _("Send again"), key=f"again_{way.id}", type="tertiary", icon=":material/refresh:",
                on_click=_again, args=(way.id,),
            )  # fmt: skip


def _way(way: Delivery) -> str:
    """'✓ sent to team', '✗ given up for team: error 404'."""
    later = _("{day} at {time} UTC", day=way.next_at.date(), time=f"{way.next_at:%H:%M}")
    mark = STATES.get(way.state, "…")
    match way.state:
        case "sent":
            return _("{mark} sent to {channel}", mark=mark, channel=way.channel)
        case "given up":
            return _(
                "{mark} not sent to {channel}, given up: {reason}",
                mark=mark,
                channel=way.channel,
                reason=_reason(way),
            )
        case "unsure":
            return _(
                "{mark} perhaps sent to {channel}: {reason}",
                mark=mark,
                channel=way.channel,
                reason=_reason(way),
            )
        case _ if way.error:
            return _(
                "{mark} tried {channel} in vain ({reason}); again on {later}",
                mark=mark,
                channel=way.channel,
                reason=_reason(way),
                later=later,
            )
        case _:
            return _(
                "{mark} waits for {channel}, not before {later}",
                mark=mark,
                channel=way.channel,
                later=later,
            )


def _reason(way: Delivery) -> str:
    return _(way.error) if way.error else _("nobody said why")


def _mark(ids: list[int], is_read: bool) -> None:
    who.acts(lambda store, by: messages.mark(store, ids, by.name, is_read))


def _again(id: int) -> None:
    who.acts(
        lambda store, by: messages.send_again(store, id, utc_now()), _("It is tried once more.")
    )
