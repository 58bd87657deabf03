"""Numbers as rows: newest value, whether it lies in its usual range, its goal, and its trend. A click looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.language import _
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.progress.signals import Signal, Verdict
from dashboard.views import words
from dashboard.views.sparkline import sparkline
from queries.calendar import Grain

PERIODS = 25
"""A trend reaches back so far."""


@dataclass(frozen=True)
class Row:
    """One number, by its periods."""

    metric: Metric
    grain: Grain
    values: tuple[Value, ...]
    target: str
    """Where it is opened: 'measure?id=3'."""
    signal: Signal | None = None
    goal: float | None = None
    beneath: str = ""
    """What stands in small letters under its name, such as its filters."""

    @property
    def newest(self) -> Value | None:
        """The newest complete period with a value."""
        known = [value for value in self.values if value.is_complete and value.value is not None]
        return known[-1] if known else None


def html(rows: Sequence[Row], currency: str) -> str:
    """All rows; each is a button that tells its target."""
    return f'<div class="mp-rows">{"".join(_row(row, currency) for row in rows)}</div>'


def _row(row: Row, currency: str) -> str:
    beneath = f"<small>{words.escaped(row.beneath)}</small>" if row.beneath else ""
    return (
        f'<button type="button" class="mp-row" data-click="{words.escaped(row.target)}" '
        f'title="{words.escaped(_(row.metric.meaning))}">'
        f'<span class="mp-name">{words.escaped(_(row.metric.label))}{beneath}</span>'
        f"{_newest(row, currency)}{_usual(row, currency)}{_goal(row, currency)}"
        f"<span>{sparkline(row.values[-PERIODS:], row.grain, currency, row.goal)}</span></button>"
    )


def _newest(row: Row, currency: str) -> str:
    if row.newest is None:
        return f"<span>{words.escaped(_('no value yet'))}</span>"
    value = words.value(row.metric, row.newest.value, currency)
    when = words.period(row.newest.period, row.grain)
    return f"<span><b>{words.escaped(value)}</b><small>{words.escaped(when)}</small></span>"


def _usual(row: Row, currency: str) -> str:
    """The verdict, and the range that it rests on."""
    if row.signal is None:
        return "<span></span>"
    tone, text = verdict(row.signal.verdict)
    judged = row.signal.judged
    range_words = ""
    if judged and judged.low is not None and judged.high is not None:
        low, high = (words.value(row.metric, x, currency) for x in (judged.low, judged.high))
        range_words = _("usual: {low} to {high}", low=low, high=high)
    return (
        f'<span class="mp-{tone}" title="{words.escaped(_(row.signal.reason))}">{words.escaped(text)}'
        f"<small>{words.escaped(range_words)}</small></span>"
    )


def verdict(found: Verdict) -> tuple[str, str]:
    """Tone and word of a verdict."""
    return {
        Verdict.BETTER: ("better", _("▲ better than usual")),
        Verdict.WORSE: ("worse", _("▼ worse than usual")),
        Verdict.HIGHER: ("even", _("higher than usual")),
        Verdict.LOWER: ("even", _("lower than usual")),
        Verdict.NOISE: ("even", _("as usual")),
        Verdict.MISSING: ("even", _("data missing")),
        Verdict.UNKNOWN: ("even", _("too few periods to tell")),
    }[found]


def _goal(row: Row, currency: str) -> str:
    if row.goal is None:
        return "<span></span>"
    level = words.target(row.metric, row.goal, currency)
    return f"<span>{words.escaped(_('goal {level}', level=level))}</span>"
