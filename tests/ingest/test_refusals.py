"""A file with too many bad rows is refused whole; what was refused is kept by name, not by content."""

import pytest

from dashboard.ingest.load import KNOWN, LOADED, REFUSED
from dashboard.ingest.refusals import refused_files
from tests.ingest.conftest import Master

HEADER = "event_id,event,occurred_at,person_id,amount,currency\n"


def _rows(good: int, bad: int, more: str = "") -> str:
    rows = [f"g{n},visit,2026-08-01,ann,,\n" for n in range(good)]
    rows += [f"b{n},visit,2026-13-01,secret@example.com,,\n" for n in range(bad)]
    return HEADER + "".join(rows) + more


def _traces(master: Master) -> list[int]:
    tables = ("events", "ledger", "quarantine", "settings", "identities")
    return [master.one(f"select count(*) from {table}") for table in tables]


def test_one_bad_row_in_ten_is_loaded_and_more_than_that_is_not(master: Master):
    """1 of 10 is 10 %, 1 of 9 is 11.1 %."""
    assert master.load_text(_rows(9, 1), "ten.csv", accepts_bad=False).state == LOADED
    refused = master.load_text(_rows(8, 1, "\n"), "nine.csv", accepts_bad=False)
    assert (refused.state, refused.code) == (REFUSED, "too_many_bad")


def test_a_refused_file_leaves_no_row_behind(master: Master):
    master.load_text(_rows(1, 1), accepts_bad=False)
    assert _traces(master) == [0, 0, 0, 0, 0]


def test_the_refusal_says_which_rows_why_and_what_to_do(master: Master):
    more = "x,purchase,2026-08-01,ann,,\nx,visit\ny,purchase,2026-08-01,ann,,\n"
    message = master.load_text(_rows(3, 1, more), "in.csv", accepts_bad=False).message
    assert "in.csv: 4 of 7 rows (57.1 %) are bad, more than 10 %" in message
    assert "unknown_event: 2 rows, e.g. line 6: 'purchase' is no kind of event." in message
    assert "bad_time: 1 row, e.g. line 5: occurred_at is '2026-13-01'" in message
    assert "ragged: 1 row, e.g. line 7" in message
    assert "--accept-bad" in message


def test_blank_and_ignored_rows_make_no_file_better(master: Master):
    """1 bad of 9 rows that say something, among 200 that do not."""
    own = (
        "name: own\ncolumns: {id: text, at: time}\nevent_id: id\nfields: {occurred_at: at}\n"
        "ignore: [{rule: tests, when: {column: id, equals: test}}]\nevents: [{event: visit}]\n"
    )
    good = "".join(f"g{n},2026-08-01\n" for n in range(8))
    nothing = "test,2026-08-01\n\n" * 100
    text = "id,at\n" + good + nothing + "b,2026-13-01\n"
    master.home.mappings.mkdir()
    (master.home.mappings / "own.yaml").write_text(own)
    assert master.load_text(text, mapping="own", accepts_bad=False).code == "too_many_bad"


def test_a_row_that_waits_for_a_rate_is_not_bad(master: Master):
    master.load_text("day,currency,rate\n2026-08-01,USD,0.9\n", "fx.csv", "milepost_fx_rates")
    master.connection.execute("insert into settings values ('currency', 'EUR')")
    rows = "".join(f"o{n},order,2026-08-01,ann,5,GBP\n" for n in range(5))
    result = master.load_text(HEADER + rows, accepts_bad=False)
    assert (result.state, result.counts.quarantined) == (LOADED, 5)


def test_many_conflicts_refuse_a_file_that_says_something_else(master: Master):
    master.load_text(_rows(10, 0))
    other = master.load_text(_rows(10, 0).replace("ann", "bob"), "b.csv", accepts_bad=False)
    assert other.code == "too_many_bad"
    assert "conflict: 10 rows" in other.message


def test_bad_rows_that_are_accepted_wait_in_quarantine(master: Master):
    master.load_text(_rows(1, 2), accepts_bad=False)
    counts = master.load_text(_rows(1, 2), accepts_bad=True).counts
    assert (counts.accepted, counts.quarantined) == (1, 2)


def test_a_refusal_is_kept_until_the_file_is_in(master: Master):
    master.load_text(_rows(1, 1), accepts_bad=False)
    master.load_text("a;b\n1;2\n", "other.csv")
    kept = refused_files(master.connection)
    assert [row["code"] for row in kept] == ["too_many_bad", "wrong_delimiter"]
    assert "--accept-bad" in kept[0]["remedy"]
    master.load_text(_rows(1, 0))
    assert [row["code"] for row in refused_files(master.connection)] == ["wrong_delimiter"]


def test_a_known_file_is_no_refused_one(master: Master):
    master.load_text(_rows(1, 0), "a.csv")
    master.load_text(_rows(1, 1), "b.csv", accepts_bad=False)
    assert master.load_text(_rows(1, 0), "b.csv").state == KNOWN
    assert refused_files(master.connection) == []


@pytest.mark.parametrize("content", [_rows(0, 3), "secret@example.com,visit,2026-08-01\n"])
def test_nothing_that_a_refused_file_holds_is_kept(master: Master, content: str):
    assert master.load_text(content, accepts_bad=False).state == REFUSED
    assert "secret" not in str(master.rows("from refusals")).lower()
