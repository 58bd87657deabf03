"""A workshop on its page: what the room sees of an initiative, and what stays with the decision about it."""

from datetime import date

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.identity import SETTING
from dashboard.progress import agenda, goals, session, snapshot
from dashboard.progress.agenda import Kind, Matter
from dashboard.records import decisions, sessions
from dashboard.records import initiatives as records
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS
from dashboard.records.store import opened as records_of
from dashboard.views import kept_figure, state, workshop_figures
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
    told = {"7": 7, "007": 7, "0": None, "-1": None, "²": None, "x": None, "": None, "3000000000": None}
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
        store, BO, EVERYONE, made.id, item.key, what="Scale it", why="It works", who="Bo", due=DAY
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
