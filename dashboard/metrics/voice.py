"""What stands behind a score: its distribution, who changed their mind, what is spoken of, what could be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.impact import Sums, TopicSums, impact
from dashboard.insight.intervals import kish_effective_n
from dashboard.insight.power import visible_change_of_scores, visible_changes_of_shares
from dashboard.language import said
from dashboard.metrics.analysis import TOO_FEW, is_kept_from, named
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import EVER, coverage
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import FEW, THIN, Group, Value, checked, needs, with_coverage
from dashboard.warehouse import reader
from queries.answer_list import MOST_ANSWERS, answer_list
from queries.flows import before, flow_members, flows
from queries.people import people_count_of, people_of
from queries.scores import score_members, scores
from queries.slice import Slice, Window
from queries.topic_sums import answer_sums, topic_members, topic_names, topic_sums
from queries.voice_rows import CLASSES, KINDS, SCORES, class_name, scores_of

VOICES = tuple(KINDS)
"""Metrics of answers to surveys."""
FEWEST_JUDGED = 10
"""Answers below which a topic is not judged: all of a handful may happen to say the same."""
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
                "class": class_name(kind, _class(kind, score)),
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


@dataclass(frozen=True)
class Topic:
    """One topic: how often it is spoken of, the score of those who do, and what it does to the score of all."""

    name: str
    n: int
    """Answers whose words speak of it."""
    share: float
    """Of all answers with words, in per cent."""
    value: float | None
    """The score of the answers that speak of it."""
    impact: float | None = None
    """Score of all answers less that of those without the topic, in the metric's unit."""
    low: float | None = None
    high: float | None = None
    reason: str | None = None

    @property
    def is_noise(self) -> bool:
        """The limits hold nought, or there are none, or too few speak of it."""
        if self.n < FEWEST_JUDGED or self.low is None or self.high is None:
            return True
        return self.low <= 0 <= self.high

    @property
    def is_thin(self) -> bool:
        return self.n < THIN

    def row(self) -> Row:
        return {**vars(self), "within_noise": self.is_noise}


@dataclass(frozen=True)
class Topics:
    """What is spoken of in the words of a metric's answers."""

    metric: Metric
    answers: int
    comments: int
    without_topic: int
    topics: tuple[Topic, ...]
    """The most harmful first."""
    reason: str | None = None


@dataclass(frozen=True)
class Visible:
    """The smallest fall and rise that could be told from noise, in the metric's unit; None where none could."""

    fall: float | None
    rise: float | None
    n: float
    other_n: float


def distributions(metric: Metric, viewer: Viewer, slice: Slice) -> list[Distribution]:
    """One per group over the whole window; surveys are never pooled."""
    asked, reason = _prepared(metric, slice)
    if reason:
        return [Distribution(metric, {}, {}, {}, reason)]
    rows = reader.read(viewer, scores(metric.name), asked)
    groups = dict.fromkeys(tuple(row[name] for name in asked.by) for row in rows)
    if not groups:
        return [Distribution(metric, {}, {}, {}, _nothing(metric))]
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
    asked, reason = _prepared(metric, slice, is_of_one_survey=True)
    asked = replace(asked, by=())
    if reason:
        return Flows(metric, before(asked), asked.window, (), reason)
    rows = reader.read(viewer, flows(KINDS[metric.name]), asked)
    found = tuple(Flow(row["earlier"], row["later"], int(row["people"])) for row in rows)
    if is_kept_from(viewer, *(flow.people for flow in found)):
        return Flows(metric, before(asked), asked.window, (), TOO_FEW)
    return Flows(metric, before(asked), asked.window, found, None if found else _nothing(metric))


def topics_of(metric: Metric, viewer: Viewer, slice: Slice) -> Topics:
    """Each topic of the comments with what it does to the score."""
    asked, reason = _prepared(metric, slice, is_of_one_survey=True)
    asked = replace(asked, by=())
    if reason:
        return Topics(metric, 0, 0, 0, (), reason)
    [row] = reader.read(viewer, answer_sums(metric.name), asked)
    answers, comments = int(row["n"] or 0), int(row["comments"] or 0)
    if not answers or not comments:
        why = said("no comments in this window") if answers else _nothing(metric)
        return Topics(metric, answers, comments, 0, (), why)
    all = Sums(
        row["numerator"], row["denominator"], row["yy"], row["yx"], row["xx"], row["clusters"]
    )
    found = [
        _topic(metric, viewer, one, all, comments)
        for one in reader.read(viewer, topic_sums(metric.name), asked)
    ]
    ranked = sorted(found, key=lambda one: (one.impact is None, one.impact or 0.0, one.name))
    return Topics(metric, answers, comments, int(row["without_topic"]), tuple(ranked))


def _topic(metric: Metric, viewer: Viewer, row: Row, all: Sums, comments: int) -> Topic:
    n, share = int(row["n"]), 100 * row["n"] / comments
    if not viewer.may_see_people and row["people"] < FEW:
        return Topic(row["topic"], n, share, None, reason=TOO_FEW)
    own = TopicSums(
        row["numerator"], row["denominator"], row["yy"], row["yx"], row["xx"],
        row["all_y_y"], row["all_y_x"], row["all_x_y"], row["all_x_x"],
    )  # fmt: skip
    measured = metric.certainty.measure(row, metric.scale)
    value = measured.value if measured else None
    found = impact(all, own)
    if found is None:
        return Topic(row["topic"], n, share, value, reason=said("every answer speaks of it"))
    scale = metric.scale
    return Topic(
        row["topic"], n, share, value, scale * found.value, scale * found.low, scale * found.high
    )


def labels(viewer: Viewer, language: str) -> dict[str, str]:
    """What each topic is called in a language, else in any."""
    found: dict[str, str] = {}
    for row in reader.read(viewer, topic_names, EVER):
        if row["language"] == language or row["topic"] not in found:
            found[row["topic"]] = row["label"]
    return found


def visible(value: Value, other: Value | None) -> Visible:
    """What could be seen between this window and the other, or one like this where there is none."""
    if value.measurement is None:
        return Visible(None, None, 0, 0)
    basis = value.measurement.basis
    n = value.n or 0
    other_n = other.n if other and other.n else n
    effective = _effective_n(value)
    other_effective = _effective_n(other) if other and other.measurement else effective
    if value.metric.name == "csat":
        fall, rise = visible_changes_of_shares(
            basis.successes / basis.n, effective, other_effective
        )
        return Visible(_percent(fall), _percent(rise), n, other_n)
    promoters, detractors = _shares(value)
    points = visible_change_of_scores(promoters, detractors, effective, other_effective)
    return Visible(None if points is None else -points, points, n, other_n)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _effective_n(value: Value) -> float:
    """Answers of equal weight that know as much (Kish)."""
    sums = _sums(value)
    return kish_effective_n(sums["denominator"], sums["sum_ww"])


def _shares(value: Value) -> tuple[float, float]:
    """Weighted shares of promoters and of detractors, 0 to 1."""
    sums = _sums(value)
    return sums["promoters"] / sums["denominator"], sums["detractors"] / sums["denominator"]


def _sums(value: Value) -> Mapping[str, Any]:
    assert value.measurement is not None
    assert value.measurement.sums is not None
    return value.measurement.sums


def answers(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    classes: Sequence[int] = (),
    topics: Sequence[str] = (),
    text: str = "",
    is_commented: bool = False,
    most: int = MOST_ANSWERS,
    given: Sequence[int] = (),
) -> tuple[list[Row], int]:
    """The newest answers of these classes (or scores), topics and words, and how many there are in all."""
    asked, reason = _prepared(metric, slice)
    if reason:
        reader.refuse_people(viewer)
        return [], 0
    kind = KINDS[metric.name]
    wanted = tuple(given) or tuple(s for one in classes for s in scores_of(kind, one))
    question = answer_list(
        metric.name, tuple(sorted(wanted)), tuple(sorted(topics)), text.strip(), is_commented, most
    )
    rows = reader.read(viewer, question, replace(asked, by=()))
    return [dict(row) for row in rows], int(rows[0]["found"]) if rows else 0


def members_opened(metric: Metric, spec: Sequence[str]) -> Any:
    """The members behind what is opened: 'score:3', 'class:-1', 'flow:1:-1' (with 'none'), 'topic:price'."""
    kind = KINDS[metric.name]
    match list(spec):
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
                said("'{spec}' names nobody here. Open it from the page.", spec=":".join(spec))
            )


def _read(text: str) -> int | None:
    return None if text == "none" else int(text)


def people_opened(
    metric: Metric, viewer: Viewer, slice: Slice, spec: Sequence[str]
) -> tuple[list[Row], int]:
    """The people behind what is opened, and how many there are."""
    reader.refuse_people(viewer)
    members = members_opened(metric, spec)
    asked, reason = _prepared(metric, slice)
    if reason:
        return [], 0
    asked = replace(asked, by=())
    [count] = reader.read(viewer, people_count_of(members), asked)
    return list(reader.read(viewer, people_of(members), asked)), int(count["people"])


def metric_of(kind: str) -> Metric:
    return CATALOGUE[kind]


def _prepared(
    metric: Metric, slice: Slice, is_of_one_survey: bool = False
) -> tuple[Slice, str | None]:
    """The window as one slice, and why there can be no answer."""
    asked = checked(metric, replace(slice, grain=None))
    if is_of_one_survey and "survey" in asked.by:
        raise BadUse(said("Answers to different surveys are never pooled. Name one survey."))
    covered = coverage(metric)
    reason = needs(covered.missing_kinds) if covered.missing_kinds else None
    return with_coverage(asked, covered), reason


def _nothing(metric: Metric) -> str:
    return said("no answers in this window")


def _class(kind: str, score: int) -> int:
    return next(one for one in CLASSES if score in scores_of(kind, one))
