"""What a goal's metric may become: simulated values of the periods to come, in the goal's own grain.

A quarter or a year of which fewer than twelve are known is foretold by its months, and put together from them as the
known ones are. What that leaves unexplained is drawn too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from dashboard.insight.forecast import FEWEST, PATHS, Floats, Forecast, Truths, forecast
from dashboard.insight.hindsight import Told, retold
from dashboard.insight.scales import Scale, amount_scale, back, onto, share_scale
from dashboard.metrics.declare import Unit
from dashboard.metrics.evaluate import Value
from queries.calendar import MONTHS_IN, Calendar, Grain

SEASON = {Grain.DAY: 7, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 0}
"""Steps after which a series may repeat itself."""
MOST_GAPS = 0.25
"""With a larger share of periods unknown, only what came after is looked at."""
FEWEST_BRIDGES = 4
"""Known quarters (years) with all their months, from which it is learnt how months make one."""
TOP = 100.0

OF_UNKNOWN = 1000.0
"""A share that nobody counted, as those kept by hand, is taken for one of so many: 0 and 100 % stay finite."""


@dataclass(frozen=True)
class Line:
    """A metric's known periods, evenly spaced, on the scale on which they are foretold; gaps are filled in."""

    grain: Grain
    starts: tuple[date, ...]
    y: Floats
    known: Truths
    scale: Scale

    @property
    def count(self) -> int:
        return int(self.known.sum())

    def values(self) -> dict[date, float]:
        plain = back(self.scale, self.y, TOP)
        return dict(zip(self.starts, map(float, plain), strict=True))


@dataclass(frozen=True)
class Future:
    """The periods to come, each future a row of `paths`, and how they were made."""

    starts: tuple[date, ...]
    paths: Floats
    made: Forecast
    grain: Grain
    """What was foretold: the goal's own periods, or months."""
    known: int
    told: tuple[Told, ...]
    """Chances that the same way would have given earlier, and what came."""
    bridge: dict[str, Any] = field(default_factory=dict)

    def of(self, start: date) -> Floats:
        return self.paths[:, self.starts.index(start)]


def is_known(value: Value) -> bool:
    """Complete, with all its data, and not of the first year in which everybody looks new."""
    return (
        value.value is not None
        and value.is_complete
        and not value.missing
        and not value.starts_history
    )


def line_of(values: Sequence[Value], grain: Grain) -> Line | None:
    """The known periods up to the newest one; None where none is known."""
    sure = [is_known(value) for value in values]
    if not any(sure):
        return None
    end = max(n for n, is_sure in enumerate(sure) if is_sure) + 1
    begin = next(
        n for n in range(end) if sure[n] and sure[n:end].count(False) <= MOST_GAPS * (end - n)
    )
    known = [value for value in values[begin:end] if is_known(value)]
    scale = _scale(known)
    mask = np.array(sure[begin:end])
    at = np.flatnonzero(mask)
    y = onto(scale, [v.value or 0.0 for v in known], TOP, [v.n or OF_UNKNOWN for v in known])
    filled = np.interp(np.arange(end - begin), at, y)
    return Line(grain, tuple(v.period.start for v in values[begin:end]), filled, mask, scale)


def _scale(known: Sequence[Value]) -> Scale:
    numbers = [value.value or 0.0 for value in known]
    match known[0].metric.unit:
        case Unit.PERCENT:
            return share_scale(numbers, TOP)
        case Unit.POINTS:
            return Scale.PLAIN
        case _:
            return amount_scale(numbers)


def future(
    values: Sequence[Value],
    grain: Grain,
    until: date,
    calendar: Calendar,
    seed: int,
    months: Callable[[], Sequence[Value]],
) -> Future | None:
    """Paths from the newest known period to the one that starts at `until`; None where too few are known.

    `months` reads the same metric by month.
    """
    line = line_of(values, grain)
    if line is not None and line.count >= FEWEST:
        return _own(line, until, calendar, seed)
    parts = MONTHS_IN.get(grain, 1)
    by_month = line_of(months(), Grain.MONTH) if parts > 1 else None
    if line is None or by_month is None or by_month.count < FEWEST:
        return None
    return _by_months(line, by_month, until, calendar, seed)


def ahead(calendar: Calendar, grain: Grain, start: date, until: date) -> list[date]:
    """The periods after the one that starts at `start`, up to the one that starts at `until`."""
    found = []
    while (start := calendar.end(start, grain)) <= until:
        found.append(start)
    return found


def _own(line: Line, until: date, calendar: Calendar, seed: int) -> Future:
    starts = ahead(calendar, line.grain, line.starts[-1], until)
    made = forecast(line.y, len(starts), SEASON[line.grain], line.known)
    paths = back(line.scale, made.outlook.paths(seed), TOP)
    return Future(tuple(starts), paths, made, line.grain, line.count, _told(line, made))


def _told(line: Line, made: Forecast) -> tuple[Told, ...]:
    move = float(np.sqrt(np.mean(np.diff(line.y) ** 2)))
    return tuple(retold(made.judged, move))


HOW: dict[str, Callable[[Floats], Floats]] = {
    "sum": lambda months: months.sum(axis=-1),
    "mean": lambda months: months.mean(axis=-1),
    "first": lambda months: months[..., 0],
    "last": lambda months: months[..., -1],
}
"""How a longer period can be made of its months."""


def _by_months(
    line: Line, months: Line, until: date, calendar: Calendar, seed: int
) -> Future | None:
    """Months foretold, and put together as known quarters (years) were from theirs."""
    parts = MONTHS_IN[line.grain]
    known = {s: v for s, v, sure in zip(months.starts, months.y, months.known, strict=True) if sure}
    whole = [
        (y, [known[month] for month in _months(calendar, start, parts)])
        for start, y, sure in zip(line.starts, line.y, line.known, strict=True)
        if sure and all(month in known for month in _months(calendar, start, parts))
    ]
    if len(whole) < FEWEST_BRIDGES:
        return None
    how, rest = _bridge(whole, line.scale, months.scale)
    starts = ahead(calendar, line.grain, line.starts[-1], until)
    last = calendar.shifted(until, Grain.MONTH, parts - 1)
    coming = ahead(calendar, Grain.MONTH, months.starts[-1], last)
    made = forecast(months.y, max(1, len(coming)), SEASON[Grain.MONTH], months.known)
    columns = {start: np.full(PATHS, value) for start, value in months.values().items()}
    drawn = back(months.scale, made.outlook.paths(seed), TOP)
    columns |= {start: drawn[:, n] for n, start in enumerate(coming)}
    noise = _noise(rest, len(starts), seed + 1)
    paths = np.column_stack(
        [
            _whole(
                how, [columns[m] for m in _months(calendar, start, parts)], line.scale, noise[:, n]
            )
            for n, start in enumerate(starts)
        ]
    )
    bridge = {"how": how, "rest": float(np.std(rest, ddof=1)), "known": len(whole)}
    return Future(
        tuple(starts), paths, made, Grain.MONTH, months.count, _told(months, made), bridge
    )


def _months(calendar: Calendar, start: date, parts: int) -> list[date]:
    return [calendar.shifted(start, Grain.MONTH, n) for n in range(parts)]


def _bridge(
    whole: list[tuple[float, list[float]]], scale: Scale, of_months: Scale
) -> tuple[str, Floats]:
    """Which way of putting months together leaves least, and what it leaves, on the scale of the whole."""
    months = back(of_months, np.array([each for _, each in whole]), TOP)
    wanted = np.array([y for y, _ in whole])
    left = {how: wanted - _onto(scale, made(months)) for how, made in HOW.items()}
    how = min(left, key=lambda name: round(float(np.std(left[name])), 9))
    return how, left[how]


def _onto(scale: Scale, values: Floats) -> Floats:
    return onto(scale, values, TOP, np.asarray(1e6))


def _noise(rest: Floats, steps: int, seed: int) -> Floats:
    """Draws of what months leave unexplained: its mean is known from so few, hence Student's t."""
    n = len(rest)
    spread = float(np.std(rest, ddof=1)) * np.sqrt(1 + 1 / n)
    drawn = np.random.default_rng(seed).standard_t(n - 1, (PATHS, steps))
    return np.asarray(float(np.mean(rest)) + spread * drawn)


def _whole(how: str, months: list[Floats], scale: Scale, noise: Floats) -> Floats:
    made = HOW[how](np.column_stack(months))
    return back(scale, _onto(scale, made) + noise, TOP)
