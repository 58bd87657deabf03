"""What a topic does to a score: the score of all answers less that of the answers without the topic."""

import math
from dataclasses import dataclass

from dashboard.insight.intervals import Estimate, two_sided


@dataclass(frozen=True)
class Sums:
    """Of people's sums y and x over all their answers: totals, totals of their products, people."""

    y: float
    x: float
    yy: float
    yx: float
    xx: float
    clusters: int


@dataclass(frozen=True)
class TopicSums:
    """Of people's sums t, u (of y, x over answers with the topic): totals, then products with themselves and y, x."""

    t: float
    u: float
    tt: float
    tu: float
    uu: float
    yt: float
    yu: float
    xt: float
    xu: float


def impact(all: Sums, topic: TopicSums, confidence: float = 0.95) -> Estimate | None:
    """R − R₀ in the unit of y / x, R = Y/X over all answers, R₀ = (Y − T)/(X − U) over those without the topic.

    With equal weights and U = n_t it is n_t (NPS_t − NPS) / (N − n_t), as Qualtrics computes a topic's impact: from
    N·NPS = n_t·NPS_t + (N − n_t)·NPS₀ follows NPS − NPS₀ = n_t (NPS_t − NPS)/(N − n_t). Below nought, people who speak
    of the topic pull the score down by so much; it says nothing of what would happen were the topic mended.

    Interval: people are independent and each moves the value by a = (y − Ry)/X − ((y − t) − R₀(x − u))/(X − U)
    (delta method, as `ratio_clustered`); variance G/(G−1) Σa², t with G − 1 df. None where no answer is without the
    topic, or for fewer than two people.
    """
    rest_x = all.x - topic.u
    if all.clusters < 2 or all.x <= 0 or rest_x <= 1e-9 * all.x:
        return None
    ratio, rest_ratio = all.y / all.x, (all.y - topic.t) / rest_x
    # a = p·y + q·x + r·t + s·u
    p, q = 1 / all.x - 1 / rest_x, rest_ratio / rest_x - ratio / all.x
    r, s = 1 / rest_x, -rest_ratio / rest_x
    squares = (
        p * p * all.yy + q * q * all.xx + r * r * topic.tt + s * s * topic.uu
        + 2 * (p * q * all.yx + r * s * topic.tu)
        + 2 * (p * r * topic.yt + p * s * topic.yu + q * r * topic.xt + q * s * topic.xu)
    )  # fmt: skip
    se = math.sqrt(all.clusters / (all.clusters - 1) * max(0.0, squares))
    value, df = ratio - rest_ratio, all.clusters - 1
    half = two_sided(confidence, df) * se
    return Estimate(value, se, df, value - half, value + half, confidence)
