"""What waits can be exported, mended and brought in; the sums hold all the way."""

import csv
from pathlib import Path

import pytest

from dashboard.errors import BadData, BadUse
from dashboard.ingest.audits import run_audits
from dashboard.ingest.mappings import mapping_of_feed
from dashboard.ingest.quarantine import export, mended, reasons, waiting
from dashboard.ingest.retry import Retried, retry
from tests.ingest.conftest import LOADED_AT, Master

ROWS = (
    "event_id,event,occurred_at,person_id,comment\n"
    "a,visit,2026-08-01,ann,\n"
    "b,visit,2026-13-02,bob,=1+1\n"
    "c,visit,2026-08-03\n"
    '"d,visit,2026-08-04,dan,\n'
    "e,visit,2026-13-05,eve,-7\n"
)


def _exported(master: Master) -> tuple[Path, list[dict[str, str]]]:
    path = master.folder / "mend.csv"
    export(master.connection, path)
    with path.open(newline="") as stream:
        return path, list(csv.DictReader(stream))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _retried(master: Master, path: Path | None = None) -> list[Retried]:
    rows = mended(master.connection, path) if path else waiting(master.connection)
    return retry(master.connection, rows, mapping_of_feed(master.home), LOADED_AT)


def test_an_export_is_a_file_to_mend(master: Master):
    master.load_text(ROWS)
    _, rows = _exported(master)
    assert [(row["line"], row["reason"]) for row in rows] == [
        ("3", "bad_time"),
        ("4", "ragged"),
        ("5", "bad_quote"),
        ("6", "bad_time"),
    ]
    assert rows[0]["event_id"] == "b"
    assert (rows[0]["comment"], rows[3]["comment"]) == ("'=1+1", "-7")  # no formula, but a number
    assert rows[2]["(whole row)"] == '"d,visit,2026-08-04,dan,'


def test_mended_rows_come_in_and_the_ledger_follows(master: Master):
    """One mended by its date, one by filling its columns, one by its text; one stays."""
    master.load_text(ROWS)
    path, rows = _exported(master)
    rows[0]["occurred_at"] = "2026-08-02"
    rows[1]["person_id"] = "cem"
    rows[2]["(whole row)"] = "d,visit,2026-08-04,dan,"
    _write(path, rows)
    (result,) = _retried(master, path)
    assert (result.counts.accepted, result.counts.quarantined) == (3, 1)
    assert master.rows("select event_id, person_id, comment, line from events order by 1") == [
        ("a", "ann", None, 2),
        ("b", "bob", "=1+1", 3),
        ("c", "cem", None, 4),
        ("d", "dan", None, 5),
    ]
    assert master.rows("select read, accepted, quarantined from ledger") == [(5, 4, 1)]
    assert reasons(master.connection) == {"bad_time": 1}
    assert not [audit for audit in run_audits(master.connection) if audit.rows]


def test_a_row_that_is_mended_wrongly_waits_on_with_its_new_reason(master: Master):
    master.load_text(ROWS)
    path, rows = _exported(master)
    rows[0].update(occurred_at="2026-08-02", event="purchase")
    _write(path, rows[:1])
    _retried(master, path)
    assert master.reasons()[0] == (3, "unknown_event", "event")
    assert waiting(master.connection)[0].row["occurred_at"] == "2026-08-02"


def test_a_mended_row_can_turn_out_a_duplicate(master: Master):
    master.load_text(ROWS)
    path, rows = _exported(master)
    rows[0].update(event_id="a", occurred_at="2026-08-01", person_id="ann", comment="")
    _write(path, rows[:1])
    (result,) = _retried(master, path)
    assert (result.counts.duplicate, result.counts.events) == (1, 0)
    assert master.rows("select accepted, duplicate, quarantined from ledger") == [(1, 1, 3)]


def test_a_mended_mapping_brings_rows_in(master: Master):
    own = """name: own
columns: {id: text, when: {type: time, formats: ["%d/%m/%Y"]}}
event_id: id
fields: {occurred_at: when}
events: [{event: visit}]
"""
    master.home.mappings.mkdir()
    (master.home.mappings / "own.yaml").write_text(own)
    master.load_text("id,when\na,01/08/2026\nb,2026-08-02\n", mapping="own")
    (master.home.mappings / "own.yaml").write_text(own.replace("]}", ', "%Y-%m-%d"]}'))
    assert _retried(master)[0].brought_in == 1
    assert _retried(master) == []


def test_true_repeats_are_numbered_on(master: Master):
    own = """name: own
columns: {who: text, when: time}
event_id: {hash: all, occurrence: true}
fields: {occurred_at: when, person_id: who}
events: [{event: visit}]
"""
    master.home.mappings.mkdir()
    (master.home.mappings / "own.yaml").write_text(own)
    master.load_text("who,when\nann,2026-08-01\nann,2026-08-01\nann,2026-13-01\n", mapping="own")
    path, rows = _exported(master)
    rows[0]["when"] = "2026-08-01"
    _write(path, rows)
    assert _retried(master, path)[0].counts.accepted == 1
    assert master.one("select count(distinct event_id) from events") == 3


def test_rows_of_several_feeds_are_told_apart(master: Master):
    master.load_text(ROWS)
    master.load_text("source,is_paid\nx,perhaps\n", "s.csv", "milepost_sources")
    path, rows = _exported(master)
    for row in rows:
        if row["source"]:
            row["is_paid"] = "yes"
    _write(path, rows)
    assert sum(result.brought_in for result in _retried(master, path)) == 1
    assert master.rows("select source, is_paid from sources") == [("x", True)]


def test_a_file_that_is_no_export_is_refused(master: Master):
    master.load_text(ROWS)
    with pytest.raises(BadUse, match="no column quarantine_id"):
        mended(master.connection, master.write("x.csv", "a,b\n1,2\n"))
    with pytest.raises(BadData, match="line 2: quarantine_id '99' does not wait"):
        mended(master.connection, master.write("x.csv", "quarantine_id\n99\n"))
    with pytest.raises(BadUse, match="cannot be read"):
        mended(master.connection, master.folder / "nix.csv")


def _refused(master: Master, text: str) -> str:
    """Why a mended file is refused; nothing may have changed."""
    before = [(row.id, row.row) for row in waiting(master.connection)]
    with pytest.raises(BadData) as caught:
        _retried(master, master.write("mended.csv", text))
    assert [(row.id, row.row) for row in waiting(master.connection)] == before
    return str(caught.value).removeprefix(f"{master.folder}/")


SMALL = "event_id,event,occurred_at,comment\nb,visit,2026-13-02,x\n"

NOT_WHOLE = {
    "only the id": ("quarantine_id\n1\n", "line 2: column 'event_id' of the export is missing"),
    "a column gone": (
        "quarantine_id,event_id,event,occurred_at\n1,b,visit,2026-08-02\n",
        "line 2: column 'comment' of the export is missing",
    ),
    "a short row": (
        "quarantine_id,event_id,event,occurred_at,comment\n1,b,visit,2026-08-02\n",
        "line 2: the row has 4 cells and the first line 5",
    ),
    "a long row": (
        "quarantine_id,event_id,event,occurred_at,comment\n1,b,visit,2026-08-02,x,y\n",
        "line 2: the row has 6 cells and the first line 5",
    ),
    "a column twice": (
        "quarantine_id,event_id,event,event,occurred_at,comment\n1,b,visit,x,2026-08-02,x\n",
        "column 'event' stands twice",
    ),
    "an id twice": (
        'quarantine_id,event_id,event,occurred_at,comment\n1,b,visit,2026-08-02,"x\ny"\n'
        "1,b,visit,2026-08-03,x\n",
        "line 4: quarantine_id 1 stands in line 2 already",
    ),
    "a raised number": ("quarantine_id\n²\n", "line 2: quarantine_id '²' does not wait"),
    "a long number": ("quarantine_id\n" + "1" * 5_000 + "\n", "1…' does not wait"),
}


@pytest.mark.parametrize("name", NOT_WHOLE)
def test_a_mended_file_that_is_not_whole_changes_nothing(master: Master, name: str):
    master.load_text(SMALL)
    text, words = NOT_WHOLE[name]
    message = _refused(master, text)
    assert words in message
    assert len(message) < 300


def test_the_columns_about_a_row_may_go(master: Master):
    master.load_text(SMALL)
    text = "quarantine_id,comment,event_id,event,occurred_at\n1,,b,visit,2026-08-02\n"
    assert _retried(master, master.write("mended.csv", text))[0].counts.accepted == 1


def test_a_column_of_the_row_may_be_called_like_one_about_it(master: Master):
    own = """name: own
columns: {line: text, reason: text, when: time}
event_id: line
fields: {occurred_at: when, comment: reason}
events: [{event: visit}]
"""
    master.home.mappings.mkdir()
    (master.home.mappings / "own.yaml").write_text(own)
    master.load_text("line,reason,when\na,why,2026-13-01\n", mapping="own")
    path = master.folder / "mend.csv"
    export(master.connection, path)
    path.write_text(path.read_text().replace("a,why,2026-13-01", "a,why,2026-08-01"))
    assert _retried(master, path)[0].counts.accepted == 1
    assert master.rows("select event_id, comment from events") == [("a-visit", "why")]


TEXTS = (
    "'=x",
    "''+x",
    "=x",
    "'",
    "''",
    "'x",
    "-7",
    "'-7",
    "'-x",
    "'\tx",
    "a\rb",
    "\nx",
    "@",
    "''@",
)


def test_an_export_is_read_back_as_it_was(master: Master):
    comments = "".join(f'{n},visit,2026-13-01,"{text}"\n' for n, text in enumerate(TEXTS))
    long = ",".join(["z,visit,2026-13-02", "x" * 200_000])
    master.load_text(f"event_id,event,occurred_at,comment\n{comments}{long}\n")
    path = master.folder / "mend.csv"
    export(master.connection, path)
    read = mended(master.connection, path)
    assert [row.row for row in read] == [row.row for row in waiting(master.connection)]
    assert not any(row.is_mended for row in read)


def test_json_and_fixed_width_rows_are_tried_again_too(master: Master):
    good = '{"event_id": "a", "event": "visit", "occurred_at": "2026-08-01"}'
    master.load_text(good[:-1] + "\n" + good.replace("01", "0l") + "\n", "a.jsonl")
    path, rows = _exported(master)
    rows[0]["(whole row)"] = good
    rows[1].update(event_id="b", occurred_at="2026-08-02")
    _write(path, rows)
    assert _retried(master, path)[0].counts.accepted == 2
