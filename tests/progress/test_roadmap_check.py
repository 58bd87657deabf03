"""Each thing that is wrong with an initiative is named with what is to be done about it."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.errors import BadUse
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress.roadmap import Milestone, Stage
from dashboard.progress.roadmap_check import Known, mistakes, refuse, still_open
from dashboard.progress.roadmap_draft import Draft

TODAY = date(2026, 10, 1)
KNOWN = Known(
    TODAY,
    {"retention": CATALOGUE["retention"], "waits": CATALOGUE["response_time"], "nps": CATALOGUE["nps"]},
    depends_on={"First": (), "Second": ("First",), "Third": ("Second",)},
    regions=["North", "South"],
)  # fmt: skip
IDEA = Draft(
    title="Free returns", goal="retention", promised_effect=2.0, promised_by=date(2027, 1, 1),
    owner="Ann",
)  # fmt: skip
RUNNING = replace(
    IDEA, state="running", start=date(2026, 1, 1), end=date(2026, 12, 1), hypothesis="They come back.",
    guardrails=("refund_rate",), stages=(Stage("Pilot"),), team=("Ann",), cost_once=0.0,
)  # fmt: skip


def wrong(draft, known=KNOWN, **more):
    return {mistake.field: str(mistake.words) for mistake in mistakes(draft, known, **more)}


def test_an_idea_needs_title_goal_effect_day_and_owner_and_nothing_else():
    assert wrong(IDEA) == {}
    empty = Draft(title="", goal="")
    assert list(wrong(empty)) == ["title", "goal", "promised_effect", "promised_by", "owner"]
    with pytest.raises(BadUse) as error:
        refuse(empty, KNOWN)
    assert "The owner is missing. Say whose initiative it is." in str(error.value)


def test_what_is_planned_or_runs_is_asked_for_more():
    assert wrong(RUNNING) == {}
    planned = wrong(replace(IDEA, state="planned"))
    assert list(planned) == ["hypothesis", "guardrails", "stages", "start", "team", "cost_once"]
    assert planned["hypothesis"] == "It is planned. Add the hypothesis, or leave it an idea."
    assert "systems" in still_open(RUNNING)
    assert still_open(IDEA) == ()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"state": "runing"}, "state", "No state 'runing'. Did you mean 'running'"),
        ({"goal": "retentoin"}, "goal", "No goal 'retentoin'. Did you mean 'retention'"),
        ({"metric": "retentoin"}, "metric", "No metric 'retentoin'"),
        ({"promised_effect": 0.0}, "promised_effect", "An effect of nought is no promise"),
        ({"promised_effect": -2.0}, "promised_effect",
         "Retention is better high: -2 would make it worse. Change the sign."),
        ({"goal": "waits", "promised_effect": 60.0}, "promised_effect", "is better low: +60 would make it worse"),
        ({"promised_effect": 101.0}, "promised_effect", "goes from 0 to 100; it cannot change by +101 points"),
        ({"goal": "nps", "promised_unit": "percent"}, "promised_unit", "Say the effect in points"),
        ({"goal": "waits", "promised_unit": "percent", "promised_effect": -100.0}, "promised_effect",
         "Less than nothing"),
        ({"promised_unit": "share"}, "promised_unit", "There are: percent, points."),
        ({"goal": "waits", "promised_unit": "percent", "promised_effect": -1e300}, "promised_effect",
         "Less than nothing"),
        ({"metric": "revenue", "promised_unit": "percent", "promised_effect": 1001.0}, "promised_effect",
         "Say a change of at most 1,000 %"),
        ({"metric": "revenue", "promised_effect": 1e308}, "promised_effect", "1e+308 is more than any company"),
        ({"cost_once": 1e13}, "cost_once", "Write a number from nought to 1,000,000,000,000."),
        ({"quarter": "0000-Q1"}, "quarter", "Years go from 1900 to 2200"),
        ({"quarter": "٢٠٢٧-Q1"}, "quarter", "is no quarter"),
        ({"design": "people", "control": ("20",)}, "control", "'20' is no share of people to hold out"),
        ({"design": "people", "control": ("20 %", "30 %")}, "control", "is no share of people"),
        ({"risks": ("x" * 1001,)}, "risks", "A line has 1001 letters. Write at most 1000."),
        ({"team": tuple(f"p{n}" for n in range(201))}, "team", "201 lines are too many"),
        ({"stages": (Stage("Pilot", "x" * 2000),)}, "stages", "A line has 2000 letters"),
        ({"guardrails": ("refunds",)}, "guardrails", "No metric 'refunds'. Did you mean 'refund_rate'"),
        ({"guardrails": ("retention",)}, "guardrails", "a guardrail is another metric"),
        ({"end": date(2025, 12, 1)}, "end", "It ends on 2025-12-01, not after its start (2026-01-01)"),
        ({"promised_by": date(2026, 1, 1)}, "promised_by", "not after its start"),
        ({"start": date(2026, 11, 1)}, "start", "which is to come, so it does not run yet. Leave it planned."),
        ({"state": "done"}, "end", "so it is not done yet. Leave it running."),
        ({"quarter": "Q4 2026"}, "quarter", "Quarters are written 2026-Q4."),
        ({"stages": (Stage("Pilot", gate="go"),)}, "stages",
         "No answer at a gate 'go'. There are: adjust, scale, stop."),
        ({"stages": (Stage("Late", end=date(2027, 1, 1)),)}, "stages", "after the initiative does (2026-12-01)"),
        ({"stages": (Stage("A", start=date(2026, 3, 1), end=date(2026, 3, 1)),)}, "stages",
         "not after its start (2026-03-01)"),
        ({"milestones": (Milestone("Live", TODAY, date(2026, 10, 2)),)}, "milestones", "that is to come"),
        ({"design": "regions"}, "pilot", "It is tried in regions first. Say which."),
        ({"design": "regions", "pilot": ("Suth",)}, "pilot", "No region 'Suth'. Did you mean 'South'"),
        ({"design": "regions", "pilot": ("South",), "control": ("South",)}, "control",
         "South cannot be pilot and control"),
        ({"pilot": ("South",)}, "pilot", "There is no pilot (design: none)"),
        ({"cost_month": -1.0}, "cost_month", "The cost is -1. Write a number from nought"),
        ({"benefit_low": 1.0}, "benefit_low", "say at least and at most"),
        ({"benefit_low": 2.0, "benefit_high": 1.0}, "benefit_low", "at least 2 and at most 1. Change them round."),
        ({"confidence": 60.0}, "confidence", "It goes from 0 (surely not) to 1 (for sure)."),
        ({"depends_on": ("Frist",)}, "depends_on", "No initiative 'Frist'. Did you mean 'First'"),
        ({"title": "First", "depends_on": ("Third",)}, "depends_on", "First → Third → Second → First"),
        ({"title": "First", "depends_on": ("First",)}, "depends_on", "First → First"),
        ({"state": "dropped"}, "dropped_why", "It is dropped. Say why"),
        ({"decided": date(2026, 10, 2)}, "decided", "that is to come"),
        ({"title": "x" * 81}, "title", "81 letters"),
    ],
)  # fmt: skip
def test_each_refusal_names_the_field_and_the_remedy(changes, field, words):
    found = wrong(replace(RUNNING, **changes))
    assert field in found, found
    assert words in found[field]


def test_a_change_of_what_it_is_judged_by_says_why_anew_once_it_started():
    later = replace(RUNNING, promised_by=date(2027, 3, 1), guardrails=("csat",))
    assert wrong(later, before=RUNNING) == {}
    found = wrong(later, before=RUNNING, has_started=True)
    assert found == {
        "because": "It has started, and what it is judged by is changed (day of the promise and guardrails). "
        "Say because of what."
    }
    told = replace(later, because="The tool came late")
    assert wrong(told, before=RUNNING, has_started=True) == {}
    again = replace(told, promised_by=date(2027, 4, 1))
    assert "because" in wrong(again, before=told, has_started=True)
    assert wrong(replace(RUNNING, owner="Bo"), before=RUNNING, has_started=True) == {}


def test_a_goal_that_was_taken_away_is_missing_only_where_it_is_not_over():
    assert "goal" in wrong(replace(RUNNING, goal="", metric="retention"))
    over = replace(RUNNING, goal="", metric="retention", state="done", end=date(2026, 9, 1))
    assert wrong(over) == {}
