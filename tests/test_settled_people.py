"""A person's side is the region last seen before the start, and stays: as a world in which nobody ever moved."""

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from random import Random

import pytest

from dashboard.access import EVERYONE
from dashboard.insight.arms import is_held_out
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.warehouse import reader
from queries.arm_people import arm_people, arm_sizes
from queries.arm_sums import PRODUCTS, arm_sums_of
from queries.conversion import conversion_members
from queries.people import people_of
from queries.settled_people import HELD_OUT, TREATED, Drawn, Settled
from queries.slice import Slice, Window
from tests.agreement import aligned_windows, asked, differences, published
from tests.oracle.facts import local_day
from tests.oracle.people import Person, links, person_of
from tests.oracle.world import World
from tests.oracle.worlds import random_window
from tests.test_named_groups import ON_SPEND, own_world

START = date(2025, 5, 10)
SEEN = {"visit", "order", "ticket_opened", "survey_nps", "survey_csat", "survey_sent", "lead"}
REGIONS = ("North", "South", None)


def world_of_movers(seed: int) -> World:
    """A random world in which people are in another region every few days, never in two on one day."""
    world = own_world(seed)
    linked = links(world.events, world.identities)
    for row in world.events:
        day = local_day(world, row["occurred_at"])
        chance = Random(f"{person_of(row, linked)} {day}")
        row["region"] = chance.choice(REGIONS)
    return world


def sides(world: World, start: date) -> dict[Person, str]:
    """Of each person: the region of the last day before the start with one, else of the first day after."""
    linked = links(world.events, world.identities)
    days: dict[Person, dict[date, str]] = {}
    for row in world.events:
        who = person_of(row, linked)
        is_answer = row["event"] in ("survey_nps", "survey_csat")
        if (
            who
            and row["region"]
            and row["event"] in SEEN
            and (row["score"] is not None or not is_answer)
        ):
            days.setdefault(who, {})[local_day(world, row["occurred_at"])] = row["region"]
    found = {}
    for who, seen in days.items():
        before = [day for day in seen if day < start]
        found[who] = seen[max(before) if before else min(seen)]
    return found


def stayed(world: World, start: date) -> World:
    linked, side = links(world.events, world.identities), sides(world, start)
    events = [
        {**row, "region": side.get(person_of(row, linked), row["region"])} for row in world.events
    ]
    return replace(world, events=events)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world of movers, which is the one that is read."""
    found = world_of_movers(2)
    published(found, tmp_path_factory.mktemp("movers"))
    return found


@pytest.mark.parametrize("metrics", [4, pytest.param(99, marks=pytest.mark.faults)])
def test_everybody_counts_where_they_were_before_the_start(world: World, metrics: int) -> None:
    random = Random(metrics)
    settled, compared = stayed(world, START), 0
    assert sides(world, START) != sides(world, date(2026, 1, 1)), "nobody moves: this tests nothing"
    known = [  # spend is nobody's; hours of business are those of the place where it happened
        m for m in CATALOGUE.values() if m.name not in ON_SPEND and "business" not in m.name
    ]
    for metric in random.sample(known, min(metrics, len(known))):
        for window in (random.choice(aligned_windows()), Window(*random_window(metrics))):
            slice = asked(metric, settled, random, window)
            if "region" in metric.sliced_by and "region" not in slice.by:
                slice = replace(slice, by=("region", *slice.by))
            found = differences(metric, settled, replace(slice, people=Settled(day=START)))
            assert found == [], f"{metric.name} {slice}"
            compared += 1
    assert compared >= min(60, metrics)


def lots(world: World, start: date) -> dict[Person, str]:
    """Everybody known by an id and seen before the start, by lot."""
    linked = links(world.events, world.identities)
    found = {}
    for row in world.events:
        who = person_of(row, linked)
        is_answer = row["event"] in ("survey_nps", "survey_csat")
        if not who or who[0] != "person" or row["event"] not in SEEN or not row["region"]:
            continue
        if local_day(world, row["occurred_at"]) < start and (
            row["score"] is not None or not is_answer
        ):
            found[who] = HELD_OUT if is_held_out(f"person:{who[1]}", "seed", 0.4) else TREATED
    return found


def test_people_are_drawn_as_the_lot_in_python_says(world: World) -> None:
    expected = lots(world, START)
    slice = Slice(
        Window(date(2025, 1, 1), date(2026, 1, 1)), people=Drawn(day=START, seed="seed", share=0.4)
    )
    listed = reader.read(EVERYONE, arm_people, slice)
    assert {("person", row["person_id"]): row["side"] for row in listed} == expected
    sizes = {row["region"]: row["people"] for row in reader.read(EVERYONE, arm_sizes, slice)}
    assert sizes == Counter(expected.values())


def test_the_sums_of_a_side_are_those_of_its_people(world: World) -> None:
    before, after = (
        Window(date(2025, 2, 1), date(2025, 5, 1)),
        Window(date(2025, 5, 10), date(2025, 8, 1)),
    )
    people = Drawn(day=START, seed="seed", share=0.4)
    slice = Slice(Window(before.start, after.end), people=people)
    rows = reader.read(EVERYONE, arm_sums_of(conversion_members, before, after), slice)
    side, added = lots(world, START), shopped(before, after)
    for row in rows:
        own = [one for who, one in added.items() if side.get(who) == row["region"]]
        assert row["people"] == len(own)
        for name, parts in PRODUCTS.items():
            assert row[name] == sum(
                one[parts[0]] * (one[parts[1]] if len(parts) > 1 else 1) for one in own
            )
    assert {row["region"] for row in rows} == {TREATED, HELD_OUT}


def shopped(before: Window, after: Window) -> dict[Person, Counter[str]]:
    """What each shopper adds to conversion in the two windows, as the list of its people says."""
    found: dict[Person, Counter[str]] = {}
    for name, window in (("b", before), ("a", after)):
        for row in reader.read(EVERYONE, people_of(conversion_members), Slice(window)):
            who = ("visitor" if row["is_visitor"] else "person", row["person_id"])
            own = found.setdefault(who, Counter())
            own[f"y_{name}"], own[f"x_{name}"] = row["numerator"], row["denominator"]
    return found


def test_a_lot_is_the_first_digits_of_a_hash() -> None:
    # sha256("seed:person:1") = 0x… ; a share of .5 holds out what begins with 0 to 7
    first = int(sha256(b"seed:person:1").hexdigest()[0], 16)
    assert is_held_out("person:1", "seed", 0.5) is (first < 8)
