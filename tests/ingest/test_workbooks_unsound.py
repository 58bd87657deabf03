"""Workbooks that are cut, locked, lie about themselves or are very large."""

import json
from datetime import date, datetime

import pytest

from dashboard.ingest import flaws
from dashboard.ingest.load import REFUSED
from dashboard.ingest.records import in_batches_of
from tests.ingest.conftest import Master
from tests.ingest.sheets import CSV, HEADER, ROWS, archive, load
from tests.ingest.workbooks import (
    ERROR,
    Raw,
    workbook,
)


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flipped(content: bytes) -> bytes:
    where = content.index(b"sheet1.xml") + 60
    return content[:where] + bytes([content[where] ^ 0x10]) + content[where + 1 :]


def _understated() -> bytes:
    """A sheet that says of itself that it is short."""
    content = bytearray(workbook({"S": [HEADER, *ROWS]}))
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[entry + 24 : entry + 28] = (200).to_bytes(4, "little")
    return bytes(content)


SOUND = workbook({"S": [HEADER, *ROWS]})
LOCKED = b"\xd0\xcf\x11\xe0" + b"\0" * 508 + "EncryptedPackage".encode("utf-16-le")
UNSOUND = {
    "cut.xlsx": (_cut(SOUND), "damaged or cut off"),
    "flipped.xlsx": (_flipped(SOUND), "damaged or cut off"),
    "understated.xlsx": (_understated(), "not as long as stated"),
    "locked.xlsx": (LOCKED, "locked with a password"),
    "renamed.xlsx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "the old kind (.xls)"),
    "csv.xlsx": (CSV.encode(), "no Excel workbook, whatever its name says"),
    "empty.xlsx": (b"", "no Excel workbook"),
    "other.xlsx": (archive("a.csv", CSV), "a zip archive, but no Excel workbook"),
    "a.xls": (LOCKED, "save it as .xlsx"),
    "a.ods": (SOUND, "save it as .xlsx"),
    "doctype.xlsx": (workbook({"S": []}, parts={"xl/workbook.xml": "<!DOCTYPE a><a/>"}), "document type"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSOUND)
def test_a_workbook_that_cannot_be_read_is_refused_in_words(master: Master, name: str):
    content, words = UNSOUND[name]
    result = load(master, content, name)
    assert (result.state, master.one("select count(*) from ledger")) == (REFUSED, 0)
    assert words in result.message
    assert name in result.message


def test_every_cut_of_a_workbook_is_refused_in_words(master: Master):
    for end in range(0, len(SOUND), 97):
        assert load(master, SOUND[:end]).state == REFUSED


def test_a_bomb_in_a_workbook_is_refused_before_it_is_opened(
    master: Master, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dashboard.ingest.sources._BOMB_BYTES", 1 << 20)
    monkeypatch.setattr("dashboard.ingest.worksheet.CalamineWorkbook", None)
    content = workbook({"S": [HEADER]}, parts={"xl/media/x.bin": "\n" * (4 << 20)})
    assert "200 times its size" in load(master, content).message


def test_a_stray_cell_at_the_edge_does_not_lay_out_the_whole_sheet(master: Master):
    far = Raw('<c r="XFD1048576"><v>1</v></c>')
    message = load(master, workbook({"S": [HEADER, *ROWS, [far]]})).message
    assert "reaches to column XFD and row 1,048,576" in message


def test_cells_that_do_not_say_where_they_stand_are_counted(master: Master):
    cells = "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in HEADER[:3])
    row = Raw(
        f"{cells}</row><row><c><v>1</v></c><c t='str'><v>visit</v></c><c s='1'><v>46235</v></c>"
    )
    assert load(master, workbook({"S": [[row]]})).counts.accepted == 1
    assert master.rows("select event_id, occurred_at, line from events") == [
        ("1", datetime(2026, 8, 1), 2)
    ]


def test_columns_are_numbered_as_a_spreadsheet_does():
    for index, letter in (
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16383, "XFD"),
    ):
        assert (flaws.letters(index), flaws.position(letter.encode())) == (letter, index)


def test_a_sheet_of_many_rows_is_read_in_batches(master: Master):
    rows = [(f"e{n}", "visit", date(2026, 8, 1), ERROR if n == 3 else "p") for n in range(7)]
    with in_batches_of(2):
        counts = load(master, workbook({"S": [HEADER[:4], *rows]})).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (7, 6, 1)
    assert json.loads(master.one("select row_json from quarantine"))["person_id"] == "#N/A"
