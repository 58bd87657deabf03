"""Where mappings are found: by file, by name in the company's folder, then among those shipped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard.errors import BadUse, unknown
from dashboard.ingest.mapping import Mapping, built
from dashboard.ingest.mapping_check import check
from dashboard.ingest.mapping_file import contents
from dashboard.paths import MAPPINGS, Home

ENDINGS = (".yaml", ".yml")


def read_mapping(name: str, home: Home | None = None) -> Mapping:
    """The mapping of this name, or in this file; `BadData` lists what is wrong with it."""
    path = _path(name, home)
    return checked(contents(path), path)


def checked(values: dict[str, Any], path: Path) -> Mapping:
    """The mapping that values of the right shape describe, as if they stood in this file."""
    mapping = built(path, values)
    check(mapping)
    return mapping


def values_of(name: str, home: Home | None = None) -> dict[str, Any]:
    """What the mapping of this name says, as plain values."""
    return contents(_path(name, home))


def mapping_of_feed(home: Home, stated: str | None = None) -> Callable[[str], Mapping]:
    """Finds the mapping of a feed: the one that is stated if it is that feed's, else by name."""
    own = read_mapping(stated, home) if stated else None

    def mapping(feed: str) -> Mapping:
        if own and own.name == feed:
            return own
        if feed not in mapping_names(home):
            raise BadUse(
                f"The mapping of feed '{feed}' is not among those known. Say where it is with "
                f"--mapping FILE.yaml, or put it into {home.mappings}."
            )
        return read_mapping(feed, home)

    return mapping


def mapping_names(home: Home | None = None) -> list[str]:
    """Names of the mappings that ship and of the company's own."""
    folders = [MAPPINGS, *([home.mappings] if home else [])]
    return sorted({path.stem for folder in folders for path in _files(folder)})


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if path.suffix in ENDINGS]


def _path(name: str, home: Home | None) -> Path:
    if name.endswith(ENDINGS) or "/" in name:
        path = Path(name)
        if not path.is_file():
            raise BadUse(f"{name}: there is no such mapping file. Check the path for a slip.")
        return path
    for folder in [*([home.mappings] if home else []), MAPPINGS]:
        for path in _files(folder):
            if path.stem == name:
                return path
    raise unknown("mapping", name, mapping_names(home))
