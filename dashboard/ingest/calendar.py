"""Instants of typed files that no calendar holds: a tick too many, and a date is in the year 50000."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

_FIRST = int(datetime(1, 1, 2, tzinfo=UTC).timestamp())
_LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())
_DAY = 86_400


def _bounds(kind: pa.DataType) -> tuple[int, int] | None:
    """The least and greatest count of a type that is a date everywhere; None where all are."""
    if pa.types.is_date32(kind):
        return _FIRST // _DAY, _LAST // _DAY
    if pa.types.is_date64(kind):
        return _FIRST * 1_000, _LAST * 1_000
    if pa.types.is_timestamp(kind) and kind.unit != "ns":
        ticks = {"s": 1, "ms": 1_000, "us": 1_000_000}[kind.unit]
        return _FIRST * ticks, _LAST * ticks
    return None


def without_impossible(column: pa.Array) -> tuple[pa.Array, dict[int, int]]:
    """The column without instants that no calendar holds, and these by their row."""
    bounds = _bounds(column.type)
    if bounds is None:
        return column, {}
    counts = column.cast(pa.int32()) if pa.types.is_date32(column.type) else column
    counts = counts.cast(pa.int64())
    beyond = pc.or_(pc.less(counts, bounds[0]), pc.greater(counts, bounds[1]))
    if not pc.any(beyond).as_py():
        return column, {}
    rows = pc.indices_nonzero(beyond.fill_null(False)).to_pylist()
    kept = pc.if_else(beyond, pa.scalar(None, column.type), column)
    return kept, {row: counts[row].as_py() for row in rows}
