"""One goal foretold: how likely it is to be met as it is stated, and the fan of what may come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np

from dashboard.access import Viewer
from dashboard.insight import chance as odds
from dashboard.insight.forecast import FEWEST, PATHS, Floats
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.coverage import is_known_by
from dashboard.metrics.declare import Better
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.futures import Future, ahead, future, line_of
from dashboard.progress.goal import Goal, Kind
from dashboard.records.store import Store
from queries.calendar import Calendar, Grain

MOST_AHEAD = 2
"""Times as many periods as are known may still be foretold."""

TOO_FEW = said("only {known} complete periods are known; a chance needs {needed}")
TOO_FAR = said("due {ahead} periods ahead, but only {known} are known: too far to foretell")
NO_PERIOD = said("no whole period lies between its start and its due date")
NOT_KNOWN = said("the period it is judged on is over, but its data are missing")
BASE_MISSING = said("the base it is compared with is not known")
BASE_EARLY = said("the base lies in the first year of orders, in which everybody looks new")
TOTAL_MISSING = said("data are missing since its start, so the total so far is not known")
OTHER_REGIONS = said("it is worked out over regions that you may not see")
REASONS = (TOO_FEW, TOO_FAR, NO_PERIOD, NOT_KNOWN, BASE_MISSING, BASE_EARLY, TOTAL_MISSING)
"""Why there is no chance; the templates by which a stored reason is put into the reader's language."""

Z95 = 1.959963984540054
Values = dict[date, Value]


@dataclass(frozen=True)
class Foretold:
    """What can be said of a goal's future from one published version."""

    chance: float | None
    """0 to 1; 0 or 1 itself only where it is decided."""
    reason: str = ""
    """Why there is no chance, English by one of REASONS."""
    is_decided: bool = False
    target: float | None = None
    method: str = ""
    fan: tuple[dict[str, Any], ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


def foretold(goal: Goal, viewer: Viewer, store: Store, by_day: date | None = None) -> Foretold:
    """The chance that a goal is met, as it is stated, by what is published now; by what was complete on a day."""
    goal = reading.read_as(goal)
    calendar = reads.about().settings.calendar
    found = {v.period.start: v for v in _known(reading.values(goal, viewer, store), by_day)}
    last = reading.last_start(goal, calendar)
    if not reading.starts(goal, calendar):
        return Foretold(None, NO_PERIOD)
    target = reading.target_at(goal, found, last, calendar)
    came = outcome(goal, found, calendar)
    if came is not None:
        return Foretold(float(came), is_decided=True, target=target)
    if reason := _unknowable(goal, found, last, calendar):
        return Foretold(None, reason, target=target)

    def months() -> Sequence[Value]:
        return _known(reading.values(replace(goal, grain=Grain.MONTH), viewer, store), by_day)

    return replace(_by_paths(goal, found, last, calendar, months), target=target)


def _known(values: Sequence[Value], by_day: date | None) -> Sequence[Value]:
    """The periods that were complete on a day, with the time that their metric waits for."""
    if by_day is None:
        return values
    return [v for v in values if is_known_by(v.metric, v.period, by_day)]


def outcome(goal: Goal, found: Values, calendar: Calendar) -> bool | None:
    """Whether the goal was met; None while that is open, or where the data do not say."""
    last = reading.last_start(goal, calendar)
    if goal.kind is Kind.TOTAL:
        return _outcome_of_total(goal, found, calendar)
    value = found.get(last)
    target = reading.target_at(goal, found, last, calendar)
    if value is None or value.value is None or target is None or not reading.is_sound(value):
        return None
    return reading.is_at(goal, value.value, target)


def _outcome_of_total(goal: Goal, found: Values, calendar: Calendar) -> bool | None:
    """Known once every period is; before that where the total is reached, or exceeded, and can only grow."""
    periods = [found.get(start) for start in reading.starts(goal, calendar)]
    sound = [value.value for value in periods if value and reading.is_sound(value)]
    so_far = sum(number for number in sound if number is not None)
    assert goal.target is not None
    if len(sound) == len(periods):
        return reading.is_at(goal, so_far, goal.target)
    grows = all(v.value is None or v.value >= 0 for v in found.values())
    is_up = goal.metric.better is not Better.LOWER
    if grows and is_up and so_far >= goal.target:
        return True
    if grows and not is_up and so_far > goal.target:
        return False
    return None


def _unknowable(goal: Goal, found: Values, last: date, calendar: Calendar) -> str:
    """What the data lack, whatever they will be."""
    value = found.get(last)
    if value is not None and value.is_complete:
        return NOT_KNOWN if goal.kind is not Kind.TOTAL else TOTAL_MISSING
    if goal.kind is Kind.CHANGE and goal.base is not None:
        base = [v for s, v in found.items() if goal.base.start <= s < goal.base.end]
        is_over = any(s >= goal.base.end or calendar.end(s, goal.grain) >= goal.base.end
                      for s, v in found.items() if v.is_complete)  # fmt: skip
        if not is_over or not any(map(reading.is_sound, base)):
            return BASE_MISSING
        if any(v.starts_history for v in base):
            return BASE_EARLY
    return ""


def _by_paths(
    goal: Goal, found: Values, last: date, calendar: Calendar, months: Callable[[], Sequence[Value]]
) -> Foretold:
    values = tuple(found.values())
    line = line_of(values, goal.grain)
    known = line.count if line else 0
    seed = crc32(f"{goal.id}:{goal.version}".encode())
    if line and len(ahead(calendar, goal.grain, line.starts[-1], last)) > MOST_AHEAD * known:
        steps = len(ahead(calendar, goal.grain, line.starts[-1], last))
        return Foretold(None, said(TOO_FAR, ahead=steps, known=known))
    coming = future(values, goal.grain, last, calendar, seed, months)
    if coming is None:
        return Foretold(None, said(TOO_FEW, known=known, needed=FEWEST))
    chance, more = _chance(goal, found, coming, calendar, seed)
    fan = tuple(
        {"period": start.isoformat(), **row}
        for start, row in zip(coming.starts, odds.fan(coming.paths), strict=True)
    )
    details = {**_details(coming), **more}
    reason = str(details.pop("reason", ""))
    return Foretold(chance, reason, method=coming.made.method.value, fan=fan, details=details)


def _details(coming: Future) -> dict[str, Any]:
    made = coming.made
    return {
        "grain": coming.grain.value,
        "known": coming.known,
        "steps": len(made.outlook.mean),
        "factor": made.factor,
        "scores": made.scores,
        "origins": made.origins,
        "covered": made.covered,
        "bridge": coming.bridge,
        "told": [[chance, came] for chance, came in coming.told],
    }


def _chance(
    goal: Goal, found: Values, coming: Future, calendar: Calendar, seed: int
) -> tuple[float | None, dict[str, Any]]:
    """The chance, and what it rests on; or None with its reason."""
    is_up = goal.metric.better is not Better.LOWER
    last = reading.last_start(goal, calendar)
    if goal.kind is Kind.TOTAL:
        return _of_total(goal, found, coming, calendar)
    if goal.kind is Kind.REACH:
        assert goal.target is not None
        return odds.share_met(coming.of(last), goal.target, is_up), {}
    base, more = _base(goal, found, coming, calendar, seed + 2)
    if base is None:
        return None, more
    chance = odds.change(coming.of(last), base, goal.change_percent, goal.change_points, is_up)
    return chance, more


def _base(
    goal: Goal, found: Values, coming: Future, calendar: Calendar, seed: int
) -> tuple[Floats | None, dict[str, Any]]:
    """The base as drawn: measured with its own error, or, a year before a period far ahead, simulated too."""
    last = reading.last_start(goal, calendar)
    if goal.base is None:
        start = calendar.year_before(last, goal.grain)
        if start in coming.starts:
            return coming.of(start), {"base": {"is_simulated": True}}
        if (value := found.get(start)) and value.starts_history:
            return None, {"reason": BASE_EARLY}
    measured = reading.base_at(goal, found, last, calendar)
    if measured is None:
        return None, {"reason": BASE_MISSING}
    error = (measured.high - measured.low) / (2 * Z95)
    return odds.base_draws(measured.value, error, PATHS, seed), {
        "base": {"value": measured.value, "error": error}
    }


def _of_total(
    goal: Goal, found: Values, coming: Future, calendar: Calendar
) -> tuple[float | None, dict[str, Any]]:
    periods = reading.starts(goal, calendar)
    before = [found.get(start) for start in periods if start not in coming.starts]
    if not all(value and reading.is_sound(value) for value in before):
        return None, {"reason": TOTAL_MISSING}
    so_far = sum(value.value or 0.0 for value in before if value)
    rest = coming.paths[:, [coming.starts.index(s) for s in periods if s in coming.starts]]
    assert goal.target is not None
    chance = odds.total(so_far, rest, goal.target, goal.metric.better is not Better.LOWER)
    sums = so_far + np.cumsum(rest, axis=1)
    later = [s for s in periods if s in coming.starts]
    rows = [
        {"period": start.isoformat(), **row}
        for start, row in zip(later, odds.fan(sums), strict=True)
    ]
    return chance, {"so_far": so_far, "total": rows}
