"""What people say about goals and do about them; two who write at once lose nothing."""

from datetime import date

import pytest

from dashboard.errors import BadUse
from dashboard.records import check_ins, goals, measures, settle
from dashboard.records.keep import Actor, Conflict, history
from dashboard.records.tables import Action, CheckIn

ANN, BO = Actor("Ann"), Actor("Bo")
DAY = date(2026, 9, 1)


@pytest.fixture
def goal(store):
    return goals.add(
        store, ANN, name="conversion", metric="conversion", grain="month", kind="reach", target=20.0,
        starts_on=date(2026, 1, 1), due_on=date(2027, 1, 1),
    )  # fmt: skip


@pytest.fixture
def measure(store):
    return measures.add(
        store, ANN, name="Hours", unit="count", better="higher", combined="sum", grain="month"
    )


def test_a_check_in_and_its_actions_are_kept_together_or_not_at_all(store, goal):
    made = check_ins.add(
        store, ANN, goal.id, on_day=DAY, status="at risk", confidence=60, text=" Slow ", value=17.5,
        chance=0.4, actions=[{"text": "Call the agency", "owner": " Bo ", "due_on": date(2026, 9, 15)}],
    )  # fmt: skip
    assert (made.text, made.confidence, made.value, made.chance) == ("Slow", 60, 17.5, 0.4)
    [action] = check_ins.actions(store, goal.id)
    assert (action.owner, action.check_in_id) == ("Bo", made.id)
    with pytest.raises(BadUse, match="action is empty"):
        check_ins.add(store, ANN, goal.id, on_day=DAY, status="met", actions=[{"text": " "}])
    assert len(check_ins.check_ins(store, goal.id)) == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": "fine"}, "No status 'fine'"),
        ({"status": "met", "confidence": 101}, "from 0 to 100"),
        ({"status": "met", "text": "x" * 2001}, "2001 letters"),
    ],
)
def test_a_check_in_that_cannot_be_is_refused(store, goal, facts, words):
    with pytest.raises(BadUse, match=words):
        check_ins.add(store, ANN, goal.id, on_day=DAY, **facts)


def test_a_goal_that_is_gone_is_said_so(store):
    with pytest.raises(BadUse, match="no such goal"):
        check_ins.add(store, ANN, 99, on_day=DAY, status="met")
    with pytest.raises(BadUse, match="no such goal"):
        check_ins.add_action(store, ANN, text="Do it", goal_id=99)


def test_open_actions_come_by_due_date_and_done_ones_last(store):
    for text, due in (("b", date(2026, 9, 2)), ("none", None), ("a", date(2026, 9, 1))):
        check_ins.add_action(store, ANN, text=text, due_on=due)
    first = check_ins.actions(store)[0]
    check_ins.change_action(store, ANN, first.id, first.version, done_on=DAY)
    assert [a.text for a in check_ins.actions(store)] == ["b", "none", "a"]
    done = check_ins.actions(store)[-1]
    check_ins.change_action(store, ANN, done.id, done.version, done_on=None)
    assert [a.text for a in check_ins.actions(store)] == ["a", "b", "none"]


def test_removing_a_check_in_leaves_what_is_being_done(store, goal):
    made = check_ins.add(store, ANN, goal.id, on_day=DAY, status="met", actions=[{"text": "Do"}])
    check_ins.remove(store, ANN, made.id, made.version)
    [action] = check_ins.actions(store, goal.id)
    assert action.check_in_id is None
    goals.remove(store, ANN, goal.id, goal.version)
    assert check_ins.actions(store)[0].goal_id is None
    assert [line.did for line in history(store, CheckIn, made.id)] == ["added", "removed"]
    assert [line.did for line in history(store, Action, action.id)] == ["added"]


def test_two_versions_of_a_check_in_are_settled(store, goal):
    made = check_ins.add(store, ANN, goal.id, on_day=DAY, status="at risk", confidence=60)
    theirs = {"status": "off track", "confidence": 60, "text": "Worse"}
    check_ins.change(store, BO, made.id, 1, **theirs)
    with pytest.raises(Conflict) as told:
        check_ins.change(store, ANN, made.id, 1, status="at risk", confidence=70, text="")
    assert settle.differing(told.value) == ["status", "confidence", "text"]
    settle.settle(store, ANN, told.value, {"confidence": 70})
    [now] = check_ins.check_ins(store)
    assert (now.status, now.confidence, now.text, now.on_day) == ("off track", 70, "Worse", DAY)


def test_mine_is_kept_as_a_new_one_where_theirs_was_removed(store, goal, measure):
    made = check_ins.add(store, ANN, goal.id, on_day=DAY, status="met", value=3.0)
    action = check_ins.add_action(store, ANN, text="Do", due_on=DAY, goal_id=goal.id)
    value = measures.add_value(store, ANN, measure.id, on_day=DAY, part="A", value=1.0)
    check_ins.remove(store, BO, made.id, 1)
    check_ins.remove_action(store, BO, action.id, 1)
    measures.remove_value(store, BO, value.id, 1)
    for change in (
        lambda: check_ins.change(store, ANN, made.id, 1, status="met", confidence=5, text=""),
        lambda: check_ins.change_action(store, ANN, action.id, 1, text="Do it"),
        lambda: measures.change_value(store, ANN, value.id, 1, on_day=DAY, part="A", value=2.0),
    ):  # fmt: skip
        with pytest.raises(Conflict) as told:
            change()
        settle.settle(store, ANN, told.value, {})
    assert [(c.confidence, c.value) for c in check_ins.check_ins(store)] == [(5, 3.0)]
    assert [(a.text, a.due_on) for a in check_ins.actions(store)] == [("Do it", DAY)]
    assert measures.rows(store, measure.id) == [(DAY, "A", 2.0)]


def test_two_versions_of_a_measure_and_of_a_value_are_settled(store, measure):
    measures.change(store, BO, measure.id, 1, meaning="Hours in a classroom")
    with pytest.raises(Conflict) as told:
        measures.change(store, ANN, measure.id, 1, unit="days")
    settle.settle(store, ANN, told.value, {"unit": "days"})
    [now] = measures.measures(store)
    assert (now.unit, now.meaning) == ("days", "Hours in a classroom")
    value = measures.add_value(store, ANN, measure.id, on_day=DAY, part="", value=1.0)
    measures.change_value(store, BO, value.id, 1, on_day=DAY, part="", value=2.0)
    with pytest.raises(Conflict) as told:
        measures.remove_value(store, ANN, value.id, 1)
    settle.remove(store, ANN, told.value)
    assert measures.rows(store, measure.id) == []


def test_names_and_days_that_are_taken_are_said(store, measure):
    same = {"better": "higher", "combined": "sum", "grain": "day"}
    with pytest.raises(BadUse, match="'Hours' already"):
        measures.add(store, ANN, name=" Hours ", unit="count", **same)
    with pytest.raises(BadUse, match="No unit 'hours'"):
        measures.add(store, ANN, name="H", unit="hours", **same)
    measures.add_value(store, ANN, measure.id, on_day=DAY, part="A", value=1.0)
    with pytest.raises(BadUse, match="for 'A' already"):
        measures.add_value(store, ANN, measure.id, on_day=DAY, part="A", value=1.0)
    with pytest.raises(BadUse, match="Did you mean 'Hours'"):
        measures.called(store, "Hour")
