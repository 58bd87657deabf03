"""What is planted in the demo company, as the bench looks for it: read from data/demo/story.yaml."""

from dataclasses import dataclass
from datetime import date

from dashboard.ingest.demo.company import Facts, story

FOREVER = date(2100, 1, 1)
WINDOW = 3
"""It is to be found within so many months after the value is complete."""


@dataclass(frozen=True)
class Planted:
    """One event: where it is to be seen first, and which numbers it moves besides."""

    name: str
    metrics: tuple[str, ...]
    """Those that its `seen_in` names; any of them will do."""
    part: str
    """The survey."""
    dimension: str
    values: tuple[str, ...]
    direction: int
    """0: data are missing."""
    month: date
    """The first month that shows it."""
    touched: frozenset[str]
    touched_from: date
    touched_until: date

    def side(self, metric: str) -> int:
        """Which way it moves this metric: satisfaction goes against waiting."""
        return -self.direction if (self.name, metric) in OPPOSITE else self.direction

    def months(self) -> list[date]:
        """Those in which finding it counts."""
        first = self.month
        return [_later(first, n) for n in range(WINDOW)]

    def touches(self, metric: str, month: date) -> bool:
        return metric in self.touched and self.touched_from <= month < self.touched_until

    def explains(self, metric: str, dimension: str, names: tuple[str, ...], month: date) -> bool:
        """A sentence about the whole, about its own values, or about another dimension (its people are spread over all
        of its values); never about another value of its own dimension."""
        if not self.touches(metric, month):
            return False
        return dimension != self.dimension or not self.values or bool({*names} & {*self.values})


OPPOSITE = {("support_change", "csat")}
SIDES = {"up": 1, "down": -1, "missing": 0}
BUYING = {
    "orders", "revenue", "repeat_orders", "returning_share", "retention", "churn", "cancel_rate", "conversion", "roas",
}  # fmt: skip
CROWDS = BUYING | {
    "visitors", "conversion", "new_customers", "cac", "roas", "average_order_value", "revenue_per_buyer",
    "gross_margin", "nps", "csat", "contact_frequency",
}  # fmt: skip
"""New people from three regions who are young, spend less and are less content: of all numbers, the weights change."""
TOUCHED = {
    "pilot": BUYING,
    "support_change": {"response_time", "resolution_time", "csat"},
    "cac_rise": {"cac", "roas"},
    "churn_spike": BUYING | {"visitors", "conversion"},
    "outage": set(),
    "mix_shift": CROWDS,
    "quality": {"nps", "refund_rate", "revenue", "gross_margin"},
}
"""Metrics that an event moves, by how the demo is written (dashboard/ingest/demo/sql)."""
BEGINS = {"churn_spike": date(2025, 8, 1), "pilot": date(2025, 11, 1)}
"""Retention of August looks ahead into October, that of November into January."""
ENDS = {"churn_spike": date(2026, 3, 1), "quality": date(2026, 10, 1)}


def planted() -> list[Planted]:
    return [_planted(name, facts) for name, facts in story().items()]


def _planted(name: str, facts: Facts) -> Planted:
    seen = facts["seen_in"]
    first = facts.get("seen_from", facts["from"]).replace(day=1)
    return Planted(
        name=name,
        metrics=tuple(seen[key] for key in ("metric", "also") if key in seen),
        part=seen.get("survey", ""),
        dimension=seen.get("dimension", ""),
        values=_values(facts, seen.get("dimension", "")),
        direction=SIDES[seen["direction"]],
        month=first,
        touched=frozenset(TOUCHED[name]),
        touched_from=BEGINS.get(name, facts["from"].replace(day=1)),
        touched_until=ENDS.get(name, FOREVER),
    )


def _values(facts: Facts, dimension: str) -> tuple[str, ...]:
    found = facts.get(f"{dimension}s") or facts.get(dimension) or ()
    return (found,) if isinstance(found, str) else tuple(found)


def _later(first: date, months: int) -> date:
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
