from datetime import date

import pytest

from dashboard.language import speaking
from dashboard.metrics.catalogue import CONVERSION, NPS, ORDERS, RESPONSE_TIME, REVENUE
from dashboard.metrics.declare import Unit
from dashboard.views import words
from queries.calendar import Grain
from queries.slice import Period, Window

THIN = words.THIN


@pytest.mark.parametrize(
    ("metric", "number", "text"),
    [
        (CONVERSION, 22.44, f"22.4{THIN}%"),
        (CONVERSION, 0.04, f"0.04{THIN}%"),
        (CONVERSION, 0.0, f"0.0{THIN}%"),
        (NPS, -12.34, "−12.3"),
        (REVENUE, 12.5, "€12.50"),
        (REVENUE, 66154.4, "€66,154"),
        (REVENUE, 1_240_000.0, f"€1.24{THIN}M"),
        (REVENUE, -900.0, "−€900.00"),
        (ORDERS, 1476.0, "1,476"),
        (RESPONSE_TIME, 4320.0, f"1{THIN}h 12{THIN}min"),
        (ORDERS, None, "–"),
    ],
)
def test_a_value_carries_its_unit(metric, number, text):
    assert words.value(metric, number, "EUR") == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (45, "45 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (4320, "1 h 12 min"),
        (187_200, "2 d 4 h"),
    ],
)
def test_a_wait_is_told_in_its_two_largest_parts(seconds, text):
    assert words.duration(seconds).replace(THIN, " ") == text


def test_percentages_differ_by_points():
    assert words.difference(Unit.PERCENT, -2.4) == "2.4 points"
    assert words.difference(Unit.MONEY, -2.4, "EUR") == "€2.40"


@pytest.mark.parametrize(
    ("written", "english", "russian"),
    [
        ("1", "1 point", "1 пункт"), ("+5", "+5 points", "+5 пунктов"), ("−2", "−2 points", "−2 пункта"),
        ("0", "0 points", "0 пунктов"), ("21", "21 points", "21 пункт"), ("1,011", "1,011 points", "1,011 пунктов"),
    ],
)  # fmt: skip
def test_whole_points_are_counted(written, english, russian):
    assert words.points(written) == english
    with speaking("ru"):
        assert words.points(written.replace(",", "\u202f")) == russian.replace(",", "\u202f")


def test_fractions_of_points_have_their_own_form():
    assert words.points("1.0") == "1.0 points"
    with speaking("ru"):
        assert words.points("1,0") == "1,0 пункта"
        assert words.difference(Unit.PERCENT, 5.0) == "5,0 пункта"


def test_a_target_drops_what_nobody_wrote():
    assert words.target(CONVERSION, 20.0) == f"20{THIN}%"
    assert words.target(REVENUE, 354142.0, "EUR") == "€354,142"


def test_a_currency_without_a_sign_keeps_its_code():
    assert words.value(REVENUE, 5.0, "SEK") == "SEK 5.00"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ((2026, 5, 3), (2026, 5, 9), "3–8 May 2026"),
        ((2026, 5, 3), (2026, 5, 4), "3 May 2026"),
        ((2025, 10, 1), (2026, 10, 1), "1 Oct 2025 – 30 Sep 2026"),
        ((2026, 4, 1), (2026, 7, 1), "1 Apr – 30 Jun 2026"),
    ],
)
def test_a_window_is_told_with_both_ends_in_it(start, end, text):
    assert words.days(Window(date(*start), date(*end))) == text


@pytest.mark.parametrize(
    ("grain", "text"),
    [
        (Grain.DAY, "1 Jul 2026"),
        (Grain.WEEK, "week of 1 Jul 2026"),
        (Grain.MONTH, "Jul 2026"),
        (Grain.QUARTER, "2026 Q3"),
        (Grain.YEAR, "year from Jul 2026"),
    ],
)
def test_a_period_has_a_name(grain, text):
    assert words.start(date(2026, 7, 1), grain) == text


def test_what_comes_from_data_cannot_be_html():
    assert words.escaped('<b onclick="x">') == "&lt;b onclick=&quot;x&quot;&gt;"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (lambda: words.value(REVENUE, 1_240_000.0, "EUR"), "1,24 млн €"),
        (lambda: words.value(REVENUE, -66154.4, "RUB"), "−66 154 ₽"),
        (lambda: words.value(CONVERSION, 22.44), "22,4 %"),
        (lambda: words.duration(187_200), "2 дн 4 ч"),
        (lambda: words.difference(Unit.PERCENT, -2.4), "2,4 пункта"),
        (lambda: words.counted(CONVERSION, 22.0), "22 человека"),
        (lambda: words.counted(REVENUE, 1021.0), "1 021 заказ"),
        (lambda: words.start(date(2026, 9, 7), Grain.WEEK), "нед. с 7 сент. 2026"),
        (lambda: words.start(date(2026, 5, 1), Grain.MONTH), "май 2026"),
        (lambda: words.start(date(2026, 7, 1), Grain.QUARTER), "3 кв. 2026"),
        (lambda: words.days(Window(date(2026, 5, 3), date(2026, 5, 9))), "3–8 мая 2026"),
        (lambda: words.compared(_month(2026, 5), Grain.MONTH), "к маю 2026"),
        (lambda: words.listed(["Север", "Юг", "Восток"]), "Север, Юг и Восток"),
    ],
)
def test_russian_writes_numbers_money_and_days_its_own_way(text, written):
    with speaking("ru"):
        assert text().replace(THIN, " ") == written


def _month(year: int, month: int) -> Period:
    window = Window(date(year, month, 1), date(year, month + 1, 1))
    return Period(window.start, window, True)


def test_a_level_that_was_set_keeps_its_thousands():
    assert words.target(REVENUE, 340_000.0, "EUR") == "€340,000"
    assert words.target(CONVERSION, 20.0) == "20\u202f%"
    with speaking("ru"):
        assert words.target(CONVERSION, 20.0) == "20\u202f%"
        assert words.target(CONVERSION, 20.5) == "20,5\u202f%"
