"""The one way to a number: nobody sees another region's people, whatever is asked and however often."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.metrics import evaluate
from dashboard.metrics.analysis import TOO_FEW
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.cohorts import cohort_absent_people, cohort_people, triangles
from dashboard.metrics.funnel import DAYS, STEPS, funnel_people, funnels
from dashboard.metrics.gaps import gaps
from dashboard.metrics.growth import LISTED, growth_people, growth_periods
from dashboard.metrics.lifetimes import CLOCKS, survival
from dashboard.metrics.rfm import ranked_people, segments
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.people import people_of
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import World, event

REGIONS = ("North", "East", "South")
YEAR = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))


def canary(region: str) -> list[dict[str, Any]]:
    """Everything one person of a region can do; every text of theirs names the region."""
    common = {
        "person_id": f"canary-{region}",
        "region": region,
        "segment": f"segment-{region}",
        "source": f"source-{region}",
        "category": f"category-{region}",
        "campaign": f"campaign-{region}",
        "device": f"device-{region}",
        "channel": "web",
        "survey": "relationship",
        "identified": True,
        "currency": "EUR",
    }

    def did(kind: str, month: int, **columns: Any) -> dict[str, Any]:
        at = datetime(2025, month, 10, 12)
        return event(f"{region}-{kind}-{month}", kind, at, **{**common, **columns})

    return [
        did("visit", 1),
        did("signup", 1),
        *(did("order", m, order_id=f"{region}-{m}", amount=10, cost=4) for m in (1, 2, 5, 6, 9)),
        did("refund", 6, order_id=f"{region}-5", amount=3),
        did("cancel", 7),
        did("ticket_opened", 5, ticket_id=f"{region}-t"),
        did("ticket_answered", 6, ticket_id=f"{region}-t"),
        did("survey_nps", 5, score=9),
        did("survey_csat", 5, score=4),
    ]


@pytest.fixture(scope="module")
def of_canaries(tmp_path_factory: pytest.TempPathFactory) -> Home:
    spend = [
        {"day": date(2025, 1, 5), "source": f"source-{region}", "region": region,
         "campaign": None, "amount": 7, "currency": "EUR"}
        for region in REGIONS
    ]  # fmt: skip
    events = [row for region in REGIONS for row in canary(region)]
    world = World(events=events, spend=spend, coverage=datetime(2026, 6, 1))
    return published(world, tmp_path_factory.mktemp("canaries"))


@pytest.fixture
def home(of_canaries: Home) -> Home:
    """Published once, and asked by every test as if nobody had asked before; nothing here writes to it."""
    reader.forget_answers()
    reader.use(of_canaries)
    return of_canaries


def all_slices() -> list[Slice]:
    return [
        YEAR,
        Slice(YEAR.window, Grain.MONTH),
        Slice(Window(date(2025, 1, 3), date(2025, 9, 20))),
    ]


def foreign_regions(answer: object, own: str) -> set[str]:
    return {region for region in REGIONS if region != own and region in str(answer)}


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_viewer_of_one_region_meets_no_canary_of_another(name: str, home: Home) -> None:
    metric = CATALOGUE[name]
    dimensions = [name for name in metric.sliced_by if name not in ("identified", "online")]
    for viewer_region in (*REGIONS, REGIONS[0]):  # caches on: the first viewer comes back
        viewer = Viewer(frozenset({viewer_region}))
        for slice in all_slices():
            for dimension in (None, *dimensions):
                asked = slice.grouped(dimension) if dimension else slice
                rows = [value.row() for value in evaluate.series(metric, viewer, asked)]
                assert foreign_regions(rows, viewer_region) == set(), (viewer_region, asked)
            if metric.members is not None:
                people = evaluate.people(metric, viewer, slice)
                assert foreign_regions(people, viewer_region) == set()


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_viewer_of_one_region_sees_what_everyone_sees_of_it(name: str, home: Home) -> None:
    metric = CATALOGUE[name]
    if metric.name == "cac":
        return  # sliced by region, where spend of no region is left out
    asked = YEAR.filtered("region", ["East"])
    everyones = [value.row() for value in evaluate.series(metric, EVERYONE, asked)]
    own = evaluate.series(metric, Viewer(frozenset({"East"})), YEAR)
    assert [value.row() for value in own] == everyones


def analyses(viewer: Viewer, slice: Slice) -> list[object]:
    """Everything that the analyses say of a slice, and the people behind them where the viewer may see people."""
    monthly = replace(slice, grain=Grain.MONTH)
    said: list[object] = [
        growth_periods(viewer, monthly),
        triangles(viewer, monthly),
        *(survival(viewer, clock, slice) for clock in CLOCKS),
        *(survival(viewer, clock, replace(slice, silence_days=30)) for clock in CLOCKS),
        gaps(viewer, slice),
        funnels(viewer, slice),
        segments(viewer, slice),
    ]
    if viewer.may_see_people:
        may = date(2025, 5, 1)
        said += [growth_people(viewer, name, monthly, may) for name in LISTED]
        said += [cohort_people(viewer, monthly, date(2025, 1, 1), 1)]
        said += [cohort_absent_people(viewer, monthly, date(2025, 1, 1), 1)]
        said += [funnel_people(viewer, slice, STEPS[: n + 1], DAYS) for n in range(len(STEPS))]
        said += [ranked_people(viewer, slice), ranked_people(viewer, slice, "champions")]
    return said


def test_the_analyses_show_a_viewer_of_one_region_no_canary_of_another(home: Home) -> None:
    for viewer_region in (*REGIONS, REGIONS[0]):
        viewer = Viewer(frozenset({viewer_region}))
        for dimension in (None, "region", "segment", "first_source", "first_category"):
            asked = YEAR.grouped(dimension) if dimension else YEAR
            said = analyses(viewer, asked)
            assert foreign_regions(said, viewer_region) == set(), (viewer_region, dimension)
            assert f"canary-{viewer_region}" in str(said)


def test_the_analyses_say_to_a_viewer_of_one_region_what_they_say_to_everyone_of_it(
    home: Home,
) -> None:
    own = analyses(Viewer(frozenset({"East"})), YEAR)
    assert own == analyses(EVERYONE, YEAR.filtered("region", ["East"]))
    assert own != analyses(EVERYONE, YEAR)


def test_the_analyses_list_nobody_to_those_who_may_not_see_people(home: Home) -> None:
    viewer = Viewer(None, may_see_people=False)
    monthly = replace(YEAR, grain=Grain.MONTH)
    january = date(2025, 1, 1)
    for ask in (
        lambda: growth_people(viewer, "new", monthly, january),
        lambda: cohort_people(viewer, monthly, january, 1),
        lambda: cohort_absent_people(viewer, monthly, january, 1),
        lambda: funnel_people(viewer, YEAR, ("visit",), 30),
        lambda: ranked_people(viewer, YEAR),
    ):
        with pytest.raises(BadUse, match="not single people"):
            ask()


def test_the_analyses_keep_numbers_of_few_people_from_those_who_may_not_see_people(
    home: Home,
) -> None:
    viewer = Viewer(None, may_see_people=False)  # there are three people
    monthly = replace(YEAR, grain=Grain.MONTH)
    assert {one.reason for one in growth_periods(viewer, monthly)[:3]} == {TOO_FEW}
    [triangle] = triangles(viewer, monthly)
    assert triangle.cohorts[0].size is None
    assert {cell.people for cell in triangle.cohorts[0].cells} == {None}
    assert triangle.mean_shares() == []
    [curve] = survival(viewer, "second-order", YEAR).curves
    assert (curve.people, curve.points, curve.reason) == (None, (), TOO_FEW)
    few = gaps(viewer, YEAR)
    assert (few.order_days, few.points, few.reason) == (None, (), TOO_FEW)
    [funnel] = funnels(viewer, YEAR)
    assert {step.people for step in funnel.steps} == {None}
    assert all(one.people in (0, None) for one in segments(viewer, YEAR))


def test_asking_for_a_foreign_region_gives_nothing(home: Home) -> None:
    viewer = Viewer(frozenset({"North"}))
    [value] = evaluate.series(CATALOGUE["orders"], viewer, YEAR.filtered("region", ["South"]))
    assert value.value is None


def test_a_viewer_of_no_region_sees_nothing(home: Home) -> None:
    [value] = evaluate.series(CATALOGUE["orders"], Viewer(frozenset()), YEAR)
    assert value.value is None


def test_people_are_kept_from_those_who_may_not_see_them(home: Home) -> None:
    with pytest.raises(BadUse, match="not single people"):
        evaluate.people(CATALOGUE["orders"], Viewer(None, may_see_people=False), YEAR)


def test_people_questions_do_not_run_past_the_gate_either(home: Home) -> None:
    members = CATALOGUE["orders"].members
    assert members is not None
    with pytest.raises(BadUse, match="not single people"):
        reader.read(Viewer(None, may_see_people=False), people_of(members), YEAR)


def test_a_number_of_few_people_is_kept_from_those_who_may_not_see_people(home: Home) -> None:
    viewer = Viewer(None, may_see_people=False)
    [value] = evaluate.series(CATALOGUE["buyers"], viewer, YEAR)
    assert value.value is None
    assert value.reason == "fewer than 5 people: not shown"


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('/etc/hostname')",
        "select * from read_csv('/etc/passwd')",
        "copy (select 1) to '/tmp/leak.csv'",
        "attach '/tmp/other.duckdb'",
        "set memory_limit = '1TB'",
        "set enable_external_access = true",
        "install httpfs",
        "load httpfs",
        "create table leak as select 1",
        "select * from secret_frame",
    ],
)
def test_a_published_version_reaches_nothing_but_itself(sql: str, home: Home) -> None:
    secret_frame = {"a": [1]}  # noqa: F841 - what a replacement scan would find
    reader.read(EVERYONE, CATALOGUE["orders"].question, YEAR)
    cursor = reader._base(reader.version_path()).cursor()
    with pytest.raises(duckdb.Error):
        cursor.execute(sql).fetchall()


def test_values_are_bound_and_never_become_sql(home: Home) -> None:
    for text in ("' or 1=1 --", "North'; drop table sale; --", 'x"); select 1; --', "$1", "%"):
        [value] = evaluate.series(CATALOGUE["orders"], EVERYONE, YEAR.filtered("region", [text]))
        assert value.value is None
        assert text not in evaluate.statement(
            CATALOGUE["orders"], EVERYONE, YEAR.filtered("region", [text])
        ).sql.replace("$1", "" if text == "$1" else "$1")
    [value] = evaluate.series(CATALOGUE["orders"], EVERYONE, YEAR)
    assert value.value == 15
