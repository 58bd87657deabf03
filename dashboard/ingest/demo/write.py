"""Writes the demo company into a master: month by month, feed by feed, in bounded memory."""

import hashlib
import json
from collections.abc import Callable
from importlib.resources import files

import duckdb

from dashboard.ingest.demo.company import (
    Facts,
    company,
    constants,
    month_wheels,
    months,
    story,
)
from dashboard.settings import store_setting

EVENT_FEEDS = {
    "demo_shop": "shop",
    "demo_tracking": "tracking",
    "demo_support": "support",
    "demo_surveys": "surveys",
    "demo_crm": "crm",
}
"""Feed -> its file in sql/. Surveys come after support: they ask about the month's tickets."""

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
) -> None:
    """Fill an empty master with about so many events; the same seed gives the same rows."""
    writer = DemoWriter(connection, company(), story(), events, seed)
    writer.write(progress or (lambda what, share: None))


class DemoWriter:
    """One company with one story, written once on one connection."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        company: Facts,
        story: Facts,
        events: int,
        seed: int,
    ) -> None:
        self.connection = connection
        self.company = company
        self.constants = constants(company, story, events, seed)
        self.identity = json.dumps([events, seed, company, story], default=str)
        self.lines = dict.fromkeys(EVENT_FEEDS, 0)

    def write(self, progress: Progress) -> None:
        """All in one transaction: nothing is compressed twice, and a failure leaves nothing."""
        self.connection.execute("begin")
        try:
            self._write_history(progress)
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def _write_history(self, progress: Progress) -> None:
        for name, value in self.constants.items():
            self._set(name, value)
        self._run("macros")
        self._run("tables")
        history = months(self.company)
        for done, month in enumerate(history):
            progress(f"writing {month['first_on']:%B %Y}", done / len(history))
            self._write_month(month)
        progress("writing the small tables", 1.0)
        self._write_small_tables()

    def _write_month(self, month: Facts) -> None:
        self._turn_to(month)
        self._run("customers")
        if month["is_stock"]:
            return
        self._run("month_people")
        self._run("orders")
        for feed, file in EVENT_FEEDS.items():
            self._name_feed(feed)
            self._set("lines_before", self.lines[feed])
            self.lines[feed] += self._run(file)
        self._name_feed("demo_ads")
        self._run("spend")

    def _turn_to(self, month: Facts) -> None:
        (people,) = self.connection.execute("select count(*) from customers").fetchall()[0]
        joins = self.constants["joins_at_start"] * month["wins"]
        self._set("this_month", {**month, "joins": joins, "first_person": people + 1})
        for name, wheel in month_wheels(self.company, month).items():
            self._set(name, wheel)

    def _write_small_tables(self) -> None:
        for feed, file in SMALL_FEEDS.items():
            self._name_feed(feed)
            self._run(file)
        self._run("ledger")
        store_setting(self.connection, "currency", self.company["currency"])
        store_setting(self.connection, "zone", self.company["zone"])
        store_setting(self.connection, "business_hours", self.company["business_hours"])

    def _name_feed(self, feed: str) -> None:
        self._set("feed", feed)
        self._set("file_id", hashlib.sha256(f"{feed} {self.identity}".encode()).hexdigest())

    def _set(self, name: str, value: object) -> None:
        """Make a value known to the SQL; names are ours, from this package, and values are bound."""
        self.connection.execute(f'set variable "{name}" = $1', [value])

    def _run(self, file: str) -> int:
        """Run a file of sql/; the number of rows that its last statement wrote, where it says so."""
        sql = files(__package__).joinpath("sql", f"{file}.sql").read_text(encoding="utf-8")
        rows = self.connection.execute(sql).fetchall()
        return int(rows[0][0]) if rows and isinstance(rows[0][0], int) else 0
