"""How numbers, days and differences are written, by unit."""

import html
import re
from collections.abc import Sequence
from datetime import date

from dashboard import language
from dashboard.language import _, said
from dashboard.metrics.declare import Metric, Unit
from dashboard.views import nouns
from queries.calendar import Grain
from queries.slice import Period, Window

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "RUB": "₽", "CHF": "CHF ", "PLN": "zł "}
THIN = "\u202f"  # narrow no-break space, before a unit
MINUS = "−"
UNKNOWN = "unknown"

DIMENSIONS = {
    "region": said("region"),
    "segment": said("segment"),
    "identified": said("known customer"),
    "channel": said("channel"),
    "online": said("online or not"),
    "source": said("source"),
    "campaign": said("campaign"),
    "device": said("device"),
    "category": said("category"),
    "survey": said("survey"),
    "topic": said("topic"),
    "first_source": said("first source"),
    "first_channel": said("first channel"),
    "first_category": said("first category"),
}
"""How each dimension is called; one that is not here is called by its name."""


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


def escaped(text: str) -> str:
    return html.escape(text, quote=True)


def value(metric: Metric, number: float | None, currency: str = "") -> str:
    """'22.4 %', '€1.24 M', '1 h 12 min'."""
    return "–" if number is None else amount(metric.unit, number, currency)


def target(metric: Metric, number: float, currency: str = "") -> str:
    """A level that somebody set: '20 %' where a measured value would be '20.0 %'."""
    return re.sub(r"[.,]0+(?!\d)", "", value(metric, number, currency))


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
        return _("{number} points", number=language.number(abs(number), 1))
    return amount(unit, abs(number), currency)


def sign(size: str, number: float) -> str:
    """'+' or '−' before a size; nothing before one that is written as nought."""
    if not re.search("[1-9]", size):
        return ""
    return "+" if number > 0 else MINUS


def limits(metric: Metric, low: float | None, high: float | None, currency: str = "") -> str:
    """'21.9 to 22.9 %', or nothing where there are none."""
    if low is None or high is None:
        return ""
    first, last = value(metric, low, currency), value(metric, high, currency)
    if metric.unit is Unit.PERCENT:
        first = first.removesuffix(f"{THIN}%")
    return _("{low} to {high}", low=first, high=last)


def counted(metric: Metric, n: float | None) -> str:
    """'12,345 shoppers', or nothing where n says no more than the value."""
    return nouns.counted(metric, n)


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


def compared(of: Period, grain: Grain) -> str:
    """'on Sep 2026': what something is compared with."""
    if grain is not Grain.MONTH:
        return _("on {period}", period=period(of, grain))
    return _("on {period}", period=f"{language.month(of.start, after_to=True)} {of.start.year}")


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


def tick(on: date, grain: Grain, with_year: bool) -> str:
    """'Sep', '7 Sep', with the year beneath where it is to be said; '2026 Q3', '2026'."""
    match grain:
        case Grain.YEAR | Grain.QUARTER:
            return start(on, grain)
        case Grain.MONTH:
            short = language.month(on)
        case _:
            short = f"{on.day} {language.month(on, of_a_day=True)}"
    return f"{short}<br>{on.year}" if with_year else short


def none_complete(grain: Grain) -> str:
    """'no complete month yet'."""
    return {
        Grain.DAY: _("no complete day yet"), Grain.WEEK: _("no complete week yet"),
        Grain.MONTH: _("no complete month yet"), Grain.QUARTER: _("no complete quarter yet"),
        Grain.YEAR: _("no complete year yet"),
    }[grain]  # fmt: skip


def month(on: date) -> str:
    """'Sep 2026'."""
    return f"{language.month(on)} {on.year}"


def _month_of_a_day(on: date) -> str:
    return f"{language.month(on, of_a_day=True)} {on.year}"


def named(text: str | None) -> str:
    """A value of a dimension; what is not known is called so."""
    return text or _("unknown")


def value_of(dimension: str, value: str | None) -> str:
    """A value of a dimension as a name by itself; a truth says of what."""
    if dimension == "identified" and value in ("true", "false"):
        return _("known customers") if value == "true" else _("not known customers")
    return named(value)


def dimension(name: str) -> str:
    """'first_source' as 'first source'."""
    return _(DIMENSIONS.get(name) or name.replace("_", " "))


def listed(texts: Sequence[str]) -> str:
    """'North', 'North and South', 'North, South and East'."""
    if len(texts) < 2:
        return "".join(texts)
    return _("{several} and {last}", several=", ".join(texts[:-1]), last=texts[-1])


def counted_word(count: int, word: str) -> str:
    """'1 row', '5 rows'."""
    return nouns.of(count, "people" if word == "person" else f"{word}s")


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


def option(value: str) -> str:
    """A value of a dimension as the address writes it, in words."""
    return {"true": _("yes"), "false": _("no"), "(unknown)": _("unknown")}.get(value, value)


def dimension_title(name: str) -> str:
    """'First source'."""
    return sentence(dimension(name))


def sentence(text: str) -> str:
    """With a capital in front."""
    return text[:1].upper() + text[1:]


def number(value: float, digits: int = 0) -> str:
    return language.number(value, digits)


def kind(name: str) -> str:
    """A kind of event, or what else a metric reads: 'ticket_opened' as 'ticket opened'."""
    return _(KINDS.get(name) or name.replace("_", " "))


def unit(metric: Metric, currency: str = "") -> str:
    """What an axis counts: 'per cent', 'EUR', 'points'; a plain ratio says nothing."""
    return {
        Unit.PERCENT: _("per cent"), Unit.POINTS: _("points"), Unit.MONEY: currency,
        Unit.SECONDS: _("time"), Unit.DAYS: _("days"), Unit.COUNT: "", Unit.RATIO: "",
    }[metric.unit]  # fmt: skip
