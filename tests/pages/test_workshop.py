"""A workshop on its page: what the room sees of an initiative, and what stays with the decision about it."""

import re
from datetime import date, datetime

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.identity import SETTING
from dashboard.progress import agenda, goals, matters, session, snapshot, today
from dashboard.progress.agenda import Kind, Matter
from dashboard.progress.standing import standing, standings
from dashboard.records import decisions, sessions
from dashboard.records import initiatives as records
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS
from dashboard.records.store import opened as records_of
from dashboard.records.tables import Decision
from dashboard.views import (
    goal_words,
    kept_figure,
    state,
    words,
    workshop_decisions,
    workshop_figures,
    workshop_preread,
)
from tests import goals as kept_goals
from tests import homes
from tests.pages.test_roadmap import goal_of

BO = Actor("Bo")
DAY = date(2026, 9, 1)
CONTROL = ["North", "West", "East", "Scotland", "Germany", "France", "Ireland", "Netherlands"]
REGIONS = ["South", "Austria", "Midlands"]


@pytest.fixture
def store(demo, monkeypatch, tmp_path):
    """The demo with its pilot; what a test writes is forgotten after it."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/records.sqlite")
    store = records_of(demo)
    goals.set_demo_goals(store)
    records.add(
        store, BO, title="Stay with us", goal_id=goal_of(store, "retention"), metric="retention", owner="Bo",
        state="done", start=date(2026, 1, 1), promised_effect=6.0, promised_by=date(2026, 7, 1),
        design="regions", pilot=REGIONS, control=CONTROL,
        milestones=[{"name": "told to all", "due": "2026-08-01"}],
    )  # fmt: skip
    return store


@pytest.fixture
def item(store):
    [one] = records.initiatives(store)
    found = agenda.of_matter(
        Matter(Kind.VERDICT, f"initiative {one.id}", one.title, "came in", minutes=5), "1"
    )
    sessions.add(
        store, BO, title="Autumn", planned_on=DAY, quarter="2026-Q3", agenda=agenda.rows([found])
    )
    return found


@pytest.mark.parametrize(
    ("page", "name", "answer"),
    [
        ("workshop", "session", "There is no such workshop"),
        ("roadmap", "initiative", "There is no such initiative"),
        ("roadmap", "edit", "There is no such initiative"),
        ("goals", "goal", "There is no such goal"),
        ("goals", "edit", "There is no such goal"),
        ("vote", "session", "Nothing is voted on"),
    ],
)
def test_a_number_that_no_record_can_have_leads_to_none(opened, said, one_day, page, name, answer):
    app = opened(one_day, page, **{name: "9" * 22})
    assert not app.exception
    assert answer in said(app)


def test_the_address_names_a_record_by_a_number_of_plain_digits():
    told = {
        "7": 7,
        "007": 7,
        "0": None,
        "-1": None,
        "²": None,
        "x": None,
        "": None,
        "3000000000": None,
    }
    assert {text: state.numbered(text) for text in told} == told


def test_the_room_sees_the_verdict_with_its_chart_and_limits(opened, said, demo, store, item):
    [made] = sessions.sessions(store)
    app = opened(demo, "workshop", session=str(made.id), present="1")
    assert not app.exception
    text = said(app)
    assert "+6 points, Retention, by 30 Jun 2026" in text
    assert "95 %:" in text.replace("\u202f", " ")
    assert "“told to all” due on 1 Aug 2026" in text
    [chart] = app.get("plotly_chart")
    assert "pilot" in chart.proto.spec


def test_a_decision_about_an_initiative_keeps_what_it_was_made_on(opened, said, demo, store, item):
    [made] = sessions.sessions(store)
    one = session.decide(
        store, BO, EVERYONE, made.id, item.key, what="Scale it", why="It works", who="Bo", due=DAY,
        today=DAY,
    )  # fmt: skip
    figure = one.figure
    assert figure["effect_unit"] == "points"
    assert figure["low"] < figure["value"] < figure["high"]
    assert {at["is_after"] for at in figure["rows"]} == {True, False}
    for at in figure["rows"]:
        assert at["gap"] == pytest.approx(at["pilot"] - at["control"])
    drawn = workshop_figures.kept_figure(figure)
    assert drawn["data"][0]["y"] == [at["pilot"] for at in figure["rows"]]
    assert workshop_figures.kept_amount(figure, -6.5) == "−6.5 points"
    taken = kept_figure.section(figure)
    assert len(taken.table.rows) == len(figure["rows"])
    assert taken.chart.lines[0].values == tuple(drawn["data"][0]["y"])
    app = opened(demo, "workshop", look="decisions")
    assert not app.exception
    shown = workshop_figures.kept_amount(figure, figure["value"])
    assert f"<div>then<b>{shown}</b></div>" in said(app)
    few = Viewer(regions=frozenset({"South"}))
    [kept] = decisions.decisions(store)
    assert snapshot.happened(kept, few, store).then is None


@pytest.fixture
def yearly(store):
    """The goal of the demo that is a change on a year before: revenue per buyer +15 %, due at the end of 2026."""
    return standing(goals.goal(store, goal_of(store, "revenue per buyer")), EVERYONE, store)


def test_a_change_on_a_year_before_is_told_with_the_period_of_its_target(
    opened, said, demo, store, yearly
):
    newest = words.target(yearly.goal.metric, yearly.target, "EUR")  # of 2026 Q3, and of no other
    aim = goal_words.aim(yearly, "EUR")
    assert aim.endswith(" in 2026 Q4")
    assert newest not in aim
    assert f"to be {aim}; " in workshop_preread._goal_line(yearly)
    text = said(opened(demo, "goals"))
    assert f"{aim} (+15" in text
    assert newest not in text


def test_a_kept_figure_says_its_period_and_has_a_target_for_each(store, yearly):
    figure = snapshot.of_goal(yearly)
    assert (figure["period"], workshop_figures.kept_period(figure)) == ("2026-07-01", "2026 Q3")
    before = {row["period"]: row["value"] for row in figure["rows"]}
    row = figure["rows"][-1]
    assert row["target"] == figure["target"] == pytest.approx(before["2025-07-01"] * 1.15)
    dashed = workshop_figures.kept_figure(figure)["data"][1]
    assert dashed["y"] == [row["target"] for row in figure["rows"]]
    early = snapshot.of_goal(yearly, until=date(2026, 5, 1))
    assert early["period"] == "2026-01-01"
    assert early["target"] == pytest.approx(before["2025-01-01"] * 1.15)


def kept(value, **facts):
    return {"unit": "percent", "label": "Conversion", "value": value, "grain": "month", **facts}


def decision(**facts):
    return Decision(what="Second decision", at=datetime(2026, 9, 1, 9), **facts)


@pytest.mark.parametrize(
    ("then", "now", "cells"),
    [
        (  # June against September
            kept(15.3, rows=[{"period": "2026-06-01", "value": 15.3}]), kept(19.5, period="2026-09-01"),
            ["then, Jun 2026", "now, Sep 2026", "change, season not taken out"],
        ),
        (
            kept(15.3, period="2025-09-01"), kept(19.5, period="2026-09-01"),
            ["then, Sep 2025", "now, Sep 2026", "change"],
        ),
        (
            kept(15.3, period="2026-06-01", is_total=True), kept(19.5, period="2026-09-01", is_total=True),
            ["then, until Jun 2026", "now, until Sep 2026", "change"],
        ),
        (kept(15.3), kept(19.5), ["then", "now", "change"]),
    ],
)  # fmt: skip
def test_a_decision_says_of_which_period_its_figure_was_and_is(then, now, cells):
    drawn = workshop_decisions.then_html(snapshot.Happened(decision(), then, now))
    assert re.findall("<div>([^<]+)<b>", drawn) == cells


def test_a_decision_without_a_reason_has_lines_of_its_own():
    drawn = workshop_decisions.decided_html(decision(due=date(2026, 12, 1)))
    assert "<b>Second decision</b><p><small>nobody yet · due on 1 Dec 2026" in drawn


def test_a_page_to_read_before_is_never_to_be_sent_on_a_day_that_is_past():
    told = [workshop_preread.sent(date(2026, 9, day), DAY) for day in (5, 2, 1)]
    assert told == [
        "One page for everybody who comes, to be sent by 3 Sep 2026.",
        "One page for everybody who comes, to be sent today.",
        "One page for everybody who comes, to be sent today.",
    ]
    assert workshop_preread.sent(DAY, date(2026, 9, 2)) == "One page for everybody who comes."


def test_in_the_demo_nothing_is_decided_after_its_last_day(demo, one_day):
    homes.choose(demo)
    assert today.today() == date(2026, 10, 1)
    assert today.day_of(datetime(2026, 11, 27, 9)) == date(2026, 10, 1)
    assert today.day_of(datetime(2026, 7, 8, 22, 30)) == date(2026, 7, 9)  # in Berlin
    homes.choose(one_day)
    assert today.day_of(datetime(2026, 3, 4, 12)) == date(2026, 3, 4)


def test_an_agenda_names_the_goals_off_track_for_which_there_was_no_room(
    opened, said, one_day, monkeypatch, tmp_path
):
    """Seven goals of the one day that were missed by far, of which an agenda takes five."""
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/records.sqlite")
    homes.choose(one_day)
    many = "".join(
        f"- {{name: ten orders {n}, metric: orders, grain: day, where: {{}}, kind: reach, target: 10, why: w,"
        " owner: Ann, start: 2026-03-01, due: 2026-03-04}\n"
        for n in range(7)
    )
    kept_goals.keep(one_day, many)
    store = records_of(one_day)
    made = session.plan(
        store, BO, EVERYONE, title="Autumn", planned_on=DAY, is_first=False, today=DAY
    )
    left = matters.off_beside(standings(EVERYONE, store), session.items(made))
    assert len(left) == 2
    text = said(opened(one_day, "workshop", session=str(made.id)))
    names = " and ".join(words.sentence(one.goal.name) for one in left)
    told = f"2 more goals are off track and not on this agenda: {names}."
    assert text.count(told) == 2  # beneath the agenda, and in what is read before
    assert matters.off_beside(standings(EVERYONE, store), agenda.first()) == []


def test_minutes_that_no_item_can_take_are_refused_in_words(opened, said, demo, store, item):
    [made] = sessions.sessions(store)
    app = opened(demo, "workshop", session=str(made.id))
    app.session_state["who_name"] = "Bo"
    [box] = app.number_input
    assert (box.value, '<span class="mp-quiet">min</span>' in said(app)) == (5, True)
    box.set_value(99999).run()
    assert [toast.value for toast in app.toast] == ["An item takes 1 to 120 minutes."]
    assert app.number_input[0].value == 5


def test_nothing_that_is_written_is_lost(opened, demo, store, item):
    [made] = sessions.sessions(store)
    sessions.change(store, BO, made.id, made.version, state="running")
    app = opened(demo, "workshop", session=str(made.id), present="1")
    app.session_state["who_name"] = "Bo"
    for length in (5001, 5000):
        [what] = [area for area in app.text_area if area.label == "What is decided?"]
        what.set_value("x" * length)
        next(one for one in app.button if one.label == "Keep the decision").click().run()
        assert not app.exception
        if length > 5000:
            assert "The text has 5001 letters. Write at most 5000." in app.toast[0].value
            assert len(what.value) == length
    [one] = decisions.decisions(store)
    assert (len(one.what), one.due) == (5000, date(2026, 10, 31))
    assert [area.value for area in app.text_area if area.label == "What is decided?"] == [""]
    form = opened(demo, "roadmap", new="1")
    assert {box.proto.max_chars for box in (*form.text_input, *form.text_area)} == {0}
