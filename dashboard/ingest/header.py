"""Where the declared columns stand in a file; a file that does otherwise is refused as a whole."""

from collections import Counter
from collections.abc import Mapping as Names
from difflib import get_close_matches
from functools import cache

from dashboard.errors import Refused
from dashboard.ingest.columns import Column
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.mappings import mapping_names, read_mapping

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def positions(
    mapping: Mapping, header: tuple[str, ...], label: str, line: int = 1
) -> dict[str, int]:
    """The index of each declared column that the file has; its header stands in a line."""
    found: dict[str, int] = {}
    missing: list[Column] = []
    for column in mapping.columns.values():
        index = _index(column, header)
        if index is not None:
            found[column.name] = index
        elif not column.optional:
            missing.append(column)
    _check(mapping, header, found, missing, f"{label}, line {line}")
    return found


def by_position(mapping: Mapping) -> dict[str, int]:
    """The columns of a file without header, in the declared order."""
    return {name: index for index, name in enumerate(mapping.columns)}


def keys(mapping: Mapping) -> dict[str, int]:
    """Which key of a JSON object fills which declared column."""
    return {
        header: index
        for index, column in enumerate(mapping.columns.values())
        for header in column.headers
    }


def _index(column: Column, header: tuple[str, ...]) -> int | None:
    if column.at is not None:
        inside = column.at <= len(header) and header[column.at - 1] in column.headers
        return column.at - 1 if inside else None
    places = [index for index, name in enumerate(header) if name in column.headers]
    return places[0] if places else None


def _check(
    mapping: Mapping,
    header: tuple[str, ...],
    found: Names[str, int],
    missing: list[Column],
    place: str,
) -> None:
    if not found:
        raise _unknown_header(mapping, header, place)
    _check_doubles(mapping, header, place)
    extra = [name for index, name in enumerate(header) if index not in found.values()]
    if mapping.ignores_others:
        extra = []
    if missing or extra:
        raise Refused(
            "other_columns",
            f"{place}: {_differences(mapping, missing, extra)}{_other_mapping(header)}",
        )
    ordered = list(found.values())
    if not mapping.any_order and not mapping.ignores_others and ordered != sorted(ordered):
        raise Refused(
            "column_order",
            f"{place}: the columns stand in another order than the mapping declares: "
            f"{', '.join(header)}. Check that the header fits the rows; if it does, "
            f"say column_order: any in {mapping.file}.",
        )


def _check_doubles(mapping: Mapping, header: tuple[str, ...], place: str) -> None:
    by_place = {column.at for column in mapping.columns.values() if column.at}
    declared = {name for column in mapping.columns.values() for name in column.headers}
    counts = Counter(name for i, name in enumerate(header, 1) if i not in by_place)
    doubles = [name for name, count in counts.items() if count > 1 and name in declared]
    doubles += [] if mapping.ignores_others else [n for n, c in counts.items() if c > 1]
    if doubles:
        raise Refused(
            "doubled_column",
            f"{place}: column '{doubles[0]}' stands twice. Take one out, "
            "or tell them apart in the mapping with at: POSITION.",
        )
    for column in mapping.columns.values():
        both = [name for name in column.headers if name in header]
        if len(both) > 1:
            raise Refused(
                "doubled_column",
                f"{place}: '{both[0]}' and '{both[1]}' both stand for {column.name}. Keep one.",
            )


def _unknown_header(mapping: Mapping, header: tuple[str, ...], place: str) -> Refused:
    """Why no column at all was found: another delimiter, no header, or another export."""
    wanted = ", ".join(column.headers[0] for column in mapping.columns.values())
    if len(header) == 1:
        for mark, name in _DELIMITERS.items():
            if mark in header[0] and mark != (mapping.delimiter or ","):
                return Refused(
                    "wrong_delimiter",
                    f"{place}: the columns seem to be divided by a {name}, not by "
                    f"'{mapping.delimiter or ','}'. Say delimiter: \"{mark}\" in a mapping, "
                    "or export the file again.",
                )
    return Refused(
        "no_header",
        f"{place}: no header of this mapping: the line reads {', '.join(header)[:120]}. "
        f"The mapping '{mapping.name}' expects the columns {wanted}. Add the header, choose "
        f"another mapping, or say header: none in it.{_other_mapping(header)}",
    )


@cache
def _shipped() -> dict[str, list[Column]]:
    """The columns of every mapping that ships; read once, as a refusal is otherwise dear."""
    return {name: list(read_mapping(name).columns.values()) for name in mapping_names()}


def _other_mapping(header: tuple[str, ...]) -> str:
    """A hint at a shipped mapping that this header fits."""
    for name, columns in _shipped().items():
        known = {heading for column in columns for heading in column.headers}
        needed = [column for column in columns if not column.optional]
        has_all = all(set(column.headers) & set(header) for column in needed)
        if has_all and set(header) <= known and not any(column.chars for column in columns):
            return f" The header fits the mapping '{name}': try --mapping {name}."
    return ""


def _differences(mapping: Mapping, missing: list[Column], extra: list[str]) -> str:
    sentences = []
    for column in missing:
        near = get_close_matches(column.headers[0], extra, n=1, cutoff=0.6)
        hint = f" Is '{near[0]}' meant?" if near else ""
        sentences.append(f"column '{column.headers[0]}' is missing.{hint}")
    if extra:
        names = ", ".join(f"'{name}'" for name in extra)
        sentences.append(f"{names} not declared in the mapping '{mapping.name}'.")
    remedy = "Mend the header" if missing else "Take the column out"
    return " ".join([*sentences, f"{remedy}, or declare it in a mapping of your own."])
