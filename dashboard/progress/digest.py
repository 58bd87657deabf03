"""The weekly digest: where goals stand, what changed, and what waits for its reader, read with the reader's rights."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.metrics import coverage, reads
from dashboard.progress.findings import Finding, findings
from dashboard.progress.goal import is_visible
from dashboard.progress.inbox import may_be_shown
from dashboard.progress.standing import Standing, standings
from dashboard.progress.status import Status
from dashboard.records import check_ins, messages
from dashboard.records.store import Store
from dashboard.records.tables import Action, Message

MOST_ACTIONS, MOST_MESSAGES = 10, 5


@dataclass(frozen=True)
class Digest:
    """What stands in it."""

    owner: str
    viewer: Viewer
    standings: tuple[Standing, ...]
    """Of the goals that the reader may see, pinned ones first."""
    findings: tuple[Finding, ...]
    actions: tuple[Action, ...]
    """Open, of this reader, the most urgent first."""
    unread: tuple[Message, ...]
    last_day: date
    """The newest day of the data."""
    version: int
    currency: str

    @property
    def likely(self) -> int:
        """Goals that are met or will probably be."""
        return sum(standing.is_likely for standing in self.standings)

    @property
    def told(self) -> tuple[Standing, ...]:
        return tuple(s for s in self.standings if s.status is not Status.NO_DATA)


def gathered(owner: str, viewer: Viewer, store: Store) -> Digest:
    """Everything that a digest says to somebody, from the version in use."""
    about = reads.about()
    visible = [s for s in standings(viewer, store) if is_visible(s.goal, viewer)]
    open_ones = [a for a in check_ins.actions(store) if a.done_on is None and a.owner == owner]
    return Digest(
        owner, viewer, tuple(visible), tuple(findings(viewer, store)),
        tuple(open_ones[:MOST_ACTIONS]) if owner else (), _unread(owner, viewer, store),
        about.covered_day - timedelta(days=1), coverage.version_seq(), about.settings.currency,
    )  # fmt: skip


def _unread(owner: str, viewer: Viewer, store: Store) -> tuple[Message, ...]:
    found = [
        message
        for message in messages.messages(store)
        if owner and message.owner == owner and owner not in message.read_by
        and message.rule_id is not None and may_be_shown(message, viewer)
    ]  # fmt: skip
    return tuple(found[:MOST_MESSAGES])
