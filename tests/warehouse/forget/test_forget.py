"""Forgetting: gone from every file of the home, never let in again, and nobody else loses a row."""

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from dashboard.errors import BadData
from dashboard.ingest import erasure
from dashboard.ingest.master import opened_master
from dashboard.ingest.quarantine import export
from dashboard.paths import Home
from dashboard.records import cases, groups
from dashboard.records.cases import NOT_YET, Answer
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.warehouse import forget as forgetting
from dashboard.warehouse import reader, whole
from dashboard.warehouse.person import kept_about
from dashboard.warehouse.publish import current, publish, versions
from tests.everywhere import places
from tests.warehouse.forget.anna import (
    AT,
    EVENTS,
    HEAD,
    HERS,
    broken,
    forget,
    master,
    named,
    put_in,
    revenue,
)


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
