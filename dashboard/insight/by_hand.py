"""Numbers written down by hand: what the days and groups of a period make together, and what was not written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

OF_ALL = ""
"""The group of a value that is of all groups at once."""
SILENT_DAYS = 400
"""A group that has been silent for longer than this before the newest value is not waited for any more."""

Row = tuple[date, str, float]
"""Day, group, value."""
Bin = tuple[date, date]
"""First day of one of the measure's own periods, and the first day after it."""
BinOf = Callable[[date], Bin]


@dataclass(frozen=True)
class Way:
    """How values make one number: over the days of a period ('sum', 'mean', 'last') and over groups ('sum', 'mean')."""

    days: str
    groups: str


def total(rows: Iterable[Row], bin_of: BinOf, way: Way) -> float | None:
    """One number of all rows: first of each own period, over groups, then over the periods.

    In a period in which something was written of all groups at once, that stands and the groups are not added to it.
    """
    by_bin: dict[date, list[Row]] = {}
    for row in rows:
        by_bin.setdefault(bin_of(row[0])[0], []).append(row)
    if not by_bin:
        return None
    return _together([_of_bin(by_bin[start], way) for start in sorted(by_bin)], way.days)


def _of_bin(rows: Sequence[Row], way: Way) -> float:
    groups: dict[str, list[tuple[date, float]]] = {}
    for day, group, value in rows:
        groups.setdefault(group, []).append((day, value))
    if OF_ALL in groups:
        groups = {OF_ALL: groups[OF_ALL]}
    each = [_together([v for _day, v in sorted(g)], way.days) for g in groups.values()]
    return _together(each, way.groups)


def _together(values: Sequence[float], how: str) -> float:
    match how:
        case "sum":
            return sum(values)
        case "mean":
            return sum(values) / len(values)
        case _:
            return values[-1]


def gaps(rows: Sequence[Row], bin_of: BinOf) -> list[Bin]:
    """Own periods between the first and the newest value in which something is missing, neighbours joined.

    A period is whole where something was written of all at once, or else of every group that is waited for: from its
    first value on to the newest of all; one that fell silent long ago, only until its own last.
    """
    if not rows:
        return []
    written = _written(rows, bin_of)
    waited = _waited_for(rows, bin_of)
    found: list[Bin] = []
    for start, end in _bins(min(r[0] for r in rows), max(r[0] for r in rows), bin_of):
        there = written.get(start, set())
        wanted = {group for group, (first, last) in waited.items() if first <= start <= last}
        if OF_ALL in there or (there and wanted <= there):
            continue
        found = [*found[:-1], (found[-1][0], end)] if _adjoins(found, start) else [*found, (start, end)]  # fmt: skip
    return found


def _adjoins(found: Sequence[Bin], start: date) -> bool:
    return bool(found) and found[-1][1] == start


def _written(rows: Iterable[Row], bin_of: BinOf) -> Mapping[date, set[str]]:
    found: dict[date, set[str]] = {}
    for day, group, _value in rows:
        found.setdefault(bin_of(day)[0], set()).add(group)
    return found


def _waited_for(rows: Iterable[Row], bin_of: BinOf) -> Mapping[str, Bin]:
    """Group → first and last period in which a value of it is waited for."""
    days: dict[str, list[date]] = {}
    for day, group, _value in rows:
        days.setdefault(group, []).append(day)
    newest = max(max(on) for on in days.values())
    patience = timedelta(days=SILENT_DAYS)
    return {
        group: (bin_of(min(on))[0], bin_of(newest if newest - max(on) <= patience else max(on))[0])
        for group, on in days.items()
        if group != OF_ALL
    }


def _bins(first: date, last: date, bin_of: BinOf) -> Iterable[Bin]:
    start, end = bin_of(first)
    while start <= last:
        yield start, end
        start, end = bin_of(end)
