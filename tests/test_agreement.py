"""The warehouse and the oracle, two programs that share no line, give the same numbers on random worlds."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from dashboard.access import EVERYONE
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.certainty import COST, MEDIAN, P90
from dashboard.metrics.winning import CYCLE
from queries.attribution import Attribution
from queries.slice import Slice, Window
from tests.agreement import aligned_windows, as_loaded, asked, differences, published, seeds
from tests.oracle.catalogue import ORACLE
from tests.oracle.worlds import random_window, random_world


def test_the_oracle_knows_every_metric() -> None:
    assert set(CATALOGUE) == set(ORACLE)


@pytest.mark.parametrize("seed", seeds(3, 20))
def test_every_metric_agrees_with_the_oracle_on_a_random_world(seed: int, tmp_path: Path) -> None:
    world = as_loaded(random_world(seed, size=12))
    published(world, tmp_path)
    random = Random(seed)
    for metric in CATALOGUE.values():
        for turn in range(4):
            window = (
                random.choice(aligned_windows())
                if turn % 2
                else Window(*random_window(random.randrange(10**9)))
            )
            slice = asked(metric, world, random, window)
            assert differences(metric, world, slice) == [], f"{metric.name} {slice}"


@pytest.mark.parametrize("seed", seeds(2, 8))
def test_other_readings_of_silence_and_horizon_agree_with_the_oracle(
    seed: int, tmp_path: Path
) -> None:
    world = as_loaded(random_world(seed, size=12))
    published(world, tmp_path)
    random = Random(seed)
    for metric in (CATALOGUE[name] for name in ("retention", "churn", "cancel_rate")):
        for _ in range(6):
            window = random.choice([*aligned_windows(), Window(*random_window(seed))])
            slice = replace(
                asked(metric, world, random, window),
                silence_days=random.choice((7, 30, 60, 90, 91, 180)),
                horizon_days=random.choice((7, 90, 120)),
            )
            assert differences(metric, world, slice) == [], f"{metric.name} {slice}"


@pytest.mark.parametrize("seed", seeds(2, 8))
def test_every_attribution_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    world = replace(as_loaded(random_world(seed, size=15)), coverage=datetime(2027, 1, 1))
    published(world, tmp_path)
    random = Random(seed)
    for metric in (m for m in CATALOGUE.values() if "attribution" in m.switches):
        for model in Attribution:
            for by in ((), ("source",), ("campaign", "source")):
                window = Window(*random_window(random.randrange(10**9)))
                slice = replace(asked(metric, world, random, window), attribution=model)
                assert differences(metric, world, slice) == [], f"{metric.name} {slice}"
                year = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)), by=by, attribution=model)
                assert differences(metric, world, year) == [], f"{metric.name} {year}"


@pytest.mark.parametrize("seed", range(3))
def test_the_people_of_a_number_add_up_to_it(seed: int, tmp_path: Path) -> None:
    world = as_loaded(random_world(seed, size=20))
    published(world, tmp_path)
    slice = Slice(Window(*random_window(seed)))
    for metric in CATALOGUE.values():
        if metric.always_by or metric.certainty in (MEDIAN, P90, CYCLE):
            continue
        for value in evaluate.series(metric, EVERYONE, slice):
            if value.value is None:
                continue
            listed = evaluate.people(metric, EVERYONE, slice)
            rest = evaluate.people_count(metric, EVERYONE, slice)
            numerator = sum(float(row["numerator"]) for row in listed)
            denominator = sum(float(row["denominator"]) for row in listed)
            if metric is CATALOGUE["ltv_to_cac"]:  # their mean is the numerator
                numerator, denominator = numerator / denominator, value.denominator
            if metric is CATALOGUE["roas"]:  # spend belongs to nobody
                denominator = value.denominator
            if metric.certainty is not COST:
                assert numerator + float(rest["nobodys_numerator"]) == pytest.approx(
                    value.numerator
                ), metric.name
            if value.denominator is not None:
                assert denominator + float(rest["nobodys_denominator"]) == pytest.approx(
                    value.denominator
                ), metric.name
            assert rest["people"] == len(listed)
