"""The fan of a goal, and how forecasts came out, as figures and sentences."""

from datetime import date

from dashboard.metrics.catalogue import CONVERSION, REVENUE
from dashboard.progress.foreseen import Foreseen
from dashboard.progress.foretelling import BASE_EARLY
from dashboard.progress.goal import Kind, Milestone
from dashboard.views import fan, past_forecasts, words
from tests.goals import a_goal
from tests.views.values import month

COLUMNS = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
ROWS = (
    {"period": "2026-03-01", **dict(zip(COLUMNS, (14, 15, 17, 18, 19, 21, 22), strict=True))},
    {"period": "2026-04-01", **dict(zip(COLUMNS, (13, 14, 16, 18, 20, 22, 24), strict=True))},
)
KNOWN = [month(2026, 1, 17.0), month(2026, 2, 17.5), month(2026, 3, 99.0, is_complete=False)]
GOAL = a_goal(
    CONVERSION, target=20.0, due_on=date(2026, 5, 1),
    milestones=(Milestone(date(2026, 3, 1), 18.0, "spring"),),
)  # fmt: skip
SEEN = Foreseen(0.34, target=20.0, method="ets_ann", fan=ROWS, until_day=date(2026, 3, 10),
                details={"origins": 12, "known": 30, "factor": 1.1, "covered": 0.8})  # fmt: skip


def test_the_fan_begins_where_knowledge_ends():
    figure = fan.of(GOAL, SEEN, KNOWN, "EUR").figure
    upper, lower = figure["data"][:2]
    assert upper["x"] == ["2026-02-01", "2026-03-01", "2026-04-01"]
    assert (upper["y"], lower["y"]) == ([17.5, 22, 24], [17.5, 14, 13])  # the 90 % band
    known, middle, milestones = figure["data"][6:]
    assert known["y"] == [17.0, 17.5]  # the running month is no part of it
    assert middle["y"] == [17.5, 18, 18]
    assert (milestones["x"], milestones["y"]) == (["2026-03-01"], [18.0])
    target, due = figure["layout"]["shapes"]
    assert (target["y0"], target["x0"], target["x1"]) == (20.0, "2026-01-01", "2026-05-01")
    assert due["x0"] == "2026-05-01"


def test_the_fan_is_said_in_words():
    panel = fan.of(GOAL, SEEN, KNOWN, "EUR")
    assert panel.finding == "About even: a chance of 34 % that the goal is met"
    assert "8 of 10 futures from 14.0" in panel.about
    assert panel.alt.startswith(panel.finding)
    assert "half lie between 16.0" in panel.alt
    assert "The goal is 20" in panel.alt
    assert "covered 80 % there" in panel.lines[1]
    assert panel.table[-1]["80 % from"].startswith("14.0")


def test_a_total_is_drawn_as_its_sum():
    goal = a_goal(REVENUE, target=90.0, kind=Kind.TOTAL, due_on=date(2026, 5, 1))
    values = [
        month(2025, 12, 50.0, REVENUE),
        month(2026, 1, 10.0, REVENUE),
        month(2026, 2, 20.0, REVENUE),
    ]
    seen = Foreseen(0.5, target=90.0, fan=ROWS, details={"total": list(ROWS)})
    figure = fan.of(goal, seen, values, "EUR").figure
    assert figure["data"][6]["y"] == [10.0, 30.0]  # from its start on: 10, 10 + 20


def test_what_there_is_no_chance_of_is_said():
    none = fan.of(GOAL, Foreseen(None, BASE_EARLY), KNOWN, "EUR")
    assert none.finding.startswith("No chance is worked out: the base lies in the first year")
    assert none.figure is None
    assert "not worked out yet" in fan.of(GOAL, None, KNOWN, "EUR").finding
    decided = Foreseen(0.0, is_decided=True)
    assert fan.finding(decided) == "It is decided: the goal is not met"
    assert "less than 1 %" in fan.finding(Foreseen(0.0002))


def test_how_forecasts_came_out_is_said_whatever_their_number():
    assert "No forecast has come due yet" in past_forecasts.due_words([])
    told = [(0.9, True), (0.2, False)]
    # Brier (.01 + .04) / 2; the base rate of one half scores .25
    text = past_forecasts.due_words(told)
    assert "2 forecasts have come due" in text
    assert "Brier score 0.025; always saying 50 %, the share that came true, scores 0.250" in text
    assert "too few" in text
    assert "too few" not in past_forecasts.due_words(told * 20)
    rows = past_forecasts.rows(told)
    assert [row["forecasts"] for row in rows] == [0, 1, 0, 1, 0]


def test_a_round_target_keeps_its_thousands():
    assert words.target(REVENUE, 340_000.0, "EUR") == "€340,000"
    assert words.target(REVENUE, 51.0, "EUR") == "€51"
