"""What stands behind a score: its distribution, who changed their mind, what is spoken of, what could be seen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.metrics.analysis import TOO_FEW, is_kept_from, named
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Group, checked, needs, with_coverage
from dashboard.metrics.people import name_of
from dashboard.warehouse import reader
from queries.answer_list import MOST_ANSWERS, answer_list
from queries.flows import before, flow_members, flows
from queries.people import Members, people_count_of, people_of
from queries.scores import score_members, scores
from queries.slice import Slice, Window
from queries.topic_sums import topic_members
from queries.voice_rows import CLASSES, KINDS, SCORES, class_name, scores_of

VOICES = tuple(KINDS)
"""Metrics of answers to surveys."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Distribution:
    """How many answers give each score, in one group."""

    metric: Metric
    group: Group
    answers: dict[int, int]
    """Score → answers, every score of the scale; empty where they are not told."""
    weights: dict[int, float]
    reason: str | None = None

    @property
    def n(self) -> int:
        return sum(self.answers.values())

    @property
    def weight(self) -> float:
        return sum(self.weights.values())

    def share(self, given: Sequence[int]) -> float | None:
        """Weighted share of these scores, in per cent."""
        whole = self.weight
        return 100 * sum(self.weights[one] for one in given) / whole if whole > 0 else None

    def rows(self) -> list[Row]:
        kind = KINDS[self.metric.name]
        return [
            {
                "group": self.group,
                "score": score,
                "class": class_name(kind, class_of(kind, score)),
                "answers": self.answers.get(score),
                "share": self.share([score]) if self.answers else None,
                "reason": self.reason,
            }
            for score in SCORES[kind]
        ]


@dataclass(frozen=True)
class Flow:
    """People who went from one class to another; None is no answer."""

    earlier: int | None
    later: int | None
    people: int


@dataclass(frozen=True)
class Flows:
    """Everybody who answered on either side, each in one flow."""

    metric: Metric
    before: Window
    now: Window
    flows: tuple[Flow, ...]
    reason: str | None = None

    def came_from(self, earlier: int | None) -> int:
        return sum(flow.people for flow in self.flows if flow.earlier == earlier)

    def went_to(self, later: int | None) -> int:
        return sum(flow.people for flow in self.flows if flow.later == later)

    def rows(self) -> list[Row]:
        kind = KINDS[self.metric.name]
        return [
            {
                "before": class_name(kind, flow.earlier),
                "now": class_name(kind, flow.later),
                "people": flow.people,
            }
            for flow in self.flows
        ]


def distributions(metric: Metric, viewer: Viewer, slice: Slice) -> list[Distribution]:
    """One per group over the whole window; surveys are never pooled."""
    asked, reason = prepared(metric, slice)
    if reason:
        return [Distribution(metric, {}, {}, {}, reason)]
    rows = reader.read(viewer, scores(metric.name), asked)
    groups = dict.fromkeys(tuple(row[name] for name in asked.by) for row in rows)
    if not groups:
        return [Distribution(metric, {}, {}, {}, nothing(metric))]
    return [
        _distribution(metric, viewer, named(group, asked.by), _of_group(rows, group, asked.by))
        for group in sorted(groups, key=lambda group: tuple(map(str, group)))
    ]


def _of_group(rows: Sequence[Row], group: tuple[Any, ...], by: tuple[str, ...]) -> list[Row]:
    return [row for row in rows if tuple(row[name] for name in by) == group]


def _distribution(
    metric: Metric, viewer: Viewer, group: Group, rows: Sequence[Row]
) -> Distribution:
    answers = {row["score"]: int(row["answers"]) for row in rows}
    if is_kept_from(viewer, *answers.values()):
        return Distribution(metric, group, {}, {}, TOO_FEW)
    weights = {row["score"]: float(row["weight"]) for row in rows}
    scale = SCORES[KINDS[metric.name]]
    return Distribution(
        metric, group, {s: answers.get(s, 0) for s in scale}, {s: weights.get(s, 0.0) for s in scale}
    )  # fmt: skip


def flows_of(metric: Metric, viewer: Viewer, slice: Slice) -> Flows:
    """Who changed their mind between their last answer before the window and their last one in it."""
    asked, reason = prepared(metric, slice, is_of_one_survey=True)
    asked = replace(asked, by=())
    if reason:
        return Flows(metric, before(asked), asked.window, (), reason)
    rows = reader.read(viewer, flows(KINDS[metric.name]), asked)
    found = tuple(Flow(row["earlier"], row["later"], int(row["people"])) for row in rows)
    if is_kept_from(viewer, *(flow.people for flow in found)):
        return Flows(metric, before(asked), asked.window, (), TOO_FEW)
    return Flows(metric, before(asked), asked.window, found, None if found else nothing(metric))


def answers(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    classes: Sequence[int] = (),
    topics: Sequence[str] = (),
    text: str = "",
    is_commented: bool = False,
    most: int = MOST_ANSWERS,
) -> tuple[list[Row], int]:
    """The newest answers of these classes, topics and words, and how many there are in all.

    `id` is the person's own, for the program itself; `person_id` is what the viewer may call them.
    """
    reader.refuse_people(viewer)
    asked, reason = prepared(metric, slice)
    if reason:
        return [], 0
    wanted = tuple(sorted(s for one in classes for s in scores_of(KINDS[metric.name], one)))
    question = answer_list(
        metric.name, wanted, tuple(sorted(topics)), text.strip(), is_commented, most
    )
    inside = replace(viewer, may_see_ids=True)
    rows = reader.read(inside, question, replace(asked, by=()))
    return [_called(viewer, row) for row in rows], int(rows[0]["found"]) if rows else 0


def _called(viewer: Viewer, row: Row) -> Row:
    """The person as the viewer may call them, in their own words too."""
    id, comment = row["person_id"], row["comment"]
    if id is None or viewer.may_see_ids:
        return {**row, "id": id}
    name = name_of(viewer, id, row["is_visitor"])
    return {
        **row, "id": id, "person_id": name, "comment": comment and comment.replace(id, "…"),
    }  # fmt: skip


def members_opened(metric: Metric, spec: Sequence[str]) -> Members:
    """The members behind what is opened: 'all', 'score:3', 'class:-1', 'flow:1:-1' (with 'none'), 'topic:price'."""
    kind = KINDS[metric.name]
    match list(spec):
        case ["all"] if metric.members is not None:
            return metric.members
        case ["score", score] if score.isdigit() and int(score) in SCORES[kind]:
            return score_members(metric.name, (int(score),))
        case ["class", one] if one in ("1", "0", "-1"):
            return score_members(metric.name, scores_of(kind, int(one)))
        case ["flow", earlier, later] if {earlier, later} <= {"1", "0", "-1", "none"}:
            return flow_members(kind, _read(earlier), _read(later))
        case ["topic", name]:
            return topic_members(metric.name, name)
        case _:
            raise BadUse(
                said(
                    "'{spec}' names nobody. Write all, score:3, class:-1, flow:1:-1 or topic:price.",
                    spec=":".join(spec),
                )
            )


def _read(text: str) -> int | None:
    return None if text == "none" else int(text)


def opened(metric: Metric, slice: Slice, spec: Sequence[str]) -> tuple[Members, Slice] | None:
    """Members and slice of what is opened; None for what names nobody here."""
    try:
        members = members_opened(metric, spec)
    except BadUse:
        return None
    asked, reason = prepared(metric, slice)
    return None if reason else (members, replace(asked, by=()))


def people_opened(
    metric: Metric, viewer: Viewer, slice: Slice, spec: Sequence[str]
) -> tuple[list[Row], int]:
    """The people behind what is opened, and how many there are."""
    reader.refuse_people(viewer)
    members_opened(metric, spec)
    found = opened(metric, slice, spec)
    if found is None:
        return [], 0
    [count] = reader.read(viewer, people_count_of(found[0]), found[1])
    return list(reader.read(viewer, people_of(found[0]), found[1])), int(count["people"])


def prepared(
    metric: Metric, slice: Slice, is_of_one_survey: bool = False
) -> tuple[Slice, str | None]:
    """The window as one slice, and why there can be no answer."""
    asked = checked(metric, replace(slice, grain=None))
    if is_of_one_survey and "survey" in asked.by:
        raise BadUse(said("Answers to different surveys are never pooled. Name one survey."))
    covered = coverage(metric)
    reason = needs(covered.missing_kinds) if covered.missing_kinds else None
    return with_coverage(asked, covered), reason


def nothing(metric: Metric) -> str:
    return said("no answers in this window")


def class_of(kind: str, score: int) -> int:
    """1, 0 or −1."""
    return next(one for one in CLASSES if score in scores_of(kind, one))
