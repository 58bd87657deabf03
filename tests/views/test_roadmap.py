"""What the roadmap draws: where marks stand, what is warned of, and what is said of a promise and a case."""

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest

from dashboard.insight.product import Limited
from dashboard.insight.returns import Outlay
from dashboard.metrics.catalogue import CATALOGUE, CONVERSION
from dashboard.metrics.declare import Unit
from dashboard.progress.business_case import AS_SAID, BusinessCase, Sums
from dashboard.progress.choose import Choice
from dashboard.progress.ledger import entry
from dashboard.progress.measured import Moment
from dashboard.progress.proof import Proof, Verdict
from dashboard.progress.roadmap import Initiative, Milestone, Stage, State
from dashboard.progress.roadmap_versions import Version, differences
from dashboard.progress.worth import Worth
from dashboard.records.ideas import Spent
from dashboard.views import axes as axes_
from dashboard.views import (
    figure_chart,
    initiative_case,
    initiative_facts,
    initiative_history,
    proof_chart,
    proof_words,
    roadmap_columns,
    roadmap_ledger,
    roadmap_list,
    roadmap_moves,
    roadmap_ranking,
    roadmap_timeline,
    roadmap_words,
    strategy_table,
    tables,
)
from dashboard.views.roadmap_board import Move
from dashboard.views.roadmap_columns import BY_DEPARTMENT, BY_GOAL, Plan
from dashboard.views.roadmap_ranking import Ranking
from dashboard.views.roadmap_timeline import Bar
from queries.calendar import Calendar

TODAY = date(2026, 10, 1)


def one(id: int, **facts) -> Initiative:
    return Initiative(id, 1, f"I{id}", None, "conversion", **facts)


def plan(*found: Initiative, by: str = BY_GOAL) -> Plan:
    quarters = roadmap_columns.shown_quarters("2026-Q4", "", Calendar())
    return Plan(found, {}, by, quarters, "2026-Q4", TODAY, Calendar(), "EUR")


def bar(id: int, start: date, end: date, **facts) -> Bar:
    return Bar(id, f"I{id}", "planned", "planned", start, end, **facts)


def test_the_board_begins_a_quarter_before_this_one():
    assert plan().quarters == ("2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3")


def test_a_card_warns_of_a_missed_milestone_first():
    late = Milestone("Live", date(2026, 9, 30))
    assert "Live" in roadmap_columns.warning(
        plan(), one(1, state=State.RUNNING, milestones=(late,))
    )
    assert "plan it" in roadmap_columns.warning(plan(), one(1, quarter="2026-Q4"))
    assert "over" in roadmap_columns.warning(plan(), one(1, state=State.PLANNED, quarter="2026-Q3"))
    assert roadmap_columns.warning(plan(), one(1, state=State.RUNNING, quarter="2026-Q4")) == ""


def test_a_moved_card_comes_between_its_neighbours_of_the_cell():
    known = plan(
        one(1, quarter="2026-Q4", goal_id=7, position=1.0), one(2, quarter="2026-Q4", goal_id=7, position=2.0),
        one(3, goal_id=8),
    )  # fmt: skip
    facts = roadmap_moves.facts_of(known, Move(3, 1, "7", "2026-Q4", before=2))
    assert facts == {"quarter": "2026-Q4", "position": 1.5, "goal_id": 7}
    assert roadmap_moves.facts_of(known, Move(3, 1, "7", "2026-Q4"))["position"] == 3.0
    lanes = plan(*known.initiatives, by=BY_DEPARTMENT)
    facts = roadmap_moves.facts_of(lanes, Move(1, 1, "Sales", ""))
    assert (facts["quarter"], facts["department"]) == (None, "Sales")
    assert "goal_id" not in facts


def test_an_arrow_leads_from_the_end_of_the_first_to_the_start_of_what_waits():
    bars = [
        bar(1, date(2026, 9, 1), date(2026, 11, 1)),
        bar(2, date(2026, 10, 1), date(2026, 12, 1), waits_for=(1,)),
    ]
    [arrow] = roadmap_timeline.figure(bars, TODAY)["layout"]["annotations"]
    assert (arrow["ax"], arrow["ay"], arrow["x"], arrow["y"]) == ("2026-11-01", 0, "2026-10-01", 1)
    assert arrow["arrowcolor"] == roadmap_timeline.LATE
    assert "'I2' is to begin before 'I1' ends" in roadmap_timeline.finding(bars, TODAY)


def test_milestones_stand_at_their_day_by_what_became_of_them():
    rows = (
        Milestone("a", date(2026, 9, 1), date(2026, 9, 5)), Milestone("b", date(2026, 9, 30)),
        Milestone("c", date(2026, 10, 1)),
    )  # fmt: skip
    figure = roadmap_timeline.figure(
        [bar(1, date(2026, 9, 1), date(2026, 11, 1), milestones=rows)], TODAY
    )
    marks = {trace["name"]: trace["x"] for trace in figure["data"][1:]}
    assert marks == {
        "milestone reached": ["2026-09-05"], "milestone missed": ["2026-09-30"],
        "milestone to come": ["2026-10-01"],
    }  # fmt: skip
    assert figure["data"][0]["x"] == [61 * roadmap_timeline.DAY]


def test_each_state_has_its_look_in_the_legend():
    bars = [
        bar(1, date(2026, 9, 1), date(2026, 11, 1)),
        replace(bar(2, TODAY, date(2026, 11, 1)), state="idea", said="idea"),
        bar(3, date(2026, 9, 1), date(2026, 10, 1)),
    ]  # fmt: skip
    ideas, planned = roadmap_timeline.figure(bars, TODAY)["data"]
    assert (ideas["name"], ideas["y"], ideas["marker"]["pattern"]["shape"]) == ("idea", [1], "/")
    assert (planned["name"], planned["y"], planned["marker"]["pattern"]["shape"]) == (
        "planned",
        [0, 2],
        "",
    )
    assert planned["x"] == [61 * roadmap_timeline.DAY, 30 * roadmap_timeline.DAY]


def test_a_long_title_takes_two_lines_and_is_cut_only_after_these():
    long = replace(
        bar(1, TODAY, date(2026, 11, 1)), title="Tickets to the first free colleague & friends"
    )
    axis = roadmap_timeline.figure([long], TODAY)["layout"]["yaxis"]
    assert axis["ticktext"] == ["Tickets to the first free<br>colleague &amp; friends"]
    longer = replace(long, title="word " * 20)
    [text] = roadmap_timeline.figure([longer], TODAY)["layout"]["yaxis"]["ticktext"]
    assert text.count("<br>") == 1
    assert text.endswith("…")


def test_what_came_of_it_stands_beside_the_title():
    html = roadmap_list.html([roadmap_list.Line(one(1), "", None, "moved")], Calendar(), "EUR")
    assert html.index("Did it work?") < html.index("Quarter")
    assert html.index("<td>moved</td>") < html.index("No quarter yet")
    html = strategy_table.html([], "EUR")
    assert html.index("Change") < html.index("At the start")
    proof = Proof(
        None, Verdict.MOVED, "why", effect=3.0, low=1.0, high=5.0, promised=2.0, is_over=True
    )
    html = roadmap_ledger.html([entry(one(1, state=State.DONE), proof)], "EUR")
    assert "moved</span><br>+3 (95 %: +1 to +5), promised +2</td>" in html


def test_tables_of_versions_and_stages_write_days_and_quarters_as_the_page_does():
    stage = Stage("Pilot", "", date(2026, 7, 1), date(2026, 10, 1), "scale")
    assert list(initiative_facts.stages([stage])[0].values())[2:4] == ["1 Jul 2026", "30 Sep 2026"]
    before, after = one(1, quarter="2026-Q3"), one(1, quarter="2026-Q4")
    version = Version(after, "Ann", True, datetime(2026, 8, 3, 9, 5), differences(before, after))
    row = initiative_history.row(version)
    assert (row["since"], row["written down (UTC)"]) == ("3 Aug 2026", "3 Aug 2026, 09:05")
    assert row["changed"] == "Quarter: 2026 Q3 → 2026 Q4"
    html = tables.told([{"a": "<b>", "c": 1}], "Rows")
    assert "<td>&lt;b&gt;</td><td>1</td>" in html
    assert tables.told([], "Rows") == ""


def test_a_promise_is_said_with_sign_unit_number_and_last_day():
    revenue = CATALOGUE["revenue"]
    promised = one(1, promised_effect=-1.25, promised_by=date(2027, 1, 1))
    said = roadmap_words.promise(promised, CONVERSION, "EUR")
    assert said == "−1.25 points, Conversion, by 31 Dec 2026"
    assert roadmap_words.effect(5.0, "percent", revenue, "EUR") == "+5\u202f%"
    assert roadmap_words.effect(12000.0, "points", revenue, "EUR") == "+€12,000"


def test_what_is_written_as_nought_has_no_sign():
    assert roadmap_words.effect(-0.04, "points", CONVERSION, "EUR") == "0.0 points"
    assert roadmap_words.effect(-0.04, "percent", CONVERSION, "EUR") == "0.0\u202f%"
    assert roadmap_words.effect(-0.06, "points", CONVERSION, "EUR") == "−0.1 points"


def test_states_are_counted():
    lines = [roadmap_list.Line(one(n), "", None) for n in range(4)]
    assert roadmap_list.finding(lines) == "4 initiatives: 4 ideas."
    lines = [roadmap_list.Line(one(1, state=State.RUNNING), "", None), lines[0]]
    assert roadmap_list.finding(lines) == "2 initiatives: 1 running and 1 idea."
    assert roadmap_words.as_set(1.0, "points", CONVERSION, "EUR") == "+1 point"


def test_the_chart_of_a_proof_holds_pilot_control_and_gap_and_the_start():
    moments = (
        Moment(date(2026, 5, 1), 10.0, 9.0, 1.0, False), Moment(date(2026, 6, 1), 14.0, 10.0, 4.0, True),
    )  # fmt: skip
    proof = Proof(
        None, Verdict.MOVED, "why", effect=3.0, low=1.0, high=5.0, promised=2.0, is_over=True, series=moments
    )  # fmt: skip
    lines = proof_chart.lines_of(proof, "EUR")
    figure = proof_chart.figure(lines)
    assert [trace["y"] for trace in figure["data"]] == [[10.0, 14.0], [9.0, 10.0], [1.0, 4.0]]
    assert figure["layout"]["shapes"][0]["x0"] == "2026-06-01"
    assert "+1 on average before the start and +4 after" in proof_chart.alt(lines, "It moved.")
    assert proof_words.finding(proof, "EUR") == "It moved: +3 (95 %: +1 to +5), promised +2."


def test_the_chart_of_a_proof_is_in_the_unit_of_its_number():
    trial = SimpleNamespace(metric=CATALOGUE["response_time_median"], is_sum=False)
    moments = (
        Moment(date(2026, 5, 1), 7200.0, 5400.0, 1800.0, False),
        Moment(date(2026, 6, 1), 3600.0, 5400.0, -1800.0, True),
    )  # fmt: skip
    proof = Proof(trial, Verdict.MOVED, "why", series=moments)
    lines = proof_chart.lines_of(proof, "EUR")
    figure = proof_chart.figure(lines)
    assert [trace["text"] for trace in figure["data"]] == [
        ["2\u202fh", "1\u202fh"], ["1\u202fh 30\u202fmin", "1\u202fh 30\u202fmin"], ["+30\u202fmin", "−30\u202fmin"],
    ]  # fmt: skip
    ticks = figure["layout"]["yaxis2"]["ticktext"]
    assert (ticks[0], ticks[6], ticks[-1]) == ("−30\u202fmin", "0\u202fs", "35\u202fmin")
    assert "+30\u202fmin on average before the start and −30\u202fmin after" in proof_chart.alt(
        lines, "Slower."
    )


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        (
            [4980.0, 8600.0],
            ["1 h 15 min", "1 h 30 min", "1 h 45 min", "2 h", "2 h 15 min", "2 h 30 min"],
        ),
        (
            [-1700.0, -200.0],
            ["−30 min", "−25 min", "−20 min", "−15 min", "−10 min", "−5 min", "0 s"],
        ),
        ([20.0, 20.0], ["20 s", "30 s"]),
        ([0.0, 0.0], ["0 s", "10 s"]),
    ],
)
def test_waits_to_take_along_have_round_ticks_on_either_side_of_nought(values, ticks):
    axis = figure_chart.axis_of(Unit.SECONDS, values)
    assert [text.replace("\u202f", " ") for _at, text in axis.ticks] == ticks


def test_a_gap_of_waits_is_no_money():
    axes = {"yaxis": axes_.unit_axis(CATALOGUE["response_time_median"], [-1800.0, 600.0], "EUR")}
    trace = {
        "type": "scatter",
        "x": ["2026-05-01", "2026-06-01"],
        "y": [-1800.0, 600.0],
        "name": "gap",
    }
    [chart] = figure_chart.charts({"data": [trace], "layout": axes}, "", {})
    assert chart.axis.ticks[0][1] == "−30\u202fmin"
    assert "€" not in "".join(text for _at, text in chart.axis.ticks)


def test_what_cannot_be_told_says_yet_only_where_it_will_be():
    proof = Proof(None, Verdict.CANNOT_TELL, "why")
    later = Proof(None, Verdict.CANNOT_TELL, "why", when_known=TODAY)
    assert proof_words.look(proof).word == "cannot tell"
    assert proof_words.look(later).word == "cannot tell yet"


def choice(id: int, weeks: float, is_within: bool) -> Choice:
    idea = one(id, person_weeks=weeks, confidence=0.5)
    return Choice(
        idea, Worth(), Limited(100.0, 50.0, 200.0), False, 1000.0, Limited(0.05, 0.025, 0.1), is_within=is_within
    )  # fmt: skip


def test_the_line_stands_before_the_first_that_does_not_fit_and_says_what_is_used():
    ideas = [choice(1, 4.0, True), choice(2, 12.0, False), choice(3, 5.0, False)]
    ranked = Ranking(ideas, 10.0)
    html = roadmap_ranking.html(ranked, "EUR")
    assert html.index("I1") < html.index("mp-capacity") < html.index("I2") < html.index("I3")
    assert html.count("mp-capacity") == 1
    assert "mp-capacity" not in roadmap_ranking.html(Ranking(ideas), "EUR")
    assert roadmap_ranking.finding(ranked) == "1 of 3 ideas fit: 4 of 10 person-weeks are used."
    said = "The list is cut here: 4 of 10 person-weeks are used, the next needs 12."
    assert said in html
    # into the 6 that are left go the 5 of the third
    assert roadmap_ranking.legend(ranked) == (
        "Below the line, one would still fit into what is left: I3 (5 person-weeks)."
    )
    assert roadmap_ranking.legend(Ranking(ideas[:2], 10.0)) == ""
    unsaid = replace(ideas[1], initiative=replace(ideas[1].initiative, person_weeks=None))
    assert "the next does not say what it takes" in roadmap_ranking.html(
        Ranking([unsaid], 10.0), "EUR"
    )


def test_dots_say_whose_they_are_and_the_rank_what_it_is():
    day, nobody = date(2026, 10, 1), Ranking([choice(1, 4.0, True)], by_dots=True)
    assert roadmap_ranking.finding(nobody) == "Nobody has spent a dot yet, so dots rank nothing."
    assert roadmap_ranking.about(nobody) == "by worth for its cost, until somebody spends a dot"
    spent = replace(choice(1, 4.0, True), spent=Spent(5, 4), in_workshop=Spent(3, 3))
    ranked = Ranking([spent, choice(2, 1.0, True)], by_dots=True, workshop=day)
    html = roadmap_ranking.html(ranked, "EUR")
    assert html.index("Dots") < html.index("For each unit spent")  # what ranks stands first
    assert "2 by 1 person\n3 of the workshop of 1 Oct 2026" in roadmap_ranking.html(ranked, "EUR")
    assert roadmap_ranking.about(ranked).startswith(
        "the most dots first, those of the workshop of 1 Oct 2026"
    )
    assert roadmap_ranking.finding(ranked) == "2 ideas to choose from."
    assert "effect × worth" in roadmap_ranking.about(replace(ranked, by_dots=False))


def a_case(*monthly: float, start: date | None = date(2027, 1, 1)) -> BusinessCase:
    sums = [Sums(Outlay(12_000.0, 0.0, each, 0.0), 36) for each in monthly]
    return BusinessCase(
        one(1, start=start), 36, AS_SAID, 12_000.0, Limited(12_000.0, 6_000.0, 24_000.0), *sums
    )


def test_a_business_case_says_cost_benefit_and_when_it_would_have_paid_back():
    case = a_case(500.0, 1_000.0, 2_000.0)
    said = initiative_case.finding(case, "EUR")
    # 36 months of 500 are 18,000 and of 2,000 are 72,000; 12,000 at 1,000 a month are 12 months
    assert "would cost €12,000 and bring €18,000 to €72,000" in said
    assert "would have paid back after 12 months" in said
    costs, *_rest, returns, after, by = initiative_case.rows(case, "EUR")
    assert costs[""] == "Costs"
    assert list(returns.values())[1:] == ["50\u202f%", "200\u202f%", "500\u202f%"]
    assert list(after.values())[1:] == ["24.0 months", "12.0 months", "6.0 months"]
    # 730.5, 365.25 and 182.6 days after the first of January 2027; half a day is rounded to the even one
    assert list(by.values())[1:] == ["31 Dec 2028", "1 Jan 2028", "3 Jul 2027"]


def test_what_does_not_pay_back_within_the_years_says_so_and_has_no_day():
    # 12,000 at 300 a month are 40 months, of nothing they never are; at 400 they are 30
    case = a_case(0.0, 300.0, 400.0)
    assert "would not have paid back by then" in initiative_case.finding(case, "EUR")
    *_rest, after, by = initiative_case.rows(case, "EUR")
    assert list(after.values())[1:] == ["never", "not within 3 years", "30.0 months"]
    assert list(by.values())[1:] == ["–", "–", "2 Jul 2029"]
    assert "never pay back" in initiative_case.finding(a_case(0.0, 0.0, 400.0), "EUR")
    assert len(initiative_case.rows(a_case(0.0, 300.0, 400.0, start=None), "EUR")) == 5


def test_a_business_case_says_what_its_ends_are_and_what_is_left_out():
    ends, confidence = initiative_case.meaning(a_case(500.0, 1_000.0, 2_000.0), "EUR")
    assert "€12,000 in the middle, €6,000 at least and €24,000 at most" in ends
    assert "How sure its owner is" in confidence
