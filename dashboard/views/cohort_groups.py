"""What goes with a cohort triangle: its groups side by side, its words and its table."""

from collections.abc import Sequence
from typing import Any

from dashboard.insight.compare import Share, change_of_shares
from dashboard.language import _, number
from dashboard.metrics.cohorts import Mean, Triangle
from dashboard.views import words
from dashboard.views.triangle import (
    BLANK,
    MOST_AGES,
    Look,
    head,
    later,
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
    title = words.dimension_title(dimension)
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
    name = words.escaped(words.value_of(dimension, value))
    help_ = words.escaped(_("Show the cohorts of {name}", name=words.value_of(dimension, value)))
    size = number(sum(sizes)) if sizes else "…"
    cells = "".join(_group_cell(means.get(age), look, top) for age in range(ages))
    return (
        f'<tr><th scope="row"><button type="button" data-click="group:{words.escaped(value)}" '
        f'aria-pressed="{pressed}" title="{help_}">'
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


def finding(triangles: Sequence[Triangle], look: Look, dimension: str) -> str:
    """The group whose people come back least in the first period after, where that is beyond noise."""
    known = [(t.group[dimension] or "", mean) for t in triangles if (mean := _first_share(t))]
    if len(known) < 2:
        return _("Cohorts by {dimension}", dimension=_dimension(dimension))
    name, low = min(known, key=lambda pair: pair[1].weighted)
    best, high = max(known, key=lambda pair: pair[1].weighted)
    said = {
        "low": words.value_of(dimension, name), "least": number(low.weighted, 1),
        "high": words.value_of(dimension, best), "most": number(high.weighted, 1), "later": later(1, look.grain),
    }  # fmt: skip
    if _is_lower(low, high, len(known)):
        return _("{low} comes back least: {least} % order {later}; {high} most: {most} %", **said)
    return _("No difference by {dimension} that can be told from noise: {least} to {most} % order {later}",
             dimension=_dimension(dimension), **said)  # fmt: skip


def _first_share(triangle: Triangle) -> Mean | None:
    return next((mean for mean in triangle.mean_shares() if mean.age == 1), None)


def _is_lower(low: Mean, high: Mean, groups: int) -> bool:
    """Of all pairs this was chosen as the widest apart, so it is judged among all of them (Bonferroni)."""
    pairs = groups * (groups - 1) / 2
    change = change_of_shares(_share(low), _share(high), confidence=1 - 0.05 / pairs)
    return change is not None and change.verdict == "down"


def _share(mean: Mean) -> Share:
    return Share(mean.weighted / 100 * mean.people, mean.people)


def mean_rows(triangle: Triangle, look: Look, dimension: str) -> list[dict[str, Any]]:
    """The means of one group, a row an age."""
    return [
        {
            _dimension(dimension): words.value_of(dimension, triangle.group[dimension]),
            _("age"): mean.age,
            _("cohorts"): mean.cohorts,
            _("people"): mean.people,
            _("weighted mean"): round(mean.weighted, 2),
            _("simple mean"): round(mean.simple, 2),
        }
        for mean in look.measure.means(triangle)
    ]


def money_finding(triangle: Triangle, look: Look) -> str:
    """What the first period after the first order brings, on average over finished cohorts."""
    mean = next((mean for mean in look.measure.means(triangle) if mean.age == 1), None)
    if mean is None:
        return _("No cohort is old enough to have brought more yet")
    said = {
        "later": later(1, look.grain), "count": number(mean.cohorts),
        "amount": look.measure.written(look.measure.mean(mean), look.currency),
    }  # fmt: skip
    if look.measure.is_weighed:
        return _(
            "{later} a customer brings {amount}, on average over {count} finished cohorts", **said
        )
    return _("{later} a cohort brings {amount}, on average over {count} finished cohorts", **said)
