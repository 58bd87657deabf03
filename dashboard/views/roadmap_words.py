"""What is said of an initiative: its state by shape and word, what it promises, what it costs, and when it runs."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard import language
from dashboard.language import _, n_, said
from dashboard.metrics.declare import Metric, Unit
from dashboard.progress import quarters
from dashboard.progress.roadmap import Initiative
from dashboard.views import words
from dashboard.views.goal_words import Look
from queries.calendar import Calendar, Grain

STATES = {
    "idea": Look("○", said("idea"), "early"),
    "planned": Look("◔", said("planned"), "risk"),
    "running": Look("▶", said("running"), "track"),
    "done": Look("✓", said("done"), "met"),
    "dropped": Look("✕", said("dropped"), "none"),
}


def look(state: str) -> Look:
    return STATES.get(state, STATES["idea"])


def state(name: str) -> str:
    return _(look(name).word)


def counted(count: int, name: str) -> str:
    """'4 ideas', '1 running'."""
    forms = {
        "idea": n_("{count} idea", "{count} ideas", count),
        "planned": n_("{count} planned", "{count} planned", count),
        "running": n_("{count} running", "{count} running", count),
        "done": n_("{count} done", "{count} done", count),
        "dropped": n_("{count} dropped", "{count} dropped", count),
    }
    return forms.get(name, forms["idea"])


def quarter(name: str | None, calendar: Calendar) -> str:
    """'2026 Q4', as quarters are written everywhere; what has none is not planned yet."""
    if not name:
        return _("No quarter yet")
    return words.start(quarters.window_of(name, calendar).start, Grain.QUARTER)


def effect(size: float, unit: str, metric: Metric | None, currency: str) -> str:
    """'+1.2 points', '−5 %', '+€12,000': in the unit that was promised; what is written as nought has no sign."""
    if unit == "percent" or metric is None:
        number = words.number(abs(size), 1 if size % 1 else 0)
        told = f"{number}{words.THIN}%" if unit == "percent" else number
    else:
        told = words.difference(metric.unit, size, currency)
    return words.sign(told, size) + told


def as_set(size: float, unit: str, metric: Metric | None, currency: str) -> str:
    """What somebody wrote, to the last digit: '+0.25 points', '−12.5 %', '+€12,500'."""
    sign = words.MINUS if size < 0 else "+"
    number = language.decimal(f"{abs(size):,.10g}")
    if unit == "percent":
        return f"{sign}{number}{words.THIN}%"
    if metric is None:
        return sign + number
    if metric.unit in (Unit.PERCENT, Unit.POINTS):
        return sign + words.points(number)
    return sign + words.target(metric, abs(size), currency)


def promise(one: Initiative, metric: Metric | None, currency: str) -> str:
    """'+1.2 points of Conversion by 31 Dec 2026'."""
    if one.promised_effect is None:
        return _("promises nothing yet")
    size = as_set(one.promised_effect, one.promised_unit, metric, currency)
    of = _(metric.label) if metric else ""
    if one.promised_by is None:
        return _("{effect}, {number}", effect=size, number=of) if of else size
    by = one.promised_by - timedelta(days=1)
    if not of:
        return _("{effect} by {day}", effect=size, day=by)
    return _("{effect}, {number}, by {day}", effect=size, number=of, day=by)


def span(one: Initiative) -> str:
    """'1 Oct 2026 – 31 Dec 2026'; open ends are said."""
    if one.start and one.end:
        return _("{first} to {last}", first=one.start, last=_last(one.end))
    if one.start:
        return _("from {day}", day=one.start)
    return _("until {day}", day=_last(one.end)) if one.end else ""


def _last(end: date) -> date:
    return end - timedelta(days=1)


def listed(names: Sequence[str]) -> str:
    return ", ".join(names) or "–"


def money(amount: float | None, currency: str) -> str:
    return "–" if amount is None else words.amount(Unit.MONEY, amount, currency)


def share(chance: float | None) -> str:
    """'60 %'; '' where it is not said."""
    return "" if chance is None else f"{words.number(100 * chance)}{words.THIN}%"


def plain(count: float | None) -> str:
    """'12', '7.5'; '' where it is not said."""
    return "" if count is None else words.number(count, 1 if count % 1 else 0)


def weeks(count: float | None) -> str:
    """'12 person-weeks'."""
    if count is None:
        return ""
    if count % 1:
        return _("{count} person-weeks", count=words.number(count, 1))
    return n_("{count} person-week", "{count} person-weeks", int(count))
