"""What a vote asks about an item of the agenda, what may be answered, and what came together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.errors import BadUse
from dashboard.insight.agreement import Share, Spread, shares, spread
from dashboard.language import said
from dashboard.progress.agenda import Item, Kind, about
from dashboard.records import goals, ideas, initiatives
from dashboard.records.store import Store
from dashboard.records.tables import Vote


class Form(StrEnum):
    """How a question is answered."""

    CHANCE = "chance"  # 0 to 100 %, which will be held against what comes
    CHOICE = "choice"  # one of some words
    DOTS = "dots"  # five, spent on ideas


GATE = (("scale", said("Scale it")), ("adjust", said("Adjust it")), ("stop", said("Stop it")))
DAY = (
    ("keep", said("Keep the day")), ("move", said("Move the day")), ("give up", said("Give it up")),
)  # fmt: skip
AGREED = (("yes", said("Yes")), ("no", said("No")), ("abstain", said("I abstain")))


@dataclass(frozen=True)
class Question:
    """What people are asked."""

    form: Form
    words: str
    """As `said`."""
    options: tuple[tuple[str, str], ...] = ()
    """What may be answered, and how it is called; of dots, the numbers of ideas."""


def question(item: Item, store: Store) -> Question | None:
    """What this item is voted on; None where there is nothing to vote."""
    match item.kind:
        case Kind.GOAL:
            return _will_be_met(item, store)
        case Kind.INITIATIVE:
            return _will_move(item)
        case Kind.VERDICT:
            words = said("{initiative}: scale, adjust or stop?", initiative=item.title)
            return Question(Form.CHOICE, words, GATE)
        case Kind.MILESTONE:
            words = said("{what}: keep its day, move it, or give it up?", what=item.title)
            return Question(Form.CHOICE, words, DAY)
        case Kind.IDEAS:
            return _dots(store)
        case Kind.TALK:
            return Question(Form.CHOICE, said("{what}: do you agree?", what=item.title), AGREED)
        case _:
            return None


def _will_be_met(item: Item, store: Store) -> Question | None:
    found = about(item.ref)
    goal = goals.goal(store, found[1]) if found else None
    if goal is None:
        return None
    words = said(
        "How likely is it that “{goal}” is met by {day}?",
        goal=said(goal.name),
        day=last_day(goal.due_on),
    )
    return Question(Form.CHANCE, words)


def last_day(due_on: date) -> date:
    """The last day that counts: a due date is the first that does not."""
    return date.fromordinal(due_on.toordinal() - 1)


def _will_move(item: Item) -> Question:
    words = said(
        "How likely is it that “{initiative}” moves its number, so that the verdict will say so?",
        initiative=item.title,
    )  # fmt: skip
    return Question(Form.CHANCE, words)


def _dots(store: Store) -> Question | None:
    found = [one for one in initiatives.initiatives(store) if one.state == "idea"]
    if not found:
        return None
    words = said("Which ideas should we try? You have {count} dots.", count=ideas.DOTS)
    return Question(Form.DOTS, words, tuple((str(one.id), said(one.title)) for one in found))


def answered(asked: Question, answer: str, confidence: str = "") -> tuple[str, float | None]:
    """An answer as it is kept, and how sure its voter is (0 to 1); `BadUse` where it is none."""
    if asked.form is Form.CHANCE:
        chance = _percent(answer)
        if chance is None:
            raise BadUse(said("Say how likely it is, from 0 to 100 %."))
        return f"{100 * chance:g}", chance
    if answer not in dict(asked.options):
        raise BadUse(said("Choose one of the answers."))
    return answer, _percent(confidence)


def _percent(text: str) -> float | None:
    """'' is nothing said; `BadUse` where it is no percentage."""
    if not text.strip():
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise BadUse(said("'{text}' is not a percentage. It goes from 0 to 100.", text=text[:20]))
    return value / 100


def chances(votes: Sequence[Vote]) -> Spread | None:
    """How likely the voters think it is."""
    return spread([vote.confidence for vote in votes if vote.confidence is not None])


def choices(asked: Question, votes: Sequence[Vote]) -> list[Share]:
    """How many gave each answer."""
    return shares(
        [(v.answer, v.confidence) for v in votes], [answer for answer, _words in asked.options]
    )
