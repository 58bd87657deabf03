"""What the Explore page draws, from values made by hand."""

from dataclasses import replace
from datetime import date

from dashboard.access import EVERYONE
from dashboard.insight.compare import Change
from dashboard.insight.drivers import Part
from dashboard.insight.intervals import Interval
from dashboard.metrics.catalogue import CHURN, CONVERSION, ORDERS
from dashboard.metrics.drivers import Dimension, Driver, Why
from dashboard.metrics.pivot import Cell, Line, Pivot
from dashboard.views import explore, leaderboards, pivot_table, rest_lines, why_bars
from dashboard.views.choice import Choice
from dashboard.views.explore import Look
from dashboard.views.leaderboards import Board, Order, Row
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.views.values import month

JULY, AUGUST = (
    Window(date(2026, 7, 1), date(2026, 8, 1)),
    Window(date(2026, 8, 1), date(2026, 9, 1)),
)
FELL = Change(-3.0, -4.0, -2.0, -0.1, "down")
ROSE = Change(2.0, 1.0, 3.0, 0.1, "up")
NOISE = Change(-9.0, -20.0, 2.0, -0.3, "can't tell")
CHOICE = Choice(AUGUST, Grain.MONTH, compared=JULY)


def look(change_from: float = 33.0, **changes) -> Look:
    now, then = month(2026, 8, 30.0), month(2026, 7, change_from)
    return replace(
        Look(CONVERSION, EVERYONE, CHOICE, "", Slice(AUGUST), now, then, "EUR"), **changes
    )


def row(name: str, change: Change | None, value: float | None = 30.0, **more) -> Row:
    return Row(name, month(2026, 8, value, region=name or None), change, **more)


def test_the_worst_change_beyond_noise_comes_first_and_what_is_kept_before_all() -> None:
    rows = [
        row("noise", NOISE),
        row("rose", ROSE),
        row("fell", FELL),
        row("kept", None, is_kept=True),
    ]
    names = [r.name for r in leaderboards.ranked(rows, CONVERSION, Order.CHANGE)]
    assert names == ["kept", "fell", "rose", "noise"]
    names = [r.name for r in leaderboards.ranked(rows[:3], CHURN, Order.CHANGE)]
    assert names == ["rose", "fell", "noise"]  # of churn, a rise is worse


def test_a_row_tells_value_n_interval_and_change_and_what_a_click_means() -> None:
    board = Board("region", (row("<North>", FELL, is_kept=True), row("", None, is_out=True)))
    html = leaderboards.drawn([board], look())
    assert 'data-click="region=&lt;North&gt;" aria-pressed="true"' in html
    assert "30.0\u202f%" in html
    assert "1,000 shoppers" in html
    assert "95 %: 29.0 to 31.0" in html
    assert '<span class="mp-worse">▼ 3.0 points</span>' in html
    assert 'mp-out-row" data-click="region="' in html
    assert "unknown" in html


def test_a_board_of_many_values_shows_eight_and_finds_what_is_searched() -> None:
    board = Board("region", tuple(row(f"r{n}", None) for n in range(11)))
    html = leaderboards.drawn([board], look())
    assert "3 more" in html.split("<details>")[1]
    assert html.split("<details>")[0].count("<button") == 8
    assert leaderboards.drawn([board], look(), "r10").count("<button") == 1


def test_bars_of_values_below_nought_go_to_the_left_of_it() -> None:
    scale = leaderboards.Scale([row("a", None, -50.0), row("b", None, 50.0)])
    assert (scale.at(-50), scale.at(0), scale.at(50)) == (0, 50, 100)


def driver(name: str, part: Part, limits: Interval | None) -> Driver:
    return Driver(name, month(2026, 7, 33.0), month(2026, 8, 30.0), part, limits)


def why() -> Why:
    north = driver("North", Part(-2.5, -0.5, 0, 0.5, -2.0, 0.5), Interval(-4, -2))
    south = driver("South", Part(0.2, -0.1, 0, 0.5, 2.0, 0.5), Interval(-1, 1.2))
    region = Dimension("region", (north, south), -0.1, 2.0)
    return Why(CONVERSION, month(2026, 7, 33.0), month(2026, 8, 30.0), FELL, (region,))


def test_the_finding_names_what_explains_most_and_what_alike_would_be() -> None:
    assert why_bars.finding(why(), look()) == (
        "Region explains most: North accounts for −3.0 points of −3.0 points; "
        "had all values changed alike, it would be −1.0 points."
    )
    flat = replace(why().dimensions[0], explained=0.0)
    said = why_bars.finding(replace(why(), dimensions=(flat,)), look())
    assert said == "No value of any dimension moved unlike the rest beyond noise."


def test_the_bars_say_rate_mix_noise_and_what_adds_up() -> None:
    html = why_bars.drawn(why(), look(), "region:North")
    north, south = html.split("<button")[1:]
    assert 'data-click="region:North" aria-pressed="true"' in north
    assert "rate −2.5 points · mix −0.5 points" in north
    assert "left:8.3%;width:41.7%" in north  # half the room is 3.0 points, and the rate 2.5 of them
    assert "mp-noise" in south
    assert "noise" in south.split("</button>")[0]
    # −2.5 + 0.2, −0.5 − 0.1, and −0.1 that is in no single value
    assert (
        "rate −2.3 points, mix −0.6 points, counted in several values, or in none of them −0.1 points: "
        "together −3.0 points" in html
    )


def test_the_numbers_of_the_bars_can_be_kept_as_a_file() -> None:
    north, south, left = why_bars.rows(why(), look(), is_exact=True)
    assert (north["rate"], north["mix"], north["part"], north["verdict"]) == (
        -2.5,
        -0.5,
        -3.0,
        "down",
    )
    assert south["verdict"] == "can't tell"
    assert left["part"] == -0.1


def test_the_sentence_above_the_trend_says_what_changed() -> None:
    assert explore.finding(look(then=None)) == "Conversion: 30.0\u202f%"
    nothing = month(2026, 8, None, reason="no visits")
    assert explore.finding(look(now=nothing)) == "Conversion has no value: no visits"


def pivoted() -> Pivot:
    group = {"region": "=North"}
    cell = Cell(month(2026, 8, 40.0, ORDERS, n=40), FELL)
    line = Line(ORDERS, group, (cell, None), Cell(month(2026, 8, 44.0, ORDERS, n=44), NOISE))
    periods = Slice(Window(JULY.start, AUGUST.end), Grain.MONTH).periods
    total = Line(ORDERS, {}, (cell, cell), Cell(month(2026, 8, None, ORDERS, reason="no orders")))
    return Pivot(periods, (total, line), {})


def test_a_cell_of_the_pivot_is_coloured_says_which_way_and_opens_its_people() -> None:
    html = pivot_table.drawn(pivoted(), ["region"], Grain.MONTH, "EUR", by_change=True)
    assert 'data-click="orders:2026-07-01:region=%3DNorth"' in html
    assert 'class="mp-bg-worse"' in html
    assert "40 ▼" in html
    assert 'title="no orders">–' in html
    by_value = pivot_table.drawn(pivoted(), ["region"], Grain.MONTH, "EUR", by_change=False)
    assert "mp-heat" in by_value
    assert "▼" not in by_value


def test_the_rows_of_the_pivot_say_all_where_a_dimension_is_not_split() -> None:
    rows = pivot_table.rows(pivoted(), ["region"], Grain.MONTH, "EUR", is_exact=True)
    told = [(r["region"], r["period"], r["value"]) for r in rows]
    assert told == [
        ("all", "2026-07-01", 40), ("all", "2026-08-01", 40), ("all", "all", None),
        ("=North", "2026-07-01", 40), ("=North", "all", 44),
    ]  # fmt: skip


def test_two_lines_show_one_value_and_the_rest() -> None:
    one, others = [month(2026, 7, 20.0), month(2026, 8, 30.0)], [month(2026, 8, 35.0)]
    figure = rest_lines.figure(one, others, "North", Grain.MONTH, "EUR")
    rest, north = figure["data"]
    assert (rest["name"], rest["y"]) == ("the rest", [None, 35.0])
    assert (north["name"], north["y"]) == ("North", [20.0, 30.0])
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["North", "the rest"]
