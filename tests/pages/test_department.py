"""A department, its hand-kept measures, check-ins and actions, and what waits for somebody."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.progress.goals import goals
from dashboard.progress.waiting import Kind, waiting
from dashboard.records import cases, check_ins, decisions, initiatives, measures
from dashboard.records.keep import Actor, Conflict
from dashboard.records.store import opened as records_of
from dashboard.views import frame, measure_values, who
from tests import homes
from tests.goals import keep
from tests.pages.conftest import clickable_html

ANN, BO = Actor("Ann"), Actor("Bo")
DAY = date(2026, 3, 3)
GOAL = """
- {name: win more, metric: conversion, target: 90, owner: ann, department: Sales,
   milestones: [{"on": 2026-02-01, level: 60, text: half way}]}
"""


@pytest.fixture
def home(tmp_path):
    chosen = homes.one_day(tmp_path)
    homes.choose(chosen)
    return chosen


@pytest.fixture
def store(home):
    return records_of(home)


@pytest.fixture
def hours(store):
    made = measures.add(
        store, ANN, name="Training hours", unit="count", better="higher", combined="sum", grain="month",
        department="Sales",
    )  # fmt: skip
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(26)]
    rows = [(on, part, 10.0 + on.month % 3) for on in months for part in ("A", "B")]
    measures.write(store, ANN, made.id, rows)
    return made


def press(app, label, nth=0):
    return [button for button in app.button if button.label == label][nth].click().run()


def test_an_empty_department_says_how_it_is_filled(opened, said, home):
    app = opened(home, "department")
    assert not app.exception
    for words in (
        "No goal has this department",
        "Nothing is kept by hand here",
        "No action yet",
        "Nobody has checked in yet",
    ):
        assert words in said(app)


def test_a_department_shows_its_goals_its_measures_and_what_is_done(
    opened, said, home, store, hours
):
    keep(home, GOAL)
    [goal] = goals(store)
    made = check_ins.add(
        store, BO, goal.id, on_day=DAY, status="at risk", confidence=40, chance=0.25, value=50.0,
        text="<b>Slow</b>", actions=[{"text": "Call", "owner": "Bo", "due_on": DAY}],
    )  # fmt: skip
    app = opened(home, "department", department="Sales")
    assert not app.exception
    text = said(app)
    assert "1 goal · 1 hand-kept measure · 1 action to do" in text
    for words in (
        "Training hours",
        "&lt;b&gt;Slow",
        "own confidence 40 % · computed chance 25 %",
        "Bo · ",
    ):
        assert words in text
    app.session_state[who.NAME] = "Ann"
    app = press(app, "Done")
    [action] = check_ins.actions(store)
    assert (action.done_on is None, action.check_in_id, action.updated_by) == (
        False,
        made.id,
        "Ann",
    )


def test_who_may_see_some_regions_sees_no_measure(opened, said, home, hours, monkeypatch):
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(frozenset({"North"})))
    app = opened(home, "department", department="Sales")
    assert "Hand-kept measures belong to no region" in said(app)
    app = opened(home, "measure", id=str(hours.id))
    assert "Training hours" not in said(app)
    assert not app.text_input


def test_a_measure_has_its_trend_its_groups_and_its_values(opened, said, home, hours):
    app = opened(home, "measure", id=str(hours.id))
    assert not app.exception
    text = said(app)
    assert "Training hours was 24 in Feb 2026" in text  # 12 of A and 12 of B
    assert len(app.get("plotly_chart")) == 1
    assert any("mp-row" in html for html in clickable_html(app))
    only = said(opened(home, "measure", id=str(hours.id), part="A", by="year"))
    assert "Training hours was 132 in 2025" in only  # 4 × (11 + 12 + 10)


def test_a_measure_is_begun_by_a_form(opened, said, home, store):
    app = opened(home, "measure", department="People")
    app.session_state[who.NAME] = "Ann"
    [name] = [field for field in app.text_input if field.label == "Name"]
    name.input("Visits")
    app = press(app, "Begin this measure")
    assert not app.exception
    [made] = measures.measures(store)
    assert (made.name, made.department, made.created_by) == ("Visits", "People", "Ann")
    assert "Nothing is written down yet" in said(app)  # on its own page by now


def table(store, hours):
    return list(reversed(measures.values(store, hours.id)))


def test_rows_of_the_table_are_changed_added_and_removed(store, hours):
    seen = table(store, hours)
    told = {"edited_rows": {"0": {"value": 3}}, "deleted_rows": [1],
            "added_rows": [{"day": "2026-03-01", "value": 7.5}]}  # fmt: skip
    measure_values.changes(store, ANN, hours.id, seen, told)
    now = measures.rows(store, hours.id)
    assert (date(2026, 2, 1), "B", 3.0) in now
    assert (date(2026, 3, 1), "", 7.5) in now
    assert len(now) == len(seen)
    assert not [row for row in now if row[:2] == (date(2026, 2, 1), "A")]


def test_a_row_that_cannot_be_keeps_all_of_them_out(store, hours):
    seen = table(store, hours)
    for cells, words in (
        ({"value": 1}, "no day"),
        ({"day": "2026-03-02"}, "is empty"),
        ({"day": "2999-01-01", "value": 1}, "still to come"),
    ):
        told = {"added_rows": [cells], "edited_rows": {"0": {"value": 9}}}
        with pytest.raises(BadUse, match=words):
            measure_values.changes(store, ANN, hours.id, seen, told)
    assert [v.value for v in table(store, hours)] == [v.value for v in seen]


def test_who_was_too_late_with_one_value_keeps_the_others(store, hours):
    seen = table(store, hours)
    first = seen[0]
    measures.change_value(store, BO, first.id, 1, on_day=first.on_day, part=first.part, value=1.0)
    told = {"edited_rows": {"0": {"value": 2}, "1": {"value": 3}}}
    with pytest.raises(Conflict):
        measure_values.changes(store, ANN, hours.id, seen, told)
    assert [v.value for v in table(store, hours)][:2] == [1.0, 3.0]


def test_what_waits_is_mine_and_due(home, store):
    keep(home, GOAL)
    [goal] = goals(store)
    for text, owner, due in (
        ("late", " ANN ", date(2026, 3, 1)), ("today", "Ann", DAY), ("later", "Ann", date(2026, 3, 4)),
        ("never", "Ann", None), ("Bo's", "Bo", DAY),
    ):  # fmt: skip
        check_ins.add_action(store, ANN, text=text, owner=owner, due_on=due, goal_id=goal.id)
    answer = cases.Answer("p1", "shop", DAY)
    cases.change(store, ANN, answer, 0, status="contacted", owner="Ann")
    found = waiting("Ann", EVERYONE, store, DAY)
    assert [one.words for one in found if one.kind is Kind.ACTION] == ["late", "today"]
    assert [one.words for one in found if one.kind is Kind.CHECK_IN] == [
        "win more: nobody has checked in yet"
    ]  # since 1 January
    assert [one.kind for one in found if one.kind is Kind.CASE] == [Kind.CASE]
    check_ins.add(store, ANN, goal.id, on_day=DAY, status="at risk")
    cases.change(store, ANN, answer, 1, status="resolved")
    kinds = {one.kind for one in waiting("Ann", EVERYONE, store, DAY)}
    assert Kind.CHECK_IN not in kinds
    assert Kind.CASE not in kinds
    south = Viewer(frozenset({"South"}))
    assert waiting("Ann", south, store, DAY) == []
    assert waiting("", EVERYONE, store, DAY) == []


def test_what_was_decided_and_late_steps_of_initiatives_wait_for_who_is_to_do_them(home, store):
    keep(home, GOAL)
    [goal] = goals(store)
    for what, owner, due in (
        ("call them", "ann", date(2026, 3, 1)), ("later", "Ann", date(2026, 3, 4)), ("never", "Ann", None),
        ("Bo's", "Bo", DAY),
    ):  # fmt: skip
        decisions.add(store, ANN, what=what, who=owner, due=due)
    steps = [{"name": "test", "due": "2026-03-01"}, {"name": "today", "due": "2026-03-03"},
             {"name": "built", "due": "2026-02-01", "done_on": "2026-02-01"}]  # fmt: skip
    for title, state in (("Faster pages", "running"), ("Older pages", "done")):
        initiatives.add(
            store, ANN, title=title, state=state, owner="Ann", goal_id=goal.id, milestones=steps
        )

    def told(viewer=EVERYONE):
        found = waiting("Ann", viewer, store, DAY)
        return [(one.kind, one.words) for one in found if one.kind in (Kind.DECISION, Kind.STEP)]

    assert told() == [
        (Kind.DECISION, "“call them” was to be done by 2026-03-01"),
        (Kind.STEP, "Faster pages: “test” was due on 2026-03-01"),
    ]
    assert Kind.STEP not in dict(told(Viewer(frozenset({"South"}))))
    [looked, *_rest] = [one for one in decisions.decisions(store) if one.what == "call them"]
    decisions.change(store, ANN, looked.id, looked.version, outcome="They were called.")
    assert Kind.DECISION not in dict(told())


def one_goal():
    """A page of its own: the check-ins of the only goal, and what waits."""
    from dashboard.access import EVERYONE
    from dashboard.progress.goals import goals
    from dashboard.views import check_ins, kept, waiting, who

    kept.anew()
    check_ins.draw(goals()[0])
    waiting.draw(EVERYONE)
    who.aftermath()


@pytest.fixture
def page(home):
    keep(home, GOAL)
    app = AppTest.from_function(one_goal, default_timeout=30)
    app.session_state[who.NAME] = "Ann"
    return app.run()


def field(fields, label):
    return next(one for one in fields if one.label == label)


def test_a_check_in_with_an_action_waits_for_its_owner(page, said, store):
    assert "Nobody has checked in yet" in said(page)
    field(page.selectbox, "How does it stand?").select("off track")
    field(page.number_input, "Own confidence, %").set_value(20)
    field(page.date_input, "Day").set_value(date(2026, 3, 2))
    field(page.text_area, "In words").input("No stock")
    field(page.text_input, "What is to be done?").input("Order stock")
    field(page.date_input, "By when").set_value(date(2026, 3, 3))
    page = press(page, "Check in")
    assert not page.exception
    [made] = check_ins.check_ins(store)
    assert (made.status, made.confidence, made.text, made.on_day) == (
        "off track",
        20,
        "No stock",
        date(2026, 3, 2),
    )
    text = said(page)
    assert "No stock" in text
    assert "Order stock" in text
    assert text.index("What waits for me") < text.rindex("Order stock")


def test_a_check_in_is_changed_and_two_who_write_at_once_see_both(page, store):
    [goal] = goals(store)
    made = check_ins.add(store, BO, goal.id, on_day=DAY, status="met", text="a")
    page = press(page.run(), "Edit")
    assert [one.label for one in page.date_input if one.label == "Day"] == []  # its day stays
    check_ins.change(store, BO, made.id, 1, status="met", confidence=None, text="b")
    field(page.text_area, "In words").input("c")
    page = press(page, "Keep the changes")
    assert not page.exception
    assert isinstance(page.session_state[who.CONFLICT], Conflict)
    assert check_ins.check_ins(store)[0].text == "b"


def test_nobody_known_is_asked_who_they_are(home, said):
    keep(home, GOAL)
    app = AppTest.from_function(one_goal, default_timeout=30).run()
    assert "does not know yet who you are" in said(app)
    app = press(app, "Say who I am")
    assert [one.label for one in app.text_input if one.label == "I am …"]
