"""Goals as a file: read with lines, written so that it reads back, applied once and then nothing more."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import BadData
from dashboard.paths import home
from dashboard.progress import goal_apply, goal_file
from dashboard.progress.goal import Milestone
from dashboard.progress.goal_check import Known
from dashboard.progress.goal_draft import Draft, tidy, where_of
from dashboard.progress.goal_versions import moved, spans, versions
from dashboard.records import goals as records
from dashboard.records.keep import Actor, Conflict
from dashboard.records.store import opened

ANN = Actor("Ann")
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
KINDS = st.sampled_from(["reach", "change", "total"])
NAMES = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)


@pytest.fixture
def store(tmp_path):
    return opened(home(tmp_path))


@st.composite
def drafts(draw):
    base = draw(st.none() | st.tuples(DAYS, DAYS))
    return tidy(Draft(
        name=draw(NAMES), metric=draw(NAMES), start=draw(DAYS), due=draw(DAYS), grain=draw(NAMES),
        where=where_of(draw(st.dictionaries(NAMES, st.lists(TEXTS, max_size=3), max_size=3))),
        define=tuple(draw(st.lists(NAMES, max_size=2))), kind="change" if base else draw(KINDS),
        target=draw(st.none() | NUMBERS), change_percent=draw(st.none() | NUMBERS),
        change_points=draw(st.none() | NUMBERS), base=base,
        milestones=tuple(draw(st.lists(st.builds(Milestone, DAYS, NUMBERS, TEXTS), max_size=3))),
        owner=draw(TEXTS), department=draw(TEXTS), why=draw(TEXTS), pinned=draw(st.booleans()),
        parent=draw(TEXTS), because=draw(TEXTS), decided=draw(st.none() | DAYS), closed=draw(st.none() | DAYS),
    ))  # fmt: skip


@given(st.lists(drafts(), max_size=4, unique_by=lambda draft: draft.name))
@settings(max_examples=60, deadline=None)
def test_what_is_written_reads_back_the_same(found):
    text = goal_file.write(found)
    assert [entry.draft for entry in goal_file.read(text, "goals.yaml")] == found
    assert goal_file.write([entry.draft for entry in goal_file.read(text, "goals.yaml")]) == text


GOALS = """\
goals:
  - name: conversion
    metric: conversion
    target: 20
    start: 2026-01-01
    due: 2027-01-01
    milestones:
      - {on: 2026-07-01, level: 18}
  - name: no
    metric: conversion
    where: {region: NO, identified: True}
    target: 1e1
    start: 2026-01-01
    due: 2027-01-01
    parent: conversion
"""


def test_text_stays_text_whatever_yaml_makes_of_it():
    _, second = goal_file.read(GOALS, "goals.yaml")
    assert second.draft.name == "no"
    assert second.draft.where == (("identified", ("true",)), ("region", ("NO",)))
    assert second.draft.target == 10.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("metric: conversion\n    target", "metrik: conversion\n    target",
         "goals.yaml, line 3: 'metrik' is not known here. Did you mean 'metric'?"),
        ("target: 20", "target: twenty", "goals.yaml, line 4: 'twenty' is not a number. Write one such as 20 or 4.5."),
        ("target: 20", "target: .nan", "line 4: '.nan' is not a number"),
        ("2026-01-01", "1.1.2026", "goals.yaml, line 5: '1.1.2026' is not a date. Dates are written 2026-01-31."),
        ("level: 18", "lvl: 18", "goals.yaml, line 8: 'lvl' is not known here. Did you mean 'level'?"),
        ("{on: 2026-07-01, level: 18}", "{on: 2026-07-01}", "goals.yaml, line 8: 'level' of the milestone is missing."),
        ("name: no", "name: conversion", "goals.yaml, line 9: 'conversion' is the name of two goals. Rename one."),
        ("  - name: no\n    metric: conversion", "  - name: no", "goals.yaml, line 9: 'metric' is missing. Add it."),
        ("name: no", "name: [no]", "goals.yaml, line 9: here should be text."),
        ("name: no", "name: no\n    name: yes", "goals.yaml, line 10: 'name' stands twice. Take one out."),
        ("parent: conversion", "base: {start: 2025-01-01}", "goals.yaml, line 15: 'end' of the base is missing."),
        ("parent: conversion", "pinned: perhaps", "goals.yaml, line 15: 'perhaps' should be true or false."),
        ("goals:", "targets:", "goals.yaml, line 1: 'targets' is not known here. Known are: goals."),
        ("goals:", "goals: [", "goals.yaml, line 2:"),
        ("name: no", "name: &a no\n    owner: *a", "goals.yaml: it refers to parts of itself (*). Write them out."),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line(old, new, said):
    with pytest.raises(BadData) as error:
        goal_file.read(GOALS.replace(old, new, 1), "goals.yaml")
    assert said in str(error.value)


def apply(store, text, known=None, **options):
    entries = goal_file.read(text, "goals.yaml")
    steps = goal_apply.steps(records.goals(store), entries, **options)
    goal_apply.check(steps, entries, known or _known(store), "goals.yaml")
    return [(step.name, step.does) for step in goal_apply.apply(store, ANN, steps)]


def _known(store):
    names = {row.id: row.name for row in records.goals(store)}
    parents = {row.name: names.get(row.parent_id, "") for row in records.goals(store)}
    return Known(date(2026, 3, 1), parents=parents)


def exported(store):
    return goal_file.write(goal_apply.drafts(records.goals(store)))


def test_applied_twice_changes_nothing_and_what_is_exported_is_what_is_kept(store):
    assert apply(store, GOALS) == [("conversion", "added"), ("no", "added")]
    assert apply(store, GOALS) == []
    assert apply(store, exported(store)) == []
    assert [row.version for row in records.goals(store)] == [1, 1]
    first, second = records.goals(store)
    assert second.parent_id == first.id


def test_parents_may_stand_below_their_parts_and_only_prune_takes_away(store):
    head, first, second = GOALS.partition("  - name: conversion")[0], *GOALS.split("  - name: ")[1:]
    turned = f"{head}  - name: {second}  - name: {first}"
    assert apply(store, turned) == [("no", "added"), ("conversion", "added")]
    only = f"{head}  - name: {first}"
    assert apply(store, only) == []
    assert apply(store, only, prune=True) == [("no", "removed")]
    apply(store, GOALS)
    with pytest.raises(BadData, match="No goal 'conversion'"):
        apply(store, f"{head}  - name: {second}".replace("10", "11"), prune=True)


def test_a_goal_that_is_moved_by_a_file_says_because(store):
    apply(store, GOALS)
    higher = GOALS.replace("target: 20", "target: 21")
    with pytest.raises(
        BadData, match=r"goals.yaml, line 2: The goal is moved \(target\). Say because of what."
    ):
        apply(store, higher)
    assert apply(store, higher, because="new pages") == [("conversion", "changed")]
    assert apply(store, higher) == []  # the file need not say it again
    dated = higher.replace(
        "target: 21", "target: 22\n    because: more pages\n    decided: 2026-02-01"
    )
    assert apply(store, dated) == [("conversion", "changed")]
    owned = dated.replace("metric: conversion", "metric: conversion\n    owner: Mara", 1)
    assert apply(store, owned) == [("conversion", "changed")]
    found = versions(store, records.goals(store)[0].id)
    assert [(v.goal.target, v.moves, v.because) for v in found] == [
        (20.0, (), ""), (21.0, ("target",), "new pages"), (22.0, ("target",), "more pages"), (22.0, (), "more pages"),
    ]  # fmt: skip
    assert (moved(found).times, moved(found).last_on) == (2, date(2026, 2, 1))


def test_a_move_under_the_old_day_of_decision_is_of_today(store):
    dated = GOALS.replace("target: 20", "target: 20\n    decided: 2025-12-08")
    apply(store, dated)
    higher = dated.replace("target: 20\n", "target: 21\n")
    assert apply(store, higher, because="new pages") == [("conversion", "changed")]
    assert apply(store, higher) == []  # the old day does not come back
    assert moved(versions(store, records.goals(store)[0].id)).last_on == date.today()


def test_all_of_a_file_or_nothing(store):
    with pytest.raises(BadData, match="line 10: No metric 'nonsense'"):
        apply(store, GOALS.replace("metric: conversion\n    where", "metric: nonsense\n    where"))
    assert list(records.goals(store)) == []


def test_who_was_quicker_is_not_overwritten_by_a_file(store):
    apply(store, GOALS)
    entries = goal_file.read(
        GOALS.replace("target: 20", "target: 21\n    because: x"), "goals.yaml"
    )
    steps = goal_apply.steps(records.goals(store), entries)
    row = records.goals(store)[0]
    records.change(store, Actor("Bo"), row.id, 1, owner="Bo")
    with pytest.raises(Conflict, match="Bo changed this goal"):
        goal_apply.apply(store, ANN, steps)


def test_each_version_holds_from_the_day_on_which_it_was_decided(store):
    """Set in December, moved on 1 March and again on the same day: what held on no day is left out."""
    row = records.add(
        store, ANN, name="g", metric="conversion", grain="month", kind="reach", target=20.0,
        starts_on=date(2026, 1, 1), due_on=date(2027, 1, 1), decided_on=date(2025, 12, 8),
    )  # fmt: skip
    march = date(2026, 3, 1)
    records.change(store, ANN, row.id, 1, owner="Bo")
    records.change(store, ANN, row.id, 2, target=19.0, because="a", decided_on=march)
    records.change(store, ANN, row.id, 3, target=18.0, because="b", decided_on=march)
    found = versions(store, row.id)
    assert [(v.goal.target, start, end) for v, start, end in spans(found)] == [
        (20.0, date(2025, 12, 8), march), (18.0, march, date(2027, 1, 1)),
    ]  # fmt: skip
    assert moved(found).times == 2
    assert found[3].is_late == (found[3].at.date() > march)
    late = records.change(store, ANN, row.id, 4, target=17.0, because="c", decided_on=None)
    assert versions(store, row.id)[-1].since == late.updated_at.date()
    assert late.updated_at.date() > march - timedelta(days=1)


def test_when_a_goal_is_removed_its_parts_stand_by_themselves(store):
    apply(store, GOALS)
    whole, part = records.goals(store)
    records.remove(store, ANN, whole.id, whole.version)
    [left] = records.goals(store)
    assert (left.id, left.parent_id, left.version) == (part.id, None, 2)
    assert moved(versions(store, part.id)).times == 0
