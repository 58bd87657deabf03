"""Every page with full data, none, and one day."""

import pytest

from dashboard.metrics.catalogue import CATALOGUE
from tests import homes

PAGES = ("scorecard", "metric", "data", "definitions")


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
    app = opened(demo, "metric", metric=metric.label)
    assert not app.exception
    assert not app.error
    assert metric.label in app.get("html")[1].proto.body


@pytest.mark.parametrize("tab", ["Where it comes from", "People", "Definition", "SQL"])
@pytest.mark.parametrize(
    "name", ["conversion", "nps", "channel_sales", "cac", "response_time_median"]
)
def test_each_tab_of_a_metric_opens(opened, demo, name, tab):
    app = opened(demo, "metric", metric=CATALOGUE[name].label, tab=tab)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("grain", ["by day", "by week", "by quarter", "by year"])
@pytest.mark.parametrize("page", ["scorecard", "metric"])
def test_each_grain_can_be_chosen(opened, demo, page, grain):
    app = opened(demo, page, grain=grain)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    "window",
    ["Last 3 months", "Last 24 months", "Last 26 weeks", "This year", "All", "Custom dates"],
)
def test_each_window_can_be_chosen(opened, demo, window):
    app = opened(demo, "scorecard", window=window)
    assert not app.exception
    assert not app.error
