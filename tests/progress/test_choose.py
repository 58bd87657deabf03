"""What to choose and what it is worth: by hand on a world small enough to read, and against plain Python."""

from datetime import date, datetime
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import EVERYONE, Viewer
from dashboard.insight.returns import Outlay
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress.business_case import HALF, WhatIf, due_by, made
from dashboard.progress.choose import (
    NO_COST,
    choices,
    scored,
    used,
    within,
    workshop_dots,
    would_fit,
)
from dashboard.progress.goal import Kind
from dashboard.progress.roadmap import Initiative, State
from dashboard.progress.worth import Worth
from dashboard.progress.worth_promise import worth_of_promise
from dashboard.records import ideas, sessions
from dashboard.records import initiatives as records
from dashboard.records.ideas import Spent
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.warehouse import reader
from tests.agreement import published
from tests.goals import a_goal
from tests.oracle.world import World
from tests.progress.test_worth import CHANNELS, order, visit


@pytest.fixture(scope="module", autouse=True)
def world(tmp_path_factory):
    """Each month of 2025: ten shoppers of whom two buy on the web, for 30 and 50; somebody buys for 500 by phone."""
    events = []
    for month in range(1, 13):
        day = date(2025, month, 10)
        events += [visit(f"p{n}", day) for n in range(10)]
        events += [order("p0", day, 30), order("p1", day, 50), order("p2", day, 500, "phone")]
    made = World(events, channels=CHANNELS, coverage=datetime(2026, 1, 1))
    published(made, tmp_path_factory.mktemp("choose"))


@pytest.fixture
def store():
    return opened(reader.home())


def an_idea(metric="conversion", **facts):
    year = {"starts_on": date(2025, 1, 1), "due_on": date(2026, 7, 1), "target": 30.0}
    goal = a_goal(CATALOGUE[metric], **year)
    given = {
        "id": 1,
        "version": 1,
        "title": "An idea",
        "goal": goal,
        "metric": metric,
        "owner": "Ann",
        **facts,
    }
    return Initiative(**given)


def test_a_point_is_worth_what_the_gap_of_a_goal_is(store):
    # 10 points of 120 shoppers a year, each (30 + 50) / 2 = 40: 12 × 40
    found = worth_of_promise(an_idea(promised_effect=10.0), EVERYONE, store)
    assert found.amount == pytest.approx(480)
    assert found.sum == "10 points × 120 shoppers a year × 40.00 EUR that a buyer brings in a month"
    # a promise of two points is worth a fifth of it, whatever the goal's own gap is
    assert worth_of_promise(an_idea(promised_effect=2.0), EVERYONE, store).amount == pytest.approx(
        96
    )


def test_a_share_is_one_of_the_last_year(store):
    # 580 a month: 10 % of it is 58, twelve times
    told = an_idea("revenue", promised_effect=10.0, promised_unit="percent")
    assert worth_of_promise(told, EVERYONE, store).amount == pytest.approx(696)
    # conversion is 20 %: 10 % of that is 2 points
    told = an_idea(promised_effect=10.0, promised_unit="percent")
    assert worth_of_promise(told, EVERYONE, store).amount == pytest.approx(96)


def test_a_goal_of_another_kind_makes_no_difference(store):
    one = an_idea("revenue", promised_effect=58.0)
    goal = a_goal(
        CATALOGUE["revenue"], kind=Kind.TOTAL, target=12_000.0, starts_on=date(2025, 1, 1), due_on=date(2026, 7, 1)
    )  # fmt: skip
    of_total = Initiative(
        id=1, version=1, title="x", goal=goal, metric="revenue", promised_effect=58.0, owner=""
    )
    assert worth_of_promise(of_total, EVERYONE, store) == worth_of_promise(one, EVERYONE, store)


def test_the_better_way_of_what_is_better_low_counts_up(store):
    lower = an_idea("churn", promised_effect=-1.0)
    found = worth_of_promise(lower, EVERYONE, store)
    assert found.amount is None or found.amount > 0


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (an_idea(goal=None), "the goal that it served was taken away"),
        (an_idea(), "no effect is promised"),
        (an_idea("csat", promised_effect=1.0), "what a happier customer brings"),
    ],
)
def test_what_is_not_put_in_money_says_why(store, told, words):
    found = worth_of_promise(told, EVERYONE, store)
    assert found.amount is None
    assert words in found.reason


def test_the_score_is_what_is_expected_for_each_unit_of_the_first_year():
    # 480 × 0.5 = 240 a year; 60 once and 5 × 12 = 120 in the first year: 240 / 120 = 2; likewise from 100 and 960
    one = an_idea(promised_effect=10.0, confidence=0.5, cost_once=60.0, cost_month=5.0)
    found = scored(one, Worth(480.0, 100.0, 960.0, "…"), Spent(7, 3))
    assert (found.cost, found.expected.value, found.score.value) == (120.0, 240.0, 2.0)
    assert (found.score.low, found.score.high) == pytest.approx((50 / 120, 4.0))
    assert (found.is_by_hand, found.spent.dots) == (False, 7)


def test_without_money_the_owner_s_own_range_stands_for_it_and_is_said():
    one = an_idea("csat", confidence=0.5, cost_once=100.0, benefit_low=100.0, benefit_high=300.0)
    found = scored(one, Worth(reason="not in money"))
    assert (found.benefit.value, found.score.value, found.is_by_hand) == (200.0, 1.0, True)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"confidence": 0.5}, NO_COST),
        ({"cost_once": 5.0}, "how sure its owner is"),
        ({"confidence": 0.5, "cost_once": 0.0}, "costs nothing"),
    ],
)
def test_what_cannot_be_ranked_says_what_is_missing(facts, reason):
    found = scored(an_idea(**facts), Worth(480.0, 100.0, 960.0))
    assert found.score is None
    assert reason in found.reason


def test_ideas_stand_by_score_or_by_dots_and_the_rest_is_left_out(store):
    facts = {"confidence": 0.5, "cost_once": 60.0, "cost_month": 5.0}
    row = records.add(store, Actor("Ann"), title="Small")
    big = an_idea(id=900, title="Big", promised_effect=10.0, person_weeks=5.0, **facts)
    small = an_idea(id=row.id, title="Small", promised_effect=2.0, person_weeks=3.0, **facts)
    runs = an_idea(id=902, title="Runs", state=State.RUNNING, promised_effect=5.0, **facts)
    ideas.spend(store, "Bo", {row.id: 4})
    found = choices([small, runs, big], EVERYONE, store, capacity=7)
    assert [(c.initiative.title, c.weeks, c.is_within) for c in found] == [
        ("Big", 5.0, True), ("Small", 8.0, False),
    ]  # fmt: skip
    assert found[0].score.value == pytest.approx(2.0)
    by_dots = choices([small, runs, big], EVERYONE, store, by_dots=True)
    assert [(c.initiative.title, c.spent.dots) for c in by_dots] == [("Small", 4), ("Big", 0)]


def test_dots_of_a_workshop_count_once_they_are_shown(store):
    rows = [records.add(store, Actor("Ann"), title=title) for title in ("Chat", "Kiosk")]
    chat, kiosk = (an_idea(id=row.id, title=row.title) for row in rows)
    ideas.spend(store, "Bo", {chat.id: 1})
    agenda = [{"key": "a", "kind": "ideas", "minutes": 15, "open": True}]
    for day, state in ((date(2026, 9, 1), "finished"), (date(2026, 10, 1), "running")):
        made = sessions.add(
            store, Actor("Ann"), title=f"{day}", planned_on=day, agenda=agenda, state=state
        )
        spent = {kiosk.id: 2} if state == "finished" else {chat.id: 3, kiosk.id: 1}
        ideas.spend(store, "somebody", spent, made.id)
    # until it is revealed, that of September counts: two dots on the kiosk, one of Bo's on the chat
    found = choices([chat, kiosk], EVERYONE, store, by_dots=True)
    assert [(c.initiative.title, c.spent.dots, c.in_workshop.dots) for c in found] == [
        ("Kiosk", 2, 2), ("Chat", 1, 0),
    ]  # fmt: skip
    sessions.change(
        store, Actor("Ann"), made.id, made.version, agenda=[agenda[0] | {"revealed": True}]
    )
    # then that of October instead: 1 + 3 on the chat, 1 on the kiosk
    found = choices([chat, kiosk], EVERYONE, store, by_dots=True)
    assert [(c.initiative.title, c.spent, c.here.dots) for c in found] == [
        ("Chat", Spent(4, 2), 1), ("Kiosk", Spent(1, 1), 0),
    ]  # fmt: skip
    assert workshop_dots(store).on == date(2026, 10, 1)


def test_what_stands_below_the_line_may_still_fit_into_what_is_left():
    weeks = [4.0, 12.0, 5.0, None, 7.0]
    found = within([scored(an_idea(person_weeks=w), Worth()) for w in weeks], 10.0)
    # 4 are used, 12 do not fit; into the 6 that are left go 5, and not 7
    assert (used(found), would_fit(found, 10.0)) == (4.0, (found[2],))


def test_who_may_not_see_a_region_is_shown_no_money_of_the_whole(store):
    narrow = Viewer(regions=frozenset({"North"}))
    one = an_idea(promised_effect=10.0, confidence=0.5, cost_once=60.0)
    [found] = choices([one], narrow, store)
    assert found.benefit is None
    assert "may not see" in found.reason


WEEKS = st.none() | st.integers(0, 10).map(float)


@given(st.lists(WEEKS, max_size=8), st.none() | st.integers(0, 30).map(float))
def test_the_line_is_drawn_before_the_first_that_does_not_fit(weeks, capacity):
    found = within([scored(an_idea(person_weeks=w), Worth()) for w in weeks], capacity)
    room, above, is_open = capacity, [], True
    for w in weeks:  # plain Python: take from the room while each fits
        is_open = is_open and w is not None and (room is None or w <= room)
        above.append(is_open)
        if is_open and room is not None:
            room -= w
    assert [one.is_within for one in found] == above


def test_a_business_case_by_hand():
    one = an_idea(
        start=date(2026, 1, 1), promised_by=date(2026, 7, 1), promised_effect=10.0, cost_once=300.0, cost_month=20.0,
    )  # fmt: skip
    case = made(scored(one, Worth(1200.0, 60.0, 2400.0, "…")))
    # 181 days are 5.9466 months; 100 a month for 36 - 5.9466 months; 300 + 36 × 20 = 1020 are spent
    assert case.cost == 1020.0
    assert case.middle.benefit == pytest.approx(3005.34, abs=0.01)
    assert case.middle.net == pytest.approx(1985.34, abs=0.01)
    assert case.middle.gain == pytest.approx(1.9464, abs=1e-4)
    # 100 (m - 5.9466) = 300 + 20 m: m = 894.66 / 80
    assert case.middle.payback == pytest.approx(11.1832, abs=1e-3)
    assert due_by(case) == date(2026, 12, 7)  # 340 days after the first of January
    assert case.low.payback is None  # 5 a month do not pay 20
    # 200 (m - 5.9466) = 300 + 20 m: m = 1489.32 / 180
    assert case.high.payback == pytest.approx(8.274, abs=1e-3)


def test_what_if_only_half_comes_costs_more_or_comes_later():
    one = an_idea(promised_effect=10.0, cost_once=300.0, cost_month=20.0)
    found = scored(one, Worth(1200.0, 1200.0, 1200.0, "…"))
    # 50 a month less 20: 300 / 30
    assert made(found, what_if=HALF).middle.payback == pytest.approx(10)
    # 600 once and 40 a month: 600 / 60
    assert made(found, what_if=WhatIf(cost=2)).middle.payback == pytest.approx(10)
    # 100 (m - 2) = 300 + 20 m: m = 500 / 80
    assert made(found, what_if=WhatIf(later=2)).middle.payback == pytest.approx(6.25)
    told = [str(a.what) for a in made(found, what_if=HALF).assumptions]
    assert "50 % of the effect comes." in told


def test_every_assumption_has_a_source_and_the_owner_s_benefit_is_counted_besides():
    one = an_idea(
        promised_effect=10.0, cost_once=100.0, benefit_low=100.0, benefit_high=300.0, benefit_why="Fewer letters."
    )  # fmt: skip
    case = made(scored(one, Worth(1200.0, 1000.0, 1300.0, "1 × 1200")))
    # 1200 + (100 + 300) / 2; at least 1000 + 100; at most 1300 + 300
    assert (case.benefit.value, case.benefit.low, case.benefit.high) == (1400.0, 1100.0, 1600.0)
    told = {str(a.what): str(a.source) for a in case.assumptions}
    assert told["The effect is +10 points."] == "Ann, version 1 of the initiative"
    assert told["In a year that is 1 × 1200."].startswith("the warehouse, data until")
    assert "Besides, it brings 100 to 300 EUR a year: Fewer letters." in told
    assert all(told.values())


def test_without_benefit_or_cost_there_is_a_sentence_and_no_sum():
    no_money = made(scored(an_idea(cost_once=5.0), Worth(reason="not in money")))
    assert (no_money.middle, no_money.reason) == (None, "not in money")
    no_cost = made(scored(an_idea(promised_effect=1.0), Worth(10.0, 5.0, 20.0)))
    assert (no_cost.middle, no_cost.reason) == (None, "It does not say what it costs.")


MONEY = st.integers(0, 500).map(float)


@given(MONEY, MONEY, MONEY, st.integers(0, 12))
def test_an_outlay_agrees_with_a_ledger_kept_month_by_month(once, month, benefit, delay):
    outlay = Outlay(once, month, benefit, float(delay))
    spent, came, first = once, 0.0, 0 if once == 0 else None
    for n in range(1, 61):
        spent += month
        came += benefit if n > delay else 0.0
        assert (outlay.cost(n), outlay.benefits(n)) == pytest.approx((spent, came))
        if came >= spent and n >= delay and first is None:
            first = n
    if once > 0 and outlay.payback is not None and outlay.payback <= 60:
        assert ceil(outlay.payback - 1e-9) == first
    elif once > 0:
        assert first is None
