"""A home of its own for each test, and files written where the test can see them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.ingest.load import Request, Result, load
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.master import opened_master
from dashboard.ingest.quarantine import waiting
from dashboard.ingest.sources import found
from dashboard.paths import Home
from tests.conftest import ROOT

LOADED_AT = datetime(2026, 9, 15, 12, 0)


@dataclass
class Master:
    """A master file and a folder of files to load into it."""

    connection: duckdb.DuckDBPyConnection
    home: Home
    folder: Path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(
        self,
        *files: str | Path,
        mapping: str = "milepost",
        covers_until: date | None = None,
        at: datetime = LOADED_AT,
        accepts_bad: bool = True,
    ) -> list[Result]:
        if mapping.startswith("name:"):
            mapping = str(self.write("own.yaml", mapping))
        request = Request(read_mapping(mapping, self.home), at, covers_until, accepts_bad)
        return load(self.connection, self.home, found(map(str, files)), request)

    def load_text(
        self,
        text: str | bytes,
        name: str = "events.csv",
        mapping: str = "milepost",
        accepts_bad: bool = True,
    ) -> Result:
        """One file loaded; its bad rows are accepted into quarantine unless a test says otherwise."""
        path = self.write(name, text)
        (result,) = self.load(path, mapping=mapping, accepts_bad=accepts_bad)
        return result

    def rows(self, question: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(question, list(parameters)).fetchall()

    def one(self, question: str) -> Any:
        return self.rows(question)[0][0]

    def reasons(self) -> list[tuple[int, str, str | None]]:
        """Line, reason and column of what waits in quarantine."""
        return [(row.line, row.reason, row.column) for row in waiting(self.connection)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def master(home: Home, tmp_path: Path) -> Iterator[Master]:
    with opened_master(home) as connection:
        yield Master(connection, home, tmp_path)


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """A file of the real data; the test is skipped where they are absent."""
    folder = Path(os.environ.get("MILEPOST_REAL_DATA", ROOT.parent / "shared" / "data"))

    def path(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"{name} is not in {folder}; MILEPOST_REAL_DATA names the folder")
        return folder / name

    return path
