"""The made worlds are what they promise, and every question answers in each of them."""

from datetime import date

import duckdb
import pytest
from hypothesis import given, settings

from tests.oracle.catalogue import ORACLE
from tests.oracle.facts import facts_of, local_day
from tests.oracle.master import write_world
from tests.oracle.world import Settings, World
from tests.oracle.worlds import edges_of_day, random_window, random_world, worlds

SEEDS = range(40)
NO_SUMS = tuple(
    name
    for name in ORACLE
    if "_p90" in name
    or "_median" in name
    or name.startswith("repeat_purchase_rate")
    or name in ("sales_cycle", "ltv_to_cac", "ltv_simple", "channel_share", "channel_growth")
)
"""Those of parts do not add up: quantiles, products, and what is unknown where nobody has been watched or a net
amount is not positive."""


def test_a_seed_makes_the_same_world_twice():
    assert random_world(7).events == random_world(7).events
    assert random_world(7).events != random_world(8).events


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_event_ids_are_unique(seed):
    ids = [row["event_id"] for row in random_world(seed).events]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Havana", "UTC"])
@pytest.mark.parametrize("day", [date(2025, 3, 9), date(2025, 3, 30), date(2025, 11, 2)])
def test_the_edges_of_a_day_lie_in_it(zone, day):
    world = World([], settings=Settings(zone=zone))
    first, last = edges_of_day(day, zone)
    assert local_day(world, first) == local_day(world, last) == day


def test_the_worlds_hold_what_makes_them_nasty():
    seen = set()
    for seed in range(60):
        facts = facts_of(random_world(seed))
        seen |= {deed.kind for deed in facts.deeds}
        at = [deed.at for deed in facts.deeds]
        seen |= {"tie"} if len(at) > len(set(at)) else set()
        for order in facts.orders.values():
            lines = order.lines
            seen |= {"days"} if len({line.day for line in lines}) > 1 else set()
            seen |= {"owners"} if len({line.person for line in lines}) > 1 else set()
            seen |= {"categories"} if len(order.categories) > 1 else set()
        seen |= {"waiting" for ticket in facts.tickets if ticket.answered_at is None}
        seen |= {"cookie" for deed in facts.deeds if deed.person and deed.person[0] == "visitor"}
        seen |= {"nobody" for deed in facts.deeds if deed.person is None}
        seen |= {"no rate"} if len(facts.deeds) < len(random_world(seed).events) else set()
    assert seen == {
        "visit", "signup", "order", "refund", "cancel", "ticket_opened", "ticket_answered",
        "ticket_closed", "survey_sent", "consent_given", "consent_withdrawn",
        "survey_nps", "survey_csat", "lead", "deal_won", "deal_lost",
        "tie", "days", "owners", "categories", "waiting", "cookie",
        "nobody", "no rate",
    }  # fmt: skip


@pytest.mark.parametrize("metric", ORACLE)
def test_a_filter_agrees_with_its_group(metric):
    question, dimensions = ORACLE[metric]
    for seed in SEEDS:
        world, window = random_world(seed, 5), random_window(seed)
        for name in dimensions:
            for group, answer in question(world, window, {}, (name,)).items():
                if group[-1] != "unallocated":
                    filtered = question(world, window, {name: {group[-1]}}, (name,))
                    assert filtered[group] == answer


@pytest.mark.parametrize("metric", [name for name in ORACLE if name not in NO_SUMS])
def test_people_who_are_placed_once_add_up(metric):
    question, _ = ORACLE[metric]
    for seed in SEEDS:
        world, window = random_world(seed, 5), random_window(seed)
        whole = question(world, window, {}, ())
        parts = question(world, window, {}, ("region",))
        assert sum(answer.numerator for answer in parts.values()) == pytest.approx(
            sum(answer.numerator for answer in whole.values())
        )
        assert sum(answer.denominator or 0 for answer in parts.values()) == pytest.approx(
            sum(answer.denominator or 0 for answer in whole.values())
        )


@given(worlds())
@settings(max_examples=15, deadline=None)
def test_every_question_answers_in_any_world(world):
    for question, dimensions in ORACLE.values():
        for answer in question(
            world, (date(2025, 3, 1), date(2025, 4, 1)), {}, dimensions
        ).values():
            assert answer.denominator is None or answer.denominator >= 0


@pytest.mark.parametrize("seed", SEEDS[:5])
def test_a_world_is_written_whole(seed):
    world = random_world(seed)
    with duckdb.connect() as connection:
        write_world(connection, world)
        rows = connection.execute("select * exclude (feed, file_id, line) from events").fetchall()
        ledger = connection.execute("select kind, accepted, covers_until from ledger").fetchall()
    assert sorted(row[0] for row in rows) == sorted(row["event_id"] for row in world.events)
    assert ledger[0] == ("events", len(world.events), world.coverage)
