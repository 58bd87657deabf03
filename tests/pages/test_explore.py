"""The Explore page: measures, leaderboards, where it changed, the rest, the pivot."""

import re

import pytest

QUARTER = {"window": "last-1-quarters", "metric": "retention"}


def test_it_answers_which_region_fell_where_it_came_from_and_who_they_are(opened, said, demo):
    app = opened(demo, "explore", **QUARTER, open="why:region:North")
    assert not app.exception
    assert not app.error
    text = said(app)
    assert 'data-click="region=North"' in text  # a leaderboard
    assert 'data-click="region:North" aria-pressed="true"' in text  # where it changed
    assert re.search(r"rate .* points, mix .* points: together .* points", text)
    assert "Retention, North, 1 Jul – 30 Sep 2026" in text
    assert re.search(r"\d+ people\.", text)


def test_the_chosen_metric_is_marked_and_few_are_shown_until_all_are_asked_for(opened, said, demo):
    few = said(opened(demo, "explore", metric="buyers", all=""))
    assert re.search('data-click="buyers" aria-pressed="true"', few)
    assert 'data-click="gross_revenue"' not in few
    found = said(opened(demo, "explore", metric="buyers", find_metric="gross"))
    assert 'data-click="gross_revenue"' in found
    assert 'data-click="retention"' not in found


def test_what_is_kept_and_left_out_is_marked_among_the_others(opened, said, demo):
    text = said(opened(demo, "explore", metric="revenue", region="North", not_segment="family"))
    north = text.index('data-click="region=North"')
    assert "mp-kept-row" in text[north - 60 : north]
    assert 'data-click="region=South"' in text
    family = text.index('data-click="segment=family"')
    assert "mp-out-row" in text[family - 60 : family]


@pytest.mark.parametrize("look", ["why", "rest", "pivot"])
@pytest.mark.parametrize("name", ["nps", "buyers", "response_time_median", "channel_sales", "cac"])
def test_each_look_opens_for_each_kind_of_metric(opened, demo, name, look):
    app = opened(demo, "explore", metric=name, look=look, window="last-1-quarters")
    assert not app.exception
    assert not app.error


def test_a_median_says_why_it_is_not_split(opened, said, demo):
    text = said(opened(demo, "explore", metric="response_time_median"))
    assert "No split: Response time, median is no sum and no ratio of two sums" in text


def test_without_a_comparison_it_says_what_to_choose(opened, said, demo):
    text = said(opened(demo, "explore", **QUARTER, compare="none"))
    assert "Choose a comparison in the time pill" in text
    assert "≈" not in text.split("mp-boards")[1]


def test_a_cell_of_the_pivot_opens_its_people_and_nonsense_opens_nothing(opened, said, demo):
    look = {"metric": "orders", "look": "pivot", "pivot": ["orders", "retention"]}
    text = said(opened(demo, "explore", **look, open="pivot:orders:2026-09-01:region=North"))
    assert "Orders, North, 1–30 Sep 2026" in text
    assert 'data-click="orders:all:region=North"' in text
    for spec in ("pivot:orders", "pivot:orders:never:region=North", "pivot:orders:all:shoe=x"):
        app = opened(demo, "explore", **look, open=spec)
        assert not app.exception
        assert not app.error


def test_a_filter_that_the_metric_cannot_take_is_said(opened, said, demo):
    text = said(opened(demo, "explore", metric="retention", channel="web"))
    assert "Not applied here: the filter by channel" in text
    assert "not sliced by channel" in text


def test_windows_that_share_days_are_not_compared(opened, said, demo):
    text = said(opened(demo, "explore", metric="orders", window="last-24-months", compare="year"))
    assert "Not compared: 1 Oct 2024 – 30 Sep 2026 and 1 Oct 2023 – 30 Sep 2025 share days." in text
