"""How numbers, days and differences are written, by unit."""

import html
import re
from collections.abc import Sequence
from datetime import date, datetime

from dashboard import language
from dashboard.language import _, said
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.written import KINDS as KINDS
from dashboard.metrics.written import MINUS as MINUS
from dashboard.metrics.written import THIN as THIN
from dashboard.metrics.written import amount as amount
from dashboard.metrics.written import day as day
from dashboard.metrics.written import days as days
from dashboard.metrics.written import difference as difference
from dashboard.metrics.written import duration as duration
from dashboard.metrics.written import kind as kind
from dashboard.metrics.written import money as money
from dashboard.metrics.written import month as month
from dashboard.metrics.written import period as period
from dashboard.metrics.written import points as points
from dashboard.metrics.written import round_money as round_money
from dashboard.metrics.written import sign as sign
from dashboard.metrics.written import start as start
from dashboard.metrics.written import symbol as symbol
from dashboard.views import nouns
from queries.calendar import Grain
from queries.slice import Period

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
    "part": said("group"),
    "first_source": said("first source"),
    "first_channel": said("first channel"),
    "first_category": said("first category"),
}
"""How each dimension is called; one that is not here is called by its name."""


def escaped(text: str) -> str:
    return html.escape(text, quote=True)


def value(metric: Metric, number: float | None, currency: str = "") -> str:
    """'22.4 %', '€1.24 M', '1 h 12 min'."""
    return "–" if number is None else amount(metric.unit, number, currency)


def target(metric: Metric, number: float, currency: str = "") -> str:
    """A level that somebody set: '20 %' where a measured value would be '20.0 %'."""
    decimal_mark = re.escape(language.decimal("."))
    return re.sub(rf"{decimal_mark}0+(?!\d)", "", value(metric, number, currency))


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


def compared(of: Period, grain: Grain) -> str:
    """'on Sep 2026': what something is compared with."""
    if grain is not Grain.MONTH:
        return _("on {period}", period=period(of, grain))
    return _("on {period}", period=f"{language.month(of.start, after_to=True)} {of.start.year}")


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


def option(value: str) -> str:
    """A value of a dimension as the address writes it, in words."""
    return {"true": _("yes"), "false": _("no"), "(unknown)": _("unknown")}.get(value, value)


def dimension_title(name: str) -> str:
    """'First source'."""
    return sentence(dimension(name))


def instant(at: datetime) -> str:
    """'27 Nov 2026, 14:05'."""
    return _("{day}, {time}", day=day(at.date()), time=f"{at:%H:%M}")


def sentence(text: str) -> str:
    """With a capital in front."""
    return text[:1].upper() + text[1:]


def number(value: float, digits: int = 0) -> str:
    return language.number(value, digits)


def unit(metric: Metric, currency: str = "") -> str:
    """What an axis counts: 'per cent', 'EUR', 'points'; a plain ratio says nothing."""
    return {
        Unit.PERCENT: _("per cent"), Unit.POINTS: _("points"), Unit.MONEY: currency,
        Unit.SECONDS: _("time"), Unit.DAYS: _("days"), Unit.COUNT: "", Unit.RATIO: "",
    }[metric.unit]  # fmt: skip
