"""One person in the records: told of, and taken out of every group, case, text and line of the audit."""

from datetime import date

import pytest

from dashboard.ingest.mentions import without
from dashboard.records import alerts, cases, forgetting, groups, keep, messages, notes, saved_views
from dashboard.records.cases import NOT_YET, Answer
from dashboard.records.keep import Actor, Conflict
from dashboard.records.tables import Case, Message

ANN, CLERK = Actor("Ann"), Actor("clerk (terminal)")
DAY = date(2026, 3, 1)
HER = "anna@x.org"
IDS = [HER, "cookie-anna"]


@pytest.fixture
def written(store):
    """Everything that may hold a person: her, and Bob, who stays."""
    vip = groups.add(
        store, ANN, "VIP", f"like {HER}", [f"person:{HER}", "visitor:cookie-anna", "bob@x.org"]
    )
    only = groups.add(store, ANN, "Only her", "", [HER])
    case = cases.change(store, ANN, Answer(HER, "nps", DAY), NOT_YET, note="she is angry")
    cases.change(store, ANN, Answer(HER, "nps", DAY), case.version, status="contacted")
    cases.change(store, ANN, Answer("bob@x.org", "nps", DAY), NOT_YET, note=f"knows {HER} well")
    note = notes.add(store, ANN, f"{HER} complained", DAY)
    notes.change(
        store,
        ANN,
        note.id,
        1,
        text="A complaint",
        starts_on=DAY,
        ends_on=DAY,
        metrics=[],
        concerns={},
    )
    saved_views.add(store, ANN, "Her story", "person", "id=anna%40x.org&window=12m")
    saved_views.add(store, ANN, "North", "metric", "region=North")
    return vip, only


def everything(store) -> str:
    with store.begin() as connection:
        tables = (
            "annotation",
            "saved_view",
            "people_group",
            "people_group_person",
            "survey_case",
            "audit",
        )
        return str([connection.exec_driver_sql(f"select * from {name}").all() for name in tables])


def test_what_is_kept_about_her_is_told(store, written):
    told = forgetting.kept_about(store, IDS, without)
    assert [group["name"] for group in told["groups"]] == ["VIP", "Only her"]
    assert [(case["status"], case["note"], case["written_by"]) for case in told["cases"]] == [
        ("contacted", "she is angry", "Ann")
    ]
    assert len(told["mentions"]) == 3  # how VIP came about, what Bob knows, the view of her story
    assert forgetting.rows_of(store, IDS, without) == {
        "memberships in groups": 2, "cases": 1, "texts that name them": 3,
    }  # fmt: skip
    assert forgetting.kept_about(store, ["cem@x.org"], without) == {}


def test_she_is_forgotten_everywhere_and_nobody_else_is(store, written, tmp_path):
    vip, _ = written
    before = len(keep.newest(store, 99))
    assert HER in everything(store)
    forgetting.forget(store, IDS, CLERK, without)

    left = everything(store)
    assert HER not in left
    assert "anna%40x.org" not in left
    assert "angry" not in left
    if store.is_file:
        assert HER.encode() not in (tmp_path / "records.sqlite").read_bytes()
    assert groups.person_ids(store, vip.id) == ("bob@x.org",)
    assert [(group.size, group.origin) for group in groups.groups(store)] == [
        (0, ""),
        (1, "like (forgotten)"),
    ]
    [(answer, case)] = cases.cases(store).items()
    assert (answer.person_id, case.note) == ("bob@x.org", "knows (forgotten) well")
    assert [view.name for view in saved_views.views(store)] == ["North"]
    assert notes.notes(store)[0].text == "A complaint"

    lines = keep.newest(store, 99)
    assert {line.who for line in lines if line.did == "forgot"} == {"clerk (terminal)"}
    assert sum(line.did == "forgot" for line in lines) == len(lines) - before == 6
    assert [line.did for line in keep.history(store, Case, 1)] == ["added", "changed", "forgot"]
    assert all(line.before is line.after is None for line in keep.history(store, Case, 1))

    forgetting.forget(store, IDS, CLERK, without)  # again changes nothing
    assert len(keep.newest(store, 99)) == len(lines)


def test_a_form_that_still_holds_her_meets_a_conflict(store, written):
    vip, _ = written
    forgetting.forget(store, IDS, CLERK, without)
    with pytest.raises(Conflict):
        groups.rename(store, ANN, vip.id, vip.version, f"VIP with {HER}")


def test_an_id_that_only_an_older_line_of_the_audit_holds_goes_too(store):
    note = notes.add(store, ANN, f"{HER} complained", DAY)
    notes.remove(store, ANN, note.id, note.version)
    forgetting.forget(store, [HER], CLERK, without)
    assert HER not in everything(store)
    assert [line.did for line in keep.newest(store, 9)] == ["removed", "added"]


def test_nothing_is_made_where_nothing_was_written(store):
    forgetting.forget(store, IDS, CLERK, without)
    assert forgetting.rows_of(store, IDS, without)["cases"] == 0
    if store.is_file:
        assert store.is_empty


def test_what_alerts_said_names_her_no_more(store):
    rule = alerts.add(store, ANN, name=f"tell {HER}", about={}, conditions={})
    message = Message(
        source=f"rule {rule.id}", rule_id=rule.id, about_period="2026-03-01", title=f"about {HER}",
        body=f"Alert “tell {HER}”", made_at=rule.created_at, facts={"rule": f"tell {HER}", "n": 3},
    )  # fmt: skip
    messages.write(store, message, {})
    forgetting.forget(store, IDS, CLERK, without)
    [kept] = messages.messages(store)
    assert HER not in str([kept.title, kept.body, kept.facts, alerts.rules(store)[0].name])
    assert kept.facts["n"] == 3
