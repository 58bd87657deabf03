"""How a workshop's items are called, and what stands above them."""

from dashboard.language import _, said
from dashboard.progress.agenda import Item, Kind
from dashboard.views import words

KINDS = {
    Kind.WELCOME: said("welcome"), Kind.LOOK_BACK: said("look back"), Kind.VERDICT: said("did it work?"),
    Kind.GOAL: said("goal"), Kind.MILESTONE: said("milestone missed"), Kind.INITIATIVE: said("initiative"),
    Kind.READINESS: said("readiness"), Kind.STRATEGY: said("strategy"), Kind.GOALS: said("goals"),
    Kind.IDEAS: said("choose"), Kind.TALK: said("talk"), Kind.CLOSE: said("close"),
}  # fmt: skip


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
