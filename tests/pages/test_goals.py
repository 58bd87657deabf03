"""Goals on pages: set by a form that says what past periods know, moved with a reason, shown with every version."""

import json
from datetime import date

import pytest

from dashboard.access import Viewer
from dashboard.identity import SETTING
from dashboard.progress import foresee, goals
from dashboard.progress.goal_versions import moved, versions
from dashboard.records import goals as records
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS
from dashboard.records.store import opened as records_of
from dashboard.views import frame, who
from tests.pages.conftest import clickable_html
from tests.pages.test_saved import as_somebody, press, texts

NEW = "goal_new_"


@pytest.fixture
def home(demo, monkeypatch, tmp_path):
    """The demo with its own goals, as they were set; what a test changes is forgotten after it."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/records.sqlite")
    goals.set_demo_goals(records_of(demo))
    begun = []
    monkeypatch.setattr(foresee, "in_background", begun.append)
    yield demo
    assert all(home.folder == demo.folder for home in begun)


def said(app):
    boxes = [e.value for e in (*app.info, *app.warning, *app.error, *app.caption, *app.markdown)]
    return "\n".join([texts(app), *clickable_html(app), *boxes])


def table(app):
    return app.dataframe[-1].value


def test_goals_are_listed_by_department_with_what_became_of_them(opened, home):
    app = opened(home, "goals")
    assert not app.exception
    html = said(app)
    assert html.index("Marketing") < html.index("Product") < html.index("Sales")
    assert "moved once, on 14 Apr 2026" in html
    assert html.index("Conversion in the South") > html.index(
        ">Conversion<"
    )  # a part stands below its goal
    assert "at most 1\u202fh" in html
    assert "in all" in html


def test_one_goal_shows_every_version_of_its_target(opened, home):
    store = records_of(home)
    [id] = [goal.id for goal in goals.goals(store) if goal.name == "retention"]
    app = opened(home, "goals", goal=str(id))
    assert not app.exception
    assert "moved once, on 14 Apr 2026" in said(app)
    lines = [
        (line["x"], line["y"], line["line"]["dash"])
        for line in json.loads(app.get("plotly_chart")[0].proto.spec)["data"]
        if line.get("name") == "target"
    ]
    assert lines == [
        (["2025-12-08", "2026-04-13"], [78.0, 78.0], "dot"),
        (["2026-04-14", "2027-03-31"], [75.0, 75.0], "dash"),
    ]
    rows = table(app)
    assert list(rows["changed"]) == ["moved: target and due date", "set"]
    assert "three regions" in rows["because"][0]


def test_a_goal_that_is_gone_is_said_so(opened, home):
    for address in ({"goal": "999"}, {"edit": "999"}):
        app = opened(home, "goals", **address)
        assert not app.exception
        assert "There is no such goal" in said(app)


def test_a_goal_is_set_by_the_form_and_moved_with_a_reason(opened, home):
    store = records_of(home)
    app = as_somebody(opened(home, "goals", new="1", metric="churn"))
    assert "The last 24 complete periods" in said(app)
    app.number_input(key=NEW + "number").set_value(5.0)
    app.text_input(key=NEW + "name").input("fewer farewells")
    app = app.run()
    assert "5\u202f% lost each month keeps 54.0\u202f% over a year." in said(app)
    assert "is about the same number of the same part" in said(app)
    assert "Usual range of a period" in said(app)
    app = press(app, "Set the goal")
    assert not app.exception
    [row] = [row for row in records.goals(store) if row.name == "fewer farewells"]
    assert (row.metric, row.target, row.updated_by, row.decided_on) == (
        "churn",
        5.0,
        "Ann",
        date(2026, 10, 1),
    )
    assert "Fewer farewells" in said(app)  # its own page

    app = press(app, "Change")
    key = f"goal_{row.id}_1_"
    app.number_input(key=key + "number").set_value(6.0)
    app = app.run()
    app = press(app, "Keep the changes")
    assert "The goal is moved (target). Say because of what." in said(app)
    app.text_area(key=key + "because").input("Four was never reached.")
    app = press(app.run(), "Keep the changes")
    found = versions(store, row.id)
    assert [v.goal.target for v in found] == [5.0, 6.0]
    assert (moved(found).times, found[1].because, found[1].who) == (
        1,
        "Four was never reached.",
        "Ann",
    )
    assert "moved once, on 1 Oct 2026" in said(app)

    app = press(app, "Close")
    assert records.goal(store, row.id).closed_on == date(2026, 10, 1)
    app = press(app, "Take up again")
    assert records.goal(store, row.id).closed_on is None
    app = press(app, "Remove the goal")
    assert records.goal(store, row.id) is None
    assert "All goals" not in [b.label for b in app.button]  # the list again


def test_a_share_of_a_score_is_turned_into_points_before_it_is_kept(opened, home):
    app = as_somebody(opened(home, "goals", new="1", metric="nps"))
    app.session_state[NEW + "way"] = "percent"
    app.session_state[NEW + "number"] = 15.0
    app.session_state[NEW + "grain"] = "quarter"
    app = app.run()
    assert "can be zero or negative, so the change is kept in points: +15 % of" in said(app)
    app.text_input(key=NEW + "name").input("louder")
    press(app.run(), "Set the goal")
    [row] = [row for row in records.goals(records_of(home)) if row.name == "louder"]
    assert row.change_percent is None
    assert row.change_points > 0


def test_what_is_wrong_is_said_and_nothing_is_kept(opened, home):
    before = len(records.goals(records_of(home)))
    app = as_somebody(opened(home, "goals", new="1", metric="ltv_365"))
    assert "Choose ltv_180 or ltv, or a later due date." not in said(app)  # due at the end of 2026
    assert "Lifetime value (365 days) needs 365 days to be known" in said(app)
    app = press(app, "Set the goal")
    assert not app.exception
    assert "The goal&#x27;s name is empty." in said(app) or "The goal's name is empty." in said(app)
    assert len(records.goals(records_of(home))) == before


def test_who_was_too_late_chooses_between_two_versions_of_a_goal(opened, home):
    store = records_of(home)
    [row] = [row for row in records.goals(store) if row.name == "conversion"]
    app = as_somebody(opened(home, "goals", edit=str(row.id)))
    records.change(
        store, Actor("Bo"), row.id, row.version, owner="Bo", target=19.95, because="Bo said so"
    )
    key = f"goal_{row.id}_{row.version}_"
    app.number_input(key=key + "number").set_value(19.9)
    app = app.run()
    app.text_area(key=key + "because").input("Ann said so")
    app = press(app.run(), "Keep the changes")
    assert not app.exception
    assert "Two versions of one goal" in said(app)
    assert {radio.label: radio.value for radio in app.radio} == {
        "Target": "mine", "Owner": "theirs", "Because": "mine", "Decided on": "mine",
    }  # fmt: skip
    app = press(app, "Keep what is chosen")
    kept = records.goal(store, row.id)
    assert (kept.target, kept.owner, kept.because) == (19.9, "Bo", "Ann said so")


def test_who_may_see_some_regions_sees_no_number_of_the_whole(opened, home, monkeypatch):
    store = records_of(home)
    south = Viewer(regions=frozenset({"South"}))
    monkeypatch.setattr(frame, "viewer", lambda: south)
    html = said(opened(home, "goals"))
    assert html.count("of more regions than you may see") == len(goals.goals(store)) - 1
    ids = {goal.name: str(goal.id) for goal in goals.goals(store)}
    app = opened(home, "goals", goal=ids["conversion"])
    assert "none of its numbers is shown" in said(app)
    assert not app.get("plotly_chart")
    assert opened(home, "goals", goal=ids["conversion in the South"]).get("plotly_chart")


def test_without_goals_the_page_says_how_one_comes_about(opened, one_day, monkeypatch, tmp_path):
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/none.sqlite")
    app = opened(one_day, "goals")
    assert "No goal is set yet." in said(app)
    app = as_somebody(opened(one_day, "goals", new="1"), who.NAME)
    assert not app.exception
    assert "There is no complete period of this number yet" in said(app)
