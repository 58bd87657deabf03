"""What a row group of Parquet says of its columns, held against what was read."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


class Seen:
    """Rows, missing values, least and greatest of each column of a row group, as read so far."""

    def __init__(self, group: pq.RowGroupMetaData) -> None:
        self._group = group
        self._rows = 0
        self._missing = [0] * group.num_columns
        self._ends: list[list[Any]] = [[] for _ in range(group.num_columns)]

    def add(self, columns: list[pa.Array]) -> None:
        """Count one batch of the group."""
        self._rows += len(columns[0]) if columns else 0
        for index, column in enumerate(columns):
            self._missing[index] += column.null_count
            if _is_ordered(column.type):
                ends = pc.min_max(column).as_py()
                self._ends[index] += [end for end in ends.values() if end is not None]

    def fault(self) -> str | None:
        """What was read and differs from what the group says of itself."""
        if self._rows != self._group.num_rows:
            return f"{self._rows:,} rows in a group of {self._group.num_rows:,}"
        for index in range(self._group.num_columns):
            chunk = self._group.column(index)
            said = chunk.statistics
            if chunk.num_values != self._rows:
                return (
                    f"{chunk.num_values:,} values of {chunk.path_in_schema} in {self._rows:,} rows"
                )
            if said is not None and self._differs(index, said):
                return f"{chunk.path_in_schema} holds other values than the file says"
        return None

    def _differs(self, index: int, said: pq.Statistics) -> bool:
        if said.has_null_count and said.null_count != self._missing[index]:
            return True
        ends = self._ends[index]
        if not (said.has_min_max and ends):
            return False
        return bool(min(ends) < said.min or max(ends) > said.max)


def _is_ordered(kind: pa.DataType) -> bool:
    """Kinds whose statistics are read back as the values themselves."""
    ordered = (pa.types.is_integer, pa.types.is_string, pa.types.is_floating)
    return any(is_kind(kind) for is_kind in ordered)
