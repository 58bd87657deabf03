"""The weekly digest: where goals stand, what changed, and what waits for its reader, read with the reader's rights."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.metrics import coverage, reads
from dashboard.progress.findings import Finding, findings
from dashboard.progress.goal import is_visible
from dashboard.progress.goals import goals
from dashboard.progress.inbox import may_be_shown
from dashboard.progress.standing import Standing, standings
from dashboard.progress.today import today
from dashboard.progress.waiting import Waits, is_same, waiting
from dashboard.records import messages
from dashboard.records.store import Store
from dashboard.records.tables import Message

MOST_WAITING, MOST_MESSAGES = 10, 5


@dataclass(frozen=True)
class Digest:
    """What stands in it."""

    owner: str
    viewer: Viewer
    standings: tuple[Standing, ...]
    """Of the goals that the reader may see, pinned ones first."""
    findings: tuple[Finding, ...]
    waits: tuple[Waits, ...]
    """What waits for this reader, the most pressing first."""
    unread: tuple[Message, ...]
    last_day: date
    """The newest day of the data."""
    version: int
    currency: str
    hidden: int = 0
    """Goals that the reader may not see."""


def gathered(owner: str, viewer: Viewer, store: Store) -> Digest:
    """Everything that a digest says to somebody, from the version in use."""
    about = reads.about()
    visible = [s for s in standings(viewer, store) if is_visible(s.goal, viewer)]
    hidden = sum(not is_visible(goal, viewer) for goal in goals(store))
    waits = waiting(owner, viewer, store, today()) if owner else []
    return Digest(
        owner, viewer, tuple(visible), tuple(findings(viewer, store)),
        tuple(waits[:MOST_WAITING]), _unread(owner, viewer, store),
        about.covered_day - timedelta(days=1), coverage.version_seq(), about.settings.currency, hidden,
    )  # fmt: skip


def _unread(owner: str, viewer: Viewer, store: Store) -> tuple[Message, ...]:
    found = [
        message
        for message in messages.messages(store)
        if owner and is_same(message.owner, owner) and owner not in message.read_by
        and message.rule_id is not None and may_be_shown(message, viewer)
    ]  # fmt: skip
    return tuple(found[:MOST_MESSAGES])
