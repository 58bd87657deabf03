"""Where a metric changed, one value against the rest, and many metrics in one table: on tables small enough to read."""

import math
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.metrics import drivers, evaluate, pivot, rest
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.drivers import Dimension
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import World, event
from tests.oracle.worlds import random_world

MARCH, APRIL = (
    Window(date(2025, 3, 1), date(2025, 4, 1)),
    Window(date(2025, 4, 1), date(2025, 5, 1)),
)
ORDERS, BUYERS, CONVERSION, AOV, P90 = (
    CATALOGUE[name]
    for name in ("orders", "buyers", "conversion", "average_order_value", "response_time_p90")
)  # fmt: skip


def deed(kind: str, person: str, month: int, region: str, channel: str, **more: object) -> dict:
    at = datetime(2025, month, 10, 12)
    name = f"{kind}{person}{month}{channel}"
    money = {"amount": 10, "currency": "EUR", "order_id": name} if kind == "order" else {}
    return event(name, kind, at, person_id=person, region=region, channel=channel, **money, **more)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> None:
    """80 visitors each: in March 40 of the North and 16 of the South buy on the web, in April 16 and 16.
    Two people of the North buy in the app as well, in both months."""
    events = []
    for month, buyers in ((3, {"North": 40, "South": 16}), (4, {"North": 16, "South": 16})):
        for region, bought in buyers.items():
            for n in range(80):
                person = f"{region}{n}"
                events.append(deed("visit", person, month, region, "web"))
                if n < bought:
                    events.append(deed("order", person, month, region, "web"))
                if n < 2 and region == "North":
                    events.append(deed("order", person, month, region, "app"))
    channels = [{"channel": c, "is_online": True, "records_visits": True} for c in ("web", "app")]
    made = World(events, channels=channels, coverage=datetime(2025, 6, 1))
    published(made, tmp_path_factory.mktemp("drivers"))


def by(name: str, found: drivers.Why) -> Dimension:
    return next(dimension for dimension in found.dimensions if dimension.name == name)


def test_the_region_whose_people_buy_less_accounts_for_the_fall(world: None) -> None:
    found = drivers.why(CONVERSION, EVERYONE, Slice(APRIL), MARCH)
    # 56 of 160 → 32 of 160: −15 points; each region is half: North ½ × (20 − 50) = −15, South nothing
    assert (found.before.value, found.after.value) == (35, 20)
    region = by("region", found)
    parts = {d.name: (d.part.rate, d.part.mix, d.verdict) for d in region.drivers}
    assert parts["North"] == (pytest.approx(-15), 0, "down")
    assert parts["South"] == (0, 0, "can't tell")
    assert region.remainder == 0
    assert found.dimensions[0].name == "region"  # what a few values explain comes first
    assert region.explained == pytest.approx(7.5)  # alike, each would have had −7.5
    assert found.alike == ("segment", "identified", "source", "campaign", "device")


def test_orders_of_people_in_two_channels_leave_a_remainder(world: None) -> None:
    found = drivers.why(BUYERS, EVERYONE, Slice(APRIL), MARCH, ["channel"])
    [channel] = found.dimensions
    # people: 56 → 32, −24. web 56 → 32; app 2 → 2: nothing left, since as many are in both
    assert {d.name: d.part.total for d in channel.drivers} == {"web": -24, "app": 0}
    assert channel.remainder == 0
    found = drivers.why(BUYERS, EVERYONE, Slice(MARCH), Window(date(2025, 2, 1), date(2025, 3, 1)))
    assert found.reason == "no buyers in this window"


def test_a_percentile_is_not_made_of_those_of_its_groups(world: None) -> None:
    found = drivers.why(replace(P90, reads=("order",)), EVERYONE, Slice(APRIL), MARCH)
    assert found.dimensions == ()


def test_windows_that_share_days_are_refused(world: None) -> None:
    shared = Window(date(2025, 3, 15), date(2025, 4, 2))
    with pytest.raises(BadUse, match="share days \\(2025-04-01 to 2025-04-01\\)"):
        drivers.why(ORDERS, EVERYONE, Slice(APRIL), shared)


def test_a_survey_must_be_chosen(world: None) -> None:
    with pytest.raises(BadUse, match="never pooled over each survey"):
        drivers.why(CATALOGUE["nps"], EVERYONE, Slice(APRIL), MARCH)


def test_a_value_of_few_people_is_never_what_the_others_leave(world: None) -> None:
    """Two people bought in the app: alone, its change would be the total less that of the web."""
    viewer = Viewer(regions=None, may_see_people=False)
    found = drivers.why(ORDERS, viewer, Slice(APRIL), MARCH, ["channel"])
    assert found.dimensions == ()
    to_all = drivers.why(ORDERS, EVERYONE, Slice(APRIL), MARCH, ["channel"])
    assert [d.name for d in to_all.dimensions[0].drivers] != []


def test_one_region_against_the_rest(world: None) -> None:
    found = rest.rest(CONVERSION, EVERYONE, Slice(APRIL), "region", "North", MARCH)
    assert (found.one.now.value, found.others.now.value) == (20, 20)  # 16 of 80 each
    assert found.level is not None
    assert (found.level.difference, found.level.verdict) == (0, "can't tell")
    assert found.moved is not None
    assert found.moved.difference == pytest.approx(-30)  # 50 → 20 against 20 → 20
    assert found.moved.verdict == "down"


def test_the_rest_counts_a_person_once_and_a_sum_by_its_growth(world: None) -> None:
    found = rest.rest(BUYERS, EVERYONE, Slice(APRIL), "region", "South", MARCH)
    assert (found.others.before.value, found.others.now.value) == (40, 16)  # type: ignore[union-attr]
    assert found.level is None
    assert found.moved is not None
    assert found.moved.difference == pytest.approx(60)  # 16/16 − 16/40, in points of growth
    with pytest.raises(BadUse, match="Nothing to compare"):
        rest.rest(BUYERS, EVERYONE, Slice(APRIL), "region", "East", MARCH)


def test_a_value_that_is_kept_alone_is_compared_with_those_left_out(world: None) -> None:
    kept = Slice(APRIL).filtered("region", ["North"])
    found = rest.rest(ORDERS, EVERYONE, kept, "region", "North", None)
    assert (found.one.now.value, found.others.now.value) == (18, 16)
    assert found.others.slice.values("region") == ("South",)


def test_totals_of_a_pivot_are_asked_and_not_added(world: None) -> None:
    slice = Slice(Window(MARCH.start, APRIL.end), Grain.MONTH)
    asked = [(BUYERS, slice), (CATALOGUE["retention"], slice)]
    found = pivot.pivot(asked, EVERYONE, ["region", "channel"])
    assert found.refused == {"retention": "Retention cannot be sliced by channel"}
    told = {
        tuple(line.group.values()): ([c.value.value if c else None for c in line.cells], line.whole.value.value)
        for line in found.lines
    }  # fmt: skip
    assert told[()] == ([56, 32], 56)  # who bought in April had bought in March
    assert told[("North",)] == ([40, 16], 40)
    assert told[("North", "app")] == ([2, 2], 2)
    assert told[("North", "web")] == ([40, 16], 40)
    assert list(told) == [
        (), ("web",), ("app",), ("North",), ("North", "web"), ("North", "app"), ("South",), ("South", "web"),
    ]  # fmt: skip


def test_a_cell_is_compared_with_the_period_before_it_and_the_whole_with_its_window(
    world: None,
) -> None:
    [line] = pivot.pivot(
        [(CONVERSION, replace(Slice(APRIL), grain=Grain.MONTH))], EVERYONE, [], "previous", MARCH
    ).lines
    assert line.cells[0] is not None
    assert line.cells[0].change is not None
    assert line.whole.change is not None
    assert (line.cells[0].change.difference, line.whole.change.difference) == (-15, -15)


def test_the_parts_of_any_metric_add_up_on_a_random_world(tmp_path: Path) -> None:
    """Whatever happened: parts and remainder are the change, and who counts under one value only leaves nothing."""
    published(random_world(1, 14), tmp_path)
    after, before = Window(date(2025, 5, 1), date(2025, 7, 1)), Window(date(2025, 3, 1), date(2025, 5, 1))  # fmt: skip
    splits = 0
    for metric in CATALOGUE.values():
        slice = Slice(after)
        for name in metric.always_by:
            values = [v.group.get(name) for v in evaluate.whole(metric, EVERYONE, slice.grouped(name))]  # fmt: skip
            slice = slice.filtered(name, [next((v for v in values if v), "")])
        found = drivers.why(metric, EVERYONE, slice, before)
        for dimension in found.dimensions:
            parts = [driver.part.total for driver in dimension.drivers]
            assert found.change is not None
            assert math.fsum([*parts, dimension.remainder]) == pytest.approx(
                found.change.difference, rel=1e-9, abs=1e-9
            )
            splits += 1
            if dimension.name in ("region", "segment", "identified", "first_source"):
                assert dimension.remainder == 0 or metric.name == "channel_share"
    assert splits > 15
