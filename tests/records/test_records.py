"""Records: added, changed, removed, each with a line in the audit; nobody overwrites what they have not seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from dashboard.errors import BadUse
from dashboard.records import cases, groups, keep, notes, saved_views
from dashboard.records.cases import NOT_YET, Answer
from dashboard.records.keep import Actor, Conflict, Gone
from dashboard.records.store import Store
from dashboard.records.tables import Annotation, Case, PeopleGroup

ANN, BO = Actor("Ann"), Actor("bo@example.com", is_verified=True)
DAY = date(2026, 3, 1)
ANSWER = Answer("p1", "nps_2026", DAY)


def rewritten(store, by, note, **changes):
    same = {
        name: getattr(note, name)
        for name in ("text", "starts_on", "ends_on", "metrics", "concerns")
    }
    return notes.change(store, by, note.id, note.version, **{**same, **changes})


def test_before_anything_is_written_there_is_nothing_and_no_file(store):
    assert list(notes.notes(store)) == []
    assert list(keep.newest(store, 10)) == []
    if store.is_file:
        assert store.is_empty


def test_a_note_is_found_by_its_metrics_and_its_days(store):
    price = notes.add(store, ANN, " Prices up ", DAY, metrics=["conversion"])
    strike = notes.add(store, ANN, "Strike", date(2026, 2, 20), date(2026, 2, 27))
    assert (price.text, price.ends_on, price.created_by) == ("Prices up", DAY, "Ann")

    def found(*metrics, **days):
        return [note.text for note in notes.notes_for(store, metrics, **days)]

    assert found("conversion") == ["Strike", "Prices up"]
    assert found("orders", "conversion") == ["Strike", "Prices up"]
    assert found("orders") == ["Strike"]  # a note about all
    assert found("conversion", first=date(2026, 2, 27), last=date(2026, 2, 28)) == ["Strike"]
    assert found("conversion", first=date(2026, 2, 28), last=DAY) == ["Prices up"]
    assert found("conversion", first=date(2026, 3, 2)) == []
    assert [note.id for note in notes.notes(store)] == [price.id, strike.id]


@pytest.mark.parametrize(
    ("text", "last", "words"),
    [
        ("  ", DAY, "The note is empty"),
        ("x" * 501, DAY, "501 letters"),
        ("x", date(2026, 2, 28), "before its first"),
    ],
)
def test_a_note_that_cannot_be_is_refused(store, text, last, words):
    with pytest.raises(BadUse, match=words):
        notes.add(store, ANN, text, DAY, last)


def test_every_change_is_in_the_audit_with_who_when_before_and_after(store):
    note = notes.add(store, ANN, "Prices up", DAY)
    changed = rewritten(store, BO, note, text="Prices up 3 %", metrics=["orders"])
    notes.remove(store, ANN, note.id, changed.version)

    lines = keep.history(store, Annotation, note.id)
    assert [(line.did, line.version, line.who, line.is_verified) for line in lines] == [
        ("added", 1, "Ann", False),
        ("changed", 2, "bo@example.com", True),
        ("removed", 3, "Ann", False),
    ]
    assert [line.before and line.before["text"] for line in lines] == [
        None,
        "Prices up",
        "Prices up 3 %",
    ]
    assert [line.after and line.after["text"] for line in lines] == [
        "Prices up",
        "Prices up 3 %",
        None,
    ]
    assert lines[1].after == {
        "text": "Prices up 3 %", "starts_on": "2026-03-01", "ends_on": "2026-03-01",
        "metrics": ["orders"], "concerns": {},
    }  # fmt: skip
    assert lines[0].at <= lines[1].at <= lines[2].at
    assert [line.id for line in keep.newest(store, 2)] == [lines[2].id, lines[1].id]
    assert keep.actors(store) == ["Ann", "bo@example.com"]
    assert notes.note(store, note.id) is None


def test_what_is_the_same_already_is_no_change(store):
    note = notes.add(store, ANN, "Prices up", DAY)
    again = rewritten(store, BO, note)
    assert (again.version, again.updated_by) == (1, "Ann")
    assert len(keep.history(store, Annotation, note.id)) == 1


def test_a_form_opened_on_an_older_version_loses_neither_value(store):
    seen = notes.add(store, ANN, "Prices up", DAY)
    rewritten(store, BO, seen, metrics=["orders"])
    with pytest.raises(Conflict) as refused:
        rewritten(store, ANN, seen, text="Prices up 3 %")
    conflict = refused.value
    assert conflict.seen["text"] == conflict.theirs["text"] == "Prices up"
    assert conflict.mine["text"] == "Prices up 3 %"
    assert (conflict.mine["metrics"], conflict.theirs["metrics"]) == ([], ["orders"])
    assert conflict.changed == ("text",)
    assert conflict.differing == ["text", "metrics"]
    assert (conflict.who, conflict.is_verified, conflict.version) == ("bo@example.com", True, 2)
    assert str(conflict).startswith("bo@example.com changed this note while you had it open.")

    there = notes.note(store, seen.id)
    assert (there.text, there.metrics, there.version) == ("Prices up", ["orders"], 2)
    assert len(keep.history(store, Annotation, seen.id)) == 2  # the refused change left no line
    chosen = rewritten(store, ANN, there, text=conflict.mine["text"])
    assert (chosen.text, chosen.metrics, chosen.version) == ("Prices up 3 %", ["orders"], 3)


def test_changing_what_was_removed_and_removing_what_was_changed_are_conflicts(store):
    first, second = (notes.add(store, ANN, text, DAY) for text in ("first", "second"))
    notes.remove(store, BO, first.id, first.version)
    with pytest.raises(Conflict) as refused:
        rewritten(store, ANN, first, text="mine")
    assert (refused.value.theirs, refused.value.mine["text"]) == (None, "mine")
    assert refused.value.who == "bo@example.com"

    rewritten(store, BO, second, text="theirs")
    with pytest.raises(Conflict) as refused:
        notes.remove(store, ANN, second.id, second.version)
    assert (refused.value.mine, refused.value.theirs["text"]) == (None, "theirs")

    notes.remove(store, ANN, first.id, first.version)  # two who remove agree
    assert [note.text for note in notes.notes(store)] == ["theirs"]
    with pytest.raises(Gone, match="There is no such note"):
        notes.change(
            store, ANN, 99, 1, text="x", starts_on=DAY, ends_on=DAY, metrics=[], concerns={}
        )


def test_the_number_of_a_removed_record_is_not_given_again(store):
    first = notes.add(store, ANN, "first", DAY)
    notes.remove(store, ANN, first.id, first.version)
    assert notes.add(store, ANN, "second", DAY).id > first.id


def test_a_transaction_that_fails_leaves_no_record_and_no_line(store):
    with pytest.raises(BadUse), keep.writing(store, ANN) as pen:
        raise BadUse(pen.add(PeopleGroup(name="half", origin="", size=0)).name)
    assert list(groups.groups(store)) == []
    assert list(keep.newest(store, 10)) == []
    assert keep.actors(store) == []


def test_a_group_knows_its_people_and_a_person_their_groups(store):
    vip = groups.add(store, ANN, "VIP", "10 best buyers", ["p2", "p1", "p2"], warehouse_version=7)
    assert (vip.size, vip.warehouse_version) == (2, 7)
    assert groups.person_ids(store, vip.id) == ("p1", "p2")
    assert [group.name for group in groups.groups_of(store, "p2")] == ["VIP"]
    assert list(groups.groups_of(store, "p3")) == []

    other = groups.add(store, ANN, "Dormant", "silent for 90 days", ["p1"])
    with pytest.raises(BadUse, match="There is a group 'VIP' already"):
        groups.add(store, ANN, "VIP", "", ["p1"])
    with pytest.raises(BadUse, match="There is a group 'VIP' already"):
        groups.rename(store, ANN, other.id, other.version, "VIP")
    with pytest.raises(BadUse, match="Nobody is in this group"):
        groups.add(store, ANN, "Empty", "", [])
    renamed = groups.rename(store, BO, other.id, other.version, "Asleep")
    assert [group.name for group in groups.groups(store)] == ["Asleep", "VIP"]

    groups.remove(store, ANN, renamed.id, renamed.version)
    assert groups.person_ids(store, renamed.id) == ()
    with pytest.raises(Gone, match="not there any more"):
        groups.group(store, renamed.id)
    removed = keep.history(store, PeopleGroup, renamed.id)[-1]
    assert (removed.did, removed.before["size"]) == ("removed", 1)


def test_a_case_goes_from_open_to_contacted_to_resolved_and_back(store):
    begun = cases.change(store, ANN, ANSWER, NOT_YET, owner="Ann")
    assert (begun.status, begun.owner, begun.contacted_at) == ("open", "Ann", None)
    called = cases.change(store, ANN, ANSWER, begun.version, status="contacted", note="called")
    assert called.contacted_at == called.updated_at
    solved = cases.change(store, BO, ANSWER, called.version, status="resolved")
    assert (solved.contacted_at, solved.resolved_at) == (called.contacted_at, solved.updated_at)
    again = cases.change(store, BO, ANSWER, solved.version, status="open")
    assert (again.status, again.contacted_at, again.resolved_at) == ("open", None, None)
    assert (again.owner, again.note) == ("Ann", "called")
    at_once = cases.change(store, BO, ANSWER, again.version, status="resolved")
    assert (at_once.contacted_at, at_once.resolved_at) == (None, at_once.updated_at)

    assert list(cases.cases(store, ["nps_2026"])) == list(cases.cases(store)) == [ANSWER]
    assert cases.cases(store, ["csat"]) == {}
    assert [case.status for case in cases.cases_of(store, "p1")] == ["resolved"]
    assert len(keep.history(store, Case, begun.id)) == 5
    with pytest.raises(BadUse, match=r"No status 'solved'\. Did you mean 'resolved'\?"):
        cases.change(store, ANN, ANSWER, at_once.version, status="solved")


def test_two_who_begin_one_case_are_told_so(store):
    cases.change(store, BO, ANSWER, NOT_YET, status="contacted")
    with pytest.raises(Conflict) as refused:
        cases.change(store, ANN, ANSWER, NOT_YET, status="resolved")
    assert (refused.value.mine["status"], refused.value.theirs["status"]) == (
        "resolved",
        "contacted",
    )


def test_a_view_is_seen_by_its_owner_or_by_all(store):
    saved_views.add(store, ANN, "North", "metric", "?region=North&window=12m")
    own = saved_views.add(store, ANN, "Mine", "metric", "", is_shared=False)
    saved_views.add(store, BO, "Mine", "metric", "", is_shared=False)
    assert [view.name for view in saved_views.views(store)] == ["North"]
    seen = saved_views.views(store, "Ann")
    assert [(view.name, view.owner) for view in seen] == [("Mine", "Ann"), ("North", "Ann")]
    assert seen[1].query == "region=North&window=12m"
    with pytest.raises(BadUse, match="You have a saved view 'Mine' already"):
        saved_views.add(store, ANN, "Mine", "scorecard", "")
    saved_views.change(store, ANN, own.id, own.version, name="Ours", is_shared=True)
    assert [view.name for view in saved_views.views(store, "Bo")] == ["North", "Ours"]


@pytest.mark.parametrize("name", ["", " \n ", "x" * 81])
def test_a_name_is_neither_empty_nor_endless(store, name):
    for add in (
        lambda: notes.add(store, Actor(name), "x", DAY),
        lambda: groups.add(store, ANN, name, "", ["p"]),
        lambda: saved_views.add(store, ANN, name, "metric", ""),
    ):
        with pytest.raises(BadUse, match="Write"):
            add()


def test_two_who_save_in_the_same_moment_are_one_save_and_one_conflict(store, url):
    """Both read version 1 before either writes; the database decides, not what was read."""
    note = notes.add(store, ANN, "Prices up", DAY)
    barrier, other = Barrier(2), Store(url)

    class Waiting(keep.Pen):
        def _now(self, kind, id):
            found = super()._now(kind, id)
            if found.version == 1 and not store.is_file:
                barrier.wait(timeout=5)
            return found

    def save(by):
        # The second has a store of its own, as in another process: in one process writers take turns.
        with (store if by is ANN else other).writing() as session:
            try:
                Waiting(session, by, keep.utc_now()).change(Annotation, note.id, 1, text=by.name)
            except Conflict as conflict:
                return conflict.theirs["text"]

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(save, (ANN, BO)))
    other.close()
    winner = notes.note(store, note.id).text
    assert sorted(map(str, told)) == sorted(["None", winner])
    assert len(keep.history(store, Annotation, note.id)) == 2
