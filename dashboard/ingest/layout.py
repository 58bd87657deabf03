"""A mapping met by a file: the pair that the SQL of a load is written for."""

from collections.abc import Mapping as Names
from dataclasses import dataclass
from functools import lru_cache

from dashboard.ingest.mapping import Mapping

WHOLE_ROW = "(whole row)"
"""Key under which quarantine keeps the text of a row that could not be taken apart."""


@dataclass(frozen=True, eq=False)
class Layout:
    """A mapping met by a file: where its columns stand, and what the file calls each of its own.

    One object serves all files of equal headers, so that their SQL is written once (`layout`).
    """

    mapping: Mapping
    positions: Names[str, int]
    header: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.header)


def layout(mapping: Mapping, positions: Names[str, int], header: tuple[str, ...]) -> Layout:
    """The layout of files with this header."""
    return _layout(mapping, tuple(positions.items()), header)


@lru_cache(maxsize=64)
def _layout(
    mapping: Mapping, positions: tuple[tuple[str, int], ...], header: tuple[str, ...]
) -> Layout:
    return Layout(mapping, dict(positions), header)
