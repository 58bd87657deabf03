"""How a workshop's items are called, and what stands above them."""

from collections.abc import Sequence

from dashboard.access import Viewer
from dashboard.language import _, n_, said
from dashboard.progress import matters, session
from dashboard.progress.agenda import Item, Kind
from dashboard.records.tables import Session
from dashboard.views import goal_words, goals, kept, words

KINDS = {
    Kind.WELCOME: said("welcome"), Kind.LOOK_BACK: said("look back"), Kind.VERDICT: said("did it work?"),
    Kind.GOAL: said("goal"), Kind.MILESTONE: said("milestone missed"), Kind.INITIATIVE: said("initiative"),
    Kind.READINESS: said("readiness"), Kind.STRATEGY: said("strategy"), Kind.GOALS: said("goals"),
    Kind.IDEAS: said("choose"), Kind.TALK: said("talk"), Kind.CLOSE: said("close"),
}  # fmt: skip


def items(found: Session) -> list[Item]:
    """A workshop's items as they are now."""
    return kept.read(lambda store: session.shown(found, store), session.items(found))


def off_beside(items: Sequence[Item], viewer: Viewer) -> str:
    """'3 more goals are off track and not on this agenda: …'; '' where there is none."""
    found = matters.off_beside(goals.standings(viewer), items)
    if not found:
        return ""
    return n_(
        "{count} more goal is off track and not on this agenda: {names}.",
        "{count} more goals are off track and not on this agenda: {names}.",
        len(found), names=words.listed([goal_words.title(one.goal) for one in found]),
    )  # fmt: skip


def kind(item: Item) -> str:
    return _(KINDS[item.kind])


def title(item: Item) -> str:
    return words.sentence(_(item.title))


def why(item: Item) -> str:
    return words.sentence(_(item.why)) if item.why else ""


def line_html(n: int, item: Item) -> str:
    """'3 GOAL Revenue per buyer / off track: …'."""
    notes = f"<small>{words.escaped(item.notes)}</small>" if item.notes else ""
    return (
        f'<div class="mp-agenda"><i>{n}</i><div><em>{words.escaped(kind(item))}</em><b>{words.escaped(title(item))}</b>'
        f"<small>{words.escaped(why(item))}</small>{notes}</div></div>"
    )
