"""Files in a home that a person may have been left in: what Milepost wrote itself goes, the rest is named."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.ingest.mentions import row_holds
from dashboard.paths import Home

PERSON = "kept_about"
"""First key of what `milepost export-person` writes."""


@dataclass(frozen=True)
class Leftovers:
    """Files that hold one of the ids."""

    ours: tuple[Path, ...]
    """Exports of quarantine or of a person: written by Milepost, so they go with the person."""
    others: tuple[Path, ...]
    """Whoever put them there is told of them."""


def leftovers(home: Home, names: Sequence[str]) -> Leftovers:
    """Look through every file of the home but the databases."""
    found = [path for path in _files(home) if _holds(path, names)]
    ours = [path for path in found if _is_export(path)]
    return Leftovers(tuple(ours), tuple(path for path in found if path not in ours))


def clear_scratch(home: Home) -> None:
    """Take away what killed commands left and files not loaded yet; the caller holds the lock, the master is closed."""
    for folder in (home.scratch, home.incoming, home.versions):
        for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else []:
            if (
                folder != home.versions
                or not path.name.endswith(".duckdb")
                or "building" in path.name
            ):
                path.rmdir() if path.is_dir() else path.unlink()


def _files(home: Home) -> list[Path]:
    ours = (home.master, home.current, home.lock, home.forgotten_key)
    return [
        path
        for path in sorted(home.folder.rglob("*"))
        if path.is_file()
        and path not in ours
        and path.suffix not in (".duckdb", ".wal")
        and not path.name.startswith(home.records.name)
        and not {home.scratch, home.incoming}.intersection(path.parents)
    ]


def _holds(path: Path, names: Sequence[str]) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for line in file:
            if any(name in line for name in names) and _line_holds(line, names):
                return True
    return False


def _line_holds(line: str, names: Sequence[str]) -> bool:
    """As cells of a CSV line, or as values of JSON written a line each."""
    try:
        cells = next(csv.reader([line.rstrip("\r\n")]), [])
    except csv.Error:
        cells = [line]
    spelled = [part.strip(' ",') for cell in cells for part in (cell, cell.partition(": ")[2])]
    return row_holds(json.dumps(spelled), names)


def _is_export(path: Path) -> bool:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        start = file.read(200)
    return start.startswith("quarantine_id,") or start.lstrip("{ \r\n").startswith(f'"{PERSON}"')
