"""The demo company, written once."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dashboard.ingest.contract import create_master
from dashboard.ingest.demo.write import write_demo
from tests import homes
from tests.ingest.demo.asking import EVENTS


def _written(folder: Path) -> None:
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "master.duckdb")) as connection:
        create_master(connection)
        write_demo(connection, EVENTS, seed=1)


@pytest.fixture(scope="session")
def demo() -> Iterator[duckdb.DuckDBPyConnection]:
    """The company at seed 1, with a day and a person for each event and a row for each order."""
    connection = duckdb.connect(
        str(homes.shared("company", _written) / "master.duckdb"), read_only=True
    )
    connection.execute("""
        create temp table links as
        select visitor_id as cookie, min(person_id) as linked_person
        from (
            select visitor_id, person_id from events
            union
            select visitor_id, person_id from identities
        )
        where visitor_id is not null and person_id is not null
        group by visitor_id
    """)
    connection.execute("""
        create temp view dated as
        select
            *,
            (occurred_at + interval 2 hours)::date as day, -- summer time is near enough here
            coalesce(person_id, linked_person, visitor_id) as person
        from events
        left join links on visitor_id = cookie
    """)
    connection.execute("""
        create temp table orders as
        select order_id, any_value(person) as person, any_value(region) as region, min(day) as day
        from dated
        where event = 'order'
        group by order_id
    """)
    yield connection
    connection.close()
