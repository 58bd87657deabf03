"""Whether the gate and the SQL by hand say the same."""

from collections.abc import Hashable
from typing import Any

from dashboard.metrics.certainty import COST, COUNT, MEDIAN, P90, TOTAL
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.metrics.winning import CYCLE
from tests.bench.hand import Rows
from tests.bench.panels import Panel

MILLIONTH = 1e-6
"""Money is kept to so much; counts and seconds are compared as they are."""

Parts = dict[Hashable, tuple[float, float | None]]
"""(period, group) -> numerator, denominator."""


def differences(panel: Panel, values: list[Value], rows: Rows) -> list[str]:
    """What one of them says and the other does not, in words; empty where they agree."""
    gate, hand = _of_gate(panel.metric, values), _of_hand(panel, rows)
    found = [f"{key}: only by hand, {hand[key]}" for key in hand.keys() - gate.keys()]
    found += [f"{key}: only through the gate, {gate[key]}" for key in gate.keys() - hand.keys()]
    found += [
        f"{key}: {gate[key]} through the gate, {hand[key]} by hand"
        for key in gate.keys() & hand.keys()
        if not _equal(gate[key], hand[key])
    ]
    return [f"{panel.metric.name}, {panel.name}, {text}" for text in sorted(found)]


def _of_gate(metric: Metric, values: list[Value]) -> Parts:
    parts: Parts = {}
    for value in values:
        if value.value is None:
            continue
        if metric.certainty in (MEDIAN, P90, CYCLE):
            said: tuple[float, float | None] = (value.value, 1.0)
        else:
            assert value.numerator is not None
            said = (value.numerator, value.denominator)
        if _says_something(metric, *said):
            parts[(value.period.start, *sorted(value.group.items()))] = said
    return parts


def _of_hand(panel: Panel, rows: Rows) -> Parts:
    parts: Parts = {}
    for row in rows:
        denominator = None if row["denominator"] is None else float(row["denominator"])
        numerator = float(row["numerator"] or 0)
        if _says_something(panel.metric, numerator, denominator):
            parts[(row["period"], *sorted(_group(panel, row).items()))] = (numerator, denominator)
    return parts


def _group(panel: Panel, row: dict[str, Any]) -> dict[str, Any]:
    """Groups as the gate names them; spend of no region is 'unallocated' there."""
    group = {name: row[name] for name in panel.metric.always_by if row.get(name) is not None}
    if panel.by is not None:
        group[panel.by] = row["part"]
    return group


def _says_something(metric: Metric, numerator: float, denominator: float | None) -> bool:
    """A count or sum of nothing and a ratio to nothing are not drawn."""
    if metric.certainty in (COUNT, TOTAL):
        return numerator != 0
    if metric.certainty is COST and numerator <= 0:
        return False
    return denominator is not None and denominator > 0


def _equal(one: tuple[float, float | None], other: tuple[float, float | None]) -> bool:
    return all(
        a is b or (a is not None and b is not None and abs(a - b) <= MILLIONTH)
        for a, b in zip(one, other, strict=True)
    )
