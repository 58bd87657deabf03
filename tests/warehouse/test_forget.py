"""Forgetting: gone from every file of the home, never let in again, and nobody else loses a row."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from dashboard.access import EVERYONE
from dashboard.errors import BadData
from dashboard.ingest import erasure
from dashboard.ingest.audits import run_audits
from dashboard.ingest.load import Request, Result, load
from dashboard.ingest.mappings import mapping_of_feed, read_mapping
from dashboard.ingest.master import opened_master
from dashboard.ingest.quarantine import export, mended, waiting
from dashboard.ingest.retry import retry
from dashboard.ingest.sources import found
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import Home
from dashboard.records import cases, groups
from dashboard.records.cases import NOT_YET, Answer
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.warehouse import forget as forgetting
from dashboard.warehouse import reader, whole
from dashboard.warehouse.person import kept_about
from dashboard.warehouse.publish import current, publish, versions
from queries.slice import Slice, Window
from tests.everywhere import places

AT = datetime(2026, 9, 15, 12)
AUGUST = Slice(Window(date(2026, 8, 1), date(2026, 9, 1)))

HEAD = (
    "event_id,event,occurred_at,person_id,visitor_id,order_id,ticket_id,amount,currency,comment\n"
)
EVENTS = (
    HEAD + "e01,visit,2026-08-01,,cookie-anna,,,,,\n"  # hers by the link of e02
    "e02,order,2026-08-02,anna@x.org,cookie-anna,o-1,,10,EUR,\n"
    "e03,order,2026-08-02,,,o-1,,5,EUR,a line without anybody\n"  # hers: only she has o-1
    "e04,refund,2026-08-03,,,o-1,,2,EUR,\n"  # hers as well
    "e05,ticket_opened,2026-08-04,anna@x.org,,,t-1,,,late again\n"
    "e06,ticket_answered,2026-08-05,,,,t-1,,,\n"  # hers: only she has t-1
    "e07,visit,2026-08-05,,cookie-tablet,,,,,\n"  # hers by identities
    "e08,order,2026-08-06,bob@x.org,cookie-anna,o-2,,20,EUR,ordered for anna@x.org today\n"  # his
    "e09,order,2026-08-07,anna@x.org,,o-2,,3,EUR,\n"  # her line of his order
    "e10,refund,2026-08-08,,,o-2,,1,EUR,\n"  # o-2 is not hers alone: stays
    "e11,visit,2026-08-09,cem@x.org,cookie-cem,,,,,\n"
    "e12,visit,2026-08-09,anna@x.org.uk,,,,,,\n"  # somebody else, of a longer name
    "e13,visit,2026-13-09,anna@x.org,,,,,,\n"  # to quarantine
    "e14,visit,2026-13-09,cem@x.org,,,,,,\n"
    "e15,visit,2026-13-09,cem@x.org,,,,,,asked for anna@x.org there\n"
)
IDENTITIES = (
    "visitor_id,person_id,linked_at\n"
    "cookie-tablet,anna@x.org,2026-08-01\ncookie-cem,cem@x.org,2026-08-01\n"
)
HERS = ("cookie-anna", "cookie-tablet")


def put_in(home: Home, text: str, name: str, mapping: str = "milepost") -> Result:
    path = home.folder.parent / name
    path.write_text(text)
    with opened_master(home) as connection:
        [result] = load(
            connection,
            home,
            found([str(path)]),
            Request(read_mapping(mapping, home), AT, accepts_bad=True),
        )
    return result


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Home:
    chosen = Home(tmp_path_factory.mktemp("loaded") / "home")
    put_in(chosen, EVENTS, "anna@x.org.csv")
    put_in(chosen, IDENTITIES, "identities.csv", "milepost_identities")
    publish(chosen)
    publish(chosen)
    return chosen


@pytest.fixture(scope="module")
def forgotten(loaded: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    chosen = copied(loaded, tmp_path_factory.mktemp("forgotten"))
    forget(chosen, "anna@x.org")
    return chosen


@pytest.fixture
def home(loaded: Home, tmp_path: Path) -> Home:
    """Before anybody was forgotten; of the test's own."""
    return copied(loaded, tmp_path)


@pytest.fixture
def after(forgotten: Home, tmp_path: Path) -> Home:
    """After she was forgotten; of the test's own."""
    return copied(forgotten, tmp_path)


def copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.folder, folder / "home")
    chosen = Home(folder / "home")
    reader.use(chosen)
    return chosen


def forget(home: Home, *ids: str) -> None:
    forgetting.forget(home, forgetting.plan(home, list(ids)), lambda what, share: None)


def master(home: Home, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.master), read_only=True) as connection:
        return connection.execute(question).fetchall()


def broken(home: Home) -> list[str]:
    with duckdb.connect(str(home.master), read_only=True) as connection:
        return [audit.name for audit in run_audits(connection) if audit.rows]


def revenue() -> float | None:
    [value] = evaluate.series(CATALOGUE["revenue"], EVERYONE, AUGUST)
    return value.value


def named(home: Home) -> list[str]:
    """Where she still stands; the one of the longer name is somebody else."""
    with_longer = places(home, "anna@x.org", *HERS)
    if not with_longer:
        return []
    return places(home, *HERS, "anna@x.org,", '"anna@x.org"', "anna@x.org ", "anna@x.org.csv")


def test_nothing_of_the_person_is_left_in_any_value_of_any_file(home: Home) -> None:
    assert len(places(home, "anna@x.org", *HERS)) > 5
    assert b"cookie-tablet" in home.master.read_bytes()
    forget(home, "anna@x.org")
    assert named(home) == []
    assert places(home, "anna@x.org") == [
        "master.duckdb.events.person_id",
        f"{current(home).path.name}.person.person_id",
    ]  # of the longer name
    assert master(home, "select distinct person_id from events where person_id like 'anna%'") == [
        ("anna@x.org.uk",)
    ]
    for path in (home.master, current(home).path):
        assert b"cookie-tablet" not in path.read_bytes()


def test_rows_that_go_and_rows_that_stay(forgotten: Home) -> None:
    assert master(forgotten, "select event_id, visitor_id, comment from events order by 1") == [
        ("e08", None, "ordered for (forgotten) today"),
        ("e10", None, None),
        ("e11", "cookie-cem", None),
        ("e12", None, None),
    ]
    assert master(forgotten, "from identities select visitor_id") == [("cookie-cem",)]
    assert master(forgotten, "select line from quarantine where line > 0") == [(15,)]


def test_the_ledger_counts_them_as_ignored_and_every_audit_holds(forgotten: Home) -> None:
    """15 rows: 12 accepted, 3 in quarantine. Of the accepted 8 are hers; of the waiting 2 name her."""
    [(*counts, ignored_by, path)] = master(
        forgotten,
        "select read, accepted, quarantined, ignored, events, ignored_by, path from ledger where kind = 'events'",
    )
    assert counts == [15, 4, 1, 10, 4]
    assert json.loads(str(ignored_by)) == {"forgotten person": 10}
    assert str(path).endswith("/(forgotten).csv")
    assert master(forgotten, "select accepted, ignored from ledger where kind = 'identities'") == [
        (1, 1)
    ]
    assert not {"row_identity", "quarantine_counted", "events_counted"} & set(broken(forgotten))


def test_numbers_change_by_exactly_what_was_theirs(home: Home) -> None:
    """10 + 5 − 2 (o-1) + 20 + 3 − 1 (o-2) = 35; without hers 20 − 1 = 19."""
    assert revenue() == 35
    forget(home, "anna@x.org")
    assert revenue() == 19


def test_only_the_new_version_is_left(forgotten: Home) -> None:
    assert [version.seq for version in versions(forgotten)] == [3]
    assert sorted(path.name for path in forgotten.versions.iterdir()) == [
        current(forgotten).path.name
    ]
    assert list(forgotten.scratch.iterdir()) == []


def test_exports_inside_the_home_go_and_other_files_are_named(home: Home) -> None:
    with opened_master(home) as connection:
        export(connection, home.folder / "mend.csv")
    (home.folder / "person.json").write_text(
        json.dumps(kept_about(home, HERS[0]), indent=2, default=str)
    )
    (home.folder / "notes.txt").write_text("ring anna@x.org\n")
    (home.folder / "other.txt").write_text("ring anna@x.org.uk, or annabel\n")
    plan = forgetting.plan(home, ["anna@x.org"])
    assert [path.name for path in plan.files] == ["mend.csv", "person.json"]
    assert "notes.txt" in [path.name for path in plan.other_files]
    forget(home, "anna@x.org")
    assert {path.name for path in home.folder.glob("*.*")} >= {"notes.txt", "other.txt"}
    assert not (home.folder / "mend.csv").exists()
    assert not (home.folder / "person.json").exists()


def test_what_people_wrote_in_surveys_is_forgotten_with_them_and_their_names_in_others(
    home: Home,
) -> None:
    put_in(
        home,
        "event_id,event,occurred_at,person_id,survey,score,comment\n"
        "s1,survey_nps,2026-08-05,anna@x.org,shop,2,late and broken\n"
        "s2,survey_nps,2026-08-05,cem@x.org,shop,9,as anna@x.org said\n"
        "s3,survey_nps,2026-08-05,bob@x.org,shop,9,  \n",
        "answers.csv",
    )
    publish(home)
    assert f"{current(home).path.name}.answer.comment" in places(home, "late and broken")
    forget(home, "anna@x.org")
    assert places(home, "late and broken") == []
    assert named(home) == []
    with duckdb.connect(str(current(home).path), read_only=True) as connection:
        answers = connection.execute("select event_id, comment from answer order by 1").fetchall()
    assert answers == [("s2", "as (forgotten) said"), ("s3", None)]


def test_a_visitors_id_leads_to_their_person(home: Home) -> None:
    assert forgetting.plan(home, ["cookie-tablet"]).gone.people == ("anna@x.org",)


def test_a_visitor_of_nobody_goes_alone(home: Home) -> None:
    put_in(home, HEAD + "v1,visit,2026-08-01,,stray,,,,,\n", "stray.csv")
    plan = forgetting.plan(home, ["stray"])
    assert (plan.gone.people, plan.gone.visitors, plan.gone.rows["events"]) == ((), ("stray",), 1)
    forget(home, "stray")
    assert places(home, "stray") == [p for p in places(home, "stray") if p.endswith("ledger.path")]


def test_a_refused_file_named_for_the_person_is_remembered_no_more(home: Home) -> None:
    with opened_master(home) as connection:
        connection.execute(
            "insert into refusals values ('in/anna@x.org.csv', 'shop', 'bad_rows', $1)", [AT]
        )
        connection.execute(
            "insert into refusals values ('in/cem.csv', 'shop', 'bad_rows', $1)", [AT]
        )
    forget(home, "anna@x.org")
    assert master(home, "select path from refusals") == [("in/cem.csv",)]


def test_somebody_known_from_quarantine_only_can_be_forgotten(home: Home) -> None:
    put_in(home, HEAD + "q1,visit,2026-13-01,dora@x.org,,,,,,\n", "q.csv")
    forget(home, "dora@x.org")
    assert places(home, "dora@x.org") == []
    result = put_in(home, HEAD + "q2,visit,2026-08-01,dora@x.org,,,,,,\n", "q2.csv")
    assert (result.counts.accepted, result.counts.ignored) == (0, 1)


def test_an_unknown_id_changes_nothing(home: Home) -> None:
    before = home.master.read_bytes()
    with pytest.raises(BadData, match="Nothing was found of 'anna@x\\.or'") as caught:
        forget(home, "anna@x.org", "anna@x.or")
    assert caught.value.exit_code == 1
    assert home.master.read_bytes() == before


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


def test_the_key_is_secret_and_only_hashes_are_kept(forgotten: Home) -> None:
    assert forgotten.forgotten_key.stat().st_mode & 0o777 == 0o600
    rows = master(forgotten, "select digest from forgotten")
    assert len(rows) == 5  # the person, two visitors, o-1, t-1
    assert all(len(str(digest)) == 64 for (digest,) in rows)


@pytest.mark.parametrize("key", [None, "00" * 32])
def test_a_master_without_its_key_lets_nothing_in(after: Home, key: str | None) -> None:
    after.forgotten_key.unlink()
    if key:
        after.forgotten_key.write_text(key)
    with pytest.raises(BadData, match=r"Copy forgotten\.key"):
        put_in(after, EVENTS, "again.csv")


def test_killed_before_the_swap_the_old_master_is_whole(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.master.read_bytes()
    monkeypatch.setattr(erasure, "_take_its_place", _fails)
    with pytest.raises(OSError, match="cut off"):
        forget(home, "anna@x.org")
    assert home.master.read_bytes() == before
    monkeypatch.undo()
    forget(home, "anna@x.org")
    assert named(home) == []


def test_killed_after_the_swap_the_same_again_finishes(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "publish", _fails)
    with pytest.raises(OSError, match="cut off"):
        forget(home, "anna@x.org")
    monkeypatch.undo()
    assert len(versions(home)) == 2
    forget(home, "anna@x.org")
    assert [version.seq for version in versions(home)] == [3]
    assert named(home) == []


def test_killed_after_the_swap_any_publish_removes_what_held_the_person(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "publish", _fails)
    with pytest.raises(OSError, match="cut off"):
        forget(home, "anna@x.org")
    publish(home)
    assert [version.seq for version in versions(home)] == [3]
    with pytest.raises(Exception, match="none to go back to"):
        whole.rollback(home)


def _fails(*_: object) -> None:
    raise OSError("cut off")


def _open_files() -> list[str]:
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    return [os.readlink(link) for link in links if link.is_symlink()]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
def test_a_process_that_reads_holds_no_removed_version_and_none_of_its_answers(home: Home) -> None:
    revenue()
    old = current(home).path
    assert any(str(old) in name for name in _open_files())
    forget(home, "anna@x.org")
    reader.let_go()
    assert not any(str(old) in name for name in _open_files())
    assert not any(key[0] == str(old) for key in reader._answers)
    assert revenue() == 19


def test_a_page_that_is_being_drawn_keeps_its_version_to_the_end(home: Home) -> None:
    with reader.pinned():
        forget(home, "anna@x.org")
        assert revenue() == 35
    assert revenue() == 19


def test_everything_kept_about_a_person_is_written_out(home: Home) -> None:
    kept = kept_about(home, "cookie-anna")
    assert (kept["person_ids"], kept["visitor_ids"]) == (["anna@x.org"], list(HERS))
    assert [row["event_id"] for row in kept["events"]] == [
        "e01", "e02", "e03", "e04", "e05", "e06", "e07", "e09",
    ]  # fmt: skip
    assert kept["events"][4]["comment"] == "late again"
    assert [row["visitor_id"] for row in kept["identities"]] == ["cookie-tablet"]
    assert [row["line"] for row in kept["quarantine"]] == [14, 16]
    [customer] = kept["customer"]
    assert (customer["first_order_at"], customer["orders"]) == (datetime(2026, 8, 2), 1)
    assert customer["net_revenue"] == 10 + 5 - 2
    assert kept["marts"]["ticket"][0]["response_seconds"] == 86400
    with pytest.raises(BadData, match="Nothing is kept about 'annabel'"):
        kept_about(home, "annabel")


def test_on_the_command_line(home: Home, milepost: Callable[..., object]) -> None:
    records, ann = opened(home), Actor("Ann")
    both = groups.add(records, ann, "Both", "", ["anna@x.org", "cem@x.org", "dora@x.org"])
    cases.change(records, ann, Answer("cem@x.org", "nps", date(2026, 8, 9)), NOT_YET, owner="Ann")
    dry = milepost("forget", "anna@x.org", "--dry-run", "--format", "json")
    rows = {row["what"]: row["rows"] for row in json.loads(dry.stdout)}
    assert (rows["events"], rows["identities"], rows["quarantine"]) == (8, 1, 2)
    assert rows["published versions"] == 2
    assert (rows["memberships in groups"], rows["cases"]) == (1, 0)
    asked = milepost("forget", "anna@x.org")
    assert (asked.returncode, "say --yes" in asked.stderr) == (2, True)
    done = milepost("forget", "anna@x.org", "--yes")
    assert (done.returncode, "Forgotten: anna@x.org." in done.stderr) == (0, True)
    assert groups.person_ids(records, both.id) == ("cem@x.org", "dora@x.org")
    assert b"anna@x.org" not in home.records.read_bytes()
    in_records_alone = milepost("forget", "dora@x.org", "--yes")
    assert in_records_alone.returncode == 0, in_records_alone.stderr
    assert groups.person_ids(records, both.id) == ("cem@x.org",)
    unknown = milepost("forget", "annabel", "--yes")
    assert (unknown.returncode, "Nothing was found" in unknown.stderr) == (1, True)
    file = home.folder.parent / "cem.json"
    assert milepost("export-person", "cem@x.org", "-o", str(file)).returncode == 0
    kept = json.loads(file.read_text())
    assert kept["person_ids"] == ["cem@x.org"]
    assert [group["name"] for group in kept["records"]["groups"]] == ["Both"]
    assert [case["owner"] for case in kept["records"]["cases"]] == ["Ann"]
    assert file.stat().st_mode & 0o777 == 0o600
    again = milepost("export-person", "cem@x.org", "-o", str(file))
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
