"""A workbook gives the same rows as the CSV that shows the same, and what it hides is said."""

import gzip
import io
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.ingest.load import KNOWN, LOADED, REFUSED
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.sources import found
from dashboard.paths import MAPPINGS
from tests.ingest.conftest import Master
from tests.ingest.sheets import CSV, HEADER, ROWS, archive, load
from tests.ingest.workbooks import (
    CALCULATED,
    EMPTY_TEXT,
    ERROR,
    NEVER_CALCULATED,
    PERCENTAGE,
    workbook,
)

QUESTION = "select event_id, event, occurred_at, person_id, amount::varchar, currency from events order by 1"


def _own(line: str) -> str:
    """The shipped mapping of our own columns with a line more."""
    text = (MAPPINGS / "milepost.yaml").read_text()
    return text[text.index("name:") :] + line + "\n"


def test_a_workbook_and_the_csv_of_it_give_the_same_events(master: Master):
    assert load(master, workbook({"Orders": [HEADER, *ROWS]})).counts.accepted == 2
    from_workbook = master.rows(QUESTION)
    assert master.load_text(CSV).counts.duplicate == 2
    assert from_workbook == [
        ("a", "order", datetime(2026, 8, 1, 10, 30), "007", "49.900000", "EUR"),
        ("b", "order", datetime(2026, 8, 2), "17850", "120.000000", "EUR"),
    ]


EVERY_KIND = """name: kinds
currency: EUR
columns: {id: text, at: time, t: text, i: integer, d: decimal, n: number, b: boolean, day: date}
event_id: id
events: [{event: visit, fields:
  {occurred_at: at, comment: t, quantity: i, amount: d, weight: n, identified: b, region: day}}]
"""
TYPED = "select comment, quantity::int, amount::varchar, weight, identified, region from events"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("007", 17850.0, 0.1, 1e-7, True, date(2026, 8, 1)), ("007", 17850, "0.100000", 1e-7, True, "2026-08-01")),
        ((17850.0, -0.0, 1e11, 2.5, False), ("17850", 0, "100000000000.000000", 2.5, False, None)),
        ((2.5, CALCULATED, PERCENTAGE, PERCENTAGE, 1), ("2.5", 7, "0.155000", 0.155, True, None)),
        ((True, None, 0.1 + 0.2, 1 / 3), ("true", None, "0.300000", 1 / 3, None, None)),
        ((datetime(2026, 8, 1, 10, 30),), ("2026-08-01 10:30:00", *[None] * 5)),
        ((time(9, 5),), ("09:05:00", *[None] * 5)),
        ((timedelta(hours=36),), ("36:00:00", *[None] * 5)),
        ((" lead\n trail ", EMPTY_TEXT), ("lead\n trail", *[None] * 5)),
    ],
)  # fmt: skip
def test_a_typed_cell_becomes_the_text_that_a_column_reads(master: Master, cells, values):
    header = ["id", "at", "t", "i", "d", "n", "b", "day"]
    content = workbook({"S": [header, ["1", datetime(2026, 8, 1, 23, 59, 59), *cells]]})
    assert load(master, content, mapping=EVERY_KIND).counts.accepted == 1
    assert master.rows(TYPED) == [values]
    assert master.one("select occurred_at from events") == datetime(2026, 8, 1, 23, 59, 59)


GERMAN = """name: german
zone: Europe/Berlin
currency: EUR
columns:
  nr: text
  am: {type: time, formats: ["%d.%m.%Y %H:%M", "%d.%m.%Y"]}
  summe: {type: decimal, decimal_mark: ",", thousands: "."}
  neu: {type: boolean, "true": [Ja], "false": [Nein]}
event_id: nr
events: [{event: order, fields: {occurred_at: am, amount: summe, identified: neu}}]
"""


def test_typed_and_written_cells_of_one_column_agree_whatever_the_mapping_declares(master: Master):
    rows = [
        ("1", "03.08.2026 11:31", "1.234,50", "Ja"),
        ("2", datetime(2026, 8, 3, 11, 31), 1234.5, True),
        ("3", date(2026, 8, 3), 1e3, False),
        ("4", datetime(2026, 8, 3, 11, 31, 7), 1, "Nein"),
    ]
    load(master, workbook({"S": [("nr", "am", "summe", "neu"), *rows]}), mapping=GERMAN)
    assert master.rows("select occurred_at, amount::double, identified from events order by event_id") == [
        (datetime(2026, 8, 3, 9, 31), 1234.5, True),
        (datetime(2026, 8, 3, 9, 31), 1234.5, True),
        (datetime(2026, 8, 2, 22), 1000.0, False),
    ]  # fmt: skip
    assert master.reasons() == [(5, "bad_time", "am")]  # the declared forms have no seconds


def test_numbers_of_parquet_and_json_are_not_read_by_the_marks_of_texts(master: Master):
    stream = io.BytesIO()
    columns = {
        "nr": ["1", "2"],
        "am": [datetime(2026, 8, 3, 11, 31), datetime(2026, 8, 3)],
        "summe": [1234.5, 7.0],
        "neu": [True, False],
    }
    pq.write_table(pa.table(columns), stream)
    assert load(master, stream.getvalue(), "a.parquet", GERMAN).counts.accepted == 2
    lines = (
        '{"nr": "3", "am": "03.08.2026", "summe": 1234.5, "neu": "Ja"}\n'
        '{"nr": "4", "am": "03.08.2026", "summe": "1.234,5", "neu": "Nein"}\n'
    )
    assert load(master, lines.encode(), "a.jsonl", GERMAN).counts.accepted == 2
    assert master.rows("select event_id, amount::double from events order by 1") == [
        ("1-order", 1234.5), ("2-order", 7.0), ("3-order", 1234.5), ("4-order", 1234.5),
    ]  # fmt: skip
    assert master.one("select occurred_at from events where event_id = '1-order'") == datetime(
        2026, 8, 3, 9, 31
    )


def test_cells_without_a_value_wait_and_are_named_as_the_sheet_names_them(master: Master):
    rows = [
        HEADER,
        ("a", "order", date(2026, 8, 1), ERROR, 1, "EUR"),
        ("b", "order", date(2026, 8, 1), "x", NEVER_CALCULATED, "EUR"),
        ("c", "order", date(2026, 8, 1), 12345678901234567, 1, "EUR"),
        ("d", "order", date(2026, 8, 1), "y", 1, "EUR"),
        ("e", "order", 9_999_999, "y", 1, "EUR"),
    ]
    counts = load(master, workbook({"S": rows})).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (5, 1, 4)
    assert master.reasons() == [
        (2, "error_cell", None), (3, "error_cell", None), (4, "long_number", None),
        (6, "bad_time", "occurred_at"),
    ]  # fmt: skip
    messages = [text for (text,) in master.rows("select message from quarantine order by line")]
    assert "a.xlsx, line 2: cell D2 is #N/A" in messages[0]
    assert "cell E3 is a formula without a value" in messages[1]
    assert "cell D4 is 12345678901234568" in messages[2]


def test_a_mended_error_cell_comes_in_and_an_unmended_one_waits_on(master: Master):
    from dashboard.ingest.quarantine import export, mended, waiting
    from dashboard.ingest.retry import retry

    rows = [HEADER, ("a", "order", date(2026, 8, 1), ERROR, 1, "EUR")]
    load(master, workbook({"S": rows}))
    mapping = read_mapping("milepost")
    (tried,) = retry(
        master.connection, waiting(master.connection), lambda feed: mapping, datetime(2026, 9, 16)
    )
    assert tried.brought_in == 0
    path = master.folder / "mend.csv"
    export(master.connection, path)
    path.write_text(path.read_text().replace(",#N/A,", ",ann,"))
    retry(
        master.connection,
        mended(master.connection, path),
        lambda feed: mapping,
        datetime(2026, 9, 16),
    )
    assert master.rows("select person_id from events") == [("ann",)]


FEW = """name: few
other_columns: ignored
columns: {id: text, at: time}
event_id: id
events: [{event: visit, fields: {occurred_at: at}}]
"""


def test_an_error_in_a_column_that_nobody_declared_harms_nothing(master: Master):
    rows = [("id", "helper", "at"), ("1", ERROR, date(2026, 8, 1)), (None, ERROR, None)]
    counts = load(master, workbook({"S": rows}, merged=["B2:B3"]), mapping=FEW).counts
    assert (counts.accepted, counts.quarantined, counts.blank) == (1, 1, 0)


def test_merged_cells_hide_no_value_and_blank_rows_are_blank(master: Master):
    rows = [
        HEADER,
        ("a", "order", date(2026, 8, 1), "ann", 1, "EUR"),
        ("b", "order", date(2026, 8, 1), None, 2, "EUR"),  # D3 lies under D2
        (None,) * 6,
        (None, "  "),
        ("c", "order", date(2026, 8, 2), "bob", 3, "EUR"),
    ]
    content = workbook({"S": rows}, merged=["D2:D3", "A4:F5"])
    counts = load(master, content).counts
    assert (counts.read, counts.accepted, counts.quarantined, counts.blank) == (5, 2, 1, 2)
    assert master.reasons() == [(3, "merged_cell", None)]
    assert "cell D3 is part of D2" in master.one("select message from quarantine")


def test_the_header_may_stand_further_down_and_right(master: Master):
    content = workbook({"S": [HEADER, *ROWS]}, first="C4")
    assert "line 1: there is no header. Row 4 is the first" in load(master, content).message
    assert load(master, content, mapping=_own("header_row: 4")).counts.accepted == 2
    assert master.rows("select line from events order by 1") == [(5,), (6,)]


def test_a_title_above_the_header_is_left_out(master: Master):
    content = workbook({"S": [["Orders of August"], [], HEADER, *ROWS, ["x", "order", "?"]]})
    counts = load(master, content, mapping=_own("header_row: 3")).counts
    assert (counts.read, counts.accepted) == (3, 2)
    assert master.reasons() == [(6, "bad_time", "occurred_at")]


WRONG_HEADERS = {
    "doubled": (("event_id", "event", "occurred_at", "event"), "line 1: column 'event' stands twice"),
    "missing": (("event_id", "event", "person_id", "amount"), "line 1: column 'occurred_at' is missing"),
    "unnamed": (("event_id", "event", "occurred_at", None, "amount"), "row, say header_row: in a"),
    "none": ((None, None), "there is no header"),
    "rows": (ROWS[0], "no header of this mapping"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_HEADERS)
def test_a_header_that_is_not_the_declared_one_refuses_the_sheet(master: Master, name: str):
    header, words = WRONG_HEADERS[name]
    rows = [row[: len(header)] for row in ROWS]
    result = load(master, workbook({"S": [header, *rows]}))
    assert (result.state, master.one("select count(*) from ledger")) == (REFUSED, 0)
    assert words in result.message


def test_a_column_of_nothing_is_no_column(master: Master):
    rows = [(*HEADER[:3], None, *HEADER[3:], " "), *((*r[:3], None, *r[3:]) for r in ROWS)]
    assert load(master, workbook({"S": rows})).counts.accepted == 2


BARE = """name: bare
header: none
columns: {id: text, at: time, c: text}
event_id: id
events: [{event: visit, fields: {occurred_at: at, comment: c}}]
"""


def test_a_sheet_without_header_is_read_by_position(master: Master):
    assert (
        load(master, workbook({"S": [("1", date(2026, 8, 1))]}), mapping=BARE).counts.accepted == 1
    )
    wide = workbook({"S": [("1", date(2026, 8, 1), "x", "y")]})
    assert "4 columns where the mapping declares 3" in load(master, wide, mapping=BARE).message


def test_of_several_sheets_one_is_asked_for_by_name(master: Master):
    path = master.write(
        "a.xlsx", workbook({"Jan": [HEADER, ROWS[0]], "Feb": [HEADER, ROWS[1]], "Notes": []})
    )
    (result,) = master.load(path)
    assert result.state == REFUSED
    assert "2 sheets hold something: 'Jan', 'Feb'." in result.message
    assert "No sheet 'Fbe'. Did you mean 'Feb'?" in master.load(f"{path}:Fbe")[0].message
    assert master.load(f"{path}:Jan")[0].counts.accepted == 1
    assert master.load(f"{path}:Feb")[0].counts.accepted == 1
    assert master.load(f"{path}:Feb")[0].state == KNOWN
    assert master.rows("select path from ledger order by seq") == [
        (f"{path}:Jan",),
        (f"{path}:Feb",),
    ]


def test_a_mapping_may_name_the_sheet(master: Master):
    path = master.write("a.xlsx", workbook({"Jan": [HEADER, ROWS[0]], "Feb": [HEADER, ROWS[1]]}))
    assert master.load(path, mapping=_own("sheet: Feb"))[0].counts.accepted == 1
    assert master.rows("select event_id from events") == [("b",)]
    assert master.load(f"{path}:Feb")[0].state == KNOWN  # the same sheet, asked for another way


def test_the_only_sheet_that_shows_something_is_meant(master: Master):
    sheets = {"Cover": [], "Data": [HEADER, *ROWS], "Lists": [["Germany"]]}
    path = master.write("a.xlsx", workbook(sheets, hidden=["Lists"]))
    assert master.load(path)[0].counts.accepted == 2
    assert master.load(f"{path}:Data")[0].state == KNOWN
    hidden = master.load_text(workbook({"D": [HEADER, *ROWS]}, hidden=["D"]), "b.xlsx")
    assert (
        "no sheet that is shown holds anything. Hidden, to be named if meant: 'D'" in hidden.message
    )
    assert master.load(f"{master.folder}/b.xlsx:D")[0].state == LOADED


def test_workbooks_are_found_in_folders_archives_and_patterns(master: Master):
    content = workbook({"S": [HEADER, *ROWS]})
    master.write("in/a.XLSX", content)
    master.write("in/~$a.xlsx", "owner")
    master.write("in/b.xlsx.gz", gzip.compress(content))
    master.write("in/c.zip", archive("deep/x.xlsx", content))
    master.write("in/old.xls", b"\xd0\xcf\x11\xe0")
    states = [result.state for result in master.load(master.folder / "in")]
    assert states == [LOADED, KNOWN, KNOWN, REFUSED]
    names = found([f"{master.folder}/in/*.xlsx*", f"{master.folder}/in/c.zip:deep/x.xlsx:S"])
    assert [source.sheet for source in names] == [None, "S"]
