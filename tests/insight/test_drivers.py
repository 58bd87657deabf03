"""Where a change came from: the parts add up exactly, and noise is called noise."""

import math
from fractions import Fraction

import numpy as np
import pytest

from dashboard.insight.drivers import (  # fmt: skip
    Sums,
    Window,
    explained,
    is_beyond,
    rate_mix_alone,
    split_of_ratio,
    split_of_sum,
)
from tests.oracle.drivers import parts_of_ratio


def _share(y: float, n: float) -> Sums:
    """So many of so many people, as Poisson numbers."""
    return Sums(y, n, y, y, n)


def _shares(y: np.ndarray, n: np.ndarray) -> list[Sums]:
    return [_share(float(a), float(b)) for a, b in zip(y, n, strict=True)]


def _all(sums: list[Sums]) -> Sums:
    return Sums(sum(s.y for s in sums), sum(s.x for s in sums))


def test_a_ratio_is_split_in_rate_and_mix_by_hand() -> None:
    before = [_share(50, 100), _share(30, 100)]  # R = 80 / 200 = .40; w = .5, .5; r = .5, .3
    after = [_share(60, 150), _share(15, 50)]  # R = 75 / 200 = .375; w = .75, .25; r = .4, .3
    split = split_of_ratio(before, after, _all(before), _all(after))
    assert split is not None
    north, south = split.parts
    # north: rate .625 × −.1 = −.0625; mix .25 × (.45 − .3875) = .015625
    assert (north.rate, north.mix) == pytest.approx((-0.0625, 0.015625))
    # south: rate 0; mix −.25 × (.3 − .3875) = .021875
    assert (south.rate, south.mix) == pytest.approx((0.0, 0.021875))
    assert split.change == pytest.approx(-0.025)  # −.0625 + .015625 + .021875
    assert split.remainder == 0


def test_a_value_that_is_new_or_gone_is_all_mix() -> None:
    before = [_share(50, 100), _share(10, 100), _share(0, 0)]  # R = .30
    after = [_share(50, 100), _share(0, 0), _share(80, 100)]  # R = .65
    split = split_of_ratio(before, after, _all(before), _all(after))
    assert split is not None
    stays, gone, new = split.parts
    assert stays.total == 0
    assert (gone.rate, new.rate) == (0, 0)
    assert gone.mix == pytest.approx(-0.5 * (0.1 - 0.475))  # .1875
    assert new.mix == pytest.approx(0.5 * (0.8 - 0.475))  # .1625
    assert sum(part.total for part in split.parts) == pytest.approx(0.35)


def test_spend_that_won_nobody_stands_alone() -> None:
    before = [Sums(100, 10), Sums(0, 0)]  # 100 / 10 = 10 each
    after = [Sums(100, 10), Sums(50, 0)]  # 150 / 10 = 15 each
    split = split_of_ratio(before, after, _all(before), _all(after))
    assert split is not None
    assert [part.alone for part in split.parts] == [0, 5]
    assert split.change == 5


def test_a_sum_is_split_by_difference() -> None:
    before, after = [Sums(100), Sums(20), Sums(0)], [Sums(80), Sums(0), Sums(5)]
    split = split_of_sum(before, after, Sums(120), Sums(85))
    assert split is not None
    assert [part.total for part in split.parts] == [-20, -20, 5]
    assert (split.change, split.remainder) == (-35, 0)


def test_people_who_count_in_two_values_leave_a_remainder() -> None:
    before, after = [Sums(100), Sums(60)], [Sums(90), Sums(80)]
    # 140 and 150 people in all: 20 of them were in both, then 20; 100+60−140, 90+80−150
    assert split_of_sum(before, after, Sums(140), Sums(150)).remainder == 0  # type: ignore[union-attr]
    # 145 in all: now 25 are in both, five more; +10 from the values, +5 in all
    assert split_of_sum(before, after, Sums(140), Sums(145)).remainder == -5  # type: ignore[union-attr]


def test_nothing_to_divide_by_is_no_split() -> None:
    one = [_share(1, 2)]
    assert split_of_ratio(one, [_share(0, 0)], _all(one), Sums()) is None
    assert split_of_ratio([], [], Sums(1, 2), Sums(1, 2)) is None


def test_twenty_thousand_random_tables_add_up_to_the_change() -> None:
    draw = np.random.default_rng(20)
    sizes = draw.integers(1, 9, 20_000)
    people = draw.integers(0, 1000, (20_000, 2, 8)) * (draw.random((20_000, 2, 8)) > 0.2)
    people[:, :, 0] += 1  # somebody is there
    bought = draw.random((20_000, 2, 8)) * people
    worst = 0.0
    for size, n, y in zip(sizes.tolist(), people.tolist(), bought.tolist(), strict=True):
        old, new = (Window(list(map(Sums, y[t][:size], n[t][:size]))) for t in (0, 1))
        parts = math.fsum(float(part.sum()) for part in rate_mix_alone(old, new))
        worst = max(worst, abs(parts - (new.ratio - old.ratio)))
    assert worst < 1e-15  # a few units in the last place of a share


def test_fractions_agree_on_random_tables() -> None:
    draw = np.random.default_rng(7)
    for _ in range(300):
        values = int(draw.integers(1, 7))
        tables = [
            [(int(b), int(a)) for a, b in zip(draw.integers(0, 5, values), draw.integers(0, 4, values), strict=True)]
            for _ in range(2)
        ]  # fmt: skip
        tables = [[*table, (1, 3)] for table in tables]
        exact = parts_of_ratio(*([(Fraction(y), Fraction(x)) for y, x in t] for t in tables))  # type: ignore[arg-type]
        sums = [[Sums(float(y), float(x)) for y, x in table] for table in tables]
        split = split_of_ratio(*sums, *map(_all, sums))
        assert split is not None
        for part, expected in zip(split.parts, exact, strict=True):
            assert (part.rate, part.mix, part.alone) == pytest.approx(
                tuple(map(float, expected)), abs=1e-12
            )


def test_the_errors_are_those_of_a_thousand_samples() -> None:
    """People come as Poisson numbers, and each acts or not; the spread of the parts is what the formula says."""
    draw = np.random.default_rng(3)
    people, rates = np.array([400, 250, 90]), np.array([0.3, 0.5, 0.7])
    later, rates_later = np.array([380, 320, 60]), np.array([0.25, 0.5, 0.6])
    found = []
    for _ in range(1000):
        n0, n1 = draw.poisson(people), draw.poisson(later)
        before = _shares(draw.binomial(n0, rates), n0)
        after = _shares(draw.binomial(n1, rates_later), n1)
        found.append(split_of_ratio(before, after, _all(before), _all(after)))
    for n in range(3):
        parts = [split.parts[n] for split in found if split]
        for value, se in (("total", "se"), ("unlike", "unlike_se")):
            spread = np.std([getattr(part, value) for part in parts])
            assert np.mean([getattr(part, se) for part in parts]) == pytest.approx(spread, rel=0.09)


def test_the_errors_of_a_sum_are_those_of_a_thousand_samples() -> None:
    draw = np.random.default_rng(5)
    means = np.array([400.0, 100.0, 40.0]), np.array([300.0, 150.0, 40.0])
    found = []
    for _ in range(1000):
        old, new = ([Sums(float(y), 0, float(y)) for y in draw.poisson(m)] for m in means)
        found.append(split_of_sum(old, new, _all(old), _all(new)))
    for n in range(3):
        parts = [split.parts[n] for split in found if split]
        for value, se in (("total", "se"), ("unlike", "unlike_se")):
            spread = np.std([getattr(part, value) for part in parts])
            assert np.mean([getattr(part, se) for part in parts]) == pytest.approx(spread, rel=0.09)


def test_a_dimension_whose_values_change_alike_explains_nothing() -> None:
    before = [_share(600, 1000), _share(1200, 2000), _share(300, 500)]
    alike = [_share(500, 1000), _share(1000, 2000), _share(250, 500)]
    one = [_share(400, 1000), _share(1200, 2000), _share(300, 500)]
    split = split_of_ratio(before, alike, _all(before), _all(alike))
    assert split is not None
    assert explained(split, [True] * 3) == 0
    assert all(is_beyond(split.limits(part)) for part in split.parts)  # each moved, none unlike
    split = split_of_ratio(before, one, _all(before), _all(one))
    assert split is not None
    # −200 of 3500 people, all in the first; alike, it would have had 1000/3500 of that
    assert explained(split, [True] * 3) == pytest.approx(200 / 3500 * (1 - 1000 / 3500))
    assert [is_beyond(split.limits(part)) for part in split.parts] == [True, False, False]


def test_of_many_values_without_any_change_few_seem_to_have_moved() -> None:
    draw = np.random.default_rng(11)
    rate, wrong = 0.4, 0
    for _ in range(200):
        tables = []
        for _ in range(2):
            n = draw.poisson(200, 20)
            tables.append(_shares(draw.binomial(n, rate), n))
        split = split_of_ratio(*tables, *map(_all, tables))
        assert split is not None
        wrong += explained(split, [True] * 20) > 0
    assert wrong / 200 < 0.08  # a dimension in twenty, and some of the chance


def test_kidney_stones_are_split_as_published() -> None:
    """Charig et al. 1986 (BMJ 292:879): A is better with small and with large stones, and worse in all."""
    b, a = [_share(234, 270), _share(55, 80)], [_share(81, 87), _share(192, 263)]
    split = split_of_ratio(b, a, _all(b), _all(a))
    assert split is not None
    assert 100 * split.change == pytest.approx(-4.57, abs=0.005)
    assert 100 * sum(part.rate for part in split.parts) == pytest.approx(5.37, abs=0.005)
    assert 100 * sum(part.mix for part in split.parts) == pytest.approx(-9.94, abs=0.005)


def test_berkeleys_admissions_are_split_as_published() -> None:
    """Bickel, Hammel & O'Connell 1975 (Science 187:398), departments A to F of R's UCBAdmissions: men minus women."""
    men = [(512, 825), (353, 560), (120, 325), (138, 417), (53, 191), (22, 373)]
    women = [(89, 108), (17, 25), (202, 593), (131, 375), (94, 393), (24, 341)]
    before, after = ([_share(y, n) for y, n in table] for table in (women, men))
    assert (_all(after).y, _all(after).x) == (1198, 2691)
    assert (_all(before).y, _all(before).x) == (557, 1835)
    split = split_of_ratio(before, after, _all(before), _all(after))
    assert split is not None
    assert 100 * split.change == pytest.approx(14.16, abs=0.01)
    assert 100 * sum(part.rate for part in split.parts) == pytest.approx(-3.60, abs=0.01)
    assert 100 * sum(part.mix for part in split.parts) == pytest.approx(17.77, abs=0.01)
