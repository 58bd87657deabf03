"""What could be read two ways is read in neither: each thing with its code."""

import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.ingest.load import REFUSED
from dashboard.ingest.reasons import REASONS, REFUSALS
from tests.conftest import ROOT
from tests.ingest.conftest import Master

HEADER = "event_id,event,occurred_at,person_id,amount,currency,comment\n"
GOOD = "g,visit,2026-08-01,ann,,,\n"


def _order(amount: str = "5", person: str = "ann", event_id: str = "e", comment: str = "") -> str:
    return f"{event_id},order,2026-08-01,{person},{amount},EUR,{comment}\n"


BAD_ROWS = {
    "digits that a spreadsheet took": (_order("1.23E+05"), "bad_number"),
    "infinity": (_order("Infinity"), "bad_number"),
    "more than any double": (_order("1e400"), "bad_number"),
    "more than any money": (_order("1e18"), "bad_number"),
    "thousands without a declaration": (_order('"1,234.50"'), "bad_number"),
    "a decimal comma": (_order('"49,90"'), "bad_number"),
    "a serial date": ("e,visit,45000,ann,,,\n", "bad_time"),
    "an id that a spreadsheet shortened": (_order(person="1.23E+12"), "spoilt_id"),
    "an id that became a fraction": (_order(person="17850.0"), "spoilt_id"),
    "a mark of byte order in the middle": (_order(event_id="\ufeffe"), "control_character"),
    "a mark that turns the writing": (_order(comment="\u202eevil"), "control_character"),
    "a bell": (_order(comment="a\x07b"), "control_character"),
    "a quote in the middle of a quoted field": (_order(comment='"a"b"'), "bad_quote"),
    "a row too long": (_order().strip() + ",\n", "ragged"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_row_that_would_have_to_be_guessed_waits(master: Master, name: str):
    row, code = BAD_ROWS[name]
    counts = master.load_text(HEADER + GOOD + row).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (2, 1, 1)
    assert [reason for _, reason, _ in master.reasons()] == [code]


def test_two_quotes_that_enclose_whole_rows_leave_all_of_them_waiting(master: Master):
    rows = [_order(event_id=f"e{n}", comment="fine") for n in range(9)]
    rows[2] = rows[2].replace("fine", '"open')
    rows[6] = rows[6].replace("fine", 'closed"')
    counts = master.load_text(HEADER + "".join(rows)).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (9, 4, 5)
    assert master.reasons() == [(line, "two_ways", None) for line in range(4, 9)]


def test_what_could_be_read_two_ways_is_not_brought_in_by_another_try(master: Master):
    from dashboard.ingest.mappings import mapping_of_feed
    from dashboard.ingest.quarantine import waiting
    from dashboard.ingest.retry import retry
    from tests.ingest.conftest import LOADED_AT

    forged = "".join(_order("1000000", event_id=f"z{n}", comment="x") for n in range(2))
    master.load_text(HEADER + GOOD + _order(comment=f'"thanks!\n{forged.strip()}"'))
    retry(master.connection, waiting(master.connection), mapping_of_feed(master.home), LOADED_AT)
    assert [reason for _, reason, _ in master.reasons()] == ["two_ways"] * 3
    assert master.one("select count(*) from events") == 1


def test_a_comment_that_looks_like_a_row_is_a_comment(master: Master):
    forged = _order("1000000", event_id="Z9", comment="x").strip()
    rows = [_order("10", event_id=f"e{n}", comment="fine") for n in range(20)]
    rows[7] = _order("10", event_id="e7", comment=f'"thanks!\n{forged}"')
    counts = master.load_text(HEADER + "".join(rows), accepts_bad=False).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (20, 20, 0)
    assert master.one("select sum(amount) from events") == 200


def test_a_comment_too_long_to_keep_is_not_taken_apart(master: Master):
    forged = _order("1000000", event_id="Z9", comment="x").strip()
    text = "thanks!\n" + "so long\n" * 10_000 + forged
    counts = master.load_text(HEADER + GOOD + _order(comment=f'"{text}"')).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (2, 1, 1)
    assert master.reasons()[0][1] == "field_too_long"


def test_a_small_currency_is_the_currency_and_a_line_may_end_in_cr_alone(master: Master):
    text = (HEADER + _order().replace("EUR", "eur")).replace("\n", "\r")
    assert master.load_text(text).counts.accepted == 1
    assert master.one("select currency from events") == "EUR"


def test_rows_that_could_not_be_read_stay_where_they_are_when_nothing_was_mended(master: Master):
    from dashboard.ingest.mappings import mapping_of_feed
    from dashboard.ingest.quarantine import waiting
    from dashboard.ingest.retry import retry
    from tests.ingest.conftest import LOADED_AT

    master.load_text((HEADER + _order(comment="x")).encode().replace(b"x", b"M\xfcller"))
    retry(master.connection, waiting(master.connection), mapping_of_feed(master.home), LOADED_AT)
    assert [reason for _, reason, _ in master.reasons()] == ["bad_encoding"]
    assert master.one("select count(*) from events") == 0


OWN = """name: own
columns: {id: text, at: time, total: {type: decimal%s}}
event_id: id
fields: {occurred_at: at, amount: total, currency: {constant: EUR}}
events: [{event: order}]
"""

NUMBERS = [
    (', thousands: ","', "1,234.50", 1234.5),
    (', thousands: ","', "49,90", None),
    (', thousands: ".", decimal_mark: ","', "1.234,50", 1234.5),
    (', decimal_mark: ","', "1.234", None),
    (', decimal_mark: ","', "49,90", 49.9),
]


@pytest.mark.parametrize(("declared", "text", "amount"), NUMBERS)
def test_marks_of_a_number_count_only_where_they_are_declared(
    master: Master, declared: str, text: str, amount: float | None
):
    master.load_text(f'id,at,total\na,2026-08-01,"{text}"\n', mapping=OWN % declared)
    found = [float(value) for (value,) in master.rows("select amount from events")]
    assert found == ([] if amount is None else [amount])


def _parquet(table: pa.Table, **options: object) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def _zip(*members: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


EVENT = {"event_id": "a", "event": "visit", "occurred_at": "2026-08-01"}
LONG_TEXTS = pa.array(["x" * 1_000_000] * 3000).dictionary_encode()

FILES: dict[str, tuple[str, str | bytes, str]] = {
    "an array": ("a.jsonl", json.dumps([EVENT]), "not_json_lines"),
    "an object over several lines": ("a.jsonl", json.dumps(EVENT, indent=1), "not_json_lines"),
    "an unknown key": ("a.jsonl", json.dumps({"data": [EVENT]}), "unknown_key"),
    "no line end": ("a.csv", HEADER + "x" * (20 << 20), "line_too_long"),
    "no line end in gzip": ("a.csv.gz", gzip.compress(b"x" * (20 << 20)), "line_too_long"),
    "texts that grow": ("a.parquet", _parquet(pa.table(dict.fromkeys(EVENT, LONG_TEXTS))), "bomb"),
    "lists": ("a.parquet", _parquet(pa.table({"event_id": [[1]]})), "nested_column"),
    "half a parquet": ("a.parquet", _parquet(pa.table({"a": [1] * 99}))[:-30], "damaged_parquet"),
    "no utf-16 to the end": ("a.csv", (HEADER + GOOD).encode("utf-16")[:-1], "wrong_encoding"),
    "utf-16 without its mark": ("a.csv", (HEADER + GOOD).encode("utf-16-le"), "not_text"),
    "two members of one name": ("a.zip", b"", "doubled_member"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_would_have_to_be_guessed_is_refused_whole(master: Master, name: str):
    path, content, code = FILES[name]
    result = master.load_text(content or _zip(("a.csv", HEADER), ("a.csv", GOOD)), path)
    assert (result.state, result.code) == (REFUSED, code), result
    assert path in result.message
    assert master.one("select count(*) from ledger") == 0


def test_a_key_that_stands_twice_and_a_list_cost_their_line(master: Master):
    doubled = json.dumps(EVENT)[:-1] + ', "event": "order"}\n'
    listed = json.dumps({**EVENT, "person_id": ["a"]}) + "\n"
    counts = master.load_text(json.dumps(EVENT) + "\n" + doubled + listed, "a.jsonl").counts
    assert (counts.accepted, counts.quarantined) == (1, 2)
    assert [reason for _, reason, _ in master.reasons()] == ["doubled_key", "nested_value"]


def test_no_flipped_byte_of_a_parquet_file_with_checksums_is_read_as_another_value(master: Master):
    table = pa.table({name: [f"{value}{n}" for n in range(50)] for name, value in EVENT.items()})
    whole = _parquet(table, write_page_checksum=True, compression="none")
    place = whole.index(b"visit7")
    damaged = whole[:place] + b"w" + whole[place + 1 :]
    assert master.load_text(damaged, "a.parquet").code == "damaged_parquet"


def test_statistics_give_away_a_value_out_of_their_range(master: Master):
    table = pa.table({name: [f"{value}{n}" for n in range(50)] for name, value in EVENT.items()})
    whole = _parquet(table, compression="none", use_dictionary=False)
    place = whole.index(b"visit7")
    damaged = whole[:place] + b"w" + whole[place + 1 :]
    assert master.load_text(damaged, "a.parquet").code == "damaged_parquet"


def test_a_file_that_grows_while_it_is_read_leaves_nothing(
    master: Master, monkeypatch: pytest.MonkeyPatch
):
    from dashboard.ingest import load

    path = master.write("a.csv", HEADER + GOOD)
    real = load.finish

    def grown(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        path.write_text(HEADER + GOOD.replace("ann", "bob"))  # as long as before

    monkeypatch.setattr(load, "finish", grown)
    (result,) = master.load(path)
    assert result.code == "file_changed"
    assert master.one("select count(*) from events") == 0


NAMES = ["../../evil.csv", "a/" * 90 + "x" * 100 + ".csv", "in\u202evoice.csv", "[/b].csv"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder_or_turns_the_writing(master: Master, name: str):
    result = master.load_text(_zip((name, HEADER + GOOD)), "a.zip")
    assert result.counts.accepted == 1
    assert result.path.isprintable()
    assert not (master.folder.parent / "evil.csv").exists()


def test_every_code_is_explained_in_the_page_on_data():
    page = (ROOT / "docs/data.md").read_text()
    assert [code for code in (*REASONS, *REFUSALS) if f"| `{code}` |" not in page] == []
