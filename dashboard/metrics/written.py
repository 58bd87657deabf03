"""How amounts, days and periods are written in the reader's language, by unit."""

import re
from dataclasses import dataclass
from datetime import date

from dashboard import language
from dashboard.language import _, n_, said
from dashboard.metrics.declare import Unit
from queries.calendar import Grain
from queries.slice import Period, Window

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "RUB": "₽", "CHF": "CHF ", "PLN": "zł "}
THIN = "\u202f"  # narrow no-break space, before a unit
MINUS = language.MINUS


KINDS = {
    "visit": said("visits"),
    "signup": said("sign-ups"),
    "order": said("orders"),
    "refund": said("refunds"),
    "cancel": said("cancellations"),
    "consent_given": said("consent given"),
    "consent_withdrawn": said("consent withdrawn"),
    "lead": said("leads"),
    "deal_won": said("deals won"),
    "deal_lost": said("deals lost"),
    "survey_sent": said("surveys sent"),
    "survey_csat": said("CSAT answers"),
    "survey_nps": said("NPS answers"),
    "ticket_opened": said("tickets opened"),
    "ticket_answered": said("tickets answered"),
    "ticket_closed": said("tickets closed"),
    "spend": said("spend"),
    "cost": said("order lines with a cost"),
}
"""What each kind of event, and what else is read, is called."""


def amount(unit: Unit, number: float, currency: str = "") -> str:
    if number < 0:
        return MINUS + amount(unit, -number, currency)
    match unit:
        case Unit.PERCENT:
            return f"{_short(number, 1)}{THIN}%"
        case Unit.POINTS:
            return language.number(number, 1)
        case Unit.MONEY:
            return money(_compact(number, 2 if number < 1000 else 0), currency)
        case Unit.COUNT:
            return _compact(number, 0)
        case Unit.SECONDS:
            return duration(number)
        case Unit.DAYS:
            return f"{_short(number, 1)}{THIN}{_('d')}"
        case Unit.RATIO:
            return language.decimal(f"{number:.3g}") if number < 1000 else _compact(number, 0)


def target(unit: Unit, number: float, currency: str = "") -> str:
    """A level that somebody set: '20 %' where a measured value would be '20.0 %'; thousands stay as they are."""
    mark = r"\." if language.language() == language.SOURCE else ","
    return re.sub(rf"{mark}0+(?!\d)", "", amount(unit, number, currency))


def money(number: str, currency: str) -> str:
    """'€1.24 M', '1,24 млн €': each language has its own side for the sign."""
    if language.language() == language.SOURCE:
        return symbol(currency) + number
    return f"{number}{language.GROUP}{symbol(currency).strip()}".strip()


def round_money(number: float, currency: str) -> str:
    """'1,5 тыс. €': a round amount at a tick, as short as it can be."""
    size, name = next(
        ((size, name) for size, name in ((1e9, _("bn")), (1e6, _("M")), (1e3, _("k"))) if abs(number) >= size),
        (1.0, ""),
    )  # fmt: skip
    text = language.decimal(f"{number / size:,.10g}").replace("-", MINUS)
    return money(f"{text}{THIN}{name}" if name else text, currency)


def difference(unit: Unit, number: float, currency: str = "") -> str:
    """The size of a difference, without its sign: percentages differ by points."""
    if unit in (Unit.PERCENT, Unit.POINTS):
        return points(language.number(abs(number), 1))
    return amount(unit, abs(number), currency)


def points(written: str) -> str:
    """'1 point', '+5 points', '0.4 points': fractions have a form of their own, which languages do not count by."""
    if language.decimal(".") in written:
        return _("{number} points", number=written)
    count = int(re.sub(r"\D", "", written) or 0)
    return n_("{number} point", "{number} points", count, number=written)


def sign(size: str, number: float) -> str:
    """'+' or '−' before a size; nothing before one that is written as nought."""
    if not re.search("[1-9]", size):
        return ""
    return "+" if number > 0 else MINUS


def duration(seconds: float) -> str:
    """The two largest parts: '45 s', '3 min 20 s', '1 h 12 min', '2 d 4 h'."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{THIN}{_('s')}"
    parts = [
        (whole // 86400, _("d")),
        (whole // 3600 % 24, _("h")),
        (whole // 60 % 60, _("min")),
        (whole % 60, _("s")),
    ]
    first = next(n for n, part in enumerate(parts) if part[0])
    return " ".join(
        f"{language.number(count)}{THIN}{name}" for count, name in parts[first : first + 2] if count
    )


def symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} " if currency else "")


def _short(number: float, digits: int) -> str:
    """Fewer digits where they would say nothing, more where they are all there is."""
    return language.number(number, 2 if 0 < number < 0.1 else digits)


def _compact(number: float, digits: int) -> str:
    if number >= 1e9:
        return f"{language.number(number / 1e9, 2)}{THIN}{_('bn')}"
    if number >= 1e6:
        return f"{language.number(number / 1e6, 2)}{THIN}{_('M')}"
    return language.number(number, digits)


def day(on: date) -> str:
    return language.day(on)


def days(window: Window) -> str:
    """'3–8 May 2026', both ends included."""
    first, last = window.start, date.fromordinal(window.end.toordinal() - 1)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {language.month(first, of_a_day=True)} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def period(of: Period, grain: Grain | None) -> str:
    """'Sep 2026', 'week of 7 Sep 2026', '2026 Q3' (by the month the quarter begins in)."""
    return start(of.start, grain) if grain else days(of.window)


def start(on: date, grain: Grain) -> str:
    match grain:
        case Grain.DAY:
            return day(on)
        case Grain.WEEK:
            return _("week of {day}", day=day(on))
        case Grain.MONTH:
            return month(on)
        case Grain.QUARTER if on.month % 3 == 1:
            return _("{year} Q{quarter}", year=on.year, quarter=(on.month - 1) // 3 + 1)
        case Grain.QUARTER:
            return _("quarter from {month}", month=_month_of_a_day(on))
        case Grain.YEAR if on.month == 1:
            return f"{on.year}"
        case Grain.YEAR:
            return _("year from {month}", month=_month_of_a_day(on))


def month(on: date) -> str:
    """'Sep 2026'."""
    return f"{language.month(on)} {on.year}"


def _month_of_a_day(on: date) -> str:
    return f"{language.month(on, of_a_day=True)} {on.year}"


def kind(name: str) -> str:
    """A kind of event, or what else a metric reads: 'ticket_opened' as 'ticket opened'."""
    return _(KINDS.get(name) or name.replace("_", " "))


@dataclass(frozen=True)
class Amount:
    """An amount inside `said`: written in the language of whoever reads it."""

    unit: Unit
    number: float
    currency: str = ""

    def __format__(self, spec: str) -> str:
        return amount(self.unit, self.number, self.currency)


@dataclass(frozen=True)
class Difference:
    """'+3.1 points', '−12.0 %' inside `said`, likewise."""

    number: float
    is_points: bool

    def __format__(self, spec: str) -> str:
        size = amount(Unit.PERCENT, abs(self.number))
        if self.is_points:
            size = difference(Unit.POINTS, self.number)
        return sign(size, self.number) + size


@dataclass(frozen=True)
class Month:
    """A period inside `said`, likewise."""

    on: date
    grain: Grain = Grain.MONTH

    def __format__(self, spec: str) -> str:
        return start(self.on, self.grain)
