"""The waterfall: how the sales of last year's same days became this year's, part by part, to the cent."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from dashboard.access import Viewer
from dashboard.insight.intervals import Interval
from dashboard.insight.products import Split, change_of_totals, split_of_change
from dashboard.metrics.analysis import WATERFALL, groups_of, missing, named, prepared
from dashboard.metrics.catalogue.channels import CHANNEL_GROWTH
from dashboard.metrics.certainty import BUCKETS
from dashboard.metrics.coverage import Hole, holes, overlapping
from dashboard.metrics.evaluate import FEW, Group
from dashboard.metrics.same_days import SameDays, same_days
from dashboard.warehouse import reader
from queries.channel_sales import channel_sales_members
from queries.people import people_in_groups_of
from queries.slice import Slice
from queries.waterfall import waterfall as question

Kind = Literal["grew", "shrank", "same", "new", "gone"]
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Step:
    """What one part sold in both years; money in the reporting currency, exact."""

    group: Group
    """Empty for the parts of few people, which are shown together."""
    now: Decimal
    then: Decimal
    orders_now: int
    orders_then: int
    limits: Interval
    """Of the change, at 95 %."""
    split: Split | None
    """The change by number of orders and by order value; None where a year has no orders."""

    @property
    def change(self) -> Decimal:
        return self.now - self.then

    @property
    def is_sure(self) -> bool:
        """The change can be told from noise."""
        return self.limits.low > 0 or self.limits.high < 0

    @property
    def kind(self) -> Kind:
        if self.then == 0 and not self.orders_then:
            return "new"
        if self.now == 0 and not self.orders_now:
            return "gone"
        return "grew" if self.change > 0 else "shrank" if self.change < 0 else "same"


@dataclass(frozen=True)
class Waterfall:
    """Last year's sum, the steps (the largest rise first) and this year's; or the reason why there is none."""

    by: str
    steps: tuple[Step, ...] = ()
    total: Step | None = None
    """All of it, asked for by itself."""
    days: SameDays | None = None
    missing: tuple[Hole, ...] = ()
    """Holes in the data of either year."""
    reason: str | None = None

    @property
    def rest(self) -> Decimal:
        """What the steps fail to account for: nought."""
        if self.total is None:
            return NOUGHT
        return self.total.change - sum((step.change for step in self.steps), NOUGHT)


def waterfall(viewer: Viewer, slice: Slice, by: str) -> Waterfall:
    """Steps by the values of one dimension, over the days of the window that both years have."""
    asked, covered = prepared(WATERFALL, replace(slice, grain=None, by=(by,)))
    if reason := missing(covered):
        return Waterfall(by, reason=reason)
    days = same_days(asked, covered)
    if not isinstance(days, SameDays):
        return Waterfall(by, reason=days)
    rows = reader.read(viewer, question, days.slice)
    [whole] = reader.read(viewer, question, replace(days.slice, by=()))
    if not rows or whole["now"] is None:
        return Waterfall(by, days=days, reason="nothing was sold on these days of either year")
    steps = [_step(row, named(group, (by,))) for group, row in _by_group(rows, by)]
    steps = _without_few(viewer, days, by, steps)
    return Waterfall(
        by,
        tuple(sorted(steps, key=lambda step: (-step.change, str(step.group)))),
        _step(whole, {}),
        days,
        _holes(viewer, days),
    )


def brief(found: Waterfall, most: int) -> Waterfall:
    """The largest changes one by one and the others together, so many steps in all; they add up as before."""
    if len(found.steps) <= most:
        return found
    apart = sorted(found.steps, key=lambda step: (not step.group, -abs(step.change)))
    kept, others = apart[: most - 1], apart[most - 1 :]
    kept = sorted(kept, key=lambda step: (-step.change, str(step.group)))
    return replace(found, steps=(*kept, _pooled(others)))


def _by_group(rows: tuple[dict[str, Any], ...], by: str) -> list[tuple[tuple[object, ...], Any]]:
    found: dict[tuple[object, ...], dict[str, Any]] = {(row[by],): row for row in rows}
    return [(group, found[group]) for group in groups_of(rows, (by,))]


def _step(row: dict[str, Any], group: Group) -> Step:
    now, then = _money(row["now"]), _money(row["then"])
    n_now, n_then = int(row["orders_now"] or 0), int(row["orders_then"] or 0)
    limits = change_of_totals(float(now - then), float(row["sum_dd"] or 0.0), BUCKETS)
    return Step(group, now, then, n_now, n_then, limits, split_of_change(now, then, n_now, n_then))


def _money(value: Any) -> Decimal:
    return NOUGHT if value is None else Decimal(value)


def _holes(viewer: Viewer, days: SameDays) -> tuple[Hole, ...]:
    found = holes(CHANNEL_GROWTH, viewer, days.slice)
    return (*overlapping(days.then, found), *overlapping(days.now, found))


def _without_few(viewer: Viewer, days: SameDays, by: str, steps: list[Step]) -> list[Step]:
    """For viewers who may not see people: parts of few people in one, with so many others that they are not few."""
    if viewer.may_see_people:
        return steps
    people = _people(viewer, days, by)
    ranked = sorted(steps, key=lambda step: people.get(step.group[by], (0, 0)))
    few = [step for step in ranked if any(0 < n < FEW for n in people.get(step.group[by], (0, 0)))]
    if not few:
        return steps
    others = [step for step in ranked if step not in few]
    while others and any(_together(few, people, by, year) < FEW for year in (0, 1)):
        few.append(others.pop(0))
    return [*others, _pooled(few)]


def _people(viewer: Viewer, days: SameDays, by: str) -> dict[str | None, tuple[int, int]]:
    """Value → people of this year and of last year behind it."""
    members = people_in_groups_of(channel_sales_members)
    sides = [
        {
            named((row[by],), (by,))[by]: int(row["people"])
            for row in reader.read(viewer, members, days.slice.with_window(window))
        }
        for window in (days.now, days.then)
    ]
    return {name: (sides[0].get(name, 0), sides[1].get(name, 0)) for name in {*sides[0], *sides[1]}}


def _together(
    few: list[Step], people: dict[str | None, tuple[int, int]], by: str, year: int
) -> int:
    """At least so many people stand behind these parts together; none at all is no secret."""
    most = max(people.get(step.group[by], (0, 0))[year] for step in few)
    return most or FEW


def _pooled(steps: list[Step]) -> Step:
    """Their limits as if they did not vary together."""
    now, then = sum((s.now for s in steps), NOUGHT), sum((s.then for s in steps), NOUGHT)
    n_now, n_then = sum(s.orders_now for s in steps), sum(s.orders_then for s in steps)
    half = sum((s.limits.high - float(s.change)) ** 2 for s in steps) ** 0.5
    limits = Interval(float(now - then) - half, float(now - then) + half)
    return Step({}, now, then, n_now, n_then, limits, split_of_change(now, then, n_now, n_then))
