"""What chance alone shows: every labelling, gone through by hand, and five hundred pilots of known size."""

import math
from itertools import combinations
from random import Random

import numpy as np
import pytest

from dashboard.insight.placebo import (
    interval,
    one_interval,
    p_value,
    relabelled,
    smallest_p,
    visible,
)


def effect_by_hand(changes, weights, pilot) -> float:
    def mean(own):
        return sum(changes[n] * weights[n] for n in own) / sum(weights[n] for n in own)

    return mean(pilot) - mean([n for n in range(len(changes)) if n not in pilot])


def p_by_hand(changes, weights, pilot, moved: float = 0.0) -> float:
    """The share of labellings that show at least as much once an effect is taken from the pilots."""
    left = [change - moved * (n in pilot) for n, change in enumerate(changes)]
    own = abs(effect_by_hand(left, weights, pilot))
    others = [
        abs(effect_by_hand(left, weights, chosen))
        for chosen in combinations(range(len(changes)), len(pilot))
    ]
    return sum(other >= own - 1e-9 for other in others) / len(others)


@pytest.mark.parametrize("seed", range(6))
def test_p_and_limits_are_those_of_every_labelling_gone_through(seed):
    random = Random(seed)
    count, pilots = random.choice([(8, 3), (9, 3), (7, 3), (8, 4)])
    changes = [random.gauss(0, 1) for _ in range(count)]
    weights = [random.uniform(1, 5) for _ in range(count)]
    pilot = sorted(random.sample(range(count), pilots))
    labels = relabelled([n in pilot for n in range(count)], np.array(weights))
    assert labels.ways == math.comb(count, pilots)
    assert p_value(np.array(changes), labels) == pytest.approx(p_by_hand(changes, weights, pilot))
    low, high = one_interval(np.array(changes), labels)
    if math.isinf(low) or math.isinf(high):
        return
    near = 1e-6 * (1 + high - low)
    for limit, inside in ((low, 1), (high, -1)):
        assert p_by_hand(changes, weights, pilot, limit + inside * near) > 0.05
        assert p_by_hand(changes, weights, pilot, limit - inside * near) <= 0.05


def test_too_few_regions_rule_out_nothing():
    # 1 of 5: five labellings, p can be no less than 1/5
    labels = relabelled([True, False, False, False, False])
    assert one_interval(np.array([100.0, 0, 1, 2, 3]), labels) == (-math.inf, math.inf)


@pytest.mark.parametrize(
    ("pilots", "controls", "p"),
    [
        (1, 4, 1 / 5),
        (3, 5, 1 / 56),
        (3, 6, 1 / 84),
        (3, 3, 2 / 20),
        (0, 5, 1.0),
        (10, 30, 1 / 10_000),
    ],
)
def test_the_smallest_p_is_one_way_of_all_or_two_where_the_arms_are_alike(pilots, controls, p):
    assert smallest_p(pilots, controls) == pytest.approx(p)


def test_the_smallest_p_is_reached_by_an_effect_beyond_all_chance():
    for pilots, controls in ((3, 5), (3, 3), (2, 6)):
        own = np.arange(pilots + controls) < pilots
        noise = np.linspace(-1, 1, pilots + controls)
        found = p_value(noise + 1000 * own, relabelled(own))
        assert found == pytest.approx(smallest_p(pilots, controls))


def test_many_regions_are_drawn_and_the_real_labelling_is_among_them():
    own = np.arange(40) % 4 == 0
    labels = relabelled(own)
    assert labels.ways == 10_000
    changes = np.random.default_rng(1).normal(size=40)
    assert labels.effects(changes)[labels.own] == pytest.approx(
        changes[own].mean() - changes[~own].mean()
    )


def pilots(size: float, seed: int, count: int = 500):
    """Pilots in three of ten regions of unlike size: what is common, what is the region's own, what samples add."""
    random = np.random.default_rng(seed)
    weights = random.uniform(5, 15, 10)
    for _ in range(count):
        own = np.isin(np.arange(10), random.choice(10, 3, replace=False))
        noise = random.normal(0, 0.8, 10) + random.normal(0, 4, 10) / np.sqrt(weights)
        yield random.normal(0, 5) + noise + size * own, relabelled(own, weights)


def test_the_true_size_is_inside_the_limits_of_five_hundred_pilots():
    limits = [one_interval(*pilot) for pilot in pilots(3.0, seed=11)]
    assert 0.93 <= np.mean([low <= 3.0 <= high for low, high in limits]) <= 0.97


def test_an_effect_is_called_where_there_is_none_in_few_of_five_hundred():
    limits = [one_interval(*pilot) for pilot in pilots(0.0, seed=12)]
    assert np.mean([low > 0 or high < 0 for low, high in limits]) <= 0.07


def test_what_is_said_to_be_visible_is_seen_four_times_of_five():
    random = np.random.default_rng(3)
    weights = random.uniform(5, 15, 10)
    size = visible(random.normal(0, 1, (40, 10)), weights, pilots=3)
    own = np.arange(10) < 3
    low, _ = interval(random.normal(0, 1, (2000, 10)) + size * own, relabelled(own, weights))
    assert np.mean(low > 0) == pytest.approx(0.8, abs=0.06)


def test_nothing_is_visible_where_p_cannot_be_small():
    assert math.isinf(visible(np.random.default_rng(1).normal(size=(5, 5)), np.ones(5), pilots=1))
