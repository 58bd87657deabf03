"""Publishing: marts are built into a new file and the pointer CURRENT moves to it in one step.

A published file is never written again and its name is never used twice (DuckDB shares one instance per path inside
a process), so a reader sees the whole of one version or the whole of another.
"""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.errors import NoWarehouse
from dashboard.ingest.audits import run_audits
from dashboard.ingest.forgotten import first_version
from dashboard.ingest.master import read_master, said_of_master
from dashboard.insight import bg_nbd, gamma_gamma
from dashboard.insight import topics as topic_words
from dashboard.paths import Home
from dashboard.settings import Settings, stored_settings
from dashboard.warehouse import predictions, topics
from dashboard.warehouse.business_time import write_business_hours
from dashboard.warehouse.predictions import predict
from queries.calendar import Calendar, Grain

MARTS = Path(__file__).parent / "marts"
MODELS = [
    Path(module.__file__ or "")
    for module in (predictions, bg_nbd, gamma_gamma, topics, topic_words)
]
KEPT_VERSIONS = 5
LOCKED = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "threads": "2",
    "memory_limit": "2GB",
    "lock_configuration": "true",
}
"""How a published version is opened: nothing but itself can be reached through it."""
SMALL = 2_000_000
"""Events up to which publishing keeps to 1 GB; beyond, it takes 4 GB and spills the rest to disk."""

FINGERPRINT = hashlib.sha256(
    b"".join(script.read_bytes() for script in [*sorted(MARTS.glob("*.sql")), *MODELS])
).hexdigest()[:16]
"""Of what builds the marts: a version built by other SQL or models may lack what today's questions ask for."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""


@dataclass(frozen=True)
class Version:
    """One published warehouse."""

    seq: int
    path: Path
    published_at: datetime  # UTC
    is_current: bool


def publish(home: Home, progress: Progress | None = None) -> Version:
    """Build every mart from the master file and make the result the current version.

    The caller holds the load lock and has closed the master file.
    """
    say = progress or (lambda what, share: None)
    home.versions.mkdir(parents=True, exist_ok=True)
    home.scratch.mkdir(parents=True, exist_ok=True)
    _remove_building(home)
    seq = max((version.seq for version in versions(home)), default=0) + 1
    building = home.versions / f"building-{seq}.duckdb"
    try:
        _build(home, building, seq, say)
        say("checking", 0.97)
        published = home.versions / f"warehouse-{seq:06d}-{sha256_of(building)[:12]}.duckdb"
        _sync(building)
        building.rename(published)
    except BaseException:
        _remove_building(home)  # on a full disk it would be in the way of its own remedy
        raise
    published.chmod(0o444)
    _point(home, published)
    remove_old(home)
    say("published", 1.0)
    return current(home)


def current(home: Home) -> Version:
    """The version that readers use; `NoWarehouse` where nothing has been published."""
    for version in versions(home):
        if version.is_current:
            return version
    raise NoWarehouse(
        f"There is no published warehouse in {home.folder}. "
        "Load a file with `milepost load FILE`, or make the demo with `milepost demo`."
    )


def fingerprint_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The fingerprint that a version was built with; None where it has none."""
    try:
        [(found,)] = connection.execute("select fingerprint from meta").fetchall()
    except duckdb.Error:
        return None
    return str(found)


def point(home: Home, version: Version) -> Version:
    """Make a published version the current one."""
    _point(home, version.path)
    return current(home)


def named_by_current(home: Home) -> str:
    """What the file CURRENT says, whatever that is; '' where it is not there."""
    try:
        return home.current.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def versions(home: Home) -> list[Version]:
    """Published versions, newest first."""
    named = named_by_current(home)
    found = [
        version
        for path in home.versions.glob("warehouse-*.duckdb")
        if (version := _version(path, named))
    ]
    return sorted(found, key=lambda version: version.seq, reverse=True)


def _version(path: Path, named: str) -> Version | None:
    """The version that a file is; None where it is none, or was removed a moment ago."""
    number = path.name.split("-")[1].removesuffix(".duckdb")
    try:
        written = path.stat().st_mtime
    except FileNotFoundError:
        return None
    if not number.isdigit():
        return None
    at = datetime.fromtimestamp(written, UTC).replace(tzinfo=None)
    return Version(int(number), path, at, path.name == named)


def _remove_building(home: Home) -> None:
    for leftover in home.versions.glob("building-*"):
        leftover.unlink(missing_ok=True)


def _build(home: Home, building: Path, seq: int, say: Progress) -> None:
    scripts = sorted(MARTS.glob("*.sql"))
    with said_of_master(home), duckdb.connect(str(building)) as connection:
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set temp_directory = ?", [str(home.scratch)])
        connection.execute(f"attach {_quoted(home.master)} as master (read_only)")
        [(events,)] = connection.execute("select count(*) from master.events").fetchall()
        limit = os.environ.get("MILEPOST_PUBLISH_MEMORY", "1GB" if events <= SMALL else "4GB")
        connection.execute("set memory_limit = ?", [limit])
        settings = _settings_of_master(connection)
        connection.execute("set variable zone = ?", [settings.reporting_zone])
        connection.execute("set variable currency = ?", [settings.currency])
        _write_calendar(connection, settings)
        write_business_hours(connection, settings)
        for done, script in enumerate(scripts):
            say(f"building {script.stem.split('_', 1)[1]}", done / len(scripts) * 0.9)
            connection.execute(script.read_text(encoding="utf-8"))
        say("foretelling value", 0.95)
        predict(connection)
        say("reading comments", 0.96)
        topics.write_topics(connection, home)
        _write_audits(connection)
        _write_meta(connection, seq, settings)
        connection.execute("checkpoint")
    building.with_name(building.name + ".wal").unlink(missing_ok=True)


def _settings_of_master(connection: duckdb.DuckDBPyConnection) -> Settings:
    connection.execute("use master")
    settings = stored_settings(connection)
    connection.execute(f"use {_main_catalog(connection)}")
    return settings


def _main_catalog(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        "select database_name from duckdb_databases() where not internal and database_name <> 'master'"
    ).fetchall()
    return '"' + str(rows[0][0]).replace('"', '""') + '"'


def _write_calendar(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Which week, month, quarter and year each day lies in, from the year of the first event to the end of the year
    after the last. One row per day and grain."""
    [(first, last)] = connection.execute(
        "select coalesce(min(occurred_at)::date - 2, date '2000-01-01'), "
        "coalesce(max(occurred_at)::date + 2, date '2000-01-01') from master.events"
    ).fetchall()
    calendar = settings.calendar
    end = calendar.shifted(calendar.start(last, Grain.YEAR), Grain.YEAR, 2)
    table = calendar_rows(calendar, calendar.start(first, Grain.YEAR), end)
    connection.register("calendar_rows", table)
    connection.execute("create table calendar as from calendar_rows order by grain, day")
    connection.unregister("calendar_rows")


def calendar_rows(calendar: Calendar, first: date, last: date) -> pa.Table:
    """Columns day, grain, period, period_end for every day from `first` to `last`, both included."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    grains = [grain for grain in Grain if grain is not Grain.DAY]
    starts = [(day, grain, calendar.start(day, grain)) for grain in grains for day in days]
    return pa.table(
        {
            "day": pa.array([day for day, _, _ in starts], pa.date32()),
            "grain": pa.array([grain.value for _, grain, _ in starts]),
            "period": pa.array([start for _, _, start in starts], pa.date32()),
            "period_end": pa.array(
                [calendar.end(start, grain) for _, grain, start in starts], pa.date32()
            ),
        }
    )


def _write_audits(connection: duckdb.DuckDBPyConnection) -> None:
    """What the audits of the master say, kept with the version. One row per audit."""
    connection.execute(
        "create table audit (name varchar, sentence varchar, severity varchar, rows bigint)"
    )
    connection.execute("use master")
    results = run_audits(connection)
    connection.execute(f"use {_main_catalog(connection)}")
    for result in results:
        connection.execute(
            "insert into audit values (?, ?, ?, ?)",
            [result.name, result.sentence, result.severity, result.rows],
        )


def _write_meta(connection: duckdb.DuckDBPyConnection, seq: int, settings: Settings) -> None:
    facts = {field.name: getattr(settings, field.name) for field in fields(settings)}
    facts["zone"] = settings.reporting_zone
    connection.execute(
        "create table meta as select ?::integer as seq, ?::timestamp as published_at, "
        "?::varchar as settings, ?::varchar as fingerprint",
        [seq, datetime.now(UTC).replace(tzinfo=None), json.dumps(facts), FINGERPRINT],
    )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _point(home: Home, version: Path) -> None:
    """Move CURRENT to a version: written beside it, synced, then replaced in one step."""
    beside = home.current.with_name("CURRENT.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(version.name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, home.current)
    folder = os.open(home.folder, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove_old(home: Home) -> None:
    """Keep the newest few versions and whichever is current; none that held a person who was forgotten since."""
    first = first_allowed(home)
    for place, version in enumerate(versions(home)):
        if version.seq < first or (place >= KEPT_VERSIONS and not version.is_current):
            version.path.unlink(missing_ok=True)


def first_allowed(home: Home) -> int:
    """The oldest version that may be shown: those before it hold people who were forgotten."""
    if not home.master.exists():
        return 0
    with read_master(home) as connection:
        return first_version(connection)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
