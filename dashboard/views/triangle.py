"""A cohort triangle as an HTML grid: one row a cohort, one column an age, each cell open to its people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboard.language import _, n_, number
from dashboard.metrics.cohorts import Cell, Cohort, Mean, Triangle
from dashboard.metrics.declare import Unit
from dashboard.views import words
from queries.calendar import Grain

SHADES = 9
"""Steps of the colour scale; text keeps AA contrast on the darkest (milepost.css)."""
MOST_AGES, MOST_COHORTS = 26, 60
"""What is drawn; the table holds the rest."""
BLANK = '<td class="mp-blank"></td>'


@dataclass(frozen=True)
class Measure:
    """What the cells hold."""

    name: str
    figure: Callable[[Cell], float | None]
    unit: Unit
    means: Callable[[Triangle], list[Mean]]
    is_weighed: bool
    """Has a mean over people: sums over a cohort have only one over cohorts."""

    def mean(self, of: Mean) -> float:
        """The mean that is spoken of: over people where there is one."""
        return of.weighted if self.is_weighed else of.simple

    def written(self, value: float, currency: str) -> str:
        """As short as a cell: a share without its sign."""
        if self.unit is Unit.PERCENT:
            return number(value, 1)
        return words.amount(self.unit, value, currency)


MEASURES = {
    one.name: one
    for one in (
        Measure("share", lambda cell: cell.share, Unit.PERCENT, Triangle.mean_shares, True),
        Measure("people", lambda cell: cell.people, Unit.COUNT, Triangle.mean_people, False),
        Measure("revenue", lambda cell: cell.revenue, Unit.MONEY, Triangle.mean_sums, False),
        Measure(
            "per_customer", lambda cell: cell.per_customer, Unit.MONEY, Triangle.mean_revenue, True
        ),
    )
}


def measure_words(name: str) -> str:
    """What is counted, as the page's control and its captions say it."""
    return {
        "share": _("Share who order, %"),
        "people": _("People who order"),
        "revenue": _("Net revenue"),
        "per_customer": _("Net revenue per customer"),
    }[name]


@dataclass(frozen=True)
class Look:
    """How a triangle is drawn: what it holds, in which periods, and what of it is open."""

    measure: Measure
    grain: Grain
    currency: str = ""
    opens: bool = True
    """Cells are buttons: this viewer may see people."""
    opened: str = ""
    """The spec of the open cell."""
    notes: tuple[tuple[date, str], ...] = ()
    """Days and what was noted on them: marked at the cohort that they lie in."""


def grid(triangle: Triangle, look: Look) -> str:
    """The table; it scrolls inside itself."""
    shown = triangle.cohorts[-MOST_COHORTS:]
    ages = min(triangle.ages, MOST_AGES)
    top = _top(triangle, look)
    rows = [_mean_row(look, kind, means, ages) for kind, means in _mean_rows(triangle, look)]
    rows += [_cohort_row(cohort, look, ages, top) for cohort in shown]
    label = words.escaped(_("Cohorts: {measure}", measure=measure_words(look.measure.name)))
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="mp-triangle"><thead>{head(first_order(look.grain), look.grain, ages)}</thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def left_out(triangle: Triangle) -> str:
    """What the grid does not draw."""
    cohorts = max(0, len(triangle.cohorts) - MOST_COHORTS)
    ages = max(0, triangle.ages - MOST_AGES)
    said = [n_("{count} older cohort", "{count} older cohorts", cohorts)] if cohorts else []
    said += [n_("{count} higher age", "{count} higher ages", ages)] if ages else []
    return _("Not drawn, but in the table: {left}.", left=words.listed(said)) if said else ""


def spec(cohort: Cohort, age: int) -> str:
    """What a cell opens."""
    return f"cohort:{cohort.period.start.isoformat()}:{age}"


def first_order(grain: Grain) -> str:
    return _("First order, week of") if grain is Grain.WEEK else _("First order")


def head(title: str, grain: Grain, ages: int) -> str:
    """The ages over the columns."""
    said = "".join(
        f'<th scope="col" title="{words.escaped(_age_words(age, grain))}">{age}</th>'
        for age in range(ages)
    )
    return f'<tr><th scope="col">{words.escaped(title)}</th>{said}</tr>'


def _age_words(age: int, grain: Grain) -> str:
    if age == 0:
        return {
            Grain.WEEK: _("the week of the first order"),
            Grain.MONTH: _("the month of the first order"),
            Grain.QUARTER: _("the quarter of the first order"),
        }.get(grain, _("the year of the first order"))
    return later(age, grain)


def later(age: int, grain: Grain) -> str:
    """'3 months later'."""
    match grain:
        case Grain.WEEK:
            return n_("{count} week later", "{count} weeks later", age)
        case Grain.MONTH:
            return n_("{count} month later", "{count} months later", age)
        case Grain.QUARTER:
            return n_("{count} quarter later", "{count} quarters later", age)
        case _:
            return n_("{count} year later", "{count} years later", age)


def _mean_rows(triangle: Triangle, look: Look) -> list[tuple[str, list[Mean]]]:
    means = look.measure.means(triangle)
    if not means:
        return []
    kinds = ["weighted", "simple"] if look.measure.is_weighed else ["simple"]
    return [(kind, means) for kind in kinds]


def _mean_row(look: Look, kind: str, means: list[Mean], ages: int) -> str:
    title = _("Weighted mean") if kind == "weighted" else _("Simple mean")
    about = (
        _("Every person alike, over finished cells")
        if kind == "weighted"
        else _("Every cohort alike, over finished cells")
    )
    by_age = {mean.age: mean for mean in means}
    cells = "".join(mean_cell(look, kind, by_age.get(age)) for age in range(ages))
    return (
        f'<tr class="mp-mean"><th scope="row" title="{words.escaped(about)}">{words.escaped(title)}</th>'
        f"{cells}</tr>"
    )


def mean_cell(look: Look, kind: str, mean: Mean | None) -> str:
    if mean is None:
        return "<td></td>"
    value = mean.weighted if kind == "weighted" else mean.simple
    said = [
        n_("{count} finished cohort", "{count} finished cohorts", mean.cohorts),
        n_("{count} person", "{count} people", mean.people),
    ]
    if kind == "weighted" and mean.low is not None and mean.high is not None:
        said.append(_limits_words(mean.low, mean.high))
    title = words.escaped(" · ".join(said))
    text = words.escaped(look.measure.written(value, look.currency))
    return f'<td title="{title}"><span>{text}</span></td>'


def _limits_words(low: float, high: float) -> str:
    return _("95 %: {low} to {high} %", low=number(low, 1), high=number(high, 1))


def _cohort_row(cohort: Cohort, look: Look, ages: int, top: float) -> str:
    cells = "".join(_cell(cohort, cell, look, top) for cell in cohort.cells[:ages])
    blank = BLANK * (ages - min(len(cohort.cells), ages))
    return f"<tr>{_name(cohort, look)}{cells}{blank}</tr>"


def _name(cohort: Cohort, look: Look) -> str:
    """Period, how many people, and what was noted in it."""
    name = words.escaped(brief(cohort.period.start, look.grain))
    name += '<span class="mp-dagger">†</span>' if cohort.starts_history else ""
    marks = "".join(_mark(text) for day, text in look.notes if _lies_in(day, cohort))
    size = "…" if cohort.size is None else number(cohort.size)
    said = _people_words(cohort.size)
    if look.opens and cohort.size:
        inner = _button(spec(cohort, 0), look, said, f"{name}<small>{size}</small>")
    else:
        inner = f'<span title="{words.escaped(said)}">{name}<small>{size}</small></span>'
    return f'<th scope="row">{inner}{marks}</th>'


def brief(start: date, grain: Grain) -> str:
    """The period by name; a week by its first day."""
    return words.day(start) if grain is Grain.WEEK else words.start(start, grain)


def _people_words(size: int | None) -> str:
    if size is None:
        return _("fewer than 5 people: not shown")
    return n_("{count} person first ordered then", "{count} people first ordered then", size)


def _mark(text: str) -> str:
    said = words.escaped(_("Note: {text}", text=text))
    return f'<span class="mp-noted" title="{said}" role="img" aria-label="{said}">◆</span>'


def _lies_in(day: date, cohort: Cohort) -> bool:
    return cohort.period.window.start <= day < cohort.period.window.end


def _cell(cohort: Cohort, cell: Cell, look: Look, top: float) -> str:
    value = look.measure.figure(cell)
    if value is None:
        said = words.escaped(_(cell.reason or ""))
        return f'<td class="mp-kept" title="{said}"><span>…</span></td>'
    shade = "" if cell.age == 0 else f" mp-h{shade_of(value, top)}"
    hatched = "" if cell.is_complete else " mp-unfinished"
    text = words.escaped(look.measure.written(value, look.currency))
    said = cell_words(cohort, cell, look)
    if look.opens:
        inner = _button(spec(cohort, cell.age), look, said, text)
    else:
        inner = f'<span title="{words.escaped(said)}">{text}</span>'
    return f'<td class="mp-heat{shade}{hatched}">{inner}</td>'


def _button(value: str, look: Look, said: str, inner: str) -> str:
    pressed = "true" if value == look.opened.removesuffix(":absent") else "false"
    return (
        f'<button type="button" data-click="{words.escaped(value)}" aria-pressed="{pressed}" '
        f'title="{words.escaped(said)}">{inner}</button>'
    )


def cell_words(cohort: Cohort, cell: Cell, look: Look) -> str:
    """All that a cell says on hover: who, when, how many with the interval, and whether it is finished."""
    assert cell.people is not None
    assert cell.share is not None
    assert cell.low is not None
    assert cell.high is not None
    assert cell.revenue is not None
    assert cell.per_customer is not None
    when = words.start(cell.window.start, look.grain)
    lines = [
        _("First order {first} · {age} ({when})", first=words.period(cohort.period, look.grain),
          age=_age_words(cell.age, look.grain), when=when),
        _("{people} of {size} people ordered: {share} % (95 %: {low} to {high} %)",
          people=number(cell.people), size=number(cohort.size or 0), share=number(cell.share, 1),
          low=number(cell.low, 1), high=number(cell.high, 1)),
        _("net revenue {sum}, {each} per customer",
          sum=words.amount(Unit.MONEY, cell.revenue, look.currency),
          each=words.amount(Unit.MONEY, cell.per_customer, look.currency)),
    ]  # fmt: skip
    if not cell.is_complete:
        lines.append(_("not finished: {reason}; not in the means", reason=_(cell.reason or "")))
    return "\n".join(lines)


def _top(triangle: Triangle, look: Look) -> float:
    """The largest value after the period of the first order; there everybody orders."""
    values = (
        look.measure.figure(cell)
        for cohort in triangle.cohorts
        for cell in cohort.cells[1:]
        if cell.is_complete
    )
    return max((value for value in values if value is not None), default=0.0)


def shade_of(value: float, top: float) -> int:
    return max(0, min(SHADES, round(SHADES * value / top))) if top > 0 else 0
