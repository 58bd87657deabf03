"""Messages and their way to channels. What a rule says of a period is written once, whoever else is at it.

A delivery is 'waiting', then 'sending' in one watcher's hands, then 'sent', or 'waiting' again, or 'given up'. One that
is still 'sending' when its time has passed is 'unsure': its watcher ended between handing it over and noting it, so it
may have arrived, and it is not sent again by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard.language import said
from dashboard.records.store import Store
from dashboard.records.tables import AlertRule, Delivery, DigestSubscription, Message, RuleJudged

WAITING, SENDING, SENT, GIVEN_UP, UNSURE = "waiting", "sending", "sent", "given up", "unsure"
BY_HAND = "channel "
"""How the source of a message begins that was sent by hand."""
IN_HAND = timedelta(minutes=5)
"""How long a watcher may take to send one message before it is believed dead."""
CUT_OFF = said(
    "Milepost stopped while this was being sent. It may have arrived; it is not sent again by itself."
)
NO_RULE = said("Its rule was taken away or switched off before it was sent.")


def write(store: Store, message: Message, channels: Mapping[str, datetime]) -> int | None:
    """Keep a message and its deliveries (channel → not before); its number, or None where that was said already."""
    try:
        with store.writing() as session:
            if _is_said(session, message):
                return None
            session.add(message)
            session.flush()
            for name, next_at in channels.items():
                session.add(Delivery(message_id=message.id, channel=name, next_at=next_at))
            return message.id
    except IntegrityError:  # another watcher was quicker
        return None


def is_said(store: Store, message: Message) -> bool:
    """Whether the rule, or the digest, has spoken of this period already."""
    with store.reading() as session:
        return _is_said(session, message)


def _is_said(session: Session, message: Message) -> bool:
    asked = select(Message.id).where(
        Message.source == message.source, Message.about_period == message.about_period
    )
    return session.scalars(asked).first() is not None


def judged(store: Store) -> dict[int, date]:
    """Rule → first day of the newest period that it has judged."""
    with store.reading() as session:
        return {row.rule_id: row.until for row in session.scalars(select(RuleJudged))}


def note_judged(store: Store, rule_id: int, until: date) -> None:
    """The rule has judged up to this period; never back."""
    with store.writing() as session:
        known = session.get(RuleJudged, rule_id, with_for_update=True)
        if known is None and session.get(AlertRule, rule_id) is not None:
            session.add(RuleJudged(rule_id=rule_id, until=until))
        elif known is not None and known.until < until:
            known.until = until


def messages(store: Store, limit: int = 200) -> Sequence[Message]:
    """The newest messages, newest first."""
    with store.reading() as session:
        return session.scalars(select(Message).order_by(Message.id.desc()).limit(limit)).all()


def message(store: Store, id: int) -> Message | None:
    with store.reading() as session:
        return session.get(Message, id)


def deliveries(store: Store, ids: Sequence[int]) -> dict[int, list[Delivery]]:
    """Message → its deliveries."""
    found: dict[int, list[Delivery]] = {id: [] for id in ids}
    with store.reading() as session:
        asked = select(Delivery).where(Delivery.message_id.in_(ids)).order_by(Delivery.channel)
        for row in session.scalars(asked):
            found[row.message_id].append(row)
    return found


def mark(store: Store, ids: Sequence[int], who: str, is_read: bool = True) -> None:
    """Note that somebody has read messages, or has not."""
    with store.writing() as session:
        asked = select(Message).where(Message.id.in_(ids)).with_for_update()
        for row in session.scalars(asked):
            others = [name for name in row.read_by if name != who]
            row.read_by = [*others, who] if is_read else others


def waits(store: Store, now: datetime) -> bool:
    """Whether there is anything to send, or to be unsure of; asks without holding up a writer."""
    due = Delivery.state.in_((WAITING, SENDING)) & (Delivery.next_at <= now)
    with store.reading() as session:
        return bool(session.scalar(select(exists().where(due))))


def claim(
    store: Store, now: datetime, by: str, only: int | None = None
) -> tuple[Delivery, Message] | None:
    """The next delivery that is due, of one message only where one is named, in this watcher's hands from now on."""
    with store.writing() as session:
        _let_go(session, now)
        asked = [Delivery.state == WAITING, Delivery.next_at <= now]
        due = (
            select(Delivery)
            .where(*asked, *([Delivery.message_id == only] if only else []))
            .order_by(Delivery.next_at, Delivery.id)
            .with_for_update(skip_locked=True)
            .limit(1)
        )
        if (found := session.scalars(due).first()) is None:
            return None
        found.state, found.sent_by, found.next_at = SENDING, by, now + IN_HAND
        found.tries += 1
        return found, session.get_one(Message, found.message_id)


def _let_go(session: Session, now: datetime) -> None:
    """What a watcher did not live to note is unsure; what nobody wants any more is given up."""
    lost = update(Delivery).where(Delivery.state == SENDING, Delivery.next_at <= now)
    session.execute(lost.values(state=UNSURE, error=str(CUT_OFF)))
    wanted = select(Message.id).outerjoin(AlertRule).outerjoin(DigestSubscription)
    by_hand = Message.source.startswith(BY_HAND)
    wanted = wanted.where(func.coalesce(AlertRule.is_on, DigestSubscription.is_on, by_hand))
    gone = update(Delivery).where(Delivery.state == WAITING, Delivery.message_id.not_in(wanted))
    session.execute(gone.values(state=GIVEN_UP, error=str(NO_RULE)))


def _note(store: Store, delivery: Delivery, **values: Any) -> None:
    """What came of a delivery, if it is still in the hands of the watcher that claimed it."""
    mine = update(Delivery).where(
        Delivery.id == delivery.id, Delivery.sent_by == delivery.sent_by,
        Delivery.state.in_((SENDING, UNSURE)),
    )  # fmt: skip
    with store.writing() as session:
        session.execute(mine.values(**values))


def note_sent(store: Store, delivery: Delivery, now: datetime) -> None:
    _note(store, delivery, state=SENT, sent_at=now, error="")


def note_held(store: Store, delivery: Delivery, until: datetime) -> None:
    """It is quiet: not tried yet."""
    _note(store, delivery, state=WAITING, next_at=until, tries=delivery.tries - 1)


def note_failed(store: Store, delivery: Delivery, error: str, next_at: datetime | None) -> None:
    """It did not go: to be tried again, or given up where there is no next time."""
    if next_at is None:
        _note(store, delivery, state=GIVEN_UP, error=error)
    else:
        _note(store, delivery, state=WAITING, error=error, next_at=next_at)


def send_again(store: Store, id: int, now: datetime) -> None:
    """Somebody wants a delivery that was given up, or that nobody is sure of, to be tried once more."""
    asked = update(Delivery).where(Delivery.id == id, Delivery.state.in_((GIVEN_UP, UNSURE)))
    with store.writing() as session:
        session.execute(asked.values(state=WAITING, next_at=now, tries=0, error=""))
