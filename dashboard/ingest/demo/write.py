"""Writes the demo company into a master: month by month, feed by feed, so that memory stays bounded."""

import hashlib
import json
from collections.abc import Callable
from importlib.resources import files

import duckdb

from dashboard.ingest.demo.company import Facts, company, constants, month_wheels, months, story
from dashboard.settings import store_setting

EVENT_FEEDS = {
    "demo_shop": "shop",
    "demo_tracking": "tracking",
    "demo_support": "support",
    "demo_surveys": "surveys",
    "demo_crm": "crm",
}
"""Feed -> its question in sql/. The shop comes first: visits depend on the month's orders."""

SMALL_FEEDS = {
    "demo_rates": "fx_rates",
    "demo_channels": "channels",
    "demo_sources": "sources",
    "demo_identities": "identities",
}

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""


def write_demo(
    connection: duckdb.DuckDBPyConnection,
    events: int,
    seed: int,
    progress: Progress | None = None,
    story: Facts | None = None,
) -> None:
    """Fill an empty master with about so many events; the same seed gives the same rows."""
    DemoCompany(connection, events, seed, story).write(progress or (lambda what, share: None))


class DemoCompany:
    """One run of the generator on one connection."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        events: int,
        seed: int,
        planted: Facts | None = None,
    ) -> None:
        self.connection = connection
        self.company = company()
        self.constants = constants(self.company, planted or story(), events, seed)
        self.identity = json.dumps([events, seed, self.company, planted or story()], default=str)
        self.lines = dict.fromkeys(EVENT_FEEDS, 0)

    def write(self, progress: Progress) -> None:
        for name, value in self.constants.items():
            self._set(name, value)
        self._run("macros")
        self._run("tables")
        history = months(self.company)
        for done, month in enumerate(history):
            progress(f"Writing {month['first_on']:%B %Y}", done / len(history))
            self._write_month(month)
        progress("Writing the small tables", 1.0)
        self._write_small_tables()

    def _write_month(self, month: Facts) -> None:
        (first_person,) = self.connection.execute("select count(*) + 1 from customers").fetchall()[
            0
        ]
        joins = self.constants["joins_at_start"] * month["wins"]
        self._set("this_month", {**month, "joins": joins, "first_person": first_person})
        for name, wheel in month_wheels(self.company, month).items():
            self._set(name, wheel)
        self._run("customers")
        if month["is_stock"]:
            return
        self._run("month_people")
        self._run("orders")
        for feed, question in EVENT_FEEDS.items():
            self._name_feed(feed)
            self._set("lines_before", self.lines[feed])
            self.lines[feed] += self._run(question)
        self._name_feed("demo_ads")
        self._run("spend")

    def _write_small_tables(self) -> None:
        for feed, question in SMALL_FEEDS.items():
            self._name_feed(feed)
            self._run(question)
        self._run("ledger")
        store_setting(self.connection, "currency", self.company["currency"])
        store_setting(self.connection, "zone", self.company["zone"])

    def _name_feed(self, feed: str) -> None:
        self._set("feed", feed)
        self._set("file_id", hashlib.sha256(f"{feed} {self.identity}".encode()).hexdigest())

    def _set(self, name: str, value: object) -> None:
        """Names are ours, from this package; a value is bound."""
        self.connection.execute(f'set variable "{name}" = $1', [value])

    def _run(self, question: str) -> int:
        """Run a file of sql/; the number of rows that its last statement wrote, where it says so."""
        sql = files(__package__).joinpath("sql", f"{question}.sql").read_text(encoding="utf-8")
        rows = self.connection.execute(sql).fetchall()
        return int(rows[0][0]) if rows and isinstance(rows[0][0], int) else 0
