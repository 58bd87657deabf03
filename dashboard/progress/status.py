"""What is said of a goal in one word: ordered rules in YAML, of which the first that holds gives the status.

status_file.py reads them: those that ship, or a home's own.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dashboard.language import said


class Status(StrEnum):
    MET = "met"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    TOO_EARLY = "too early to tell"
    NO_DATA = "missing data"


GIVEN = (Status.MET, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.TOO_EARLY)
"""What rules can say; that data are missing is not a matter of rules."""
LIKELY = 67.0
"""A chance from which a goal will probably be met, in per cent."""

SURE_BELOW, SURE_ABOVE = 1.0, 99.0
"""Per cent beyond which a chance is not told apart from certainty, which it never is before it is decided."""


@dataclass(frozen=True)
class Facts:
    """What rules look at; None where it is not known, and then no condition on it holds."""

    reached: bool | None = None
    """The value is at the target or better."""
    decided: bool | None = None
    """The last period that counts is complete."""
    way: float | None = None
    """Per cent of the way from start to target."""
    ahead: float | None = None
    """Points of the way ahead of the pace."""
    time_gone: float | None = None
    """Per cent of the time from start to due date."""
    days_left: float | None = None
    chance: float | None = None
    """Per cent."""


FACTS = {
    "reached": "reached", "decided": "decided", "way": "way", "ahead": "ahead", "time gone": "time_gone",
    "days left": "days_left", "chance": "chance",
}  # fmt: skip
"""How rules call each fact."""
TRUTHS = ("reached", "decided")
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


@dataclass(frozen=True)
class Condition:
    """One fact and what it has to be."""

    fact: str
    is_so: bool | None = None
    sign: str = ""
    than: float = 0.0

    def holds(self, facts: Facts) -> bool:
        value = getattr(facts, FACTS[self.fact])
        if value is None:
            return False
        return (
            value is self.is_so
            if self.is_so is not None
            else COMPARISONS[self.sign](value, self.than)
        )


@dataclass(frozen=True)
class Rule:
    status: Status
    conditions: tuple[Condition, ...]

    def holds(self, facts: Facts) -> bool:
        return all(condition.holds(facts) for condition in self.conditions)


@dataclass(frozen=True)
class Rules:
    ordered: tuple[Rule, ...]
    otherwise: Status


@dataclass(frozen=True)
class Judged:
    status: Status
    because: str


def judged(facts: Facts, rules: Rules) -> Judged:
    """The status of the first rule that holds, and the conditions that made it hold, in words."""
    for rule in rules.ordered:
        if rule.holds(facts):
            return Judged(rule.status, because(rule, facts))
    return Judged(rules.otherwise, said("no rule holds: too little is known"))


def because(rule: Rule, facts: Facts) -> str:
    """'chance 41 % < 67 %', 'the due date is past and the target is not reached'."""
    if _is_ahead_only_now(rule, facts):
        return _not_for_long(facts.chance or 0.0)
    first, *others = [_words(condition, facts) for condition in rule.conditions]
    for text in others:
        first = said("{first} and {second}", first=first, second=text)
    return first


def _is_ahead_only_now(rule: Rule, facts: Facts) -> bool:
    """The rule says no more than: the target is reached, and the chance is too small."""
    if facts.decided or len(rule.conditions) != 2:
        return False
    reached, chance = sorted(rule.conditions, key=lambda one: one.fact == "chance")
    return bool(reached.fact == "reached" and reached.is_so) and (
        chance.fact == "chance" and chance.sign.startswith("<")
    )


def _not_for_long(chance: float) -> str:
    if chance < SURE_BELOW:
        return said("it is ahead now, but the chance for the last period that counts is < 1 %")
    return said(
        "it is ahead now, but the chance for the last period that counts is {value:g} %",
        value=round(chance, _digits(chance, LIKELY)),
    )


def _words(condition: Condition, facts: Facts) -> str:
    if condition.is_so is not None:
        return _truth(condition.fact, condition.is_so)
    value, than = getattr(facts, FACTS[condition.fact]), condition.than
    shown = round(value, _digits(value, than))
    if condition.fact == "ahead":
        if facts.way is not None and facts.way < 0:
            return said("further from the target than at the start")
        if shown < 0:
            return said("{value:g} points of the way behind the pace", value=-shown)
        return said("{value:g} points of the way ahead of the pace", value=shown)
    sign = SIGNS[condition.sign]
    match condition.fact:
        case "chance" if not facts.decided and value < SURE_BELOW <= than:
            return said("chance < 1 %, under {than:g} %", than=than)
        case "chance" if not facts.decided and value > SURE_ABOVE >= than:
            return said("chance > 99 %, over {than:g} %", than=than)
        case "chance":
            return said("chance {value:g} % {sign} {than:g} %", value=shown, sign=sign, than=than)
        case "way":
            return said("way done {value:g} % {sign} {than:g} %", value=shown, sign=sign, than=than)
        case "time gone":
            return said(
                "time gone {value:g} % {sign} {than:g} %", value=shown, sign=sign, than=than
            )
        case _:
            return said("days left {value:g} {sign} {than:g}", value=shown, sign=sign, than=than)


def _truth(fact: str, is_so: bool) -> str:
    if fact == "reached":
        return said("the target is reached") if is_so else said("the target is not reached")
    if is_so:
        return said("the last period that counts is complete")
    return said("the last period that counts is not complete yet")


def _digits(value: float, than: float) -> int:
    """So many that a value is not written as what it is compared with, unless it is that."""
    return next((n for n in (0, 1) if round(value, n) != than or value == than), 2)
