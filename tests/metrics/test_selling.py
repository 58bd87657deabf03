"""Waterfall, heat map, campaigns and leads: hand sums, and what plain Python counts on random worlds."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.metrics import evaluate
from dashboard.metrics.analysis import CAMPAIGNS, PIPELINE, WATERFALL
from dashboard.metrics.campaigns import campaigns
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.heat_map import heat_map
from dashboard.metrics.pipeline import pipeline
from dashboard.metrics.waterfall import waterfall
from queries.people import people_count_of
from queries.pipeline import OUTCOMES, pipeline_members
from queries.slice import Slice, Window
from tests.agreement import as_loaded, published
from tests.oracle import leads as oracle_leads
from tests.oracle import selling
from tests.oracle.world import Event, World, event
from tests.oracle.worlds import random_world
from tests.test_analyses_agreement import group_of, random_slice, span, where_of

MARCH = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)))
UNSEEN = Viewer(may_see_people=False)


def sale(day: date, amount: float, channel: str, person: str = "ann", **more: Any) -> Event:
    name, at = f"{person}{day}{channel}{amount}{more}", datetime(day.year, day.month, day.day, 12)
    return event(name, "order", at, person_id=person, order_id=name, amount=amount, currency="EUR",
                 channel=channel, **more)  # fmt: skip


HISTORY = sale(date(2024, 1, 1), 1, "store")
"""Orders start here: a year before March 2025 is known."""


def test_the_steps_lead_from_last_year_to_this_to_the_cent(tmp_path: Path) -> None:
    rows = [
        HISTORY,
        *(sale(date(2024, 3, d), 10, "web", f"p{d}") for d in (1, 2)),
        *(sale(date(2025, 3, d), 15.01, "web", f"p{d}") for d in (1, 2, 31)),
        sale(date(2025, 3, 5), 7, "app"),
        sale(date(2024, 3, 5), 8, "fair"),
        sale(date(2024, 4, 1), 99, "web"),
        sale(date(2025, 2, 28), 99, "web"),
    ]
    published(World(rows), tmp_path)
    found = waterfall(EVERYONE, MARCH, "channel")
    told = [(s.group["channel"], s.then, s.now, s.kind) for s in found.steps]
    assert told == [
        ("web", Decimal(20), Decimal("45.03"), "grew"),
        ("app", Decimal(0), Decimal(7), "new"),
        ("fair", Decimal(8), Decimal(0), "gone"),
    ]
    # 28 + 25.03 + 7 − 8 = 52.03, and of the 25.03: (3 − 2) × (10 + 15.01) / 2 = 12.505 by one order more.
    assert found.total is not None
    assert (found.total.then, found.total.now, found.rest) == (Decimal(28), Decimal("52.03"), 0)
    split = found.steps[0].split
    assert split == (Decimal("12.505"), Decimal("12.525"))
    assert found.steps[1].split is None


def test_only_days_that_both_years_have_are_compared(tmp_path: Path) -> None:
    # Orders start on 10 March 2024 and are known through 20 March 2025: 10 to 20 March are compared.
    rows = [sale(date(2024, 3, d), 10, "web") for d in (10, 20, 21, 30)]
    rows += [sale(date(2025, 3, d), 12, "web") for d in (9, 10, 20)]
    published(World(rows, coverage=datetime(2025, 3, 21, 9)), tmp_path)
    found = waterfall(EVERYONE, MARCH, "channel")
    assert found.days is not None
    assert (found.days.now, found.days.then) == (
        Window(date(2025, 3, 10), date(2025, 3, 21)),
        Window(date(2024, 3, 10), date(2024, 3, 21)),
    )
    assert [(s.then, s.now) for s in found.steps] == [(20, 24)]
    assert str(found.days.left_out).startswith("20 of 31 days are left out")
    early = waterfall(EVERYONE, Slice(Window(date(2024, 3, 1), date(2024, 4, 1))), "channel")
    assert "no day of it is known in both years" in str(early.reason)


def test_the_whole_is_the_growth_that_the_metric_tells(tmp_path: Path) -> None:
    rows = [HISTORY, *(sale(date(y, 3, d), d * y % 9 + 1, c, f"p{d}") for y in (2024, 2025)
                       for d in range(1, 29) for c in ("web", "app"))]  # fmt: skip
    published(World(rows), tmp_path)
    metric = replace(CATALOGUE["channel_growth"], look_back_days=0)
    for step in waterfall(EVERYONE, MARCH, "channel").steps:
        [value] = evaluate.whole(
            metric, EVERYONE, MARCH.filtered("channel", [step.group["channel"] or ""])
        )
        assert (float(step.change), float(step.then)) == (value.numerator, value.denominator)


def test_parts_of_few_people_are_shown_together_to_who_may_not_see_people(tmp_path: Path) -> None:
    rows = [HISTORY] + [
        sale(date(y, 3, 2), 10, "web", f"p{n}") for y in (2024, 2025) for n in range(9)
    ]
    rows += [sale(date(y, 3, 3), 10, "app", f"p{n}") for y in (2024, 2025) for n in range(6)]
    rows += [sale(date(2025, 3, 4), 500, "fair", "rich")]
    published(World(rows), tmp_path)
    assert len(waterfall(EVERYONE, MARCH, "channel").steps) == 3
    found = waterfall(UNSEEN, MARCH, "channel")
    assert [(s.group, s.then, s.now) for s in found.steps] == [
        ({}, 60, 560),  # the fair with the app, the smallest that is not few
        ({"channel": "web"}, 90, 90),
    ]
    assert found.rest == 0


def two_years(seed: int) -> tuple[World, Random]:
    """A random world of which a random half happens a year later."""
    world, random = random_world(seed, size=14), Random(seed)
    for row in world.events:
        if random.random() < 0.5:
            row["occurred_at"] += timedelta(days=365)
    last = max(row["occurred_at"] for row in world.events)
    until = max(last + random.choice((timedelta(0), timedelta(99))), datetime(2026, 9, 1))
    return replace(as_loaded(world), coverage=until), random


@pytest.mark.parametrize("seed", [1, 3, 4, 7])
def test_all_of_it_agrees_with_plain_python(seed: int, tmp_path: Path) -> None:
    world, random = two_years(seed)
    published(world, tmp_path)
    for _ in range(6):
        start = date(2026, random.randint(1, 7), random.choice((1, 1, 12)))
        window = Window(start, start + timedelta(days=random.choice((1, 28, 31, 120, 240))))
        _assert_waterfall(world, random, window)
        _assert_campaigns(world, random, window)
        _assert_pipeline(world, random, window)


def _assert_waterfall(world: World, random: Random, window: Window) -> None:
    known = tuple(name for name in WATERFALL.sliced_by if name != "online")
    slice = replace(random_slice(replace(WATERFALL, sliced_by=known), world, random, window), by=())
    by = random.choice(("channel", "region", "category", "segment", "source"))
    found = waterfall(EVERYONE, slice, by)
    days = selling.same_days(world, span(window))
    if found.days is None:
        assert days is None
        return
    assert days == (span(found.days.now), span(found.days.then))
    theirs = selling.waterfall(world, *days, where_of(slice), (by,))
    for step in found.steps:
        sold = theirs.pop(group_of(step.group, (by,)))
        ours = (float(step.now), float(step.then), step.orders_now, step.orders_then)
        assert ours == pytest.approx((sold.now, sold.then, sold.orders_now, sold.orders_then))
        if step.split:
            assert sum(step.split) == step.change
    assert not any(s.now or s.then or s.orders_now or s.orders_then for s in theirs.values())
    assert found.rest == 0


def _assert_campaigns(world: World, random: Random, window: Window) -> None:
    slice = replace(random_slice(CAMPAIGNS, world, random, window), by=())
    found = campaigns(EVERYONE, slice)
    if found.reason and "needs" in found.reason:
        return
    theirs = selling.campaigns(world, span(found.window), where_of(slice))
    for row in found.rows:
        told = theirs.pop(group_of(row.group, ("source", "campaign")))
        ours = (row.spend, row.orders, row.revenue, row.customers)
        assert ours == pytest.approx((told.spend, told.orders, told.net, told.customers), abs=1e-6)
        if row.cac:
            assert row.cac.value == pytest.approx(told.spend / told.customers)
        if row.roas:
            assert row.roas.value == pytest.approx(told.net / told.spend)
    assert not any(t.spend or t.orders or t.customers for t in theirs.values())
    if found.total:
        assert found.total.spend == pytest.approx(sum(row.spend for row in found.rows))
        assert found.total.orders == sum(row.orders or 0 for row in found.rows)
        assert found.total.revenue == pytest.approx(sum(r.revenue or 0 for r in found.rows))


def _assert_pipeline(world: World, random: Random, window: Window) -> None:
    slice = replace(random_slice(PIPELINE, world, random, window), by=())
    by = random.choice(PIPELINE.sliced_by)
    found = pipeline(EVERYONE, slice, by)
    if found.reason and "needs" in found.reason:
        return
    theirs = oracle_leads.pipeline(world, span(window), where_of(slice), (by,))
    assert len(found.groups) == len(theirs)
    for one in found.groups:
        told = theirs[group_of(one.group, (by,))]
        ours = (one.leads, one.won, one.lost, one.open, one.old)
        assert ours == (told.leads, told.won, told.lost, told.open, told.old)
        assert one.won_in_time == (100 * told.old_won / told.old if told.old else None)
        assert one.age_median == told.ages[(len(told.ages) - 1) // 2]
        if told.open:
            assert one.open_median == told.open_ages[(told.open - 1) // 2]
            assert one.open_p90 == told.open_ages[-(-9 * told.open // 10) - 1]


def spent(day: date, amount: float, campaign: str, **more: Any) -> dict[str, Any]:
    row = {"day": day, "source": "ads", "region": None, "campaign": campaign, "amount": amount}
    return {**row, "currency": "EUR", **more}


def test_spend_without_orders_and_orders_without_spend_both_stand_there(tmp_path: Path) -> None:
    day = date(2025, 3, 2)
    rows = [
        sale(day, 60, "web", "ann", source="ads", campaign="spring"),
        sale(day, 30, "web", "ben", source="ads", campaign="spring"),
        sale(day, 25, "web", "cid", source="direct"),
    ]
    spend = [
        spent(day, 40, "spring"),
        spent(day, 9, "moon"),
        spent(day, 5, "spring", region="North"),
    ]
    published(World(rows, spend=spend, coverage=datetime(2025, 4, 1)), tmp_path)
    found = campaigns(EVERYONE, MARCH)
    told = [(r.group["campaign"], r.spend, r.orders, r.customers, r.state) for r in found.rows]
    assert told == [
        ("spring", 45, 2, 2, "returned"), ("moon", 9, 0, 0, "no orders"), (None, 0, 1, 1, "no spend"),
    ]  # fmt: skip
    spring, moon, direct = found.rows
    assert spring.roas is not None
    assert spring.cac is not None
    assert (spring.roas.value, spring.cac.value) == (2, 22.5)  # 90 / 45, 45 / 2
    assert moon.roas is not None
    assert (moon.roas.value, moon.cac, direct.roas) == (0, None, None)
    north = campaigns(EVERYONE, MARCH.filtered("region", ["North"]))
    assert (north.total and north.total.spend, north.unallocated) == (5, 49)


def test_campaigns_agree_with_the_metrics_of_the_catalogue(tmp_path: Path) -> None:
    world, _ = two_years(4)
    published(world, tmp_path)
    slice = Slice(Window(date(2025, 1, 1), date(2026, 9, 1)))
    rows = {tuple(row.group.values()): row for row in campaigns(EVERYONE, slice).rows}
    for name, own in (("roas", "roas"), ("cac", "cac")):
        values = evaluate.whole(CATALOGUE[name], EVERYONE, slice.grouped("source", "campaign"))
        for value in (v for v in values if v.value is not None):
            found = getattr(rows[tuple(value.group.values())], own)
            assert (found.value, found.low) == pytest.approx((value.value, value.low))


def test_a_group_of_people_is_refused_by_campaigns_alone(tmp_path: Path) -> None:
    from queries.kept_people import People

    published(World([sale(date(2025, 3, 2), 60, "web", source="ads")],
                    spend=[spent(date(2025, 3, 2), 9, "moon")], coverage=datetime(2025, 4, 1)), tmp_path)  # fmt: skip
    some = replace(MARCH, people=People("ann", ("person:ann",)))
    with pytest.raises(BadUse, match="rests on spend"):
        campaigns(EVERYONE, some)
    assert heat_map(EVERYONE, some, "revenue").cells[0].value is not None


def test_every_cell_of_a_heat_map_says_what_it_rests_on(tmp_path: Path) -> None:
    rows = [HISTORY, *(sale(date(y, 3, 2), 10, "web", f"p{n}", region="North") for y in (2024, 2025)
                       for n in range(30))]  # fmt: skip
    rows += [
        sale(date(2025, 3, 2), 10, "web", region="South"),
        sale(date(2024, 3, 2), 5, "app", region="North"),
    ]
    published(World(rows), tmp_path)
    sold = heat_map(EVERYONE, MARCH, "revenue")
    assert (sold.rows, sold.columns) == (("web",), ("North", "South"))
    assert [sold.at("web", c).state for c in sold.columns] == ["shown", "thin"]
    assert sold.at("app", "South").state == "empty"
    grown = heat_map(EVERYONE, MARCH, "growth")
    told = {(c.row, c.column): c.state for c in grown.cells}
    assert told[("web", "North")] == "shown"
    assert told[("web", "South")] == "new"
    assert grown.at("app", "North").value is not None  # gone: −100 %


def lead(name: str, day: date, kind: str = "lead", **more: Any) -> Event:
    at = datetime(day.year, day.month, day.day, 12)
    return event(
        f"{kind}{name}", kind, at, person_id=name, order_id=f"l{name}", source="ads", **more
    )


def test_leads_of_unequal_age_are_compared_by_what_is_won_in_time(tmp_path: Path) -> None:
    old = [lead(f"o{n}", date(2025, 1, 2)) for n in range(30)]
    young = [{**lead(f"y{n}", date(2025, 6, 1)), "source": "search"} for n in range(30)]
    deals = [lead("o0", date(2025, 2, 1), "deal_won"), lead("o1", date(2025, 5, 1), "deal_won"),
             lead("o2", date(2025, 2, 1), "deal_lost")]  # fmt: skip
    published(World([*old, *young, *deals], coverage=datetime(2025, 6, 11)), tmp_path)
    slice = Slice(Window(date(2025, 1, 1), date(2025, 7, 1)))
    found = pipeline(EVERYONE, slice, "source")
    [ads, search] = sorted(found.groups, key=lambda one: one.group["source"] or "")
    # 30 of 160 days: 2 won, 1 lost, 27 open; one of them after 119 days, so 1 in 90.
    assert (ads.won, ads.lost, ads.open, ads.age_median, ads.old) == (2, 1, 27, 160, 30)
    assert ads.won_in_time == pytest.approx(100 / 30)
    assert (search.age_median, search.old, search.won_in_time) == (10, 0, None)
    assert "younger than 10 days, of ads than 160" in str(found.unequal)
    asked = replace(slice, covered_until=datetime(2025, 6, 11))
    from dashboard.warehouse import reader

    counts = {
        name: reader.read(EVERYONE, people_count_of(pipeline_members(name)), asked)[0]["people"]
        for name in OUTCOMES
    }
    assert counts == {"won": 2, "lost": 1, "open": 57}
