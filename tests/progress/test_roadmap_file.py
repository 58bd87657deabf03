"""The roadmap as a file: out and in again the same, applied twice nothing, each mistake with its line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadData, BadUse
from dashboard.paths import home
from dashboard.progress import demo_roadmap, initiatives, roadmap_apply, roadmap_file
from dashboard.progress.roadmap import Milestone, Stage, roadmap
from dashboard.progress.roadmap_check import mistakes, with_others
from dashboard.progress.roadmap_draft import PARAGRAPHS, TEXT_LISTS, Draft, tidy
from dashboard.progress.roadmap_versions import moved_since, roadmap_as_of, versions
from dashboard.records import goals as goal_records
from dashboard.records import initiatives as records
from dashboard.records import keep
from dashboard.records.keep import Actor, Conflict, Gone
from dashboard.records.store import opened
from dashboard.warehouse import reader

ANN = Actor("Ann")
TODAY = date(2026, 10, 1)

ROADMAP = """\
initiatives:
  - title: Free returns
    goal: retention
    state: running
    start: 2026-01-01
    end: 2026-07-01
    promised_effect: 2
    promised_by: 2026-10-01
    hypothesis: Who can send it back buys again.
    guardrails: [refund_rate]
    design: regions
    pilot: [South]
    control: [North]
    stages:
      - {name: Pilot, start: 2026-01-01, end: 2026-04-01, gate: scale}
    owner: Ann
    team: [Ann]
    cost_once: 1000
    depends_on: [Labels]
  - title: Labels
    goal: retention
    promised_effect: 1
    promised_by: 2026-10-01
    owner: Bo
"""


@pytest.fixture
def store(tmp_path):
    reader.use(home(tmp_path))
    store = opened(home(tmp_path))
    for name, metric in (("retention", "retention"), ("waits", "response_time")):
        goal_records.add(
            store, ANN, name=name, metric=metric, grain="month", kind="reach", target=40.0,
            starts_on=date(2026, 1, 1), due_on=date(2027, 1, 1),
        )  # fmt: skip
    return store


def steps(store, text, **more):
    entries = roadmap_file.read(text, "roadmap.yaml")
    found = initiatives.steps(store, entries, **more)
    roadmap_apply.check(found, entries, initiatives.known(store, TODAY), "roadmap.yaml")
    return found


def applied(store, text, **more):
    return [step.does for step in initiatives.apply(store, ANN, steps(store, text, **more))]


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
NAMES = TEXTS.filter(lambda text: " ".join(text.split()))
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3) + 0.0)
MAYBE = st.none() | NUMBERS


STAGES = st.builds(
    Stage, name=NAMES, what=TEXTS, start=st.none() | DAYS, gate=st.sampled_from([None, "scale"])
)
MILESTONES = st.builds(Milestone, name=NAMES, due=DAYS, done_on=st.none() | DAYS)


@st.composite
def drafts(draw):
    """Whatever can be written, also what no check would let through."""
    return tidy(Draft(
        title=draw(NAMES), goal=draw(NAMES), state=draw(st.sampled_from(["idea", "running"])),
        quarter=draw(st.sampled_from(["", "2026-Q4"])), start=draw(st.none() | DAYS), position=draw(NUMBERS),
        promised_effect=draw(MAYBE), promised_by=draw(st.none() | DAYS), cost_month=draw(MAYBE),
        confidence=draw(MAYBE), decided=draw(st.none() | DAYS),
        stages=tuple(draw(st.lists(STAGES, max_size=2))),
        milestones=tuple(draw(st.lists(MILESTONES, max_size=2))),
        **{name: draw(TEXTS) for name in PARAGRAPHS},
        **{name: tuple(draw(st.lists(NAMES, max_size=2))) for name in (*TEXT_LISTS, "depends_on")},
    ))  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(drafts(), max_size=3, unique_by=lambda draft: draft.title))
def test_whatever_is_written_reads_back_the_same(found):
    text = roadmap_file.write(found)
    assert [entry.draft for entry in roadmap_file.read(text, "roadmap.yaml")] == found
    assert roadmap_file.write([e.draft for e in roadmap_file.read(text, "x")]) == text


def test_a_file_is_applied_once_and_exported_as_it_was(store):
    assert applied(store, ROADMAP) == ["added", "added"]
    text = initiatives.exported(store)
    assert applied(store, text) == []
    assert applied(store, ROADMAP) == []
    assert initiatives.exported(store) == text
    assert "depends_on:\n      - Labels" in text


def test_a_change_under_the_day_of_what_it_changes_is_applied_once_and_is_of_today(store):
    older = ROADMAP.replace("    owner: Bo\n", "    owner: Bo\n    decided: 2026-08-17\n")
    assert applied(store, older) == ["added", "added"]
    text = older.replace("owner: Bo", "owner: Cleo")
    assert applied(store, text) == ["changed"]
    assert applied(store, text) == []
    yesterday = keep.utc_now().date() - timedelta(days=1)
    [labels] = [one for one in roadmap_as_of(store, yesterday) if one.title == "Labels"]
    assert labels.owner == "Bo"
    assert "Labels" in [one.title for one in moved_since(store, yesterday)]


def test_an_exported_roadmap_makes_the_same_one_elsewhere(store, tmp_path):
    applied(store, ROADMAP)
    text = initiatives.exported(store)
    other = opened(home(tmp_path / "other"))
    for row in goal_records.goals(store):
        goal_records.add(
            other, ANN, name=row.name, metric=row.metric, grain="month", kind="reach", target=1.0,
            starts_on=row.starts_on, due_on=row.due_on,
        )  # fmt: skip
    applied(other, text)
    assert initiatives.exported(other) == text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("goal: retention\n    state", "gaol: retention\n    state",
         "line 3: 'gaol' is not known here. Did you mean 'goal'"),
        ("promised_effect: 2", "promised_effect: two", "line 7: 'two' is not a number"),
        ("start: 2026-01-01\n", "start: 2026-13-01\n", "line 5: '2026-13-01' is not a date"),
        ("title: Labels", "title: Free returns", "line 20: 'Free returns' is the title of two initiatives"),
        ("    team: [Ann]\n", "", "line 2: It runs. Add the team, or leave it an idea."),
        ("guardrails: [refund_rate]", "guardrails: [refund_rat]",
         "line 10: No metric 'refund_rat'. Did you mean 'refund_rate'"),
        ("promised_effect: 1", "promised_effect: -1", "line 22: Retention is better high: -1 would make it worse"),
        ("    owner: Bo\n", "    owner: Bo\n    depends_on: [Free returns]\n", "would wait for itself"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line(store, old, new, words):
    with pytest.raises(BadData) as error:
        steps(store, ROADMAP.replace(old, new, 1))
    assert words in str(error.value)
    assert list(records.initiatives(store)) == []


def test_what_is_not_named_stays_unless_it_is_pruned(store):
    applied(store, ROADMAP)
    less = "initiatives:\n" + ROADMAP[ROADMAP.index("  - title: Labels") :]
    assert applied(store, less) == []
    assert applied(store, less, prune=True) == ["removed"]
    assert [one.title for one in roadmap(store)] == ["Labels"]


def test_what_it_is_judged_by_is_frozen_when_it_starts_and_a_later_change_shows(store):
    planned = ROADMAP.replace("state: running", "state: planned")
    applied(store, planned)
    assert {one.frozen for one in roadmap(store)} == {None}
    applied(store, ROADMAP)
    running = next(one for one in roadmap(store) if one.title == "Free returns")
    frozen = running.frozen
    assert (frozen.metric, frozen.start, frozen.by) == (
        "retention",
        date(2026, 1, 1),
        date(2026, 10, 1),
    )
    assert (frozen.effect, frozen.unit, frozen.pilot, frozen.control) == (
        2.0,
        "points",
        ("South",),
        ("North",),
    )
    assert running.changed_since_start == ()

    easier = ROADMAP.replace("promised_effect: 2", "promised_effect: 1", 1)
    with pytest.raises(
        BadData,
        match=r"line 2: .*judged by is changed \(promised effect\)",
    ):
        steps(store, easier)
    applied(store, easier, because="Two colleagues left")
    changed = next(one for one in roadmap(store) if one.title == "Free returns")
    assert changed.changed_since_start == ("promised_effect",)
    assert (changed.frozen, changed.because) == (frozen, "Two colleagues left")


def test_of_two_versions_what_is_chosen_is_checked_and_frozen_where_it_starts(store):
    applied(store, ROADMAP.replace("state: running", "state: planned"))
    [first] = [row for row in records.initiatives(store) if row.title == "Free returns"]
    told = initiatives.draft(store, first.id)
    initiatives.change(store, ANN, first.id, 1, replace(told, owner="Cleo"), TODAY)
    with pytest.raises(Conflict) as met:
        initiatives.change(store, ANN, first.id, 1, replace(told, state="running"), TODAY)
    with pytest.raises(BadUse, match="Add the team"):
        initiatives.settled(store, ANN, met.value, {"state": "running", "team": []})
    initiatives.settled(store, ANN, met.value, {"state": "running", "owner": "Cleo"})
    now = records.initiative(store, first.id)
    assert (now.state, now.owner, now.frozen["threshold"]["effect"]) == ("running", "Cleo", 2.0)


def test_what_is_dropped_says_why(store):
    applied(store, ROADMAP)
    [labels] = [row for row in records.initiatives(store) if row.title == "Labels"]
    with pytest.raises(BadUse, match="It is dropped"):
        initiatives.drop(store, ANN, labels.id, 1, " ", TODAY)
    initiatives.drop(store, ANN, labels.id, 1, "Nobody reads them.", TODAY)
    assert records.initiative(store, labels.id).dropped_why == "Nobody reads them."
    with pytest.raises(Gone):
        initiatives.drop(store, ANN, 99, 1, "x", TODAY)


def test_an_idea_is_asked_little_and_frozen_never(store):
    applied(store, ROADMAP.replace("state: running", "state: idea"))
    assert [one.frozen for one in roadmap(store)] == [None, None]


def test_the_demo_has_a_history_that_can_be_seen_on_any_day(store):
    for name in ("conversion", "churn", "csat", "nps", "revenue_per_buyer"):
        titles = {
            "csat": "satisfaction with support", "nps": "recommendation after delivery",
            "revenue_per_buyer": "revenue per buyer",
        }  # fmt: skip
        goal_records.add(
            store, ANN, name=titles.get(name, name), metric=name, grain="month", kind="reach", target=40.0,
            starts_on=date(2026, 1, 1), due_on=date(2027, 1, 1),
        )  # fmt: skip
    waits = next(row for row in goal_records.goals(store) if row.name == "waits")
    goal_records.change(store, ANN, waits.id, 1, name="response time")
    known = with_others(initiatives.known(store, TODAY), demo_roadmap.versions())
    assert [m for d in demo_roadmap.versions() for m in mistakes(d, known)] == []
    demo_roadmap.set_demo_roadmap(store)
    demo_roadmap.set_demo_roadmap(store)  # once

    now = {one.title: one for one in roadmap(store)}
    pilot = now["Stay with us, the pilot"]
    assert (pilot.state, pilot.frozen.effect, pilot.version) == ("done", 6.0, 4)
    assert len(now) == 14

    def then(day):
        return {one.title: one.state.value for one in roadmap_as_of(store, day)}

    # planned on 14 July 2025, running from 1 September, done on 2 December
    tickets = "Tickets to the first free colleague"
    assert then(date(2025, 7, 13)) == {}
    assert then(date(2025, 8, 31)) == {tickets: "planned"}
    assert then(date(2025, 9, 1)) == {tickets: "running"}
    assert then(date(2025, 12, 7)) == {tickets: "done", "Stay with us, the pilot": "idea"}
    assert then(TODAY) == {title: one.state.value for title, one in now.items()}

    moved = {one.title: one for one in moved_since(store, date(2026, 6, 20))}
    assert moved["Advice by video"].did == "added"
    pages = moved["Shorter product pages on phones"]
    assert [(d.field, d.before, d.after) for d in pages.differences] == [
        ("state", "running", "done")
    ]
    assert tickets not in moved
    pages = now["Shorter product pages on phones"]
    assert pages.changed_since_start == ("promised_by",)
    assert [v.since.isoformat() for v in versions(store, pages.id)] == [
        "2026-04-14", "2026-05-12", "2026-06-15", "2026-07-02",
    ]  # fmt: skip


def test_what_was_taken_away_is_there_on_the_days_before(store):
    applied(
        store,
        ROADMAP.replace("    cost_once: 1000\n", "    cost_once: 1000\n    decided: 2026-02-01\n"),
    )
    free = next(one for one in roadmap(store) if one.title == "Free returns")
    records.remove(store, ANN, free.id, free.version)
    assert [one.title for one in roadmap_as_of(store, date(2026, 3, 1))] == ["Free returns"]
    gone = moved_since(store, date(2026, 3, 1))
    assert [(one.title, one.did) for one in gone] == [
        ("Labels", "added"),
        ("Free returns", "removed"),
    ]
