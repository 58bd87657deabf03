"""What comes later brings nobody back: loads, mended rows, comments, a lost key."""

import json
from pathlib import Path

import duckdb
import pytest

from dashboard.ingest.mappings import mapping_of_feed
from dashboard.ingest.master import opened_master
from dashboard.ingest.quarantine import export, mended, waiting
from dashboard.ingest.retry import retry
from dashboard.paths import Home
from tests.everywhere import places
from tests.warehouse.forget.anna import (
    AT,
    EVENTS,
    HEAD,
    HERS,
    IDENTITIES,
    broken,
    copied,
    forget,
    master,
    named,
    put_in,
)


def test_later_loads_leave_the_person_out_and_keep_the_others(after: Home) -> None:
    again = put_in(after, EVENTS + "e16,visit,2026-08-10,new@x.org,cookie-anna,,,,,\n", "again.csv")
    counts = again.counts
    # ignored: her ten rows; e15, whose comment names her, is one of them as it was when she was forgotten
    assert (counts.read, counts.ignored, counts.accepted) == (16, 10, 1)
    assert (counts.duplicate, counts.quarantined) == (4, 1)  # his comment reads as it was kept
    assert counts.is_complete
    assert master(after, "select visitor_id from events where event_id = 'e16'") == [(None,)]
    links = put_in(
        after, IDENTITIES + "new,anna@x.org,2026-09-01\n", "i2.csv", "milepost_identities"
    )
    assert (links.counts.ignored, links.counts.duplicate) == (2, 1)
    assert master(after, "select count(*) from events where person_id = 'anna@x.org'") == [(0,)]
    assert "visitor_id" not in " ".join(places(after, *HERS))


def test_a_row_of_the_person_that_is_faulty_too_is_ignored_not_kept(after: Home) -> None:
    faulty = (
        HEAD + "f1,visit,2026-13-01,anna@x.org,,,,,,\n"
        "f2,visit,2026-13-01, cookie-tablet ,,,,,,\n"
        "f3,visit,anna@x.org\n"
        "f4,visit,2026-13-01,gus@x.org,,,,,,\n"
    )
    result = put_in(after, faulty, "faulty.csv")
    assert (result.counts.ignored, result.counts.quarantined) == (3, 1)
    assert named(after) == []


ODD = ("Ann Maria Long", "O'Brien", "муж Иван", "a,b;c", "tab\there", 'the "Duke"')


@pytest.fixture(scope="module")
def odd_forgotten(tmp_path_factory: pytest.TempPathFactory) -> Home:
    chosen = Home(tmp_path_factory.mktemp("odd") / "home")
    rows = [
        {"event_id": f"o{n}", "event": "visit", "occurred_at": "2026-08-01", "person_id": id}
        for n, id in enumerate(ODD)
    ]
    other = {**rows[0], "event_id": "x", "person_id": "eve", "comment": " and ".join(ODD) + "."}
    put_in(chosen, "".join(json.dumps(row) + "\n" for row in [*rows, other]), "odd.jsonl")
    forget(chosen, *ODD)
    return chosen


@pytest.fixture
def after_odd(odd_forgotten: Home, tmp_path: Path) -> Home:
    return copied(odd_forgotten, tmp_path)


@pytest.mark.parametrize("id", ODD)
@pytest.mark.parametrize("is_ascii", [True, False])
def test_a_row_that_cannot_be_taken_apart_does_not_bring_an_odd_id_back(
    after_odd: Home, id: str, is_ascii: bool
) -> None:
    row = {"event_id": "f", "event": "visit", "occurred_at": "2026-08-02", "person_id": id}
    text = json.dumps(row, ensure_ascii=is_ascii)
    nested = json.dumps({**row, "amount": {"of": [1]}}, ensure_ascii=is_ascii)
    quoted = id.replace('"', '""')
    faulty = f'{HEAD}f1,visit,{id}\nf2,visit,2026-08-02,"{quoted}",,,,,,"x"y\n'
    results = [
        put_in(after_odd, f"{text[:-1]}\n{nested}\n", "f.jsonl"),
        put_in(after_odd, faulty, "f.csv"),
    ]
    assert [result.counts.ignored for result in results] == [2, 2]
    assert master(after_odd, "select row_json from quarantine where line > 0") == []


def test_comments_that_come_later_are_as_forgetting_left_the_earlier_ones(after_odd: Home) -> None:
    kept = master(after_odd, "select comment from events")
    assert kept == [(" and ".join(["(forgotten)"] * len(ODD)) + ".",)]
    row = {"event_id": "x", "event": "visit", "occurred_at": "2026-08-01", "person_id": "eve",
           "comment": " and ".join(ODD) + "."}  # fmt: skip
    new = {**row, "event_id": "y", "comment": "saw Ann Maria Long, not Ann Maria"}
    result = put_in(after_odd, f"{json.dumps(row)}\n{json.dumps(new)}\n", "next.jsonl")
    assert (result.counts.duplicate, result.counts.accepted) == (1, 1)
    [(comment,)] = master(after_odd, "select comment from events where event_id = 'y'")
    assert comment == "saw (forgotten), not Ann Maria"


def test_a_conflict_of_another_persons_row_does_not_bring_a_visitor_back(after: Home) -> None:
    row = "e08,order,2026-08-06,bob@x.org,cookie-anna,o-2,,21,EUR,\n"
    result = put_in(after, HEAD + row, "conflict.csv")
    assert (result.counts.ignored, result.counts.quarantined) == (1, 0)


def test_a_bad_row_of_nobody_with_a_forgotten_order_is_ignored(after: Home) -> None:
    rows = "f1,refund,2026-13-08,,,o-1,,1,EUR,\nf2,ticket_answered,2026-13-08,,,,t-1,,,\n"
    others = "f3,refund,2026-13-08,,,o-2,,1,EUR,\nf4,order,2026-13-08,bob@x.org,,o-1,,1,EUR,\n"
    result = put_in(after, HEAD + rows + others, "of_nobody.csv")
    assert (result.counts.ignored, result.counts.quarantined) == (2, 2)


def test_a_load_takes_away_what_a_killed_forget_left(after: Home) -> None:
    (after.scratch / "forgetting-7.duckdb").write_text("anna@x.org")
    put_in(after, EVENTS, "again.csv")
    assert list(after.scratch.glob("forgetting-*")) == []


def test_a_master_that_kept_no_lengths_knows_them_all_the_same(after: Home) -> None:
    with duckdb.connect(str(after.master)) as connection:
        connection.execute("alter table forgotten drop column length")
    put_in(after, HEAD + "n1,visit,2026-08-01,bob,,,,,,is anna@x.org here\n", "n.csv")
    assert master(after, "select comment from events where event_id = 'n1'") == [
        ("is (forgotten) here",)
    ]


def test_a_mended_row_does_not_bring_the_person_back(after: Home) -> None:
    path = after.folder.parent / "mend.csv"
    with opened_master(after) as connection:
        export(connection, path)
        text = path.read_text().replace("2026-13-09,cem@x.org", "2026-08-09,anna@x.org")
        path.write_text(text)
        [result] = retry(connection, mended(connection, path), mapping_of_feed(after), AT)
        assert (result.counts.ignored, result.counts.accepted) == (1, 0)
        assert waiting(connection) == []
    assert named(after) == []
    assert not {"row_identity", "quarantine_counted", "events_counted"} & set(broken(after))


def test_numbers_of_quarantine_are_not_used_twice(home: Home) -> None:
    put_in(home, HEAD + "q1,visit,2026-13-01,dora@x.org,,,,,,\n", "q.csv")
    [(highest,)] = master(home, "select max(id) from quarantine")
    forget(home, "dora@x.org")
    put_in(home, HEAD + "q2,visit,2026-13-01,eve@x.org,,,,,,\n", "q2.csv")
    assert master(home, "select max(id) from quarantine") == [(int(str(highest)) + 1,)]
