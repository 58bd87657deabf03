"""What figures share: colours, axes with their unit, notes and hovers.

Colours read on light and dark pages; what they say is also said by shape, position or word.
"""

import math
from collections.abc import Sequence
from typing import Any

from dashboard import language
from dashboard.language import _
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.views import words
from queries.calendar import Grain

Figure = dict[str, Any]

LINE = "#2f86c9"
BAND = "rgba(47,134,201,0.18)"
CONTEXT = "#8a96a3"
GOAL = "#c78500"
MISSING = "rgba(138,150,163,0.28)"
GRID = "rgba(138,150,163,0.22)"


def layout(metric: Metric, currency: str) -> Figure:
    return plain_layout()


def plain_layout() -> Figure:
    """A layout of something that is no metric."""
    axis = {"gridcolor": GRID, "zeroline": False, "showline": False, "fixedrange": True}
    return {
        "height": 340,
        "margin": {"l": 8, "r": 96, "t": 26, "b": 8},
        "xaxis": {**axis, "showgrid": False},
        "yaxis": {**axis, "ticksuffix": "", "automargin": True},
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
    }


def unit_axis(metric: Metric, shown: Sequence[float | None], currency: str) -> Figure:
    """How an axis writes the unit; waits get ticks at round minutes, hours or days."""
    match metric.unit:
        case Unit.PERCENT:
            return {"ticksuffix": " %"}
        case Unit.MONEY:
            return _money_axis(shown, currency)
        case Unit.SECONDS:
            known = [x for x in shown if x is not None] or [60.0]
            ticks = _waits_from_nought(min(0.0, *known), max(0.0, *known))
            return {
                "tickvals": ticks,
                "ticktext": [words.amount(Unit.SECONDS, tick) for tick in ticks],
            }
        case Unit.DAYS:
            return {"ticksuffix": f" {_('d')}"}
        case _:
            return {"tickformat": ",~f"}


def _money_axis(shown: Sequence[float | None], currency: str) -> Figure:
    """Plotly writes 'k' and 'M'; a language that does not gets its ticks in words."""
    if language.language() == language.SOURCE:
        return {"tickprefix": words.symbol(currency), "tickformat": ",~s"}
    known = [x for x in shown if x is not None] or [0.0]
    ticks = _round_amounts(min(known), max(known))
    return {
        "tickvals": ticks,
        "ticktext": [words.round_money(tick, currency) for tick in ticks],
    }


def _round_amounts(low: float, high: float) -> list[float]:
    """Round numbers, some five between the ends and a few beyond, which show where the axis reaches them."""
    rough = ((high - low) or abs(high) or 1.0) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(n * power for n in (1, 2, 5, 10) if n * power >= rough)
    return [step * n for n in range(math.floor(low / step) - 3, math.ceil(high / step) + 4)]


def _waits_from_nought(low: float, high: float) -> list[float]:
    """Ticks some of which may lie beyond the ends, where the axis does not reach."""
    step = wait_step(max(-low, high))
    return [step * n for n in range(math.floor(low / step), int(high / step) + 2)]


def wait_step(span: float) -> float:
    """Seconds between ticks: round seconds, minutes, hours or days, at most seven over the span."""
    steps = (10, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
    found = next((s for s in steps if span / s <= 6), 86400 * max(1, round(span / 86400 / 5)))
    return float(found)


def round_waits(low: float, high: float) -> list[float]:
    """From the round wait below the lowest to the one above the highest, two at least."""
    step = wait_step((high - low) or abs(high))
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def note(text: str, color: str, **where: Any) -> Figure:
    return {
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": color},
        "align": "left",
        **where,
    }


def hover(value: Value, grain: Grain | None, currency: str) -> str:
    """Value, interval, n and what is odd about it."""
    metric = value.metric
    lines = [words.period(value.period, grain)] if grain else []
    lines.append(f"<b>{words.value(metric, value.value, currency)}</b>")
    limits = words.limits(metric, value.low, value.high, currency)
    lines += [_("95 %: {limits}", limits=limits)] if limits else []
    counted = words.counted(metric, value.n)
    lines += [counted] if counted else []
    lines += [_(text) for text in (value.reason, value.note) if text]
    lines += [_("thin: under 30")] if value.is_thin else []
    lines += [_("data missing")] if value.missing else []
    return "<br>".join(lines)
