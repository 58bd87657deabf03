"""A workshop in the records: votes that come out, decisions with their figure, signs of readiness."""

from datetime import date, datetime

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.progress import (
    calibration,
    ledger,
    matters,
    private_codes,
    readiness,
    readiness_evidence,
    session,
    snapshot,
)
from dashboard.progress.agenda import Kind, Matter
from dashboard.progress.readiness import Applies, Evidence, Sign
from dashboard.records import decisions, goals
from dashboard.records import sessions as records
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.records.tables import GoalForecast, Verdict, Vote
from tests import goals as kept_goals
from tests import homes

ANN = Actor("Ann")
DAY = date(2026, 3, 4)
GOAL = """
- {name: ten orders, metric: orders, grain: day, where: {}, kind: reach, target: 10, why: w, owner: Ann,
   start: 2026-03-01, due: 2026-03-04}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return homes.one_day(tmp_path_factory.mktemp("workshop"))


@pytest.fixture
def store(home):
    home.records.unlink(missing_ok=True)
    homes.choose(home)
    kept_goals.keep(home, GOAL)
    return opened(home)


def a_session(store, title="Spring review"):
    made = session.plan(
        store, ANN, EVERYONE, title=title, planned_on=DAY, is_first=False, today=DAY
    )
    return session.start(store, ANN, made.id, made.version)


def test_a_goal_that_is_off_track_stands_on_the_agenda_and_its_figure_stays_with_the_decision(
    store,
):
    made = a_session(store)
    item = next(one for one in session.items(made) if one.ref == "goal 1")
    one = session.decide(
        store, ANN, EVERYONE, made.id, item.key, what="Sell more", why="One is not ten", who="Bea",
        due=date(2026, 3, 20), today=DAY,
    )  # fmt: skip
    with pytest.raises(BadUse, match="It is due on 2026-03-03, and it is decided on 2026-03-04"):
        session.decide(
            store, ANN, EVERYONE, made.id, item.key, what="Sell", why="", who="", due=date(2026, 3, 3), today=DAY
        )  # fmt: skip
    assert (one.about, one.figure["value"], one.figure["target"]) == ("goal 1", 1, 10)
    assert [(row["period"], row["value"]) for row in one.figure["rows"]] == [("2026-03-03", 1)]
    assert one.figure["version_seq"] == 1

    goal = goals.goal(store, 1)
    goals.change(store, ANN, 1, goal.version, target=20.0, because="more", decided_on=DAY)
    happened = snapshot.happened(decisions.decision(store, one.id), EVERYONE, store)
    assert (happened.then["target"], happened.now["target"], happened.change) == (10, 20, 0)
    north = Viewer(regions=frozenset({"North"}))
    hidden = snapshot.happened(decisions.decision(store, one.id), north, store)
    assert (hidden.then, hidden.now) == (None, None)


def test_the_next_session_opens_with_what_was_decided(store):
    made = a_session(store)
    one = session.decide(
        store, ANN, EVERYONE, made.id, "1", what="Sell", why="", who="", due=None, today=DAY
    )
    session.finish(store, ANN, made.id, made.version)
    following = a_session(store, "Summer review")
    assert session.items(following)[0].title == "What we decided, and what happened"
    assert session.shown(following, store)[0].why == "One decision waits to be looked back on."
    session.look_back(store, ANN, one.id, one.version, "Sold three", DAY)
    assert session.shown(following, store)[0].why == "No decision waits to be looked back on."
    over = session.finish(store, ANN, following.id, following.version)
    assert session.shown(over, store)[0].why == "One decision was looked back on."
    assert matters.open_decisions(store, but=following.id) == []
    assert [d.what for d in matters.looked_back(store, records.session(store, following.id))] == [
        "Sell"
    ]
    with pytest.raises(BadUse, match="Write what happened"):
        session.look_back(store, ANN, one.id, 2, "  ", DAY)


def test_a_title_that_is_taken_gets_the_first_number_that_is_free():
    assert session.free_title("Review", []) == "Review"
    assert session.free_title("Review", ["Review", "Review (2)"]) == "Review (3)"


def test_a_name_that_nobody_has_and_a_title_that_is_a_speech_are_refused(store):
    made = a_session(store)
    with pytest.raises(BadUse, match="The name of who does it has 81 letters"):
        session.decide(
            store, ANN, EVERYONE, made.id, "1", what="Sell", why="", who="x" * 81, due=None, today=DAY
        )  # fmt: skip
    with pytest.raises(BadUse, match="The text has 201 letters"):
        session.add_item(store, ANN, made.id, Matter(Kind.TALK, "", "x" * 201, ""))


def test_verdicts_are_worked_out_before_they_are_read_whichever_page_is_opened_first(
    store, monkeypatch
):
    asked = []
    monkeypatch.setattr(ledger, "worked_out", lambda found, store: asked.append(len(found)) or 0)
    readiness_evidence.contests(store)
    calibration.judged(store)
    matters.matters(EVERYONE, store, DAY)
    assert asked == [0, 0, 0]


def test_two_who_change_one_agenda_at_once_lose_nothing(store):
    made = a_session(store)
    key = session.items(made)[0].key
    session.set_minutes(store, ANN, made.id, key, 33)
    session.note(store, Actor("Bea"), made.id, key, "", "said at the same time")
    [item, *_rest] = session.items(records.session(store, made.id))
    assert (item.minutes, item.notes) == (33, "said at the same time")


def test_a_token_leads_to_its_own_running_session_only(store):
    made = a_session(store)
    assert session.of_token(store, made.vote_token).id == made.id
    assert session.of_token(store, "") is None
    assert session.of_token(store, made.vote_token[:-1]) is None
    session.finish(store, ANN, made.id, made.version)
    assert session.of_token(store, made.vote_token) is None


def test_votes_come_out_with_their_goal_and_a_private_code_needs_twenty(store):
    code = private_codes.new_code()
    for n in range(20):
        _session_that_came_out(store, n, code)
    found = calibration.group(calibration.judged(store))
    # every time .9 by one and .5 by another, and it never came: (.81 + .25) / 2
    assert found.votes.brier == pytest.approx(0.53)
    assert found.medians.brier == pytest.approx(0.49)  # the median of two is .7
    assert (found.votes.n, found.medians.n, len(found.sessions)) == (40, 20, 20)
    own = calibration.own(store, code)
    assert (own.n, own.skill.told, own.skill.brier) == (20, pytest.approx(0.9), pytest.approx(0.81))
    assert calibration.own(store, private_codes.new_code()).n == 0


def test_a_vote_counts_only_where_no_verdict_had_said_anything_yet():
    def verdict(hour, word):
        at = datetime(2026, 3, 2, hour)
        return Verdict(
            initiative_id=3, initiative_version=1, version_seq=hour, worked_out_at=at, verdict=word
        )

    told = calibration._told_by(
        [verdict(8, "cannot tell"), verdict(10, "not moved"), verdict(12, "moved")]
    )
    came = calibration.Outcomes({}, told)
    assert came.of("initiative 3", datetime(2026, 3, 2, 9)) is True
    assert came.of("initiative 3", datetime(2026, 3, 2, 11)) is None
    assert calibration._told_by([verdict(8, "moved"), verdict(9, "cannot tell")]) == {}


def test_nineteen_votes_are_luck(store):
    code = private_codes.new_code()
    for n in range(19):
        _session_that_came_out(store, n, code)
    own = calibration.own(store, code)
    assert (own.n, own.skill) == (19, None)


def _session_that_came_out(store, n, code):
    """Two votes before the goal's due date, which passed without it."""
    made = records.add(
        store, ANN, title=f"review {n}", planned_on=DAY, state="finished",
        agenda=[{"key": "1", "kind": "goal", "ref": "goal 1", "revealed": True, "minutes": 5}],
    )  # fmt: skip
    at = datetime(2026, 3, 2, 9)
    with store.writing() as writer:
        for chance, under in ((0.9, code), (0.5, "")):
            writer.add(
                Vote(
                    session_id=made.id, item="1", voter_token=f"{n} {chance}", answer=f"{chance}",
                    confidence=chance, code=records.code_of(under), at=at,
                )
            )  # fmt: skip
        if n == 0:
            writer.add(
                GoalForecast(
                    goal_id=1, goal_version=1, warehouse_version=1, made_at=at, until_day=date(2026, 3, 2),
                    due_on=DAY, target=10.0, chance=0.5, came_true=False,
                )
            )  # fmt: skip


def test_a_code_is_read_however_it_is_typed():
    code = private_codes.new_code()
    assert private_codes.tidy(code.lower().replace("-", " ")) == code
    assert private_codes.tidy("K7QM") == ""


EVIDENCE = [
    Evidence(Sign.SMALL, Applies.YES, "few"), Evidence(Sign.MOODS, Applies.NO, "calm"),
    Evidence(Sign.CONTESTS, None, ""),
]  # fmt: skip


def test_what_nobody_answers_the_numbers_do_and_people_may_say_otherwise(store):
    rows = readiness.kept({"moods": "partly", "contests": "yes"}, EVIDENCE)
    assert (rows["small"]["applies"], rows["small"]["by"]) == ("yes", "numbers")
    assert rows["moods"] == {
        "applies": "partly", "by": "people", "numbers": "no", "said": {"words": "calm"},
    }  # fmt: skip
    assert rows["systems"]["applies"] is None
    decisions.add_check(
        store, ANN, on_day=date(2026, 1, 1), answers=readiness.kept({"contests": "no"}, EVIDENCE)
    )
    decisions.add_check(store, ANN, on_day=DAY, answers=rows)
    first, second = readiness.trend(decisions.checks(store))
    assert (first.weight, first.n) == (1.0, 3)  # small
    assert second.weight == 2.5  # small, contests, half of moods
    assert readiness.changes(first, second) == [(Sign.CONTESTS, False), (Sign.MOODS, False)]
    with pytest.raises(BadUse, match="No sign is answered"):
        readiness.kept({}, [])
    with pytest.raises(BadUse, match="answer"):
        readiness.kept({"moods": "perhaps"}, [])


def test_a_single_day_tells_what_it_can(store):
    told = readiness_evidence.of(readiness_evidence.evidence(EVERYONE, store))
    assert list(told) == list(Sign)
    assert (
        told[Sign.INVESTMENT].applies is None
    )  # not in the warehouse is not the same as not there
    assert told[Sign.SMALL].applies is None
    assert told[Sign.MOODS].applies is None
    assert told[Sign.DATA].words == (
        "4 rows were read, 0 of them wait in quarantine; 100 % of the visits are by people whom we know."
    )
