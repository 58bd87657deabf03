"""How numbers, days and differences are written, by unit."""

import html
import re
from datetime import date

from dashboard import language
from dashboard.language import _
from dashboard.metrics.declare import Metric, Unit
from queries.calendar import Grain
from queries.slice import Period, Window

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "RUB": "₽", "CHF": "CHF ", "PLN": "zł "}
THIN = "\u202f"  # narrow no-break space, before a unit
MINUS = "−"
UNKNOWN = "unknown"

COUNTED = {
    "conversion": "shoppers", "orders_per_100_shoppers": "shoppers",
    "average_order_value": "orders", "revenue_per_buyer": "buyers",
    "revenue": "orders", "gross_revenue": "orders", "repeat_orders": "orders",
    "retention": "customers", "churn": "customers", "cancel_rate": "customers",
    "returning_share": "buyers", "returned_to_date": "customers",
    "repeat_purchase_rate": "new customers", "repeat_purchase_rate_180": "new customers",
    "repeat_purchase_rate_365": "new customers",
    "ltv": "new customers", "ltv_180": "new customers", "ltv_365": "new customers",
    "ltv_margin": "new customers", "ltv_margin_180": "new customers",
    "ltv_margin_365": "new customers", "ltv_simple": "buyers", "cac": "new customers",
    "cac_paid": "new customers", "roas": "orders", "ltv_to_cac": "new customers",
    "csat": "answers", "nps": "answers", "nps_unweighted": "answers",
    "response_rate": "surveys", "identified_share": "visits", "reachable_share": "people",
    "response_time": "tickets", "response_time_median": "tickets",
    "response_time_p90": "tickets", "response_within_target": "tickets",
    "win_rate": "leads", "sales_cycle": "deals", "sales_cycle_mean": "deals",
    "resolution_time": "tickets", "resolution_time_median": "tickets",
    "resolution_time_p90": "tickets", "resolution_within_target": "tickets",
    "response_time_business": "tickets",
    "response_time_business_median": "tickets",
    "response_time_business_p90": "tickets",
    "response_within_target_business": "tickets",
    "resolution_time_business": "tickets",
    "resolution_time_business_median": "tickets",
    "resolution_time_business_p90": "tickets",
    "resolution_within_target_business": "tickets",
    "contact_frequency": "people", "channel_sales": "orders", "channel_share": "orders",
    "channel_growth": "orders",
}  # fmt: skip
"""What n counts; metrics that are counts themselves, or divide by money, say none."""


def escaped(text: str) -> str:
    return html.escape(text, quote=True)


def value(metric: Metric, number: float | None, currency: str = "") -> str:
    """'22.4 %', '€1.24 M', '1 h 12 min'."""
    return "–" if number is None else amount(metric.unit, number, currency)


def target(metric: Metric, number: float, currency: str = "") -> str:
    """A level that somebody set: '20 %' where a measured value would be '20.0 %'."""
    return re.sub(r"\.0+(?!\d)", "", value(metric, number, currency))


def amount(unit: Unit, number: float, currency: str = "") -> str:
    if number < 0:
        return MINUS + amount(unit, -number, currency)
    match unit:
        case Unit.PERCENT:
            return f"{_short(number, 1)}{THIN}%"
        case Unit.POINTS:
            return f"{number:.1f}"
        case Unit.MONEY:
            return symbol(currency) + _compact(number, 2 if number < 1000 else 0)
        case Unit.COUNT:
            return _compact(number, 0)
        case Unit.SECONDS:
            return duration(number)
        case Unit.DAYS:
            return f"{_short(number, 1)}{THIN}d"
        case Unit.RATIO:
            return f"{number:.3g}" if number < 1000 else _compact(number, 0)


def difference(unit: Unit, number: float, currency: str = "") -> str:
    """The size of a difference, without its sign: percentages differ by points."""
    if unit is Unit.PERCENT:
        return f"{abs(number):.1f} points"
    if unit is Unit.POINTS:
        return f"{abs(number):.1f} points"
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
    return f"{first} to {last}"


def counted(metric: Metric, n: float | None) -> str:
    """'12,345 shoppers', or nothing where n says no more than the value."""
    noun = COUNTED.get(metric.name)
    if not noun or n is None:
        return ""
    return f"1 {noun.removesuffix('s')}" if round(n) == 1 else f"{n:,.0f} {noun}"


def duration(seconds: float) -> str:
    """The two largest parts: '45 s', '3 min 20 s', '1 h 12 min', '2 d 4 h'."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{THIN}s"
    parts = [
        (whole // 86400, "d"),
        (whole // 3600 % 24, "h"),
        (whole // 60 % 60, "min"),
        (whole % 60, "s"),
    ]
    first = next(n for n, (count, _) in enumerate(parts) if count)
    return " ".join(f"{count}{THIN}{name}" for count, name in parts[first : first + 2] if count)


def day(on: date) -> str:
    return f"{on.day} {on:%b} {on.year}"


def days(window: Window) -> str:
    """'3–8 May 2026', both ends included."""
    first, last = window.start, date.fromordinal(window.end.toordinal() - 1)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%b} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def period(of: Period, grain: Grain | None) -> str:
    """'Sep 2026', 'week from 7 Sep 2026', '2026 Q3' (by the month the quarter begins in)."""
    return start(of.start, grain) if grain else days(of.window)


def start(on: date, grain: Grain) -> str:
    match grain:
        case Grain.DAY:
            return day(on)
        case Grain.WEEK:
            return f"week of {day(on)}"
        case Grain.MONTH:
            return f"{on:%b} {on.year}"
        case Grain.QUARTER:
            return (
                f"{on.year} Q{(on.month - 1) // 3 + 1}"
                if on.month % 3 == 1
                else f"quarter from {on:%b} {on.year}"
            )
        case Grain.YEAR:
            return f"{on.year}" if on.month == 1 else f"year from {on:%b} {on.year}"


def named(text: str | None) -> str:
    """A value of a dimension; what is not known is called so."""
    return text or UNKNOWN


def dimension(name: str) -> str:
    """'first_source' as 'first source'."""
    return {"identified": "known customer", "online": "online or not"}.get(
        name, name.replace("_", " ")
    )


def listed(texts: list[str]) -> str:
    """'North', 'North and South', 'North, South and East'."""
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def counted_word(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} " if currency else "")


def _short(number: float, digits: int) -> str:
    """Fewer digits where they would say nothing, more where they are all there is."""
    if 0 < number < 0.1:
        return f"{number:.2f}"
    return f"{number:,.{digits}f}"


def _compact(number: float, digits: int) -> str:
    if number >= 1e9:
        return f"{number / 1e9:,.2f}{THIN}bn"
    if number >= 1e6:
        return f"{number / 1e6:,.2f}{THIN}M"
    return f"{number:,.{digits}f}"


def option(value: str) -> str:
    """A value of a dimension as the address writes it, in words."""
    return {"true": _("yes"), "false": _("no"), "(unknown)": _("unknown")}.get(value, value)


def dimension_title(name: str) -> str:
    """'First source'."""
    said = dimension(name)
    return said[:1].upper() + said[1:]


def number(value: float, digits: int = 0) -> str:
    return language.number(value, digits)


def unit(metric: Metric, currency: str = "") -> str:
    """What an axis counts: 'per cent', 'EUR', 'points'; a plain ratio says nothing."""
    return {
        Unit.PERCENT: _("per cent"), Unit.POINTS: _("points"), Unit.MONEY: currency,
        Unit.SECONDS: _("time"), Unit.DAYS: _("days"), Unit.COUNT: "", Unit.RATIO: "",
    }[metric.unit]  # fmt: skip
