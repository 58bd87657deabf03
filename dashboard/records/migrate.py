"""Brings a database of records to the shape that this release knows, in one transaction, whoever comes first."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from dashboard.errors import MilepostError

SCRIPTS = Path(__file__).parent / "migrations"
NEWEST = "0003"
"""The last revision in `migrations/versions`; a test compares. Asking Alembic would cost a third of a second."""

LOCK = 7_236_041
"""Any number: the advisory lock under which one process at a time migrates on Postgres."""


class OtherRelease(MilepostError):
    """The records were written by a newer release."""


def upgrade(engine: Engine, place: str) -> None:
    """Apply what is missing; nothing where the tables are as they should be."""
    with engine.connect() as connection:
        if revision(connection) == NEWEST:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = revision(connection)
        if found == NEWEST:  # another process was quicker
            return
        if found and found > NEWEST:
            raise OtherRelease(
                f"The records in {place} were written by a newer release of Milepost (revision {found}, "
                f"this one knows {NEWEST}). Nothing was changed. Use the newer release, or its backup."
            )
        apply(connection, NEWEST)


def apply(connection: Connection, to: str) -> None:
    """Run the migrations up to a revision inside the connection's transaction."""
    from alembic import command

    command.upgrade(configured(connection), to)


def configured(connection: Connection) -> Any:
    """What Alembic wants to know."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """The revision that a database is at; None where there are no records yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found
