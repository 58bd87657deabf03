"""The gate and SQL by hand over raw events say the same of the demo company: nothing here is timed."""

import shutil
from collections.abc import Iterator

import duckdb
import pytest

from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import Home
from dashboard.warehouse import reader
from tests.bench import hand
from tests.bench.compare import differences
from tests.bench.homes import demo_home
from tests.bench.measure import first_region
from tests.bench.panels import BY_HAND, panels
from tests.conftest import ROOT

EVENTS = 60_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("bench")
    with pytest.MonkeyPatch.context() as patch:
        home = demo_home(folder, EVENTS)
        patch.setattr(reader, "_home", home)
        yield home
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def raw(demo: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with hand.opened(demo) as connection:
        yield connection


def test_every_metric_is_written_by_hand_too() -> None:
    files = (ROOT / "tests" / "bench" / "raw").glob("*.sql")
    assert {path.stem for path in files} == set(BY_HAND)


@pytest.mark.parametrize("name", BY_HAND)
def test_a_metric_is_the_same_by_hand(name: str, raw: duckdb.DuckDBPyConnection) -> None:
    for panel in panels(CATALOGUE[name], first_region()):
        hand.bind(raw, panel)
        by_hand = hand.rows(raw, panel)
        assert by_hand, f"{panel.name} has nothing to compare"
        assert differences(panel, panel.values(), by_hand) == []


def test_a_difference_is_told(raw: duckdb.DuckDBPyConnection) -> None:
    [trend, *_] = panels(CATALOGUE["orders"], first_region())
    hand.bind(raw, trend)
    [first, second, *rest] = hand.rows(raw, trend)
    wrong = [{**first, "numerator": first["numerator"] + 1}, *rest]
    assert [text.split(", ")[:2] for text in differences(trend, trend.values(), wrong)] == [
        ["orders", "trend"],
        ["orders", "trend"],
    ], f"one is larger by 1, and {second['period']} is missing"


def test_what_is_known_of_links_changes_no_number(
    demo: Home, raw: duckdb.DuckDBPyConnection
) -> None:
    [trend, *_] = panels(CATALOGUE["conversion"], first_region())
    with hand.opened(demo, knows_links=True) as knowing:
        for connection in (raw, knowing):
            hand.bind(connection, trend)
            assert differences(trend, trend.values(), hand.rows(connection, trend)) == []
