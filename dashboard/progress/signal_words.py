"""A signal in sentences that a board understands: what the newest period says, and what that means for a goal."""

from dashboard.language import Said, said
from dashboard.metrics import written
from dashboard.metrics.declare import Unit
from dashboard.progress.signals import Point, Signal, Verdict
from queries.calendar import Grain

IN_A_ROW = {
    (Grain.DAY, 1): said("{label} in {period}: above its usual level of {level} for {count} days in a row"),
    (Grain.WEEK, 1): said("{label} in {period}: above its usual level of {level} for {count} weeks in a row"),
    (Grain.MONTH, 1): said("{label} in {period}: above its usual level of {level} for {count} months in a row"),
    (Grain.QUARTER, 1): said("{label} in {period}: above its usual level of {level} for {count} quarters in a row"),
    (Grain.YEAR, 1): said("{label} in {period}: above its usual level of {level} for {count} years in a row"),
    (Grain.DAY, -1): said("{label} in {period}: below its usual level of {level} for {count} days in a row"),
    (Grain.WEEK, -1): said("{label} in {period}: below its usual level of {level} for {count} weeks in a row"),
    (Grain.MONTH, -1): said("{label} in {period}: below its usual level of {level} for {count} months in a row"),
    (Grain.QUARTER, -1): said("{label} in {period}: below its usual level of {level} for {count} quarters in a row"),
    (Grain.YEAR, -1): said("{label} in {period}: below its usual level of {level} for {count} years in a row"),
}  # fmt: skip

DO_NOT_REACT = {
    Grain.DAY: said("Off target, and nothing unusual: the system must change; do not react to this day."),
    Grain.WEEK: said("Off target, and nothing unusual: the system must change; do not react to this week."),
    Grain.MONTH: said("Off target, and nothing unusual: the system must change; do not react to this month."),
    Grain.QUARTER: said("Off target, and nothing unusual: the system must change; do not react to this quarter."),
    Grain.YEAR: said("Off target, and nothing unusual: the system must change; do not react to this year."),
}  # fmt: skip

VERDICTS = {
    Verdict.BETTER: said("better"),
    Verdict.WORSE: said("worse"),
    Verdict.HIGHER: said("higher"),
    Verdict.LOWER: said("lower"),
    Verdict.NOISE: said("noise"),
    Verdict.MISSING: said("data missing"),
    Verdict.UNKNOWN: said("not judged"),
}
"""One word for a card; `_` puts it into the reader's language."""


def finding(found: Signal, currency: str, part: str = "") -> Said:
    """'Retention in Sep 2026: lower than its usual range of 64.0 to 71.0 %'. Amounts are written for who reads now."""
    label = said(found.metric.label)
    if part:
        label = said("{label} ({part})", label=label, part=part)
    if found.newest is None:
        return said("{label} is not judged: {reason}", label=label, reason=found.reason)
    period = written.period(found.newest.period, found.grain)
    at = found.judged
    if at is None:
        if found.verdict is Verdict.MISSING:
            return said("{label} in {period}: data are missing, so it is not judged",
                        label=label, period=period)  # fmt: skip
        return said("{label} in {period} is not judged: {reason}",
                    label=label, period=period, reason=found.reason)  # fmt: skip
    return _judged(found, at, label, period, currency)


def _judged(found: Signal, at: Point, label: Said, period: str, currency: str) -> Said:
    chart, unit = found.chart, found.metric.unit
    assert chart is not None
    if chart.is_run and not chart.is_outside:
        template = IN_A_ROW[(found.grain, chart.side)].template
        level = written.amount(unit, at.centre or 0.0, currency)
        return said(template, label=label, period=period, level=level, count=chart.run)
    usual = between(unit, at, currency)
    if not found.verdict.is_signal:
        return said("{label} in {period}: inside its usual range of {usual}",
                    label=label, period=period, usual=usual)  # fmt: skip
    if chart.side > 0:
        return said("{label} in {period}: higher than its usual range of {usual}",
                    label=label, period=period, usual=usual)  # fmt: skip
    return said("{label} in {period}: lower than its usual range of {usual}",
                label=label, period=period, usual=usual)  # fmt: skip


def between(unit: Unit, at: Point, currency: str) -> Said:
    """'64.0 to 71.0 %': the usual range of a point."""
    low, high = (written.amount(unit, end or 0.0, currency) for end in (at.low, at.high))
    if unit is Unit.PERCENT:
        low = low.removesuffix(f"{written.THIN}%")
    return said("{low} to {high}", low=low, high=high)


def corner(is_on_target: bool | None, verdict: Verdict, grain: Grain) -> Said:
    """What target and signal mean together; None: it is too early for the target, or there is none."""
    if verdict is Verdict.MISSING:
        return said("Data are missing: neither the target nor the signal is judged.")
    if is_on_target is None:
        return _of_signal_alone(verdict)
    return _on_target(verdict) if is_on_target else _off_target(verdict, grain)


def _off_target(verdict: Verdict, grain: Grain) -> Said:
    match verdict:
        case Verdict.NOISE:
            return DO_NOT_REACT[grain]
        case Verdict.WORSE:
            return said("Off target, and getting worse: find out now what changed.")
        case Verdict.BETTER:
            return said(
                "Off target, but something changed for the better: find out what, and do more of it."
            )
        case Verdict.HIGHER | Verdict.LOWER:
            return said("Off target, and something changed: find out what.")
        case _:
            return said("Off target; too little is known to tell news from noise.")


def _on_target(verdict: Verdict) -> Said:
    match verdict:
        case Verdict.NOISE:
            return said("On target, and steady: leave it as it is.")
        case Verdict.WORSE:
            return said("On target, but worse than usual: an early warning.")
        case Verdict.BETTER:
            return said("On target, and better than usual: keep what was changed.")
        case Verdict.HIGHER | Verdict.LOWER:
            return said("On target, and something changed: find out what.")
        case _:
            return said("On target; too little is known to tell news from noise.")


def _of_signal_alone(verdict: Verdict) -> Said:
    match verdict:
        case Verdict.NOISE:
            return said("Nothing unusual.")
        case Verdict.WORSE:
            return said("Worse than usual: find out what changed.")
        case Verdict.BETTER:
            return said("Better than usual: find out what changed, and keep it.")
        case Verdict.HIGHER | Verdict.LOWER:
            return said("Something changed: find out what.")
        case _:
            return said("Too little is known to tell news from noise.")
