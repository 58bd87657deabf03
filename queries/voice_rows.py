"""Answers as their surveys class them: the rows behind distributions, flows, topics and queues."""

from typing import Any

from sqlalchemy import ColumnElement, case, literal
from sqlalchemy.sql.selectable import FromClause

from queries.answer_rows import heard_once, opinion
from queries.csat import csat_members
from queries.marts import answer
from queries.nps import nps_members
from queries.nps_unweighted import nps_unweighted_members
from queries.slice import Slice

KINDS = {"nps": "nps", "nps_unweighted": "nps", "csat": "csat"}
"""Metric → kind of answer that it counts."""
CLASSES = (1, 0, -1)
"""Promoters, passives, detractors; satisfied, neither, dissatisfied."""
SCORES = {"nps": tuple(range(11)), "csat": (1, 2, 3, 4, 5)}


def class_of(kind: str) -> ColumnElement[int]:
    """1, 0 or −1: promoter (9–10), passive, detractor (0–6); satisfied (4–5), neither (3), dissatisfied (1–2)."""
    if kind == "nps":
        return opinion()
    return case((answer.c.score >= 4, 1), (answer.c.score <= 2, -1), else_=0)


def scores_of(kind: str, one: int) -> tuple[int, ...]:
    """The scores of a class."""
    if kind == "nps":
        return {1: (9, 10), 0: (7, 8), -1: (0, 1, 2, 3, 4, 5, 6)}[one]
    return {1: (4, 5), 0: (3,), -1: (1, 2)}[one]


def class_name(kind: str, one: int | None) -> str:
    """What a class is called; None is no answer."""
    if one is None:
        return "no answer"
    if kind == "nps":
        return {1: "promoter", 0: "passive", -1: "detractor"}[one]
    return {1: "satisfied", 0: "neither", -1: "dissatisfied"}[one]


def counted(metric: str, slice: Slice) -> list[ColumnElement[bool]]:
    """Which answers the metric counts, filters aside."""
    kind = KINDS[metric]
    heard = [heard_once(slice)] if kind == "nps" else []
    return [answer.c.kind == kind, slice.inside(answer.c.day), *heard]


def weight_of(metric: str) -> ColumnElement[Any]:
    """What an answer weighs in the metric."""
    return literal(1.0) if metric == "nps_unweighted" else answer.c.weight


def members_of(metric: str, slice: Slice) -> FromClause:
    """The metric's own rows: seq, person, x (weight) and y (weight with its sign, or of the satisfied)."""
    members = {
        "nps": nps_members,
        "nps_unweighted": nps_unweighted_members,
        "csat": csat_members,
    }
    return members[metric](slice)


def named(question: Any, module: str, *parts: object) -> Any:
    """A question made for these parts, under a name of its own: the gate remembers answers by it."""
    question.__module__ = module
    question.__qualname__ = ":".join([question.__name__, *map(repr, parts)])
    return question
