"""What is foretold when a version is published: for people made by the model itself, and for too few of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dashboard.access import EVERYONE
from dashboard.metrics import evaluate, models
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import EVER
from dashboard.warehouse import reader
from queries.ltv_predicted import value_models
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle import value
from tests.oracle.facts import facts_of
from tests.oracle.world import Event, World, event

R, ALPHA, A, B = 0.8, 6.0, 0.9, 3.0
P, Q, GAMMA = 6.0, 4.0, 90.0  # 180 an order, on average
FIRST_DAY, END = date(2024, 1, 1), date(2025, 7, 1)
PREDICTED = CATALOGUE["ltv_predicted"]
ALL = Window(FIRST_DAY, END)


def lives(people: int, seed: int) -> Iterator[Event]:
    """Orders of people who buy at random times until they have had enough, which is never so after the first order;
    a tenth of the orders are partly given back."""
    random = Random(seed)
    for number in range(people):
        rate = random.gammavariate(R, 1 / ALPHA)  # orders a week
        enough = random.betavariate(A, B)
        spend = random.gammavariate(Q, 1 / GAMMA)
        region = random.choice(("North", "South"))
        day = FIRST_DAY + timedelta(days=random.randrange(400))
        is_first = True
        while day < END:
            amount = round(random.gammavariate(P, 1 / spend), 2)
            yield from order(f"p{number}", day, amount, region, random.random() < 0.1)
            if not is_first and random.random() < enough:
                break
            is_first = False
            day += timedelta(days=1 + int(7 * random.expovariate(rate)))


def order(
    person: str, day: date, amount: float, region: str, is_partly_returned: bool
) -> Iterator[Event]:
    common: dict[str, Any] = {
        "person_id": person, "region": region, "currency": "EUR", "order_id": f"{person}-{day}",
    }  # fmt: skip
    noon = datetime(day.year, day.month, day.day, 12)
    yield event(f"{person}-{day}", "order", noon, amount=amount, **common)
    if is_partly_returned and day + timedelta(days=3) < END:
        back = noon + timedelta(days=3)
        yield event(f"{person}-{day}-r", "refund", back, amount=round(amount / 4, 2), **common)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = World(list(lives(1000, seed=7)), coverage=datetime(2025, 7, 1))
    published(made, tmp_path_factory.mktemp("lives"))
    return made


@pytest.fixture(scope="module")
def model(world: World) -> dict[str, Any]:
    [row] = reader.read(EVERYONE, value_models, EVER)
    return row


@pytest.fixture(scope="module")
def known(world: World) -> dict[Any, value.History]:
    """Histories to the last whole day, 30 June 2025."""
    return value.histories(facts_of(world), END - timedelta(days=1))


def test_the_model_knows_how_many_people_it_was_fitted_to(
    model: dict[str, Any], known: dict[Any, value.History]
) -> None:
    assert model["reason"] is None
    assert model["until_day"] == date(2025, 6, 30)
    assert model["people"] == model["fitted"] == len(known)
    assert model["repeaters"] == sum(h.x > 0 for h in known.values())


def test_no_step_to_any_side_makes_the_histories_more_likely(
    model: dict[str, Any], known: dict[Any, value.History]
) -> None:
    best = [model[name] for name in ("r", "alpha", "a", "b")]
    people = list(known.values())
    there = value.log_likelihood(*best, people)
    for n in range(4):
        for step in (0.98, 1.02):
            aside = [parameter * (step if i == n else 1) for i, parameter in enumerate(best)]
            assert value.log_likelihood(*aside, people) < there


def test_the_parameters_are_near_those_that_made_the_people(model: dict[str, Any]) -> None:
    assert (model["r"], model["alpha"]) == pytest.approx((R, ALPHA), rel=0.25)
    assert model["a"] / (model["a"] + model["b"]) == pytest.approx(A / (A + B), rel=0.25)
    mean = model["p"] * model["gamma"] / (model["q"] - 1)
    assert mean == pytest.approx(0.975 * P * GAMMA / (Q - 1), rel=0.1)


def by_plain_sums(model: dict[str, Any], h: value.History) -> float:
    orders = value.expected_orders(
        model["r"], model["alpha"], model["a"], model["b"], h, value.YEAR
    )
    return orders * value.expected_spend(model["p"], model["q"], model["gamma"], h)


def test_what_is_foretold_is_what_the_plain_sums_say(
    world: World, model: dict[str, Any], known: dict[Any, value.History]
) -> None:
    facts = facts_of(world)
    [total] = evaluate.series(PREDICTED, EVERYONE, Slice(ALL))
    worth = {person: by_plain_sums(model, h) for person, h in known.items()}
    assert total.numerator == pytest.approx(sum(worth.values()), rel=1e-6)
    assert total.denominator == len(known)
    for one in evaluate.series(PREDICTED, EVERYONE, Slice(ALL, by=("region",))):
        there = [
            worth[person]
            for person in known
            if facts.first_orders[person].first.dims["region"] == one.group["region"]
        ]
        assert one.numerator == pytest.approx(sum(there), rel=1e-6)
        assert one.denominator == len(there)


def _width(value: evaluate.Value) -> float:
    assert value.value
    return (value.high - value.low) / value.value  # type: ignore[operator]


def test_the_interval_holds_the_value_and_is_wider_for_fewer_people(world: World) -> None:
    [total] = evaluate.series(PREDICTED, EVERYONE, Slice(ALL))
    [north, _] = evaluate.series(PREDICTED, EVERYONE, Slice(ALL, by=("region",)))
    assert total.low < total.value < total.high  # type: ignore[operator]
    assert _width(north) > _width(total)


def test_the_interval_knows_that_the_parameters_are_not_known(world: World) -> None:
    [row] = reader.read(EVERYONE, PREDICTED.question, Slice(ALL))
    sure = PREDICTED.certainty.measure({**row, "model_variance": 0.0}, 1.0)
    unsure = PREDICTED.certainty.measure(row, 1.0)
    assert row["model_variance"] > 0
    assert unsure.high > sure.high  # type: ignore[union-attr, operator]


def test_the_months_held_out_are_foretold(model: dict[str, Any], world: World) -> None:
    days = {(o.first.person, o.first.day) for o in facts_of(world).orders.values()}
    cut = date(2025, 6, 30) - timedelta(days=model["holdout_days"])
    old = {person for person, day in days if day <= cut}
    came = sum(person in old and day > cut for person, day in days)
    assert model["holdout_came"] == came
    assert model["holdout_foretold"] == pytest.approx(came, rel=0.15)


def test_the_model_is_told_in_words(model: dict[str, Any]) -> None:
    said = " ".join(models.sentences(PREDICTED))
    assert f"fitted to {len_of(model)} customers up to 2025-06-30" in said
    assert f"{model['holdout_came']:,.0f} came (" in said
    assert models.sentences(CATALOGUE["orders"]) == []


def len_of(model: dict[str, Any]) -> str:
    return f"{model['people']:,}"


def test_people_are_those_whose_first_order_lies_in_the_window(world: World) -> None:
    march = Slice(Window(date(2024, 3, 1), date(2024, 4, 1)))
    [value] = evaluate.series(PREDICTED, EVERYONE, march)
    listed = evaluate.people(PREDICTED, EVERYONE, march)
    assert len(listed) == value.denominator
    assert sum(row["numerator"] for row in listed) == pytest.approx(value.numerator)


def test_too_few_people_are_no_forecast_but_a_reason(tmp_path: Path) -> None:
    published(World(list(lives(200, seed=1)), coverage=datetime(2025, 7, 1)), tmp_path)
    [value] = evaluate.series(PREDICTED, EVERYONE, Slice(ALL))
    assert value.value is None
    assert value.reason is not None
    assert value.reason.startswith(
        "a forecast needs 300 people who ordered on a second day; there are "
    )


def test_a_short_history_is_no_forecast_but_a_reason(tmp_path: Path) -> None:
    """400 people who order on the 1st and on the 21st: 20 days between orders, 29 days of history."""
    events = [
        deed
        for number in range(400)
        for day in (1, 21)
        for deed in order(f"p{number}", date(2025, 6, day), 10.0 + number, "North", False)
    ]
    published(World(events, coverage=datetime(2025, 7, 1)), tmp_path)
    [value] = evaluate.series(PREDICTED, EVERYONE, Slice(ALL))
    assert (
        value.reason
        == "29 days of orders are fewer than 3 usual gaps between two orders (20 days each)"
    )


def test_people_who_are_all_alike_have_no_model(tmp_path: Path) -> None:
    """400 people who order on the same five days for the same money."""
    events = [
        deed
        for number in range(400)
        for month in (1, 2, 3, 4, 5)
        for deed in order(f"p{number}", date(2025, month, 1), 10.0, "North", False)
    ]
    published(World(events, coverage=datetime(2025, 7, 1)), tmp_path)
    [value] = evaluate.series(PREDICTED, EVERYONE, Slice(ALL))
    assert value.value is None
    assert value.reason
    assert "model" in value.reason
