"""Quarantine: rows set aside with file, line, column, reason and the row as read."""

import duckdb

from dashboard.ingest.ledger import Entry


def keep_rejected(connection: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    """Put the rows of `rejected` into quarantine."""
    connection.execute(
        """
        insert into quarantine
        select
            (select coalesce(max(id), 0) from quarantine) + row_number() over (order by line),
            $file_id, $feed, $path, line, "column", reason,
            $path || ', line ' || line || ': ' || sentence,
            row_json, $loaded_at, null
        from rejected
        """,
        {
            "file_id": entry.file_id,
            "feed": entry.feed,
            "path": entry.path,
            "loaded_at": entry.loaded_at,
        },
    )
