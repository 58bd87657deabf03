"""How tests ask the demo company, and a short one of few months."""

from datetime import date

import duckdb

from dashboard.ingest.contract import create_master
from dashboard.ingest.demo.company import company, story
from dashboard.ingest.demo.write import DemoWriter

EVENTS = 400_000


STORY = story()


SOMEBODYS_LEDGER = """
    insert into ledger by name
    select
        'abc' as file_id, 'online_retail' as feed, 'orders.csv' as path, 'events' as kind,
        timestamp '2026-01-01' as loaded_at, 1 as seq, 1 as read, 1 as accepted, 0 as quarantined,
        0 as duplicate, 0 as ignored, 0 as blank, 1 as events
"""


SHORT = {**company(), "ends_on": date(2024, 6, 1)}


def rows(connection, sql, **values):
    return connection.execute(sql, values or None).fetchall()


def value(connection, sql, **values):
    return rows(connection, sql, **values)[0][0]


def short_demo(seed: int = 1, threads: int = 2, planted=STORY):
    connection = duckdb.connect(config={"threads": threads})
    create_master(connection)
    DemoWriter(connection, SHORT, planted, 300_000, seed).write(lambda what, share: None)
    return connection
