"""Files that are damaged, absurd or made to harm cost themselves at most: the others load."""

import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.ingest import load
from dashboard.ingest.load import LOADED, REFUSED
from tests.ingest.conftest import Master

HEADER = "event_id,event,occurred_at,person_id\n"
GOOD = HEADER + "g,visit,2026-08-01,ann\n"
LINE = (
    '{"event_id":"%s","event":"visit","occurred_at":"2026-08-01","person_id":%s,"comment":"%s"}\n'
)


def test_half_a_character_in_json_costs_its_line(master: Master):
    text = LINE % ("a", '"ann"', "nice \\ud83d") + LINE % ("b", '"bob"', "nice \\ud83d\\ude00")
    counts = master.load_text(text, "a.jsonl").counts
    assert (counts.accepted, counts.quarantined) == (1, 1)
    assert master.reasons() == [(1, "bad_encoding", None)]


def test_half_a_character_in_a_key_refuses_the_file_in_words(master: Master):
    result = master.load_text('{"\\ud83d": 1}\n', "a.jsonl")
    assert (result.code, result.message.isascii()) == ("unknown_key", True)


def test_bytes_that_are_no_text_in_a_doubled_key_cost_their_line(master: Master):
    line = (LINE % ("a", '"ann"', "x")).replace("{", '{"event":"M\xfc",', 1).encode("latin-1")
    assert master.load_text(line, "a.jsonl").counts.quarantined == 1
    assert master.reasons() == [(1, "bad_encoding", None)]


def test_true_is_nobody(master: Master):
    master.load_text(LINE % ("a", "true", "x"), "a.jsonl")
    assert master.reasons() == [(1, "spoilt_id", "person_id")]


def test_a_failure_that_nobody_foresaw_stops_no_other_file(
    master: Master, monkeypatch: pytest.MonkeyPatch
):
    real = load._load_new

    def failing(connection, source, *rest):  # type: ignore[no-untyped-def]
        counts = real(connection, source, *rest)
        if source.label.endswith("a.csv"):
            raise ZeroDivisionError("a secret of the file")
        return counts

    monkeypatch.setattr(load, "_load_new", failing)
    monkeypatch.delenv("MILEPOST_DEBUG", raising=False)
    files = [master.write("a.csv", GOOD), master.write("b.csv", GOOD.replace("g,", "h,"))]
    first, second = master.load(*files)
    assert (first.state, first.code, second.state) == (REFUSED, "unforeseen", LOADED)
    assert "report" in first.message
    assert "secret" not in first.message
    assert master.rows("select event_id from events") == [("h",)]
    monkeypatch.setenv("MILEPOST_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        master.load(files[0])


def _parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_a_parquet_file_whose_names_are_no_text_is_refused(master: Master):
    whole = _parquet(master.folder / "a.parquet", event_id=["a"], event=["visit"]).read_bytes()
    result = master.load_text(whole.replace(b"event_id", b"event\xffid"), "b.parquet")
    assert (result.state, result.code) == (REFUSED, "damaged_parquet"), result


@pytest.mark.parametrize("kind", [pa.timestamp("ms", "UTC"), pa.timestamp("us")])
def test_an_absurd_instant_of_parquet_costs_its_row(master: Master, kind: pa.DataType):
    ticks = {"ms": 1_000, "us": 1_000_000}[kind.unit]
    times = pa.array([1_785_542_400 * ticks, (1 << 62), -(1 << 62)], pa.int64()).cast(kind)
    ids, events, people = ["a", "b", "c"], ["visit"] * 3, ["ann"] * 3
    path = _parquet(
        master.folder / "a.parquet", event_id=ids, event=events, occurred_at=times, person_id=people
    )
    (result,) = master.load(path)
    assert (result.counts.accepted, result.counts.quarantined) == (1, 2), result
    assert master.reasons() == [(line, "impossible_time", None) for line in (2, 3)]
    assert str(master.one("select occurred_at from events")) == "2026-08-01 00:00:00"


@pytest.mark.parametrize("asked", ["", "*"])
def test_an_empty_archive_among_others_is_refused_alone(master: Master, asked: str):
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    master.write("in/a.zip", stream.getvalue())
    master.write("in/b.csv", GOOD)
    results = master.load(master.folder / "in" / asked)
    assert [(result.state, result.code) for result in results] == [
        (REFUSED, "empty_file"),
        (LOADED, ""),
    ]


OFFSETS = {"+25:00": 0, "+02:60": 0, "-1600": 0, "+99": 0, "+05:45": 1, "-12:00": 1, "+1400": 1}


@pytest.mark.parametrize("offset", OFFSETS)
def test_an_offset_that_is_nowhere_in_use_is_no_time(master: Master, offset: str):
    text = GOOD.replace("2026-08-01", f"2026-01-05 10:00{offset}")
    assert master.load_text(text).counts.accepted == OFFSETS[offset]


FORMATTED = """name: own
columns: {id: text, at: {type: time, formats: ["%Y-%m-%d %H:%M%z"]}}
event_id: id
fields: {occurred_at: at}
events: [{event: visit}]
"""


@pytest.mark.parametrize("offset", ["+25:00", "+02:60", "+02:00"])
def test_nor_is_it_in_a_declared_format(master: Master, offset: str):
    text = f"id,at\na,2026-01-05 10:00{offset}\n"
    counts = master.load_text(text, mapping=FORMATTED).counts
    assert counts.accepted == (offset == "+02:00")
