"""The roadmap on its pages: an idea is written down, moved, changed by two at once, and seen as of a past day."""

from datetime import date

import pytest

from dashboard.errors import BadUse
from dashboard.identity import SETTING
from dashboard.language import Said, said
from dashboard.progress import goals, initiatives
from dashboard.progress.roadmap import roadmap
from dashboard.records import initiatives as records
from dashboard.records.keep import Actor, Conflict, utc_now
from dashboard.records.store import ADDRESS
from dashboard.records.store import opened as records_of
from dashboard.views import roadmap_moves, roadmap_past, words
from tests.pages.conftest import clickable_html
from tests.pages.test_saved import as_somebody, press, texts

BO = Actor("Bo")
NEW = "initiative_new_"


@pytest.fixture
def home(demo, monkeypatch, tmp_path):
    """The demo with its goals and one idea; what a test writes is forgotten after it."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/records.sqlite")
    store = records_of(demo)
    goals.set_demo_goals(store)
    records.add(
        store, BO, title="Free returns", goal_id=goal_of(store, "conversion"), owner="Bo",
        promised_effect=0.4, promised_by=date(2027, 1, 1), systems=["Shop"],
    )  # fmt: skip
    return demo


def goal_of(store, name: str) -> int:
    return next(goal.id for goal in goals.every(store) if goal.name == name)


def test_an_idea_stands_on_the_board_in_the_lane_of_its_goal(opened, home):
    app = opened(home, "roadmap")
    assert not app.exception
    assert "Free returns" in app.get("bidi_component")[0].proto.json
    app = opened(home, "roadmap", look="list")
    [html] = clickable_html(app)
    assert "+0.4 points, Conversion, by 31 Dec 2026" in html


def test_an_idea_needs_a_title_a_goal_an_effect_a_day_and_an_owner(opened, home):
    app = as_somebody(opened(home, "roadmap", new="1"))
    app = press(app, "Keep the idea")
    said = "\n".join(box.value for box in app.warning)
    assert len(roadmap(records_of(home))) == 1
    for what in ("goal is missing", "promised effect is missing", "day is missing"):
        assert what in said
    app.text_input(key=f"{NEW}title").input("Chat")
    app.selectbox(key=f"{NEW}goal").set_value(goal_of(records_of(home), "conversion"))
    app.number_input(key=f"{NEW}promised_effect").set_value(0.5)
    app.date_input(key=f"{NEW}promised_last").set_value(date(2026, 12, 31))
    app.text_input(key=f"{NEW}owner").input("Ann")
    app = press(app, "Keep the idea")
    assert not app.warning
    kept = [one for one in roadmap(records_of(home)) if one.title == "Chat"]
    assert [(one.promised_effect, one.promised_by) for one in kept] == [(0.5, date(2027, 1, 1))]
    assert "Chat" in texts(app)  # its own page


def test_two_people_who_change_one_initiative_lose_nothing(opened, home):
    store = records_of(home)
    [one] = roadmap(store)
    app = as_somebody(opened(home, "roadmap", edit=str(one.id)))
    records.change(
        store, BO, one.id, one.version, owner="Cleo", goal_id=goal_of(store, "retention")
    )
    app.text_input(key=f"initiative_{one.id}_{one.version}_title").input("Free returns for all")
    app = press(app, "Keep the changes")
    assert "Two versions of one initiative" in texts(app)
    assert "</small>Conversion</div>" in texts(app)
    assert "</small>Retention</div>" in texts(app)
    app = press(app, "Keep what is chosen")
    assert not app.exception
    [now] = roadmap(store)
    assert (now.title, now.owner) == ("Free returns for all", "Cleo")


def test_a_past_day_shows_what_was_and_what_moved_since(opened, home):
    store = records_of(home)
    [one] = roadmap(store)
    records.change(store, BO, one.id, one.version, quarter="2026-Q4", decided_on=date(2026, 9, 1))
    app = opened(home, "roadmap", on="2026-08-31")
    assert not app.exception
    assert any("Moved since" in element.proto.body for element in app.get("html"))
    assert initiatives.wall_day() > date(2026, 8, 31)


def test_a_day_before_the_first_or_after_today_is_the_nearest_and_says_so(opened, home):
    store = records_of(home)
    [one] = roadmap(store)
    records.change(store, BO, one.id, one.version, quarter="2026-Q4", decided_on=date(2026, 9, 1))
    app = opened(home, "roadmap", on="1800-01-01")
    assert not app.exception
    assert "On 1 Jan 1800 there was no roadmap yet. It begins on 1 Sep 2026" in app.info[0].value
    assert app.date_input(key="w_on").value == date(2026, 9, 1)
    assert "1800" not in "".join(clickable_html(app))


def test_a_card_that_may_not_lie_there_says_that_it_stays_and_why():
    why = BadUse(said("Churn is better low."))
    told = roadmap_moves.stays("Chat", why)
    assert told == "'Chat' stays where it was: Churn is better low."
    assert isinstance(told.values["why"], Said)  # put into the reader's language with it


def test_a_day_to_come_is_now():
    first, latest = date(2026, 3, 1), date(2026, 10, 1)
    told, why = roadmap_past.nearest(date(2030, 1, 1), first, latest)
    assert (told, why) == (
        latest,
        "1 Jan 2030 has not come yet, so this is the roadmap as it is now.",
    )
    assert roadmap_past.nearest(first, first, latest) == (first, "")
    assert roadmap_past.nearest(latest, first, latest) == (latest, "")


def test_one_initiative_shows_what_could_be_shown_its_case_and_its_versions(opened, home):
    [one] = roadmap(records_of(home))
    app = opened(home, "roadmap", initiative=str(one.id))
    assert not app.exception
    assert not app.error
    said = texts(app)
    assert "Promises +0.4 points, Conversion, by 31 Dec 2026." in said
    assert "What could be shown" in said
    assert "There is no business case" in said
    [versions] = [e.proto.body for e in app.get("html") if "Every version of" in e.proto.body]
    assert "<td>Bo</td>" in versions
    assert f"<td>{words.day(utc_now().date())}</td>" in versions


def test_ideas_are_ranked_with_a_line_and_dots_are_spent(opened, home):
    app = as_somebody(opened(home, "roadmap", look="choose", weeks="10"))
    assert not app.exception
    [one] = roadmap(records_of(home))
    app.number_input(key=f"dots_{one.id}_Ann").set_value(3)
    app = press(app, "Spend them")
    assert any("3" in html and "Free returns" in html for html in clickable_html(app))


def test_while_it_is_planned_the_form_says_what_could_be_shown_and_offers_regions(opened, home):
    app = as_somebody(opened(home, "roadmap", new="1"))
    app.selectbox(key=f"{NEW}goal").set_value(goal_of(records_of(home), "conversion"))
    app.number_input(key=f"{NEW}promised_effect").set_value(3.0)
    app.date_input(key=f"{NEW}promised_last").set_value(date(2027, 3, 31))
    app = app.run()
    assert "What could be shown" not in texts(app)  # it says no first day yet
    app.date_input(key=f"{NEW}start").set_value(date(2026, 12, 1))
    app.segmented_control(key=f"{NEW}design").set_value("regions")
    app = app.run()
    assert not app.exception
    said = texts(app)
    assert "What could be shown" in said
    assert "Regions whose past went alike" in said
    app = press(app, "Take these regions")
    pilot, control = (app.multiselect(key=f"{NEW}{name}").value for name in ("pilot", "control"))
    assert pilot
    assert len(control) > len(pilot)
    assert "The smallest effect that could be seen" in texts(app)
    assert "The smallest p that these regions can reach" in texts(app)
    assert "Take these regions" not in [button.label for button in app.button]


def test_a_move_into_the_lane_of_a_goal_that_does_not_fit_is_refused_and_others_are_kept(home):
    store = records_of(home)
    [one] = roadmap(store)
    records.change(store, BO, one.id, one.version, guardrails=["retention"])
    to = {"goal_id": goal_of(store, "retention"), "quarter": "2026-Q4", "position": 1.0}
    with pytest.raises(BadUse, match="guardrail"):
        initiatives.move(store, BO, one.id, 2, to)
    moved = initiatives.move(store, BO, one.id, 2, {"quarter": "2026-Q4", "position": 1.0})
    assert (moved.version, moved.quarter, moved.goal_id) == (3, "2026-Q4", one.goal_id)
    with pytest.raises(Conflict):
        initiatives.move(store, BO, one.id, 2, {"quarter": "2027-Q1", "position": 1.0})
