"""What no goal can be, each with its sentence; the same for form, file and command line."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.errors import BadUse
from dashboard.progress.goal import Milestone
from dashboard.progress.goal_check import Known, mistakes, refuse
from dashboard.progress.goal_draft import Draft, tidy

DAY = date(2026, 10, 1)
KNOWN = Known(
    today=DAY,
    wall_day=date(2026, 11, 27),
    values={"region": ["North", "South"], "channel": ["web", "store"], "online": ["true", "false"]},
    surveys={"survey_nps": ["after delivery", "relationship"], "survey_csat": ["support"]},
    parents={"growth": "", "north": "growth"},
)


def a_draft(**facts):
    """20 % of conversion a month in the year 2026."""
    usual = {
        "name": "g", "metric": "conversion", "start": date(2026, 1, 1), "due": date(2027, 1, 1), "target": 20.0,
    }  # fmt: skip
    return tidy(Draft(**{**usual, **facts}))


def wrong(draft, before=None):
    return [str(mistake.words) for mistake in mistakes(draft, KNOWN, before)]


def change(**facts):
    return a_draft(**{"kind": "change", "target": None, **facts})


def test_a_goal_that_is_in_order_is_taken():
    assert wrong(a_draft()) == []
    assert wrong(a_draft(metric="revenue", kind="total", target=1e6)) == []
    assert (
        wrong(change(metric="nps", change_points=5.6, where=(("survey", ("relationship",)),))) == []
    )
    assert wrong(a_draft(metric="channel_sales", where=(("online", ("true",)),))) == []


STONES = (Milestone(date(2026, 4, 1), 18.0), Milestone(date(2026, 7, 1), 17.0))


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (a_draft(metric="convresion"), "No metric 'convresion'. Did you mean 'conversion'"),
        (a_draft(grain="fortnight"), "No grain 'fortnight'. There are: day, month, quarter, week, year."),
        (a_draft(kind="reached"), "No kind of goal 'reached'. Did you mean 'reach'?"),
        (a_draft(metric="channel_share", where=(("channel", ("web",)),)), "is better neither high nor low"),
        (a_draft(where=(("survey", ("x",)),)), "Conversion cannot be sliced by 'survey'. It can be by region"),
        (a_draft(where=(("region", ("Nort",)),)), "No region 'Nort'. Did you mean 'North'"),
        (a_draft(metric="csat"), "Satisfaction (CSAT) is never pooled over every survey. Say which one: 'support'."),
        (a_draft(metric="csat", where=(("survey", ("relationship",)),)), "No survey 'relationship'."),
        (a_draft(metric="channel_sales"), "Sales by channel is never pooled over all channels."),
        (a_draft(define=("silence=60",)), "Conversion does not depend on 'silence'."),
        (a_draft(target=None), "The target is missing."),
        (a_draft(target=120.0), "120 is outside of 0 to 100, where Conversion lies."),
        (a_draft(target=float("nan")), "That is no number."),
        (a_draft(metric="orders", target=-5.0), "Orders is never below nought; -5 cannot be reached."),
        (a_draft(change_percent=5.0), "it has a target and no change"),
        (a_draft(kind="total"), "Conversion of several periods does not add up to a total."),
        (change(), "Say by how much: change_percent or change_points, one of them."),
        (change(change_percent=5.0, change_points=1.0), "one of them."),
        (change(change_percent=5.0, target=3.0), "it has no target"),
        (change(change_percent=0.0), "A change of nought is no goal."),
        (change(change_percent=-100.0), "Less than nothing cannot be left."),
        (change(metric="nps", change_percent=15.0, where=(("survey", ("relationship",)),)),
         "Net promoter score can be zero or negative, so a share of it means nothing. Say the change in points."),
        (change(metric="channel_growth", change_percent=15.0, where=(("channel", ("web",)),)),
         "can be zero or negative"),
        (change(change_percent=5.0, base=(DAY, DAY)), "holds no day"),
        (change(change_percent=5.0, base=(date(2026, 1, 2), date(2026, 1, 20))), "The base holds no whole month"),
        (change(change_percent=5.0, base=(date(2027, 2, 1), date(2027, 4, 1))), "The base lies after the goal."),
        (a_draft(base=(date(2025, 1, 1), DAY)), "Only a change has a base."),
        (a_draft(due=date(2026, 1, 1)), "no day lies between"),
        (a_draft(due=date(2300, 1, 1)), "between the years 1900 and 2200"),
        (a_draft(grain="year", due=date(2026, 12, 1)), "No whole year lies between 2026-01-01 and 2026-12-01"),
        (a_draft(metric="orders", kind="total", start=date(2026, 1, 15)), "it can run from 2026-02-01 to 2027-01-01"),
        (a_draft(milestones=(Milestone(date(2027, 1, 1), 19.0),)), "The milestone of 2027-01-01 does not lie between"),
        (a_draft(milestones=STONES), "A milestone is behind the one before it."),
        (a_draft(milestones=(STONES[0], STONES[0])), "Two milestones are on one day."),
        (a_draft(milestones=(Milestone(DAY, 21.0),)), "The last milestone is beyond the target."),
        (a_draft(name=" "), "The goal's name is empty."),
        (a_draft(why="x" * 2001), "The reason has 2001 letters. Write at most 2000."),
        (a_draft(parent="grwth"), "No goal 'grwth'. Did you mean 'growth'"),
        (a_draft(name="growth", parent="north"), "'growth' would stand above itself: growth → north → growth."),
        (a_draft(name="growth", parent="growth"), "'growth' would stand above itself"),
        (a_draft(decided=date(2026, 12, 1)), "It cannot have been decided on 2026-12-01"),
        (a_draft(closed=date(2025, 1, 1)), "The goal was closed before it started."),
    ],
)  # fmt: skip
def test_what_no_goal_can_be_is_said_in_a_sentence(draft, said):
    assert any(said in words for words in wrong(draft)), wrong(draft)


@pytest.mark.parametrize(
    ("metric", "due", "said"),
    [
        # 200 days are left on 1 October 2026
        ("ltv_365", date(2027, 4, 19), "Lifetime value (365 days) needs 365 days to be known, and 200 are left until "
                                       "2027-04-19. Choose ltv_180 or ltv, or a later due date."),
        ("ltv_180", date(2027, 1, 1), "needs 180 days to be known, and 92 are left until 2027-01-01. Choose ltv, or"),
        ("retention", date(2026, 12, 1), "and 61 are left until 2026-12-01. Define horizon=60, or choose a later"),
        ("win_rate", date(2026, 12, 1), "Choose a later due date."),
    ],
)  # fmt: skip
def test_a_metric_that_is_known_too_late_is_refused_with_the_shorter_one(metric, due, said):
    [words] = wrong(a_draft(metric=metric, due=due))
    assert said in words


def test_the_horizon_follows_the_definition_and_what_is_not_moved_is_not_held_against_the_day():
    late = a_draft(metric="retention", due=date(2026, 12, 1))
    assert wrong(replace(late, define=("horizon=60",))) == []
    assert wrong(replace(late, owner="Ann"), before=late) == []  # time passes for every goal
    assert (
        wrong(a_draft(metric="ltv_365", due=date(2026, 9, 1), start=date(2025, 1, 1))) == []
    )  # over


def test_a_goal_that_moves_says_why_anew():
    before = a_draft(because="as planned", decided=date(2026, 3, 1))
    same = "The goal is moved (target). Say because of what."
    assert wrong(replace(before, target=19.0), before) == [same]
    assert wrong(replace(before, target=19.0, because=""), before) == [same]
    assert wrong(replace(before, target=19.0, because="less money"), before) == []
    assert wrong(replace(before, owner="Ann", why="because", name="h"), before) == []
    [words] = wrong(
        replace(before, start=date(2026, 2, 1), due=date(2027, 2, 1), target=19.0), before
    )
    assert words == "The goal is moved (target, start and due date). Say because of what."
    earlier = replace(before, target=19.0, because="x", decided=date(2026, 2, 1))
    assert wrong(earlier, before) == [
        "It was decided on 2026-02-01, before what it changes (2026-03-01)."
    ]


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(BadUse, match=r"(?s)No metric 'x'.*No goal 'y'"):
        refuse(a_draft(metric="x", parent="y"), KNOWN)
