"""Files are read the way they are written, known by their bytes, or refused as a whole."""

import gzip
import io
import json
import zipfile
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import BadUse
from dashboard.ingest.load import KNOWN, LOADED, REFUSED
from tests.ingest.conftest import Master

CSV = "event_id,event,occurred_at,person_id\na,visit,2026-08-01,ann\nb,visit,2026-08-02 10:30:00,bob\n"
ROWS = [
    ("a", "visit", datetime(2026, 8, 1), "ann"),
    ("b", "visit", datetime(2026, 8, 2, 10, 30), "bob"),
]
QUESTION = "select event_id, event, occurred_at, person_id from events order by 1"


def _zip(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return stream.getvalue()


def _parquet() -> bytes:
    stream = io.BytesIO()
    names = ("event_id", "event", "occurred_at", "person_id")
    table = pa.table(dict(zip(names, map(list, zip(*ROWS, strict=True)), strict=True)))
    pq.write_table(table, stream)
    return stream.getvalue()


def _json_lines() -> str:
    names = ("event_id", "event", "occurred_at", "person_id")
    lines = [json.dumps(dict(zip(names, row, strict=True)), default=str) for row in ROWS]
    return "\n".join(lines) + "\n"


FORMS: dict[str, str | bytes] = {
    "a.csv": CSV,
    "a.CSV.GZ": gzip.compress(CSV.encode()),
    "a.tsv": CSV.replace(",", "\t"),
    "marked.csv": b"\xef\xbb\xbf" + CSV.encode(),
    "wide.csv": CSV.encode("utf-16"),
    "windows.csv": CSV.replace("\n", "\r\n"),
    "a.parquet": _parquet(),
    "a.jsonl": _json_lines(),
    "a.ndjson.gz": gzip.compress(_json_lines().encode()),
    "a.zip": _zip(a_csv=CSV),
}


@pytest.mark.parametrize("name", FORMS)
def test_one_content_is_read_alike_in_every_form(master: Master, name: str):
    result = master.load_text(FORMS[name], name=name)
    assert (result.state, result.message) == (LOADED, "")
    assert master.rows(QUESTION) == ROWS


def test_a_folder_a_pattern_and_a_member_stand_for_their_files(master: Master):
    other = CSV.replace("\na,", "\nc,").replace("\nb,", "\nd,")
    master.write("in/one.csv", CSV)
    master.write("in/two.zip", _zip(deep__x_csv=other, deep__y_csv=CSV))
    master.write("in/notes.md", "not for loading")
    assert [r.state for r in master.load(master.folder / "in")] == [LOADED, LOADED, KNOWN]
    assert master.load(master.folder / "in" / "*.csv")[0].state == KNOWN
    assert master.load(f"{master.folder}/in/two.zip:deep/x.csv")[0].state == KNOWN
    assert master.load(f"{master.folder}/in/two.zip/deep/*.csv")[1].state == KNOWN


def test_what_is_not_there_is_said(master: Master):
    (master.folder / "empty").mkdir()
    archive = master.write("a.zip", _zip(a_csv=CSV))
    with pytest.raises(BadUse, match=r"nix\.csv: there is no such file"):
        master.load(master.folder / "nix.csv")
    with pytest.raises(BadUse, match="holds no file to load"):
        master.load(master.folder / "empty")
    with pytest.raises(BadUse, match=r"no member 'z\.csv'"):
        master.load(f"{archive}:z.csv")


REFUSED_FILES = {
    "no header": (CSV.partition("\n")[2], "no header of this mapping"),
    "header line empty": ("\n" + CSV, "there is no header"),
    "missing column": (CSV.replace("occurred_at", "when"), "'occurred_at' is missing"),
    "near name": (CSV.replace("person_id", "persn_id"), "'persn_id' not declared"),
    "extra column": (CSV.replace("id\n", "id,mood\n"), "'mood' not declared"),
    "doubled column": (CSV.replace("person_id", "event"), "'event' stands twice"),
    "other delimiter": (CSV.replace(",", ";"), "divided by a semicolon"),
    "empty": ("", "the file is empty"),
    "gzip in disguise": (gzip.compress(CSV.encode()), "end its name with .gz"),
    "workbook": (_zip(a_csv=CSV), "save it as CSV"),
    "binary": (bytes(range(256)) * 4 + b"\0" * 999, "no text file"),
}


@pytest.mark.parametrize("name", REFUSED_FILES)
def test_what_the_mapping_does_not_declare_refuses_the_file(master: Master, name: str):
    content, words = REFUSED_FILES[name]
    result = master.load_text(content)
    assert (result.state, master.one("select count(*) from ledger")) == (REFUSED, 0)
    assert words in result.message
    assert "events.csv" in result.message


def test_swapped_columns_are_refused_where_the_order_is_declared(master: Master):
    header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    row = "1,a,thing,2,2011-01-05 10:00:00,2.5,17850,France\n"
    swapped = (
        header.replace("Country", "X").replace("InvoiceNo", "Country").replace("X", "InvoiceNo")
    )
    assert master.load_text(header + row, mapping="online_retail").counts.accepted == 1
    assert "another order" in master.load_text(swapped + row, mapping="online_retail").message


def test_a_file_for_another_mapping_is_told_which(master: Master):
    message = master.load_text("day,currency,rate\n2026-08-01,USD,0.9\n").message
    assert "try --mapping milepost_fx_rates" in message


def test_columns_of_the_contract_are_read_by_name_in_any_order(master: Master):
    master.load_text("occurred_at,event_id,event\n2026-08-01,a,visit\n")
    assert master.rows("select event_id, event from events") == [("a", "visit")]


BROKEN = {
    "a.csv.gz": gzip.compress(CSV.encode())[:-9],
    "a.parquet": _parquet()[:-40],
    "b.parquet": b"PAR1 and nothing more",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_file_is_refused_in_words(master: Master, name: str):
    result = master.load_text(BROKEN[name], name=name)
    assert result.state == REFUSED
    assert name in result.message


def test_a_damaged_archive_is_refused_in_words_and_stops_no_other(master: Master):
    bad, good = master.write("a.zip", _zip(a_csv=CSV * 50)[:200]), master.write("b.csv", CSV)
    refused, loaded = master.load(bad, good)
    assert (refused.code, loaded.state) == ("damaged_archive", LOADED)
    assert "a.zip: not a readable zip archive" in refused.message


def test_a_bomb_is_refused(master: Master, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.ingest.sources._BOMB_BYTES", 1 << 20)
    bomb = gzip.compress(b"\n" * (4 << 20))
    assert "200 times its size" in master.load_text(bomb, "a.csv.gz").message


def test_a_refused_file_stops_no_other(master: Master):
    bad, good = master.write("a.csv", "x\n1\n"), master.write("b.csv", CSV)
    assert [result.state for result in master.load(bad, good)] == [REFUSED, LOADED]


def test_bad_lines_of_json_wait_and_good_ones_count(master: Master):
    good = '{"event_id": "a", "event": "visit", "occurred_at": "2026-08-01"}\n'
    text = good + "{broken\n" + "\n" + "[1]\n" + good.replace('"a"', "7")
    counts = master.load_text(text, "a.jsonl").counts
    assert (counts.read, counts.accepted, counts.quarantined, counts.blank) == (5, 2, 2, 1)
    assert master.reasons() == [(2, "bad_json", None), (4, "bad_json", None)]
    assert master.rows("select event_id from events order by 1") == [("7",), ("a",)]


def test_an_unknown_key_refuses_json_lines(master: Master):
    message = master.load_text('{"event_id": "a", "mood": 1}\n', "a.jsonl").message
    assert "line 1: key 'mood' is not declared" in message


def test_the_same_bytes_are_known_under_any_name(master: Master):
    master.load_text(CSV, "a.csv")
    assert master.load_text(CSV, "b.csv").state == KNOWN
    assert master.load_text(gzip.compress(CSV.encode(), 1), "c.csv.gz").state == KNOWN
    assert master.load_text(_zip(d_csv=CSV), "d.zip").state == KNOWN
    assert master.one("select count(*) from ledger") == 1


def test_the_ledger_keeps_what_became_of_a_file(master: Master):
    master.load_text(CSV + "c,visit,?,\n\na,visit,2026-08-01,ann\n")
    (entry,) = master.rows(
        "select feed, kind, seq, read, accepted, quarantined, duplicate, ignored, blank, events, "
        "first_at, last_at, covers_until from ledger"
    )
    assert entry[:10] == ("milepost", "events", 1, 5, 2, 1, 1, 0, 1, 2)
    assert entry[10:] == (datetime(2026, 8, 1), datetime(2026, 8, 2, 10, 30), None)


def test_the_newest_instant_is_not_after_the_load(master: Master):
    text = CSV + "c,visit,2026-09-15 20:00:00,\n"  # loaded at noon of that day
    assert master.load_text(text).counts.accepted == 3
    assert master.one("select last_at from ledger") == datetime(2026, 8, 2, 10, 30)


def test_coverage_that_is_said_is_the_start_of_that_local_day(master: Master):
    path = master.write("a.csv", CSV)
    master.connection.execute("insert into settings values ('zone', 'America/New_York')")
    master.load(path, covers_until=date(2026, 9, 1))
    assert master.one("select covers_until from ledger") == datetime(2026, 9, 1, 4)
    (again,) = master.load(path, covers_until=date(2026, 9, 2))
    assert (again.state, again.is_news) == (KNOWN, True)
    assert master.one("select covers_until from ledger") == datetime(2026, 9, 2, 4)


def test_coverage_cannot_reach_into_the_future(master: Master):
    with pytest.raises(BadUse, match="still to come"):
        master.load(master.write("a.csv", CSV), covers_until=date(2026, 9, 16))


def test_an_interrupted_file_leaves_nothing_behind(master: Master, monkeypatch: pytest.MonkeyPatch):
    def killed(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dashboard.ingest.ledger.enter", killed)
    with pytest.raises(KeyboardInterrupt):
        master.load_text(CSV)
    monkeypatch.undo()
    assert master.one("select count(*) from events") == 0
    assert master.load_text(CSV).state == LOADED


def test_what_a_killed_load_left_behind_is_taken_away(master: Master):
    leftover = master.home.scratch / "reading-x"
    leftover.touch()
    master.load_text(CSV)
    assert not leftover.exists()


def test_rows_that_do_not_add_up_undo_the_load(master: Master, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.ingest.staging.PIECE_ROWS", 1)
    real = "dashboard.ingest.staging.take_in"
    from dashboard.ingest.staging import take_in

    monkeypatch.setattr(real, lambda *arguments: take_in(*arguments) + 1)
    result = master.load_text(CSV)
    assert "rows do not add up" in result.message
    assert master.one("select count(*) from events") == 0
