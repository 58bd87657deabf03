"""Messages as one reader sees them: those that they may see, and which they have not read."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.progress.subject import may_read, viewer_of
from dashboard.progress.waiting import is_same
from dashboard.records import messages
from dashboard.records.store import Store
from dashboard.records.tables import Delivery, Message

NEWEST = 200


@dataclass(frozen=True)
class Item:
    """One message and how it fared on its way."""

    message: Message
    is_read: bool
    is_mine: bool
    """Of a rule or a digest of this reader's, or of nobody's."""
    deliveries: Sequence[Delivery] = ()


@dataclass(frozen=True)
class Inbox:
    """What a reader may see of the newest messages."""

    items: list[Item]
    hidden: int
    """Written with more rights than the reader has."""

    @property
    def unread(self) -> int:
        return sum(item.is_mine and not item.is_read for item in self.items)


def inbox(store: Store, viewer: Viewer, who: str) -> Inbox:
    """The newest messages that the viewer may see, newest first."""
    found = messages.messages(store, NEWEST)
    shown = [message for message in found if may_be_shown(message, viewer)]
    ways = messages.deliveries(store, [message.id for message in shown])
    items = [
        Item(message, who in message.read_by, _is_mine(message, who), ways[message.id])
        for message in shown
    ]
    return Inbox(items, len(found) - len(shown))


def _is_mine(message: Message, who: str) -> bool:
    return not who or not message.owner or is_same(message.owner, who)


def may_be_shown(message: Message, viewer: Viewer) -> bool:
    """Numbers of other regions, or of a handful of people, are for those only who may see them themselves."""
    facts = message.facts
    if not may_read(viewer, message.sees, facts.get("concerns") or {}):
        return False
    if viewer.may_see_people:
        return True
    is_whole = facts.get("kind") not in ("alert", "missing")
    return not (facts.get("is_of_few") or (is_whole and viewer_of(message.sees).may_see_people))
