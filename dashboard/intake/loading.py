"""What the command line and the Data page both do to load: one writer at a time, and one publish at the end."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

import duckdb

from dashboard.ingest.demo import replace_home
from dashboard.ingest.load import Request, Result, load
from dashboard.ingest.lock import locked
from dashboard.ingest.master import opened_master
from dashboard.ingest.query import Query
from dashboard.ingest.sources import Source
from dashboard.paths import Home
from dashboard.records.store import opened
from dashboard.warehouse.publish import Version, first_allowed, publish, versions
from dashboard.warehouse.whole import says_what_is_loaded

Bar = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""

Seen = Callable[[duckdb.DuckDBPyConnection, Source | Query, Result], None]
"""Called after each source, while the master still holds what was staged of it."""

LOADING, PUBLISHED = 0.7, 0.9
"""Shares of the progress when files are read, and when they are published; the chances of goals have the rest."""


def load_and_publish(
    home: Home,
    sources: Sequence[Source | Query],
    request: Request,
    bar: Bar,
    wait: float = 0,
    seen: Seen = lambda connection, source, result: None,
    publishes: bool = True,
) -> list[Result]:
    """Load every source, and publish once unless that is left for later."""
    with locked(home, wait):
        with opened_master(home) as connection:
            told, shown = part_of(bar, 0, LOADING), partial(seen, connection)
            results = load(connection, home, sources, request, told, shown)
        if publishes:
            publish_news(home, part_of(bar, LOADING, PUBLISHED))
    if publishes:
        foretell(home, part_of(bar, PUBLISHED, 1))
    return results


def publish_news(home: Home, bar: Bar) -> None:
    """Publish unless the newest version already says what the master says (after a crash too)."""
    published = versions(home)
    has_forgotten = bool(published) and published[-1].seq < first_allowed(home)
    if has_forgotten or not says_what_is_loaded(home):
        publish(home, bar)


def demo_and_publish(
    home: Home, events: int, seed: int, bar: Bar, wait: float = 0
) -> tuple[int, Version]:
    """Write and publish the demo company with its goals; the number of its events."""
    from dashboard.progress.demo_records import (
        set_demo_check_ins,
        set_demo_measures,
        set_demo_strategy,
    )
    from dashboard.progress.demo_roadmap import set_demo_roadmap
    from dashboard.progress.demo_workshop import set_demo_workshop
    from dashboard.progress.goals import set_demo_goals

    with locked(home, wait):
        written = replace_home(home, events, seed, part_of(bar, 0, LOADING))
        version = publish(home, part_of(bar, LOADING, PUBLISHED))
    store = opened(home)
    set_demo_goals(store, written)
    set_demo_measures(store)
    set_demo_roadmap(store, written)
    foretell(home, part_of(bar, PUBLISHED, 1))
    set_demo_strategy(home)
    set_demo_check_ins(home)
    set_demo_workshop(home)
    return written, version


def foretell(home: Home, bar: Bar) -> None:
    """Work out the chances of goals from what was just published. That this fails is said, and spoils no publish."""
    if opened(home).is_empty:
        return  # what is read for it need not be there to load a file
    try:
        from dashboard.progress.foresee import foresee

        foresee(home, bar)
    except Exception as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        print(
            f"What was loaded is published, but the chances of goals could not be worked out: {reason} "
            "Run `milepost foresee` to try again.",
            file=sys.stderr,
        )


def part_of(bar: Bar, start: float, end: float) -> Bar:
    """The stretch of a bar that one step moves along."""
    return lambda what, share: bar(what, start + share * (end - start))
