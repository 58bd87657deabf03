"""What goes with a cohort triangle: its groups side by side, its words and its table."""

from collections.abc import Sequence
from typing import Any

from dashboard.language import _, number
from dashboard.metrics.cohorts import Mean, Triangle
from dashboard.views import words
from dashboard.views.triangle import (
    BLANK,
    MOST_AGES,
    Look,
    head,
    mean_cell,
    measure_words,
    shade_of,
)


def compared(triangles: Sequence[Triangle], look: Look, dimension: str, chosen: str | None) -> str:
    """Weighted means of every group side by side: one row a group, which a click opens."""
    ages = min(max((t.ages for t in triangles), default=0), MOST_AGES)
    known = [(t, {m.age: m for m in look.measure.means(t)}) for t in triangles]
    top = max(
        (look.measure.mean(m) for _, means in known for age, m in means.items() if age), default=0
    )
    rows = "".join(_group_row(t, means, look, dimension, chosen, ages, top) for t, means in known)
    title = _dimension(dimension).capitalize()
    label = words.escaped(_("Cohorts compared by {dimension}", dimension=_dimension(dimension)))
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="mp-triangle"><thead>{head(title, look.grain, ages)}</thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _dimension(name: str) -> str:
    return _(words.dimension(name))


def _group_row(
    triangle: Triangle,
    means: dict[int, Mean],
    look: Look,
    dimension: str,
    chosen: str | None,
    ages: int,
    top: float,
) -> str:
    value = triangle.group[dimension] or ""
    sizes = [cohort.size for cohort in triangle.cohorts if cohort.size is not None]
    pressed = "true" if chosen == value else "false"
    name = words.escaped(words.named(value))
    size = number(sum(sizes)) if sizes else "…"
    cells = "".join(_group_cell(means.get(age), look, top) for age in range(ages))
    return (
        f'<tr><th scope="row"><button type="button" data-click="group:{words.escaped(value)}" '
        f'aria-pressed="{pressed}" title="{words.escaped(_("Show the cohorts of {name}", name=words.named(value)))}">'
        f"{name}<small>{size}</small></button></th>{cells}</tr>"
    )


def _group_cell(mean: Mean | None, look: Look, top: float) -> str:
    if mean is None:
        return BLANK
    kind = "weighted" if look.measure.is_weighed else "simple"
    shade = f" mp-h{shade_of(look.measure.mean(mean), top)}" if mean.age else ""
    return mean_cell(look, kind, mean).replace("<td ", f'<td class="mp-heat{shade}" ', 1)


def alt(triangle: Triangle, look: Look) -> str:
    """The triangle in one sentence."""
    means = {mean.age: mean for mean in look.measure.means(triangle)}
    if 1 not in means:
        return _("{count} cohorts; no age after the first order is finished yet.",
                 count=number(len(triangle.cohorts)))  # fmt: skip
    last = max(means)
    return _(
        "{measure} of {count} cohorts: {first} one period after the first order on average, {last} after {ages}.",
        measure=measure_words(look.measure.name), count=number(len(triangle.cohorts)),
        first=look.measure.written(look.measure.mean(means[1]), look.currency),
        last=look.measure.written(look.measure.mean(means[last]), look.currency), ages=last,
    )  # fmt: skip


def rows(triangle: Triangle, look: Look) -> list[dict[str, Any]]:
    """The cells as a table, one a row, exact."""
    return [
        {
            _("first order"): words.period(cohort.period, look.grain),
            _("customers"): cohort.size,
            _("age"): cell.age,
            _("period"): words.start(cell.window.start, look.grain),
            _("people who order"): cell.people,
            _("share, %"): _rounded(cell.share),
            _("from"): _rounded(cell.low),
            _("to"): _rounded(cell.high),
            _("net revenue"): _rounded(cell.revenue),
            _("per customer"): _rounded(cell.per_customer),
            _("complete"): _("yes") if cell.is_complete else _("not yet"),
            _("note"): _(cell.reason or ""),
        }
        for cohort in triangle.cohorts
        for cell in cohort.cells
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
