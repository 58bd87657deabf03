"""Files that leave the house: CSV and Excel in which nothing is run as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dashboard.language import _

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MOST_WIDE = 48  # characters


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


def xlsx_of(
    rows: Sequence[Mapping[str, Any]], columns: list[str], comments: Iterable[str] = (), sheet: str = ""
) -> bytes:  # fmt: skip
    """A workbook: the rows, typed, and a second sheet that says what they are."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with Workbook(file, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        data = book.add_worksheet((sheet or _("Data"))[:31])
        data.freeze_panes(1, 0)
        for n, name in enumerate(columns):
            data.write_string(0, n, name, head)
            data.set_column(n, n, _width(name, [row.get(name) for row in rows[:200]]))
        for line, row in enumerate(rows, 1):
            for n, name in enumerate(columns):
                _write(data, line, n, row.get(name), dates)
        about = book.add_worksheet(_("About this file"))
        about.set_column(0, 0, 110)
        for line, comment in enumerate(comments):
            about.write_string(line, 0, " ".join(comment.split()))
    return file.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any, dates: Any) -> None:
    """Numbers as numbers, days as days, everything else as text that stays text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(line, column, datetime.combine(value, datetime.min.time()), dates)
    else:
        sheet.write_string(line, column, str(neutral(str(value))))


def _width(name: str, values: Iterable[Any]) -> int:
    return min(MOST_WIDE, 2 + max(len(name), *(len(str(v)) for v in values if v is not None), 4))


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value
