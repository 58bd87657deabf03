"""An agenda is built from what matters, changed by hand, and keeps its words for every language."""

from datetime import date, datetime

import pytest

from dashboard.errors import BadUse
from dashboard.language import _, said
from dashboard.progress import agenda, kept_words, matters
from dashboard.progress.agenda import Kind, Matter
from dashboard.records.tables import Verdict


def goal(n, weight):
    return Matter(Kind.GOAL, f"goal {n}", f"g{n}", said("off track"), weight)


BACK = Matter(Kind.LOOK_BACK, "", "What we decided", "", minutes=6)


def test_decisions_come_first_then_the_heaviest_goals_and_the_close_last():
    found = agenda.built([goal(1, 1), goal(2, 3), BACK, Matter(Kind.IDEAS, "", "Ideas", "")])
    assert [item.title for item in found[:-1]] == ["What we decided", "g2", "g1", "Ideas"]
    assert found[-1].kind is Kind.CLOSE
    assert agenda.minutes(found) == 6 + 10 + 10 + 15 + 5
    assert len({item.key for item in found}) == 5


def test_of_seven_goals_five_stand_there_and_two_can_be_added():
    matters = [goal(n, n) for n in range(1, 8)]
    assert sum(item.kind is Kind.GOAL for item in agenda.built(matters)) == 5
    assert [one.ref for one in agenda.left_out(matters)] == ["goal 2", "goal 1"]


def test_a_verdict_says_its_unit_with_a_real_minus():
    def told(effect, promised, **details):
        verdict = Verdict(
            initiative_id=1, initiative_version=1, version_seq=1, worked_out_at=datetime(2026, 3, 1),
            verdict="moved", effect=effect, promised=promised, details=details,
        )  # fmt: skip
        return _(matters._verdict_words(verdict))

    assert told(6.42, 6.0, of="percent") == (
        "it moved its number: +6.4 points where +6 was promised"
    )
    assert told(-49.4, -12.5, unit="percent") == (
        "it moved its number: −49.4 % where −12.5 % was promised"
    )
    assert told(-3.0, 6.0, of="money") == "it moved its number"


def test_an_item_that_was_taken_out_never_lends_its_key_to_another():
    found = agenda.built([goal(1, 1), goal(2, 2)])  # keys 1, 2 and 3, the close
    found = agenda.without(agenda.without(found, "3"), "2")
    assert [item.key for item in agenda.added(found, BACK)] == ["1", "4"]


def test_an_item_is_moved_as_far_as_the_ends():
    found = agenda.built([goal(1, 3), goal(2, 2)])
    assert [i.key for i in agenda.moved(found, "1", 1)] == ["2", "1", "3"]
    assert [i.key for i in agenda.moved(found, "1", -1)] == ["1", "2", "3"]


def test_minutes_are_those_of_a_meeting():
    found = agenda.built([goal(1, 1)])
    assert agenda.changed(found, "1", minutes=25)[0].minutes == 25
    with pytest.raises(BadUse, match="An item takes 1 to 120 minutes"):
        agenda.changed(found, "1", minutes=0)
    with pytest.raises(BadUse, match="no longer on the agenda"):
        agenda.changed(found, "9", minutes=5)


def test_one_vote_is_open_at_a_time_and_none_after_it_was_shown():
    found = agenda.opened(agenda.opened(agenda.built([goal(1, 1), goal(2, 2)]), "1"), "2")
    assert [item.key for item in found if item.is_open] == ["2"]
    shown = agenda.changed(found, "2", is_open=False, is_revealed=True)
    with pytest.raises(BadUse, match="shown already"):
        agenda.opened(shown, "2")


def test_a_row_becomes_the_same_item_again():
    matter = Matter(
        Kind.MILESTONE, "goal 3", "conversion", said("due on {day}", day=date(2026, 3, 1))
    )
    [item, _close] = agenda.built([matter])
    [row, _last] = agenda.rows([item, _close])
    again = agenda.item_of(row)
    assert again == item
    assert (again.why.template, again.why.values) == ("due on {day}", {"day": date(2026, 3, 1)})
    assert kept_words.spoken(kept_words.kept(said("{a}!", a=said("b")))) == "b!"
    assert kept_words.spoken(kept_words.kept("100 {percent}")) == "100 {percent}"


def test_a_first_session_begins_with_why_and_asks_for_goals():
    kinds = [item.kind for item in agenda.first()]
    assert kinds == [
        Kind.WELCOME,
        Kind.READINESS,
        Kind.STRATEGY,
        Kind.GOALS,
        Kind.IDEAS,
        Kind.CLOSE,
    ]
