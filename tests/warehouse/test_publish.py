"""Versions: published whole or not at all, never written again, one command back."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from dashboard.access import EVERYONE
from dashboard.errors import BadUse, NoWarehouse
from dashboard.ingest.contract import create_master
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import Home
from dashboard.paths import home as home_at
from dashboard.warehouse import reader
from dashboard.warehouse.publish import current, publish, versions
from dashboard.warehouse.whole import rollback
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import World, event

JANUARY = Slice(Window(date(2025, 1, 1), date(2025, 2, 1)))


def one_order(amount: int) -> World:
    return World(
        events=[
            event("e1", "order", datetime(2025, 1, 5), person_id="p", amount=amount, currency="EUR")
        ],
        coverage=datetime(2025, 3, 1),
    )


def revenue() -> float | None:
    [value] = evaluate.series(CATALOGUE["revenue"], EVERYONE, JANUARY)
    return value.value


def change_amount(home: Home, amount: int) -> None:
    with duckdb.connect(str(home.master)) as connection:
        connection.execute("update events set amount = ?", [amount])


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouse, match="milepost load FILE"):
        current(home_at(tmp_path))


def test_a_new_version_is_read_at_once_and_the_old_one_comes_back(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    assert revenue() == 10
    change_amount(home, 12)
    assert revenue() == 10  # not published yet
    publish(home)
    assert revenue() == 12
    assert rollback(home).seq == 1
    assert revenue() == 10


def test_a_version_that_is_pinned_is_read_to_the_end(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    with reader.pinned():
        assert revenue() == 10
        change_amount(home, 12)
        publish(home)
        assert revenue() == 10
    assert revenue() == 12


def test_the_oldest_version_has_none_before_it(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    with pytest.raises(BadUse, match="none to go back to"):
        rollback(home)


def test_names_are_never_used_twice_even_after_a_rollback(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    publish(home)
    rollback(home)
    assert publish(home).seq == 3
    assert [version.seq for version in versions(home)] == [3, 2, 1]


def test_a_published_file_may_not_be_written(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    assert current(home).path.stat().st_mode & 0o222 == 0


def test_what_a_killed_publish_left_is_removed_and_never_read(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    leftover = home.versions / "building-2.duckdb"
    leftover.write_bytes(b"half a file")
    assert revenue() == 10
    publish(home)
    assert not leftover.exists()


def test_only_the_newest_versions_are_kept(tmp_path: Path) -> None:
    home = published(one_order(10), tmp_path)
    for _ in range(6):
        publish(home)
    assert [version.seq for version in versions(home)] == [7, 6, 5, 4, 3]


def test_every_question_answers_on_an_empty_master(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    with duckdb.connect(str(home.master)) as connection:
        create_master(connection)
    publish(home)
    reader.use(home)
    for metric in CATALOGUE.values():
        for by in ((), *((name,) for name in metric.sliced_by)):
            slice = Slice(JANUARY.window, by=by)
            reader.read(EVERYONE, metric.question, slice)
            for value in evaluate.series(metric, EVERYONE, slice):
                assert value.value is None
                assert value.reason
            if metric.members is not None:
                assert evaluate.people(metric, EVERYONE, slice) == ()
