"""Is the company ready for a customer strategy? Seven signs that it is not, each with its remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.progress import kept_words
from dashboard.records.tables import Readiness


class Sign(StrEnum):
    """What tells that a customer strategy would not last."""

    INVESTMENT = "investment"
    DATA = "data"
    DEPARTMENTS = "departments"
    CONTESTS = "contests"
    SMALL = "small"
    SYSTEMS = "systems"
    MOODS = "moods"


class Applies(StrEnum):
    """Whether a sign applies."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


WEIGHT = {Applies.YES: 1.0, Applies.PARTLY: 0.5, Applies.NO: 0.0}


@dataclass(frozen=True)
class Words:
    """What a sign says, what is asked about it, and what to do where it applies."""

    statement: str
    asked: str
    remedy: str
    how: str


SIGNS: dict[Sign, Words] = {
    Sign.INVESTMENT: Words(
        said("No organised long-term investment in sales, marketing or support"),
        said("Is money for sales, marketing or support found from case to case, without a plan for years?"),
        said("Tactical projects"),
        said("Choose projects that pay within a quarter or two, and let what they earn argue for a plan."),
    ),
    Sign.DATA: Words(
        said("Data were never integrated or cleaned"),
        said("Do systems hold customers of their own that nobody has joined or cleaned?"),
        said("Less dependence on outside data"),
        said("Begin with the data that you make yourselves and can put right; leave bought and borrowed ones out."),
    ),
    Sign.DEPARTMENTS: Words(
        said("Departments compete with each other"),
        said("Does one department lose in money or standing where another one wins?"),
        said("One department first"),
        said("Let one department go ahead with a goal of its own, and show what it gained before others are asked."),
    ),
    Sign.CONTESTS: Words(
        said("Business cases are contests"),
        said("Does the case win that promises most, whether or not anybody looks at it again?"),
        said("Proposals limited to six months"),
        said("Take no proposal that cannot be judged within six months, and judge it: the promise ledger does."),
    ),
    Sign.SMALL: Words(
        said("The company is too small"),
        said("Are there too few customers for a change to be told from chance within a quarter?"),
        said("Tactical gains"),
        said("Take what is cheap and sure for each customer; leave out what only large numbers could show."),
    ),
    Sign.SYSTEMS: Words(
        said("There are too many systems"),
        said("Must many systems be changed before a customer notices anything?"),
        said("One business unit"),
        said("Choose the unit with the fewest systems and do it there from end to end."),
    ),
    Sign.MOODS: Words(
        said("Moods change"),
        said("Are goals and projects set and dropped with whoever speaks last?"),
        said("Lower expectations, in writing"),
        said("Write down less than you hope for, with the day on which it is judged, and let everybody sign it."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What the warehouse and the records say about a sign."""

    sign: Sign
    applies: Applies | None
    """None: they cannot tell; people answer."""
    words: str
    """As `said`; '' where they say nothing."""


@dataclass(frozen=True)
class Answer:
    """How a sign was answered, and by what."""

    sign: Sign
    applies: Applies | None
    is_by_people: bool
    """People answered it, also where the numbers say something else."""
    evidence: str = ""
    said_by_numbers: Applies | None = None


def kept(chosen: Mapping[str, str], found: Sequence[Evidence]) -> dict[str, Any]:
    """Answers as a record keeps them; what nobody chose is what the numbers say. `BadUse` for any other answer."""
    by_sign = {one.sign: one for one in found}
    rows: dict[str, Any] = {}
    for name, answer in chosen.items():
        if name not in set(Sign):
            raise unknown("sign", name, [sign.value for sign in Sign])
        if answer and answer not in set(Applies):
            raise unknown("answer", answer, [one.value for one in Applies])
    for sign in Sign:
        evidence = by_sign.get(sign)
        numbers = evidence.applies if evidence else None
        own = chosen.get(sign.value) or ""
        applies = Applies(own) if own else numbers
        rows[sign.value] = {
            "applies": applies.value if applies else None,
            "by": "people" if own and own != numbers else "numbers" if numbers else None,
            "numbers": numbers.value if numbers else None,
            "said": kept_words.kept(evidence.words) if evidence else {},
        }
    if not any(row["applies"] for row in rows.values()):
        raise BadUse(said("No sign is answered yet. Answer at least one."))
    return rows


def answers(row: Readiness) -> list[Answer]:
    """How the signs were answered in one check, in their order."""
    return [_answer(sign, row.answers.get(sign.value) or {}) for sign in Sign]


def _answer(sign: Sign, told: Mapping[str, Any]) -> Answer:
    applies, numbers = told.get("applies"), told.get("numbers")
    return Answer(
        sign, Applies(applies) if applies else None, told.get("by") == "people",
        kept_words.spoken(told.get("said")), Applies(numbers) if numbers else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One check among those before and after it."""

    on_day: date
    weight: float
    """Signs that apply; one that applies partly is a half."""
    n: int
    """Signs that were answered, of seven."""
    answers: tuple[Answer, ...]


def trend(rows: Sequence[Readiness]) -> list[Point]:
    """Every check, oldest first."""
    found = []
    for row in rows:
        told = answers(row)
        known = [one.applies for one in told if one.applies]
        found.append(Point(row.on_day, sum(WEIGHT[a] for a in known), len(known), tuple(told)))
    return found


def changes(before: Point, after: Point) -> list[tuple[Sign, bool]]:
    """Signs that got better (True) or worse between two checks; those not answered in both are left out."""
    found = []
    for old, new in zip(before.answers, after.answers, strict=True):
        if old.applies and new.applies and old.applies is not new.applies:
            found.append((new.sign, WEIGHT[new.applies] < WEIGHT[old.applies]))
    return found
