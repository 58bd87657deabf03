"""The Sales and Conversion pages: what they say, what they hold back, and what a click does."""

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import Viewer
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.year_on_year import ALL, ONLINE, Channels, Line
from dashboard.views import clickable, frame, sales_words, selling_people
from dashboard.views.choice import Choice
from queries.calendar import Grain
from queries.slice import Window
from tests import homes
from tests.goals import a_goal
from tests.views.values import month

GROWTH, SALES = CATALOGUE["channel_growth"], CATALOGUE["channel_sales"]


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """The HTML of every picture that can be clicked."""
    found: list[str] = []
    monkeypatch.setattr(clickable, "html", lambda html, key, on_click=None: found.append(html))
    return found


def test_the_first_sentence_answers_whether_the_goal_is_met(opened, said, demo, drawn):
    page = said(opened(demo, "sales"))
    first = page.index("mp-finding")
    assert "goal of +25" in page[first : first + 400]
    assert "mp-aim" in drawn[0]
    assert "to the cent" in page


def test_goals_are_not_put_on_filtered_sales(opened, said, demo, drawn):
    page = said(opened(demo, "sales", region="North"))
    assert "goal of" not in page
    assert "mp-aim" not in drawn[0]
    assert "not in it: " in page  # spend of no region


def test_a_filter_that_campaigns_cannot_take_is_named(opened, said, demo):
    assert "not narrowed by segment" in said(opened(demo, "sales", segment="couple"))


def test_each_choice_of_the_sales_page_can_be_made(opened, demo):
    app = opened(
        demo, "sales", steps="category", cells="growth", across="segment", over_time="share"
    )
    assert not app.exception
    assert not app.error


def test_a_funnel_side_by_side_opens_its_people(opened, said, demo, drawn):
    spec = "funnel:visit%2Corder:7:came:channel:web"
    app = opened(demo, "conversion", path="direct", within="7", funnel_by="channel", open=spec)
    assert not app.exception
    assert "Who ordered within 7 days: web" in said(app)
    assert 'data-click="funnel:visit%2Corder%2Csecond_order:7:came:channel:web"' in drawn[0]


@pytest.mark.parametrize("spec", ["funnel:order:7:came::", "funnel:visit:x:came::", "leads:gone::", "campaign:a",
                                  "funnel:visit%2Corder:7:came:planet:x", "cohort:2026-01-01:1"])  # fmt: skip
def test_a_link_to_people_that_cannot_be_read_opens_nothing(demo, spec):
    homes.choose(demo)
    choice = Choice(Window(date(2026, 1, 1), date(2026, 4, 1)), Grain.MONTH)
    assert selling_people.opened(choice, spec) is None


def test_who_may_not_see_people_gets_numbers_that_open_nothing(
    opened, said, demo, drawn, monkeypatch
):
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(may_see_people=False))
    spec = "leads:won:source:search"
    for page in ("sales", "conversion"):
        app = opened(demo, page, open=spec)
        assert not app.exception
        assert not app.dataframe
    assert "You may see numbers but not single people" in said(app)
    assert not any('data-click="funnel:' in html or 'data-click="leads:' in html for html in drawn)
    assert not any('data-click="campaign:' in html for html in drawn)


def test_one_region_sees_no_other(opened, demo, drawn, monkeypatch):
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(frozenset({"North"})))
    assert not opened(demo, "sales").exception
    assert not any("South" in html for html in drawn)


def test_a_single_day_says_why_there_is_no_year_before(opened, said, one_day):
    page = said(opened(one_day, "sales", window="all"))
    assert "No growth can be told: no day of it is known in both years" in page
    assert "No campaign can be told: needs spend" in page
    page = said(opened(one_day, "conversion", window="all"))
    assert "Nothing can be told of leads: needs events of the kind lead" in page
    assert "With sign-up" not in page  # nobody signs up here


def test_a_choice_in_the_address_filters_and_not_only_draws(opened, said, demo):
    app: AppTest = opened(demo, "sales", channel="web")
    assert "channel: web" in said(app)


def line(
    together: tuple[str, ...],
    grown: float,
    low: float | None,
    high: float | None,
    channel: str = "web",
) -> Line:
    growth = replace(month(2026, 1, grown, GROWTH), low=low, high=high, numerator=grown)
    return Line(None if together else channel, together, month(2026, 1, 10.0, SALES), None, growth)


def found(*lines: Line) -> Channels:
    from dashboard.metrics.same_days import SameDays
    from queries.slice import Slice

    window = Window(date(2026, 1, 1), date(2026, 2, 1))
    return Channels(lines, SameDays(Slice(window), window, window, None))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(26, 40, "reach the goal of +25"), (10, 24, "miss the goal of +25"), (10, 40, "cannot be told"),
     (None, None, "too few to say how sure")],
)  # fmt: skip
def test_a_goal_is_judged_by_the_limits_of_growth(low, high, words):
    where = (("online", ("true",)),)
    aim = a_goal(SALES, name="online", grain=Grain.QUARTER, where=where, change_percent=25)
    online = line(ONLINE, 24.5, low, high)
    assert words in sales_words.finding(found(line(ALL, 1, -9, 9), online), aim)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(1, 40, "All sales grew: +20"), (-40, -1, "All sales shrank"), (-1, 40, "cannot be told from no change")],
)  # fmt: skip
def test_without_a_goal_growth_is_told_from_no_change(low, high, words):
    grown = 20.0 if low > -40 else -20.0
    assert words in sales_words.finding(found(line(ALL, grown, low, high)), None)


def test_only_channels_that_surely_changed_are_named():
    lines = [
        line(ALL, 5, -9, 19),
        line((), 40, 3, 80, "app"),
        line((), -30, -60, -2, "fair"),
        line((), 300, -5, 900, "web"),
    ]
    text = sales_words.finding(found(*lines), None)
    assert "app added most" in text
    assert "fair surely shrank" in text
    assert "web" not in text
