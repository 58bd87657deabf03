"""A topic's effect on a score: Qualtrics' formula, sums by hand, and the spread that random answers have."""

import math
from typing import Any

import numpy as np
import pytest

from dashboard.insight.impact import Sums, TopicSums, impact


def sums(y: Any, x: Any, t: Any, u: Any) -> tuple[Sums, TopicSums]:
    """From each person's sums."""
    y, x, t, u = (np.asarray(one, float) for one in (y, x, t, u))
    total = Sums(y.sum(), x.sum(), y @ y, y @ x, x @ x, len(y))
    topic = TopicSums(t.sum(), u.sum(), t @ t, t @ u, u @ u, y @ t, y @ u, x @ t, x @ u)
    return total, topic


def test_it_is_the_formula_of_qualtrics() -> None:
    # ten answers: +1 six times, −1 four times: NPS 20; three of them, all −1, speak of delivery: NPS_t −100
    y, topic = np.array([1] * 6 + [-1] * 4), np.array([0] * 7 + [1] * 3)
    found = impact(*sums(y, np.ones(10), y * topic, topic))
    assert found is not None
    assert 100 * found.value == pytest.approx(3 * (-100 - 20) / (10 - 3))  # −51.4 points
    # without the three: 6 of 7 promoters, 1 of 7 detractors: 71.4; 20 − 71.4 = −51.4
    assert 100 * found.value == pytest.approx(20 - 100 * 5 / 7)
    assert found.low < 0 < found.high  # ten answers cannot tell it from noise


def test_weights_take_the_place_of_counts() -> None:
    # weights 1, 2, 3; the second (a detractor) has the topic: 2/6 with it, 4/4 without it
    y, x, topic = np.array([1, -2, 3]), np.array([1, 2, 3]), np.array([0, 1, 0])
    found = impact(*sums(y, x, y * topic, x * topic))
    assert found is not None
    assert found.value == pytest.approx(2 / 6 - 4 / 4)


def test_people_are_independent_and_not_their_answers() -> None:
    """Each person's answers twice: the value stays, and so does the error but for the number of people."""
    y, topic = np.array([1, -1, 1, 0, -1, 1]), np.array([0, 1, 0, 0, 1, 1])
    once = impact(*sums(y, np.ones(6), y * topic, topic))
    twice = impact(*sums(2 * y, 2 * np.ones(6), 2 * y * topic, 2 * topic))
    assert once is not None
    assert twice is not None
    assert (twice.value, twice.se) == pytest.approx((once.value, once.se))


def test_nothing_is_told_where_every_answer_has_the_topic() -> None:
    y = np.array([1, -1, 1])
    assert impact(*sums(y, np.ones(3), y, np.ones(3))) is None
    assert impact(*sums([1], [1], [0], [0])) is None


def test_the_interval_holds_what_is_true_nineteen_times_in_twenty() -> None:
    """A tenth have the topic; of them a fifth promote and three fifths detract, of the others half and a fifth."""
    random, n, held = np.random.default_rng(1), 400, 0
    truth = (0.1 * (0.2 - 0.6) + 0.9 * (0.5 - 0.2)) - (0.5 - 0.2)
    for _ in range(1000):
        topic = random.random(n) < 0.1
        draw = random.random(n)
        up, down = np.where(topic, 0.2, 0.5), np.where(topic, 0.6, 0.2)
        y = (draw < up).astype(float) - (draw > 1 - down)
        found = impact(*sums(y, np.ones(n), y * topic, topic.astype(float)))
        assert found is not None
        held += found.low <= truth <= found.high
    assert held / 1000 == pytest.approx(0.95, abs=0.02)
    assert math.isclose(truth, -0.07)
