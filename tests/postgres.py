"""A Postgres of the tests' own: begun in a folder of its own, ended after them, skipped where there is none."""

import glob
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "s3cret:/@ %"  # every character that an address must escape


@dataclass(frozen=True)
class Postgres:
    """A running cluster that listens on a socket in its folder, and nowhere else."""

    folder: Path
    binaries: Path
    owner: str | None
    """Whom its programs run as, where the tests run as root."""

    def url(self, database: str = "postgres", password: str = PASSWORD) -> Any:
        """The address of a database in it, for SQLAlchemy."""
        from sqlalchemy import URL

        return URL.create(
            "postgresql+psycopg", "postgres", password, database=database,
            query={"host": str(self.folder)},
        )  # fmt: skip

    def address(self, database: str = "postgres", password: str = PASSWORD) -> str:
        """The same as a user would write it."""
        address: str = self.url(database, password).render_as_string(hide_password=False)
        return address

    def new_database(self) -> str:
        """The name of an empty database."""
        name = f"t{secrets.token_hex(6)}"
        self.execute(f"create database {name}")
        return name

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements, each by itself."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder),
            user="postgres",
            password=PASSWORD,
            dbname=database,
            autocommit=True,
        ) as connection:
            for statement in statements:
                connection.execute(statement)

    def run(self, program: str, *arguments: str) -> None:
        with (self.folder / "stderr").open("ab") as errors:
            subprocess.run(
                [self.binaries / program, *arguments],
                user=self.owner,
                cwd=self.folder,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )


def _binaries() -> Path:
    for name in (
        shutil.which("initdb"),
        *sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))[::-1],
    ):
        if name:
            return Path(name).parent
    pytest.skip("no Postgres here: install the package postgresql to test with it")


def _owner() -> str | None:
    """Postgres refuses to run as root: then its own user runs it."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip(
            "the tests run as root, as which Postgres does not start, and there is no user postgres"
        )


def _begun(cluster: Postgres) -> None:
    secret = cluster.folder / "password"
    secret.write_text(PASSWORD + "\n")
    if cluster.owner:
        for path in (cluster.folder, secret):
            shutil.chown(path, cluster.owner)
    cluster.run(
        "initdb", "-D", "data", "-U", "postgres", "-A", "scram-sha-256", "--pwfile=password",
        "-E", "UTF8", "--locale=C", "--no-sync",
    )  # fmt: skip
    settings = f"-c listen_addresses= -c unix_socket_directories={cluster.folder} -c fsync=off"
    cluster.run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", settings, "start")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A cluster for the whole run of the tests; `new_database` gives a test room of its own."""
    pytest.importorskip("psycopg", reason="the driver psycopg is not installed")
    binaries, owner = _binaries(), _owner()
    # A short path (a socket's has at most 107 bytes) that another user may enter, unlike tmp_path.
    folder = Path(tempfile.mkdtemp(prefix="milepost-pg-"))
    cluster = Postgres(folder, binaries, owner)
    try:
        _begun(cluster)
        yield cluster
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            cluster.run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
