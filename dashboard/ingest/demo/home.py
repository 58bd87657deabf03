"""Puts the demo company into a home: never over data of somebody's own, and all of it or nothing."""

import os
from pathlib import Path

import duckdb

from dashboard.errors import BadUse
from dashboard.ingest.contract import create_master
from dashboard.ingest.demo.write import Progress, write_demo
from dashboard.ingest.master import opened_master
from dashboard.paths import Home
from dashboard.settings import store_setting

MEMORY_LIMIT = "3GB"


def replace_home(home: Home, events: int, seed: int, progress: Progress | None = None) -> int:
    """Make the demo company the home's master, in one step; the number of events in it.

    The caller holds the load lock. Settings of an older demo stay.
    """
    settings = _settings_of_an_older_demo(home)
    home.folder.mkdir(parents=True, exist_ok=True)
    home.scratch.mkdir(exist_ok=True)
    draft = home.scratch / f"demo-{os.getpid()}.duckdb"
    try:
        written = _write(draft, home, events, seed, settings, progress)
        os.replace(draft, home.master)
    finally:
        draft.unlink(missing_ok=True)
        Path(f"{draft}.wal").unlink(missing_ok=True)
    return written


def _settings_of_an_older_demo(home: Home) -> dict[str, str]:
    """What the settings were; `BadUse` where the home holds anything that is not the demo's."""
    if not home.master.exists():
        return {}
    with opened_master(home) as connection:
        feeds = connection.execute(
            "select distinct feed from ledger where not starts_with(feed, 'demo_') order by feed"
        ).fetchall()
        if feeds:
            raise data_of_its_own(home, [feed for (feed,) in feeds], "demo")
        return dict(connection.execute("select name, value from settings").fetchall())


def data_of_its_own(home: Home, feeds: list[str], command: str) -> BadUse:
    """The refusal of a command that would mix what it brings with a company's own data."""
    return BadUse(
        f"{home.folder} holds data of its own ({', '.join(feeds)}), which `milepost {command}` neither "
        f"replaces nor mixes with. Choose another folder: milepost --home FOLDER {command}."
    )


def _config(home: Home) -> dict[str, str | bool | int | float | list[str]]:
    return {"memory_limit": MEMORY_LIMIT, "temp_directory": str(home.scratch)}


def _write(
    draft: Path,
    home: Home,
    events: int,
    seed: int,
    settings: dict[str, str],
    progress: Progress | None,
) -> int:
    with duckdb.connect(str(draft), config=_config(home)) as connection:
        connection.execute("set timezone = 'UTC'")  # in the config, DuckDB 2.0 would fetch icu
        create_master(connection)
        for name, value in settings.items():
            store_setting(connection, name, value)
        write_demo(connection, events, seed, progress)
        return int(connection.execute("select count(*) from events").fetchall()[0][0])
