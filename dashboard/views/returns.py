"""How many of each cohort order at an age, cohort by cohort: whether newer customers come back more or less."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.insight.among import Place, place_among
from dashboard.insight.compare import Share, change_of_shares
from dashboard.language import _, number
from dashboard.metrics.cohorts import Cell, Cohort, Triangle
from dashboard.views import axes, words
from dashboard.views.axes import Figure
from dashboard.views.marks import DASHES, HUES, SYMBOLS, band, with_legend
from dashboard.views.triangle import later
from queries.calendar import Grain

AGES = {Grain.WEEK: (1, 4, 12), Grain.MONTH: (1, 3, 6), Grain.QUARTER: (1, 2, 4)}
COMPARED = 12
"""Cohorts before the newest that it is compared with."""
SPAN = 3
"""Cohorts that are taken together to tell newer customers from older ones."""


@dataclass(frozen=True)
class Line:
    """One age: its finished cells, cohort after cohort."""

    age: int
    cells: tuple[tuple[Cohort, Cell], ...]

    @property
    def judged(self) -> list[Share]:
        """The shares that may be judged: not those of a time in which everybody looks new."""
        return [
            Share(cell.people or 0, cohort.size or 0)
            for cohort, cell in self.cells
            if not cohort.starts_history
        ]

    @property
    def before(self) -> list[Share]:
        """What the newest is compared with."""
        return self.judged[-1 - COMPARED : -1]

    @property
    def place(self) -> Place:
        """Where the newest stands among those before it."""
        return place_among(self.judged[-1], self.before) if self.judged else "can't tell"


def lines(triangle: Triangle, grain: Grain) -> list[Line]:
    """The ages that are looked at, those that at least two cohorts have finished."""
    found = [Line(age, tuple(_finished(triangle, age))) for age in AGES.get(grain, (1, 2, 3))]
    return [line for line in found if len(line.cells) > 1]


def _finished(triangle: Triangle, age: int) -> list[tuple[Cohort, Cell]]:
    return [
        (cohort, cohort.cells[age])
        for cohort in triangle.cohorts
        if len(cohort.cells) > age and cohort.is_complete and cohort.cells[age].is_complete
        and cohort.cells[age].share is not None
    ]  # fmt: skip


def figure(found: Sequence[Line], grain: Grain) -> Figure:
    """One line per age with its 95 % band, at the period of the first order."""
    data: list[Figure] = []
    for n, line in enumerate(found):
        days = [cohort.period.start.isoformat() for cohort, _cell in line.cells]
        shares = [cell.share for _cohort, cell in line.cells]
        limits = [(cell.low, cell.high) for _cohort, cell in line.cells]
        data += band(days, limits, HUES[n])
        data.append({
            "type": "scatter", "mode": "lines+markers", "x": days, "y": shares, "name": later(line.age, grain),
            "line": {"color": HUES[n], "width": 2.2, "dash": DASHES[n]},
            "marker": {"size": 6, "symbol": SYMBOLS[n], "color": HUES[n]},
            "customdata": [_hover(cohort, cell, grain) for cohort, cell in line.cells],
            "hovertemplate": "%{customdata}<extra></extra>", "showlegend": True,
        })  # fmt: skip
    layout = with_legend(axes.plain_layout())
    layout["xaxis"] |= {"type": "date"}
    layout["yaxis"] |= {"ticksuffix": " %", "rangemode": "tozero"}
    return {"data": data, "layout": layout}


def _hover(cohort: Cohort, cell: Cell, grain: Grain) -> str:
    return "<br>".join((
        _("First order {period}", period=words.period(cohort.period, grain)),
        _("<b>{share} %</b> order {later}", share=number(cell.share or 0, 1), later=later(cell.age, grain)),
        _("95 %: {low} to {high} %", low=number(cell.low or 0, 1), high=number(cell.high or 0, 1)),
        _("{people} of {size} people", people=number(cell.people or 0), size=number(cohort.size or 0)),
    ))  # fmt: skip


def finding(found: Sequence[Line], grain: Grain) -> str:
    """What the newest finished cohort of the first line says, and whether it stands out."""
    if not found:
        return _("No two cohorts are old enough to be compared yet")
    line = found[0]
    cohort, cell = line.cells[-1]
    said = {
        "period": words.period(cohort.period, grain),
        "share": number(cell.share or 0, 1),
        "later": later(line.age, grain),
        "count": number(len(line.before)),
    }
    return _place_words(line.place, said)


def _place_words(place: Place, said: dict[str, Any]) -> str:
    match place:
        case "below each":
            return _("Of those who first ordered in {period}, {share} % ordered {later}: fewer than in each of the "
                     "{count} cohorts before", **said)  # fmt: skip
        case "above each":
            return _("Of those who first ordered in {period}, {share} % ordered {later}: more than in each of the "
                     "{count} cohorts before", **said)  # fmt: skip
        case "below all":
            return _("Of those who first ordered in {period}, {share} % ordered {later}: fewer than in the {count} "
                     "cohorts before together", **said)  # fmt: skip
        case "above all":
            return _("Of those who first ordered in {period}, {share} % ordered {later}: more than in the {count} "
                     "cohorts before together", **said)  # fmt: skip
        case _:
            return _("Of those who first ordered in {period}, {share} % ordered {later}; no difference from the "
                     "cohorts before that can be told from noise", **said)  # fmt: skip


def change_finding(found: Sequence[Line], grain: Grain) -> str:
    """The newest three finished cohorts of the first line against the three before them."""
    line = found[0]
    shares = line.judged
    now, before = _together(shares[-SPAN:]), _together(shares[-2 * SPAN : -SPAN])
    change = change_of_shares(now, before) if len(shares) >= 2 * SPAN else None
    if change is None:
        return _("How many of each cohort order later, cohort by cohort")
    said = {
        "count": SPAN, "later": later(line.age, grain), "now": number(100 * now.successes / now.n, 1),
        "before": number(100 * before.successes / before.n, 1),
    }  # fmt: skip
    match change.verdict:
        case "up":
            return _("Newer customers return more: of the {count} newest finished cohorts {now} % order {later}, "
                     "of the {count} before {before} %", **said)  # fmt: skip
        case "down":
            return _("Newer customers return less: of the {count} newest finished cohorts {now} % order {later}, "
                     "of the {count} before {before} %", **said)  # fmt: skip
        case _:
            return _("Whether newer customers return more or less cannot be told from noise: {now} % order {later}, "
                     "{before} % in the {count} cohorts before", **said)  # fmt: skip


def _together(shares: Sequence[Share]) -> Share:
    return Share(sum(one.successes for one in shares), sum(one.n for one in shares))


def alt(found: Sequence[Line], grain: Grain) -> str:
    """Each line from its first to its last cohort."""
    return " ".join(
        _("{later}: from {first} % ({start}) to {last} % ({end}).",
          later=later(line.age, grain),
          first=number(line.cells[0][1].share or 0, 1), start=words.period(line.cells[0][0].period, grain),
          last=number(line.cells[-1][1].share or 0, 1), end=words.period(line.cells[-1][0].period, grain))
        for line in found
    )  # fmt: skip


def rows(found: Sequence[Line], grain: Grain) -> list[dict[str, Any]]:
    return [
        {
            _("first order"): words.period(cohort.period, grain),
            _("age"): line.age,
            _("people who order"): cell.people,
            _("customers"): cohort.size,
            _("share, %"): round(cell.share or 0, 2),
            _("from"): round(cell.low or 0, 2),
            _("to"): round(cell.high or 0, 2),
        }
        for line in found
        for cohort, cell in line.cells
    ]
