"""What is spoken of in the words of answers: each topic, and what it does to the score."""

from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.insight.impact import Sums, TopicSums, impact
from dashboard.language import said
from dashboard.metrics.analysis import TOO_FEW
from dashboard.metrics.coverage import EVER
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import FEW, THIN
from dashboard.metrics.voice import Row, nothing, prepared
from dashboard.warehouse import reader
from queries.slice import Slice
from queries.topic_sums import answer_sums, topic_names, topic_sums

FEWEST_JUDGED = 10
"""Answers below which a topic is not judged: all of a handful may happen to say the same."""


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


def topics_of(metric: Metric, viewer: Viewer, slice: Slice) -> Topics:
    """Each topic of the comments with what it does to the score."""
    asked, reason = prepared(metric, slice, is_of_one_survey=True)
    asked = replace(asked, by=())
    if reason:
        return Topics(metric, 0, 0, 0, (), reason)
    [row] = reader.read(viewer, answer_sums(metric.name), asked)
    answers, comments = int(row["n"] or 0), int(row["comments"] or 0)
    if not answers or not comments:
        why = said("no comments in this window") if answers else nothing(metric)
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


def labels_in(viewer: Viewer, language: str) -> dict[str, str]:
    """What each topic is called in a language, else in any."""
    found: dict[str, str] = {}
    for row in reader.read(viewer, topic_names, EVER):
        if row["language"] == language or row["topic"] not in found:
            found[row["topic"]] = row["label"]
    return found
