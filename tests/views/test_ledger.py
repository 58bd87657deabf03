from datetime import date, datetime

from dashboard.views import ledger, timeline
from dashboard.views.ledger import Feed, Hole

FEEDS = (
    Feed("shop", date(2026, 1, 1), date(2026, 10, 1), 100, 0),
    Feed("crm", date(2026, 1, 1), date(2026, 9, 26), 50, 5),
)
HOLES = (Hole("shop", "West", date(2026, 5, 3), date(2026, 5, 9)),)


def test_a_bar_runs_from_the_first_day_to_the_last():
    bars, silent = timeline.figure(FEEDS, HOLES)["data"]
    assert bars["y"] == ["crm", "shop"]
    assert bars["x"][1] == 273 * timeline.DAY  # 1 January to 30 September
    assert silent["x"] == [6 * timeline.DAY]
    assert silent["marker"]["pattern"]["shape"] == "/"


def test_the_alternative_text_names_who_lags_and_who_is_silent():
    assert timeline.alt(FEEDS, HOLES) == (
        "1 of 2 feeds reaches 30 Sep 2026; crm is 5 days behind. "
        "Data are missing in 1 span: shop in West, 3 May 2026 to 8 May 2026."
    )


def test_feeds_are_told_in_local_days():
    rows = [
        {
            "feed": "shop",
            "first_at": datetime(2026, 1, 1, 23, 30),
            "covered_until": datetime(2026, 9, 30, 22),
            "accepted": 5,
        }
    ]
    [feed] = ledger.feeds(rows, "Europe/Berlin")  # UTC + 1 in winter, + 2 in summer
    assert (feed.first, feed.until) == (date(2026, 1, 2), date(2026, 10, 1))


def test_rules_are_named_with_their_counts():
    assert ledger.rules('{"test orders": 1200, "no date": 3}') == "test orders: 1,200, no date: 3"
    assert ledger.rules(None) == ledger.rules("{}") == ""
