"""Did it work? Verdicts with the limits in view, the days that count, the demo's pilot, the ledger's sentence."""

import math
from dataclasses import replace
from datetime import date
from itertools import combinations
from types import SimpleNamespace

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import metric_named
from dashboard.progress import proof_plan, trial
from dashboard.progress.ledger import Ledger, entry
from dashboard.progress.measured import Measured, PrePeriod
from dashboard.progress.proof import Proof, Verdict, judged, proven, verdict_of, worked
from dashboard.progress.trial import Design, Trial, grain_of
from queries.calendar import Grain
from queries.settled_people import Settled
from queries.slice import Slice, Window
from tests import homes

START = date(2026, 1, 1)
PILOT = ("Austria", "Midlands", "South")
CONTROL = ("Berlin", "East", "London", "North", "West")
"""Regions in which nothing else is planted; see data/demo/story.yaml."""
STAY = Trial(
    metric_named("retention"),
    Grain.MONTH,
    Window(START, date(2026, 10, 1)),
    Design.REGIONS,
    PILOT,
    CONTROL,
    8.0,
)
LOTS = replace(STAY, design=Design.PEOPLE, pilot=(), control=(), seed="stay with us")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> None:
    homes.choose(homes.demo(tmp_path_factory.mktemp("proof")))


@pytest.mark.parametrize(
    ("low", "high", "promised", "side", "verdict"),
    [
        (1, 3, 6, 1, Verdict.MOVED),  # less than promised, and moved
        (-1, 3, 6, 1, Verdict.NOT_MOVED),  # holds nought, leaves out 6
        (-1, 7, 6, 1, Verdict.CANNOT_TELL),  # holds both
        (-5, -1, 6, 1, Verdict.WRONG_WAY),
        (-5, -1, -6, -1, Verdict.MOVED),  # less is better
        (1, 3, -6, -1, Verdict.WRONG_WAY),
        (-1, 1, -6, -1, Verdict.NOT_MOVED),
        (None, None, 6, 1, Verdict.CANNOT_TELL),  # nothing is ruled out
        (-1, 1, None, 1, Verdict.CANNOT_TELL),  # nothing was promised
    ],
)
def test_a_verdict_is_where_the_limits_lie(low, high, promised, side, verdict):
    assert verdict_of(low, high, promised, side) is verdict


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1, 3, "cautious end of the 95 % range is better than nothing"),
        (-3, -1, "most hopeful end of the 95 % range is worse than nothing"),
        (-1, 3, "may have changed nothing, and it did not reach what was promised"),
        (-1, 7, "the 95 % range holds both"),
        (None, None, "So few regions"),
    ],
)
def test_the_reason_of_a_verdict_is_said_in_plain_words(low, high, words):
    span = trial.Span((), (), None, None, is_over=True)
    base = Proof(replace(STAY, promised=6.0), Verdict.CANNOT_TELL, "", is_over=True)
    alike = PrePeriod(12, 0.0, 0.9, "went alike")
    assert words in judged(base, Measured(1.0, low, high, 0.1, 12, 7, "m", alike), span).reason


def test_the_days_before_are_those_whose_value_was_known_at_the_start(demo):
    span = trial.span(STAY)
    # 1 October and 90 days is 30 December, the last month that knows nothing of 1 January
    assert span.before[-1].start == date(2025, 10, 1)
    assert len(span.before) == 12
    assert [p.start.month for p in span.after] == [1, 2, 3, 4, 5, 6, 7]
    assert span.is_over
    assert span.known_on == date(
        2026, 9, 29
    )  # 1 July and 90 days; 1 August would be known after the promised day


def test_before_its_time_nothing_is_told_but_when(demo):
    found = proven(replace(STAY, window=Window(START, date(2027, 1, 1))), EVERYONE)
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.when_known == date(2026, 12, 30)  # 1 October and 90 days
    assert found.effect is not None  # what it looks like so far
    assert not found.is_over


def values() -> dict[tuple[str, date], tuple[float, float]]:
    """Value and people by region and month, everybody where they were before the start."""
    slice = Slice(
        Window(date(2024, 11, 1), date(2026, 8, 1)),
        Grain.MONTH,
        by=("region",),
        people=Settled(day=START),
    )
    found = evaluate.series(STAY.metric, EVERYONE, slice)
    return {(v.group["region"] or "", v.period.start): (v.value or 0.0, v.n or 0.0) for v in found}


def test_the_effect_on_the_demo_is_the_sum_done_by_hand(demo):
    before = [date(2024, n, 1) for n in (11, 12)] + [date(2025, n, 1) for n in range(1, 11)]
    after = [date(2026, n, 1) for n in range(1, 8)]
    known = values()
    change, weight = {}, {}
    for region in (*PILOT, *CONTROL):
        change[region] = sum(known[region, m][0] for m in after) / 7
        change[region] -= sum(known[region, m][0] for m in before) / 12
        weight[region] = sum(known[region, m][1] for m in before) / 12

    def effect(pilot) -> float:
        def mean(own):
            return sum(change[r] * weight[r] for r in own) / sum(weight[r] for r in own)

        return mean(pilot) - mean([r for r in change if r not in pilot])

    found = proven(STAY, EVERYONE)
    assert found.effect == pytest.approx(effect(PILOT))
    others = [abs(effect(own)) for own in combinations(change, 3)]
    assert found.p == pytest.approx(
        sum(o >= abs(effect(PILOT)) - 1e-9 for o in others) / math.comb(8, 3)
    )
    gaps = [moment.gap for moment in found.series]
    assert sum(gaps[12:]) / 7 - sum(gaps[:12]) / 12 == pytest.approx(found.effect)
    assert found.low <= 8.0 <= found.high  # the planted size; so small a demo holds much else


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"control": ()}, "no pilot and control regions"),
        ({"control": (*CONTROL, "South")}, "South cannot be pilot and control at once"),
        ({"control": ("Atlantis",)}, "No region of the control"),
        ({"window": Window(START, date(2026, 1, 20))}, "No whole period"),
        (
            {"metric": metric_named("ltv_predicted"), "design": Design.PEOPLE},
            "not a sum over people",
        ),
    ],
)
def test_what_is_lacking_is_said_and_no_verdict_given(demo, change, words):
    found = proven(replace(STAY, **change), EVERYONE)
    assert found.verdict is Verdict.CANNOT_TELL
    assert words in found.reason
    assert found.effect is None


def test_one_region_against_a_few_rules_out_nothing_and_says_so(demo):
    alone = proven(replace(STAY, pilot=("South",), control=("North",)), EVERYONE)
    assert alone.pre_period.p is None  # of two labellings no p could be less than 1
    assert "So few regions cannot show" in alone.pre_period.reason
    found = proven(replace(STAY, pilot=("South",)), EVERYONE)
    assert (found.low, found.high) == (None, None)
    assert "So few regions" in found.reason
    asked = proof_plan.planned_proof(replace(STAY, pilot=("South",)), EVERYONE)
    assert asked.smallest_p == pytest.approx(1 / 6)
    assert asked.is_enough is False


def test_a_viewer_of_one_region_sees_no_comparison(demo):
    found = proven(STAY, Viewer(regions=frozenset({"South"})))
    assert "may not see" in found.reason
    assert found.series == ()


def test_people_by_lot_are_told_apart_with_limits_and_guardrails(demo):
    found = proven(replace(LOTS, guardrails=("revenue", "nps", "cac")), EVERYONE)
    assert found.effect is not None
    assert found.low < found.effect < found.high
    assert not found.is_weaker
    assert [one.name for one in found.guardrails] == ["revenue", "nps", "cac"]
    assert found.guardrails[0].unit == "percent"
    assert found.guardrails[0].effect is not None
    assert found.guardrails[2].is_worse is None  # spend belongs to no person
    listed = proof_plan.people_of(LOTS, EVERYONE)
    sides = [one.side for one in listed]
    assert sides.count("held out") == pytest.approx(len(listed) / 2, rel=0.2)
    assert listed == proof_plan.people_of(LOTS, EVERYONE)


def test_without_a_pilot_it_is_weaker_and_says_so(demo):
    window = Window(date(2025, 9, 1), date(2026, 3, 1))
    found = proven(Trial(metric_named("orders"), Grain.MONTH, window, promised=50), EVERYONE)
    assert found.is_weaker
    assert "Weaker" in found.method
    before = [moment for moment in found.series if not moment.is_after]
    # an index of the series: 100 on average before, and the model runs through its scatter
    assert sum(moment.pilot for moment in before) / len(before) == pytest.approx(100, abs=2)
    assert sum(moment.gap for moment in before) / len(before) == pytest.approx(0, abs=1.5)
    assert any(abs(moment.gap) > 0.1 for moment in before)
    assert found.low < found.effect < found.high


def test_a_plan_says_what_could_be_seen_and_suggests_regions(demo):
    ahead = Window(date(2026, 10, 1), date(2027, 4, 1))
    found = proof_plan.planned_proof(replace(STAY, window=ahead), EVERYONE)
    assert found.smallest_p == pytest.approx(1 / 56)
    assert found.periods == 4  # October to January: known by April
    assert found.smallest_effect > 8  # so small a company could not show the promise
    assert found.is_enough is False
    assert found.suggestion is not None
    assert not set(found.suggestion.pilot) & set(found.suggestion.control)
    people = proof_plan.planned_proof(replace(LOTS, window=ahead), EVERYONE)
    assert people.sizes is not None
    assert people.smallest_effect > 0


def test_months_stand_for_quarters_only_where_they_say_the_same():
    assert grain_of(metric_named("retention"), Grain.QUARTER) is Grain.MONTH
    assert grain_of(metric_named("nps"), Grain.QUARTER) is Grain.MONTH
    assert grain_of(metric_named("contact_frequency"), Grain.QUARTER) is Grain.QUARTER
    assert grain_of(metric_named("churn"), Grain.WEEK) is Grain.WEEK


def promise(**facts):
    usual = {
        "id": 1, "version": 1, "title": "Stay", "goal": None, "metric": "retention", "start": START,
        "promised_by": date(2026, 10, 1), "promised_effect": 8.0, "promised_unit": "points", "guardrails": (),
        "design": "regions", "pilot": PILOT, "control": CONTROL, "frozen": None,
    }  # fmt: skip
    return SimpleNamespace(**{**usual, **facts})


def test_what_was_frozen_is_what_it_is_judged_by():
    kept = SimpleNamespace(
        metric="retention", start=START, by=date(2026, 10, 1), effect=8.0, unit="points", guardrails=(),
        design="regions", pilot=PILOT, control=CONTROL,
    )  # fmt: skip
    moved = promise(
        frozen=kept,
        promised_effect=1.0,
        metric="nps",
        promised_by=date(2027, 1, 1),
        pilot=("East",),
    )
    assert trial.trial(moved) == trial.trial(promise())


def test_a_share_to_hold_out_is_read_from_the_control():
    found = trial.trial(promise(design="people", pilot=("stay 2026",), control=("20 %",)))
    assert (found.share, found.seed) == (0.2, "stay 2026")


def test_an_initiative_that_names_nothing_to_measure_says_so():
    found = worked(promise(metric="", start=None), EVERYONE)
    assert found.verdict is Verdict.CANNOT_TELL
    assert "names no number" in found.reason


def done(verdict, effect, half, promised, metric="retention", unit="points"):
    asked = replace(STAY, metric=metric_named(metric), promised=promised, unit=unit)
    limits = {"effect": effect, "low": effect - half, "high": effect + half} if half else {}
    return entry(promise(), Proof(asked, verdict, "", promised=promised, unit=unit, **limits))


def test_the_ledger_says_what_was_promised_and_what_was_measured():
    # 4 + 2 = 6.0 promised; 1.5 + 0.6 = 2.1 measured; √(0.64² + 0.48²) = 0.8
    found = Ledger((
        done(Verdict.MOVED, 1.5, 0.64, 4.0),
        done(Verdict.NOT_MOVED, 0.6, 0.48, 2.0),
        done(Verdict.CANNOT_TELL, 0, 0, 3.0),
    ))  # fmt: skip
    assert found.sentence == (
        "3 initiatives done: 1 moved their goal, 1 did not, 1 cannot tell; promised 6.0 points, measured 2.1 ± 0.8"
    )
    assert found.notes == ("Not in the sums, for want of limits or of points: 1.",)


def test_what_is_to_fall_counts_for_it_when_it_falls_and_units_are_not_mixed():
    found = Ledger((
        done(Verdict.MOVED, -2.0, 1.0, -3.0, "churn"),
        done(Verdict.WRONG_WAY, -4.0, 1.0, 5.0, unit="percent", metric="revenue"),
        done(Verdict.MOVED, -900.0, 100.0, -600.0, "response_time"),
    ))  # fmt: skip
    assert found.sentence == (
        "3 initiatives done: 2 moved their goal, 1 did not, 0 cannot tell; promised 3.0 points, measured 2.0 ± 1.0; "
        "promised 5.0 %, measured -4.0 ± 1.0"
    )
    assert len(found.notes) == 2


def test_nothing_done_is_said():
    assert Ledger(()).sentence == "No initiative is done yet."


@pytest.mark.parametrize("design", list(Design))
def test_no_design_shows_a_part_as_if_it_were_the_whole(demo, design):
    asked = replace(STAY, design=design)
    south = Viewer(regions=frozenset({"South"}))
    assert proven(asked, south).effect is None
    assert proof_plan.planned_proof(asked, south).smallest_effect is None
    own = replace(asked, design=Design.NONE, where=(("region", ("South",)),))
    assert proven(own, south).effect == proven(own, EVERYONE).effect
