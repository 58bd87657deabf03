"""Initiatives, dots, workshops, votes and decisions: kept on both databases, and nothing is lost or counted twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest

from dashboard.errors import BadUse
from dashboard.records import decisions, goals, ideas, initiatives, sessions, settle, strategies
from dashboard.records.keep import Actor, Conflict, Gone
from dashboard.records.store import Store

ANN, BO = Actor("Ann"), Actor("Bo")
DAY = date(2026, 3, 1)


def goal(store, name="More come back"):
    return goals.add(
        store, ANN, name=name, metric="retention", grain="quarter", kind="reach", target=40.0,
        starts_on=DAY, due_on=date(2027, 1, 1),
    )  # fmt: skip


def idea(store, title="Free returns", **facts):
    return initiatives.add(store, ANN, title=title, **facts)


def test_an_initiative_is_kept_with_all_that_is_said_of_it(store):
    kept = idea(
        store, goal_id=goal(store).id, promised_effect=-2.5, promised_by=DAY, guardrails=["csat"],
        stages=[{"name": "Pilot", "what": "", "start": "2026-01-01", "end": None, "gate": None}],
        depends_on=[7], frozen={"window": ["2026-01-01", "2026-07-01"]},
    )  # fmt: skip
    again = initiatives.initiative(store, kept.id)
    assert (again.promised_effect, again.guardrails, again.depends_on) == (-2.5, ["csat"], [7])
    assert again.frozen == {"window": ["2026-01-01", "2026-07-01"]}
    assert idea(store, "Another").frozen is None
    with pytest.raises(BadUse, match="an initiative named 'Another' already"):
        idea(store, "Another")


def test_the_board_is_in_order_of_quarter_then_position(store):
    for title, quarter, position in [
        ("late", None, 0.0), ("b", "2026-Q4", 2.0), ("a", "2026-Q4", 1.0), ("first", "2026-Q3", 9.0),
    ]:  # fmt: skip
        idea(store, title, quarter=quarter, position=position)
    assert [one.title for one in initiatives.initiatives(store)] == ["first", "a", "b", "late"]


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [(None, None, 0.0), (None, 3.0, 2.0), (3.0, None, 4.0), (1.0, 2.0, 1.5)],
)
def test_a_place_is_found_between_its_neighbours(before, after, at):
    assert initiatives.between(before, after) == at


def test_two_people_who_move_one_initiative_lose_nothing(store):
    kept = idea(store)
    initiatives.change(store, ANN, kept.id, 1, quarter="2026-Q4", position=1.0)
    with pytest.raises(Conflict) as met:
        initiatives.change(store, BO, kept.id, 1, quarter="2027-Q1", position=2.0)
    conflict = met.value
    assert settle.differing(conflict) == ["quarter", "position"]
    settle.settle(store, BO, conflict, {"quarter": "2027-Q1", "position": 2.0})
    assert initiatives.initiative(store, kept.id).quarter == "2027-Q1"
    told = [line.after["quarter"] for line in initiatives.versions(store, kept.id)]
    assert told == [None, "2026-Q4", "2027-Q1"]


def test_a_reason_and_its_day_belong_to_one_version(store):
    kept = idea(store, because="Plan of March", decided_on=DAY)
    same = initiatives.change(store, BO, kept.id, 1, title="Free returns")
    assert (same.version, same.because, same.decided_on) == (1, "Plan of March", DAY)
    moved = initiatives.change(store, BO, kept.id, 1, quarter="2026-Q4", position=0.0)
    assert (moved.version, moved.because, moved.decided_on) == (2, "", None)


def test_what_is_taken_away_is_waited_for_no_longer(store):
    first = idea(store, "First")
    second = idea(store, "Second", depends_on=[first.id, 99])
    initiatives.remove(store, ANN, first.id, 1)
    now = initiatives.initiative(store, second.id)
    assert (now.depends_on, now.version) == ([99], 2)
    assert [line.did for line in initiatives.lines(store)] == [
        "added", "added", "changed", "removed",
    ]  # fmt: skip


def test_a_goal_that_is_served_stays_and_one_that_was_served_goes(store):
    served = goal(store)
    kept = idea(store, goal_id=served.id, state="running")
    with pytest.raises(BadUse, match="'Free returns'"):
        goals.remove(store, ANN, served.id, 1)
    initiatives.change(store, ANN, kept.id, 1, state="done")
    goals.remove(store, ANN, served.id, 1)
    now = initiatives.initiative(store, kept.id)
    assert (now.goal_id, now.version) == (None, 3)


def test_a_removed_initiative_of_mine_is_kept_anew(store):
    kept = idea(store, start=DAY, depends_on=[3])
    initiatives.remove(store, BO, kept.id, 1)
    with pytest.raises(Conflict) as met:
        initiatives.change(store, ANN, kept.id, 1, hypothesis="They would return")
    settle.settle(store, ANN, met.value, {})
    [anew] = initiatives.initiatives(store)
    assert (anew.hypothesis, anew.start, anew.depends_on) == ("They would return", DAY, [3])


def test_a_verdict_found_again_from_the_same_version_takes_its_place(store):
    kept = idea(store)
    known = {"initiative_id": kept.id, "initiative_version": 1, "verdict": "moved"}
    initiatives.keep_verdict(store, **known, version_seq=4, effect=1.0)
    initiatives.keep_verdict(store, **known, version_seq=5, effect=2.0, details={"n": 3})
    initiatives.keep_verdict(store, **known, version_seq=5, effect=2.5, details={"n": 4})
    found = initiatives.verdicts(store, kept.id)
    assert [(v.version_seq, v.effect, v.details) for v in found] == [
        (5, 2.5, {"n": 4}),
        (4, 1.0, {}),
    ]


def test_five_dots_are_spent_once_and_can_be_taken_back(store):
    one, other = idea(store, "One"), idea(store, "Other")
    ideas.spend(store, "Ann", {one.id: 3, other.id: 2})
    ideas.spend(store, "Bo", {one.id: 1, other.id: 0})
    # One: 3 + 1 of two people; Other: 2 of one
    assert ideas.totals(store) == {one.id: ideas.Spent(4, 2), other.id: ideas.Spent(2, 1)}
    ideas.spend(store, "Ann", {other.id: 5})
    assert ideas.totals(store) == {one.id: ideas.Spent(1, 1), other.id: ideas.Spent(5, 1)}
    assert ideas.of_voter(store, "Ann") == {other.id: 5}
    assert ideas.totals(store, session_id=3) == {}


@pytest.mark.parametrize(
    ("counts", "words"),
    [({1: 6}, "would be 6 dots, and each voter has 5. Take 1 back"), ({1: -1, 2: 5}, "fewer than none"),
     ({99: 1}, "no idea any more"), ({3: 1}, "no idea any more")],
)  # fmt: skip
def test_dots_that_one_does_not_have_are_refused_and_the_others_stay(store, counts, words):
    idea(store, "One"), idea(store, "Two"), idea(store, "Three", state="running")
    ideas.spend(store, "Ann", {1: 2})
    with pytest.raises(BadUse, match=words):
        ideas.spend(store, "Ann", counts)
    assert ideas.of_voter(store, "Ann") == {1: 2}


def test_a_ballot_whose_dots_are_refused_is_no_vote_and_a_closed_one_spends_none(store):
    one = idea(store, "One")
    talk = running(store)
    for dots in ({one.id: 6}, {one.id: -1}, {99: 1}):
        with pytest.raises(BadUse):
            sessions.vote(store, talk.id, "a", "token", "dots", dots=dots)
    assert sessions.votes(store, talk.id) == []
    with pytest.raises(BadUse):
        sessions.vote(store, talk.id, "no item", "token", "dots", dots={one.id: 5})
    assert ideas.totals(store, talk.id) == {}
    sessions.vote(store, talk.id, "a", "token", "dots", dots={one.id: 5})
    assert len(sessions.votes(store, talk.id, "a")) == 1
    assert ideas.totals(store, talk.id) == {one.id: ideas.Spent(5, 1)}


def test_thirty_who_spend_dots_and_vote_at_once_all_count_once(store, url):
    one, other = idea(store, "One"), idea(store, "Other")
    talk = running(store)
    stores = [Store(url) for _ in range(6)]  # as many servers

    def act(n):
        at = stores[n % 6]
        for _ in range(2):  # pressed twice
            ideas.spend(at, f"voter {n}", {one.id: 2, other.id: 3}, talk.id)
            sessions.vote(at, talk.id, "a", f"token {n}", "yes" if n % 3 else "no", 0.5)

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(act, range(30)))
    for at in stores:
        at.close()
    assert ideas.totals(store, talk.id) == {
        one.id: ideas.Spent(60, 30),
        other.id: ideas.Spent(90, 30),
    }
    given = [vote.answer for vote in sessions.votes(store, talk.id, "a")]
    assert (given.count("yes"), given.count("no")) == (20, 10)


def test_one_voter_in_many_windows_never_spends_more_than_five(store, url):
    made = [idea(store, f"Idea {n}") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: ideas.spend(store, "Ann", {one.id: 5}), made))
    assert [spent.dots for spent in ideas.totals(store).values()] == [5]


def running(store, **facts):
    agenda = [
        {"key": "a", "kind": "goal", "ref": "goal 1", "minutes": 10, "notes": ""},
        {"key": "b", "kind": "idea", "ref": "initiative 1", "minutes": 5, "notes": ""},
    ]
    return sessions.add(
        store, ANN, title="Spring", planned_on=DAY, agenda=agenda, **{"state": "running", **facts}
    )


def test_a_vote_is_changed_until_it_is_revealed(store):
    talk = running(store)
    sessions.vote(store, talk.id, "a", "t1", "yes", 0.9)
    sessions.vote(store, talk.id, "a", "t1", " no ", 0.4)
    [vote] = sessions.votes(store, talk.id)
    assert (vote.answer, vote.confidence, len(vote.voter_token)) == ("no", 0.4, 64)
    sessions.change_item(store, ANN, talk.id, "a", {}, revealed=True)
    for item in ("a", "gone"):
        with pytest.raises(BadUse, match="This vote is over"):
            sessions.vote(store, talk.id, item, "t2", "yes")
    sessions.vote(store, talk.id, "b", "t2", "yes")
    sessions.change(store, ANN, talk.id, 2, state="finished")
    with pytest.raises(BadUse, match="This vote is over"):
        sessions.vote(store, talk.id, "b", "t3", "yes")


def test_a_private_code_finds_its_own_votes_and_no_others(store):
    talk = running(store)
    sessions.vote(store, talk.id, "a", "t1", "yes", code="blue heron")
    sessions.vote(store, talk.id, "b", "t1", "no", code=" blue  heron ")
    sessions.vote(store, talk.id, "a", "t2", "no")
    assert [vote.answer for vote in sessions.votes_under(store, "blue heron")] == ["yes", "no"]
    assert list(sessions.votes_under(store, "")) == []
    with store.begin() as connection:
        told = str(connection.exec_driver_sql("select * from vote").all())
    assert "heron" not in told
    assert "t1" not in told


def test_notes_of_two_items_are_both_kept_and_of_one_item_neither_is_lost(store):
    talk = running(store)
    blank = {"notes": ""}
    sessions.change_item(store, ANN, talk.id, "a", blank, notes="Ann's")
    sessions.change_item(store, BO, talk.id, "b", blank, notes="Bo's")
    assert [row["notes"] for row in sessions.session(store, talk.id).agenda] == ["Ann's", "Bo's"]
    with pytest.raises(Conflict) as met:
        sessions.change_item(store, BO, talk.id, "a", blank, notes="Mine")
    assert [row["notes"] for row in met.value.mine["agenda"]] == ["Mine", "Bo's"]
    assert [row["notes"] for row in met.value.theirs["agenda"]] == ["Ann's", "Bo's"]
    with pytest.raises(BadUse, match="taken it out"):
        sessions.change_item(store, BO, talk.id, "z", {}, notes="x")


def test_what_was_decided_outlives_its_workshop(store):
    talk = running(store)
    made = decisions.add(
        store, ANN, what=" Scale it ", session_id=talk.id, item="a", about="initiative 3", who="Bo",
        figure={"value": 2.1, "rows": [], "link": "metric?x=1", "version_seq": 4},
    )  # fmt: skip
    decisions.change(store, BO, made.id, 1, outcome="It came", outcome_on=DAY)
    ideas.spend(store, "Ann", {idea(store).id: 1}, talk.id)
    sessions.remove(store, ANN, talk.id, 1)
    [kept] = decisions.decisions(store, about="initiative 3")
    assert (kept.what, kept.session_id, kept.outcome, kept.figure["value"]) == (
        "Scale it",
        None,
        "It came",
        2.1,
    )
    assert ideas.totals(store, talk.id) == {}
    with pytest.raises(BadUse, match="The decision is empty"):
        decisions.add(store, ANN, what=" ")


def test_a_decision_of_a_past_workshop_keeps_its_instant(store):
    at = datetime(2026, 7, 1, 14, 30)
    assert decisions.decision(store, decisions.add(store, ANN, what="x", at=at).id).at == at


def test_there_is_one_strategy_and_nobody_writes_over_another_unseen(store):
    with pytest.raises(Gone):
        strategies.write(store, ANN, 3, vision="x")
    made = strategies.write(
        store, ANN, strategies.FIRST, vision="Kept promises", strengths=["Shops"]
    )
    with pytest.raises(Conflict):
        strategies.write(store, BO, strategies.FIRST, vision="Another")
    strategies.write(store, BO, made.version, vision="Another")
    now = strategies.strategy(store)
    assert (now.id, now.vision, now.strengths, now.version) == (made.id, "Another", ["Shops"], 2)


def test_checks_of_readiness_are_kept_by_day(store):
    decisions.add_check(store, ANN, on_day=DAY, answers={"too_small": {"applies": False}})
    decisions.add_check(store, BO, on_day=date(2026, 1, 1), answers={})
    assert [check.on_day.month for check in decisions.checks(store)] == [1, 3]
