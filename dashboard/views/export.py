"""Files that leave the house: CSV in which nothing is run as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(
    rows: Iterable[Mapping[str, Any]], columns: list[str], comments: Iterable[str] = ()
) -> bytes:
    """UTF-8 with a mark that Excel reads; `comments` say above the header what the rows are."""
    text = io.StringIO()
    for comment in comments:
        text.write(f"# {' '.join(comment.split())}\n")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: neutral(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
