"""A named group filters everywhere: each number is that of a world in which there is nobody else."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Table
from sqlalchemy.sql import visitors

from dashboard.access import EVERYONE
from dashboard.errors import BadUse
from dashboard.metrics import evaluate
from dashboard.metrics.analysis import ANALYSES
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.cohorts import triangles
from dashboard.metrics.funnel import funnels
from dashboard.metrics.growth import growth_periods
from dashboard.metrics.lifetimes import survival
from dashboard.metrics.of_people import refuses_groups
from dashboard.metrics.pipeline import pipeline
from dashboard.metrics.rfm import segments
from dashboard.metrics.waterfall import waterfall
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.kept_people import People, key_of
from queries.marts import marts
from queries.slice import Slice, Window
from tests.agreement import aligned_windows, as_loaded, asked, differences, published
from tests.oracle.people import Person, links, person_of
from tests.oracle.world import World
from tests.oracle.worlds import random_window, random_world

YEAR = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))
ON_SPEND = {"cac", "cac_paid", "roas", "ltv_to_cac"}


def keys_of(people: set[Person]) -> tuple[str, ...]:
    return tuple(f"{kind}:{id}" for kind, id in people)


def own_world(seed: int) -> World:
    """A random world in which no order or ticket is of two people, and channels say what they record."""
    world = as_loaded(random_world(seed, size=12))
    linked = links(world.events, world.identities)
    for row in world.events:
        for column in ("order_id", "ticket_id"):
            if row[column] is not None:
                row[column] = f"{person_of(row, linked)} {row[column]}"
    visited = {row["channel"] for row in world.events if row["event"] == "visit"}
    seen = {row["channel"] for row in world.events if row["channel"]}
    declared = {row["channel"]: row for row in world.channels}
    channels = [
        declared.get(name)
        or {"channel": name, "is_online": False, "records_visits": name in visited}
        for name in seen | declared.keys()
    ]
    return replace(world, channels=channels)


def only(world: World, people: set[Person]) -> World:
    """What these people did, and nothing else."""
    linked = links(world.events, world.identities)
    identities = [
        {"visitor_id": visitor, "person_id": person, "linked_at": None}
        for visitor, person in linked.items()
    ]
    kept = [row for row in world.events if person_of(row, linked) in people]
    return replace(world, events=kept, identities=identities)


@pytest.mark.parametrize("seed", [2, 4])
def test_a_group_is_counted_as_a_world_without_anybody_else(seed: int, tmp_path: Path) -> None:
    world, random = own_world(seed), Random(seed)
    published(world, tmp_path)
    linked = links(world.events, world.identities)
    everybody = sorted({who for row in world.events if (who := person_of(row, linked))})
    some = set(random.sample(everybody, len(everybody) // 2))
    theirs, people = only(world, some), People("some", keys_of(some))
    for metric in (m for m in CATALOGUE.values() if m.name not in ON_SPEND):
        for window in (random.choice(aligned_windows()), Window(*random_window(seed))):
            slice = replace(asked(metric, world, random, window), people=people)
            assert differences(metric, theirs, slice) == [], f"{metric.name} {slice}"


def test_the_people_of_a_group_add_up_to_its_number(tmp_path: Path) -> None:
    world, random = own_world(5), Random(5)
    published(world, tmp_path)
    linked = links(world.events, world.identities)
    everybody = sorted({who for row in world.events if (who := person_of(row, linked))})
    people = People("some", keys_of(set(random.sample(everybody, len(everybody) // 2))))
    compared = 0
    for metric in CATALOGUE.values():
        if metric.name in {*ON_SPEND, "ltv_simple"} or metric.always_by:
            continue  # a life so far is multiplied by the mean of all lives of the group
        listed = evaluate.people(metric, EVERYONE, YEAR)
        theirs = [
            row for row in listed if key_of(row["person_id"], row["is_visitor"]) in people.keys
        ]
        for value in evaluate.whole(metric, EVERYONE, replace(YEAR, people=people)):
            if value.value is None or value.numerator is None:
                continue  # percentiles have no numerator; their people are compared by the oracle
            compared += 1
            added = sum(float(row["numerator"]) for row in theirs)
            assert value.numerator == pytest.approx(added), metric.name
            if value.denominator is not None:
                added = sum(float(row["denominator"]) for row in theirs)
                assert value.denominator == pytest.approx(added), metric.name
    assert compared > 20


def test_a_group_of_everybody_is_no_filter(tmp_path: Path) -> None:
    world = own_world(3)
    linked = links(world.events, world.identities)
    everybody = {who for row in world.events if (who := person_of(row, linked))}
    world = replace(world, events=[row for row in world.events if person_of(row, linked)])
    published(world, tmp_path)
    people = People("everybody", keys_of(everybody))
    for metric in (m for m in CATALOGUE.values() if m.name not in ON_SPEND):
        for slice in (YEAR, replace(YEAR, grain=Grain.MONTH)):
            rows = [value.row() for value in evaluate.series(metric, EVERYONE, slice)]
            same = evaluate.series(metric, EVERYONE, replace(slice, people=people))
            assert [_close(value.row()) for value in same] == [_close(row) for row in rows], (
                metric.name
            )
    for grain in (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        for by in ((), ("region",)) if grain is Grain.MONTH else (("first_source",),):
            slice = replace(YEAR, grain=grain, by=by)
            for analysis in (growth_periods, triangles):
                assert analysis(EVERYONE, slice) == analysis(
                    EVERYONE, replace(slice, people=people)
                )
    assert funnels(EVERYONE, YEAR) == funnels(EVERYONE, replace(YEAR, people=people))
    assert segments(EVERYONE, YEAR) == segments(EVERYONE, replace(YEAR, people=people))
    for by in ("channel", "region"):
        assert waterfall(EVERYONE, YEAR, by) == waterfall(
            EVERYONE, replace(YEAR, people=people), by
        )
        alone, group = (
            pipeline(EVERYONE, s, "source") for s in (YEAR, replace(YEAR, people=people))
        )
        assert str(alone) == str(group)
    assert len(ANALYSES) == 8  # a new one is to be asked here too; campaigns rest on spend
    for clock in ("second-order", "silence", "return"):
        alone, group = (survival(EVERYONE, clock, s) for s in (YEAR, replace(YEAR, people=people)))
        assert str(alone) == str(group)


def _close(row: dict[str, object]) -> dict[str, object]:
    """To nine digits: sums are added up in another order; limits over 64 groups of people to the same."""
    return {
        name: float(f"{value:.9g}") if isinstance(value, float) else value
        for name, value in row.items()
    }


@pytest.mark.parametrize("name", CATALOGUE)
def test_only_what_rests_on_spend_refuses_a_group(name: str) -> None:
    why = refuses_groups(CATALOGUE[name])
    assert (why is not None) == (name in ON_SPEND)
    assert why is None or "it rests on spend, which belongs to no person" in why


def test_a_metric_on_spend_says_why_it_takes_no_group(tmp_path: Path) -> None:
    published(own_world(1), tmp_path)
    few = replace(YEAR, people=People("few", ("person:p1",)))
    with pytest.raises(BadUse, match="rests on spend, which belongs to no person"):
        evaluate.series(CATALOGUE["cac"], EVERYONE, few)
    with pytest.raises(BadUse, match="rests on spend_day, whose rows belong to no person"):
        reader.statement(CATALOGUE["cac"].question, few)  # nothing slips past the gate


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_table_of_a_question_is_overlooked(name: str) -> None:
    asked = CATALOGUE[name].question(Slice(Window(date(2025, 1, 3), date(2025, 3, 9))))
    found = {one.name for one in visitors.iterate(asked) if isinstance(one, Table)}
    written = re.findall(r"(?:FROM|JOIN|,)\s+(\w+)\b", str(asked))
    assert found == set(written) & set(marts.tables)


def test_groups_of_the_same_people_share_their_answers() -> None:
    one, other = People("one", ("person:b", "person:a")), People("other", ("person:a", "person:b"))
    assert one == other
    assert hash(one) == hash(other)
    assert len(one) == 2
    assert People("one", ("person:a",)) != one
    assert People("x", ("visitor:a",)) != People("x", ("person:a",))
