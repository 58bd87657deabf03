"""Every page with full data, none, and one day."""

import html

import pytest

from dashboard.metrics.catalogue import CATALOGUE
from tests import homes

PAGES = (
    "scorecard", "inbox", "voice", "explore", "metric", "person", "sales", "conversion", "goals", "strategy", "roadmap",
    "saved", "data", "definitions",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_demo_company(opened, demo, page):
    app = opened(demo, page)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_nothing_says_how_to_load(opened, said, tmp_path, page):
    app = opened(homes.nothing(tmp_path), page)
    assert not app.exception
    if page != "definitions":
        assert "Nothing has been loaded yet" in said(app)
        assert any("milepost load" in block.value for block in app.code)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_a_single_day(opened, one_day, page):
    app = opened(one_day, page)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda m: m.name)
def test_each_metric_has_its_page(opened, demo, metric):
    app = opened(demo, "metric", metric=metric.name)
    assert not app.exception
    assert not app.error
    assert any(metric.label in element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("tab", ["Where it comes from", "People", "Definition", "SQL"])
@pytest.mark.parametrize(
    "name", ["conversion", "nps", "channel_sales", "cac", "response_time_median"]
)
def test_each_tab_of_a_metric_opens(opened, demo, name, tab):
    app = opened(demo, "metric", metric=name, tab=tab)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("grain", ["day", "week", "quarter", "year"])
@pytest.mark.parametrize("page", ["scorecard", "metric"])
def test_each_grain_can_be_chosen(opened, demo, page, grain):
    app = opened(demo, page, grain=grain)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    "window",
    [
        "last-3-months",
        "last-24-months",
        "last-26-weeks",
        "this-year",
        "all",
        "custom",
        "last-1-quarters",
    ],
)
def test_each_window_can_be_chosen(opened, demo, window):
    app = opened(demo, "scorecard", window=window)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", ["scorecard", "metric"])
@pytest.mark.parametrize(
    "days",
    [
        {"from": "1800-01-01", "until": "9999-12-31"},
        {"from": "2026-09-30", "until": "2026-01-01"},
        {"as_of": "9999-12-31"},
        {"as_of": "0001-01-01"},
    ],
)
def test_days_that_make_no_window_are_refused_and_can_be_chosen_anew(opened, demo, page, days):
    app = opened(demo, page, window="custom", **days)
    assert not app.exception
    assert "too far away" in app.error[0].value or "lies after the last" in app.error[0].value
    assert any(box.label == "Days" for box in app.selectbox)


def test_a_value_of_the_address_that_does_not_occur_is_named(opened, said, demo):
    app = opened(demo, "metric", region="Atlantis")
    assert "Region: 'Atlantis' does not occur in these data" in html.unescape(said(app))
    assert any(button.label == "Clear" for button in app.button)
    app = opened(demo, "metric", region="South")
    assert "does not occur" not in said(app)


def test_explore_says_which_value_moved_most_or_that_none_did(opened, said, demo):
    app = opened(demo, "explore", metric="revenue", window="last-1-quarters", compare="year")
    page = said(app)
    assert "most beyond noise" in page or "moved unlike the rest beyond noise" in page
