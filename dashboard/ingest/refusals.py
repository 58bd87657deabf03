"""Files that were refused: too many bad rows or no readable file; kept by name until the file loads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from dashboard.errors import Refused
from dashboard.ingest.reasons import REFUSALS
from dashboard.ingest.verdicts import Counts

MOST_BAD = 10
"""Per cent of the rows that say something; a file with more bad ones is refused."""

_EXAMPLES = 5


def refuse_bad(connection: duckdb.DuckDBPyConnection, label: str, counts: Counts) -> None:
    """Raise `Refused` where more rows of `rejected` are bad than a file may have.

    A row that waits for a rate is not bad: nothing in it is to be mended.
    """
    rows = counts.read - counts.blank - counts.ignored
    reasons = connection.execute(_REASONS).fetchall()
    bad = sum(count for _, count, _, _ in reasons)
    if bad * 100 <= rows * MOST_BAD:
        return
    examples = "".join(
        f"\n  {reason}: {count:,} row{'s' * (count != 1)}, e.g. line {line}: {sentence}"
        for reason, count, line, sentence in reasons[:_EXAMPLES]
    )
    more = len(reasons) - _EXAMPLES
    raise Refused(
        "too_many_bad",
        f"{label}: {bad:,} of {rows:,} rows ({100 * bad / rows:.1f} %) are bad, more than {MOST_BAD} %, "
        f"and nothing of the file is loaded.{examples}"
        + (f"\n  and rows with {more} more reasons." if more > 0 else "")
        + "\nMend the rows, or correct the mapping, and load the file again. With --accept-bad the good "
        "rows are loaded and the bad ones wait in quarantine.",
    )


_REASONS = """
select reason, count(*) as rows, min(line), arg_min(sentence, line)
from rejected
where reason <> 'no_rate'
group by reason
order by rows desc, reason
"""


@dataclass(frozen=True)
class Refusal:
    """A file that was refused, without a word of what it holds."""

    path: str
    feed: str
    code: str
    refused_at: datetime


def keep_refusal(connection: duckdb.DuckDBPyConnection, refusal: Refusal) -> None:
    """Note a refusal in place of an older one of the same file."""
    clear_refusal(connection, refusal.path, refusal.feed)
    connection.execute(
        "insert into refusals values ($1, $2, $3, $4)",
        [refusal.path, refusal.feed, refusal.code, refusal.refused_at],
    )


def clear_refusal(connection: duckdb.DuckDBPyConnection, path: str, feed: str) -> None:
    """The file is in: nothing is to be mended any more."""
    connection.execute("delete from refusals where path = $1 and feed = $2", [path, feed])


def refused_files(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Each refused file with its code and remedy, the newest first; none where nothing is kept."""
    has_table = "select 1 from duckdb_tables() where table_name = 'refusals'"
    if not connection.execute(has_table).fetchone():
        return []
    rows = connection.execute(
        "select path, feed, code, refused_at from refusals order by refused_at desc, path"
    ).fetchall()
    names = ("path", "feed", "code", "refused_at")
    return [
        {**dict(zip(names, row, strict=True)), "remedy": REFUSALS.get(row[2], "")} for row in rows
    ]
