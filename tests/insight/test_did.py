"""Difference in differences: by the sum in view, by printed figures, by plain Python on random people."""

import math
from random import Random

import numpy as np
import pytest

from dashboard.insight.did import ArmSums, Panel, clustered, clustered_relative, effect

BEFORE_AFTER = np.array([False, True])


def panel(values, pilot, after, weights=None) -> Panel:
    values = np.asarray(values, float)
    heavy = np.ones(len(values)) if weights is None else np.asarray(weights, float)
    return Panel(values, heavy, np.asarray(pilot, bool), np.asarray(after, bool))


def test_the_printed_means_of_card_and_krueger_give_their_difference():
    # Card & Krueger (1994), AER 84:772, table 3: full-time equivalents a store, New Jersey and Pennsylvania
    found = effect(panel([[20.44, 21.03], [23.33, 21.17]], [True, False], BEFORE_AFTER))
    assert found == pytest.approx(2.76, abs=0.011)  # printed from unrounded means; these give 2.75


def test_what_moves_everybody_is_no_effect_and_what_sets_them_apart_is_none_either():
    # pilot 10, 10 | 17; control 4, 4 | 9: (17 - 10) - (9 - 4) = 2
    found = panel([[10, 10, 17], [4, 4, 9]], [True, False], [False, False, True])
    assert effect(found) == 2
    assert list(found.gap) == [6, 6, 8]
    assert list(found.changes) == [7, 5]


def test_regions_count_by_their_weight():
    # pilots change by 1 (weight 3) and 5 (weight 1): (3·1 + 5) / 4 = 2; control by 0
    found = panel([[0, 1], [0, 5], [0, 0]], [True, True, False], BEFORE_AFTER, [3, 1, 7])
    assert effect(found) == 2


def test_a_drift_is_the_slope_before_the_start():
    found = panel([[1, 3, 5, 0], [2, 2, 2, 9]], [True, False], [False, False, False, True])
    assert list(found.drifts) == [2, 0]


def sums(people) -> ArmSums:
    """Sums over rows of y before, x before, y after, x after."""
    yb, xb, ya, xa = np.array(people, float).T
    return ArmSums(
        len(people), yb.sum(), xb.sum(), ya.sum(), xa.sum(),
        yb @ yb, xb @ yb, xb @ xb, ya @ ya, xa @ ya, xa @ xa, ya @ yb, ya @ xb, xa @ yb, xa @ xb,
    )  # fmt: skip


def people(random: Random, count: int, lift: float = 0.0) -> list[tuple[int, int, int, int]]:
    """Everybody was there one to four times before and after, and did it or not by a habit of their own."""
    found = []
    for _ in range(count):
        habit, xb, xa = random.uniform(0.2, 0.6), random.randint(1, 4), random.randint(0, 4)
        yb = sum(random.random() < habit for _ in range(xb))
        ya = sum(random.random() < habit + lift for _ in range(xa))
        found.append((yb, xb, ya, xa))
    return found


def by_hand(arms) -> tuple[float, float]:
    """The effect and its error, person by person."""
    changes, variance = [], 0.0
    for arm in arms:
        yb, xb, ya, xa = (sum(one[n] for one in arm) for n in range(4))
        before, after = yb / xb, ya / xa
        moved = [(o[2] - after * o[3]) / xa - (o[0] - before * o[1]) / xb for o in arm]
        variance += len(arm) / (len(arm) - 1) * sum(m * m for m in moved)
        changes.append(after - before)
    return changes[0] - changes[1], math.sqrt(variance)


@pytest.mark.parametrize("seed", range(5))
def test_over_people_it_is_the_sum_done_person_by_person(seed):
    random = Random(seed)
    arms = [people(random, 40), people(random, 60)]
    found = clustered(*map(sums, arms))
    value, se = by_hand(arms)
    assert (found.value, found.se, found.df) == (pytest.approx(value), pytest.approx(se), 98)


def test_on_the_log_scale_it_is_how_many_times_as_much():
    random = Random(1)
    pilot, control = sums(people(random, 400, 0.1)), sums(people(random, 400))
    times = (pilot.after / pilot.before) / (control.after / control.before)
    found = clustered_relative(pilot, control)
    assert found.value == pytest.approx(np.log(times))
    assert found.low < 0.1 / 0.4 < found.high  # the pilot's habit of .4 was lifted by .1
    half = clustered(pilot, control).se / 0.4  # about: a log is a change over its level
    assert found.se == pytest.approx(half, rel=0.15)
    nobody = ArmSums(5, *[0.0] * 14)
    assert clustered_relative(pilot, nobody) is None
    assert clustered(pilot, nobody) is None


def test_five_hundred_trials_by_lot_hold_the_true_size_in_their_limits():
    random = np.random.default_rng(6)
    held = called = 0
    for _ in range(500):
        found, none = (_trial(random, lift) for lift in (0.08, 0.0))
        held += found.low <= 0.08 <= found.high
        called += not none.low <= 0 <= none.high
    assert 0.93 <= held / 500 <= 0.97
    assert called / 500 <= 0.07


def _trial(random: np.random.Generator, lift: float):
    """Two hundred people an arm, each there up to eight times with a habit of their own."""
    arms = []
    for own in (lift, 0.0):
        habit = random.beta(4, 6, 200)
        xb, xa = random.integers(0, 9, 200), random.integers(0, 9, 200)
        yb, ya = (
            random.binomial(xb, habit),
            random.binomial(xa, np.minimum(habit * (1 + own / 0.4), 1)),
        )
        arms.append(np.array([yb, xb, ya, xa]).T)
    return clustered(*map(sums, arms))
