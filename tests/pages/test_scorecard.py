import json

import pytest

from dashboard.access import EVERYONE
from dashboard.progress import findings
from tests import homes
from tests.pages.conftest import clickable_html


@pytest.fixture(scope="module", autouse=True)
def _found(demo):
    """What changed is found out once, however busy the machine is."""
    homes.choose(demo)
    findings.findings(EVERYONE)


def test_one_sentence_answers_before_the_cards(opened, demo):
    verdict, pinned, changed, strip, every, wall, *_ = clickable_html(opened(demo, "scorecard"))
    assert "goals will probably be met" in verdict
    assert pinned.count("<button") == 5
    assert "What really changed" in changed
    assert "off track" in strip
    assert every.count("mp-gcard") == every.count("mp-pill") > 12
    assert "mp-board" in wall


def test_a_card_says_value_target_status_chance_pace_and_worth(opened, demo):
    card = clickable_html(opened(demo, "scorecard"))[1].split("<button")[1]
    for part in ("mp-pill", "target 20", "should be", "Chance", "mp-way-due", "a year"):
        assert part in card


def test_the_strip_narrows_the_list_and_stands_in_the_address(opened, demo):
    app = opened(demo, "scorecard", status="off track")
    every = clickable_html(app)[4]
    assert every.count("mp-gcard") > 0
    assert every.count("mp-pill mp-s-off") == every.count("mp-gcard")


def test_the_back_says_why_and_what_to_do(opened, said, demo):
    app = opened(demo, "scorecard")
    number = clickable_html(app)[1].split('data-click="goal:')[1].split('"')[0]
    page = said(opened(demo, "scorecard", open=f"goal:{number}"))
    assert " because " in page
    assert "It should be" in page
    assert f"goals?goal={number}" in page
    assert 'aria-expanded="true"' in page


def test_a_company_without_goals_is_told_what_to_do(opened, said, one_day):
    page = said(opened(one_day, "scorecard"))
    assert "No goal is set yet" in page
    assert "goals?new=1" in page
    assert "mp-board" in page


def test_the_wall_turns_slides_and_shows_no_filters(opened, demo):
    app = opened(demo, "scorecard", wall="1")
    [told] = [
        json.loads(e.proto.json)
        for e in app.get("bidi_component")
        if "slides" in (e.proto.json or "")
    ]
    assert len(told["slides"]) > 3
    assert all("goals will probably be met" in slide for slide in told["slides"])
    assert not app.get("popover")


def test_all_cards_go_out_as_one_element(opened, demo):
    drawn = clickable_html(opened(demo, "scorecard"))
    assert len([text for text in drawn if '<a class="mp-card' in text]) == 1


def test_a_filter_that_a_metric_cannot_take_greys_its_card(opened, said, demo):
    page = said(opened(demo, "scorecard", category="kitchen"))
    card = page.split("Retention</span>")[0].rsplit("<a ", 1)[1]
    assert "mp-off" in card
    assert "not sliced by category" in page


def test_goals_are_not_put_on_filtered_numbers(opened, said, demo):
    assert 'class="mp-goal ' in said(opened(demo, "scorecard"))
    assert 'class="mp-goal ' not in said(opened(demo, "scorecard", region="North"))


def test_a_value_that_is_not_one_of_the_filters_is_not_believed(opened, said, demo):
    app = opened(demo, "scorecard", region="<script>")
    assert not app.exception
    assert "<script>" not in said(app)


def test_a_card_keeps_the_filters_in_its_link(opened, said, demo):
    assert "metric?metric=conversion&amp;region=North" in said(
        opened(demo, "scorecard", region="North")
    )


def test_metrics_without_data_say_what_they_need(opened, said, one_day):
    page = said(opened(one_day, "scorecard"))
    assert "Net promoter score</b>: needs events of the kind survey_nps" in page


def test_a_running_period_is_told_apart(opened, said, one_day):
    page = said(opened(one_day, "metric", grain="month"))
    assert "No complete month yet: Conversion is 50.0" in page
    assert "3 of 31 days" in page


def test_a_card_of_a_running_period_says_so(opened, said, one_day):
    page = said(opened(one_day, "scorecard"))
    assert "Mar 2026 so far" in page
    assert "no complete month yet: 3 of 31 days" in page


def test_by_day_the_scorecard_keeps_to_its_cards(opened, said, demo):
    """Sixty metrics by day for two years are no glance; each has its own page."""
    page = said(opened(demo, "scorecard", grain="day", window="last-3-months"))
    assert "by day only the metrics with a card" in page
    assert ">Conversion</span>" in page
    assert ">Gross revenue</span>" not in page


def test_as_of_a_day_of_the_past_nothing_later_is_shown(opened, said, demo):
    """On 15 March the last whole month was February, though the data go on."""
    page = said(opened(demo, "scorecard", as_of="2026-03-15"))
    wall = page[page.index("mp-board") :]
    assert '<span class="mp-period">Feb 2026</span>' in wall
    assert "Mar 2026" not in wall


def test_a_status_that_there_is_not_narrows_nothing(opened, demo):
    drawn = clickable_html(opened(demo, "scorecard", status="nonsense"))
    assert 'data-click="" aria-pressed="true"' in drawn[3]
    assert drawn[4].count("mp-gcard") > 12


def test_only_one_card_of_a_pinned_goal_is_open(opened, demo):
    drawn = clickable_html(opened(demo, "scorecard"))
    number = drawn[1].split('data-click="goal:')[1].split('"')[0]
    app = opened(demo, "scorecard", open=f"goal:{number}")
    assert "".join(clickable_html(app)).count('aria-expanded="true"') == 1


def test_a_goal_that_there_is_not_is_said(opened, demo):
    app = opened(demo, "scorecard", open="goal:9999")
    assert "There is no such goal. It may have been removed." in [one.value for one in app.info]
