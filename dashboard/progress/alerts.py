"""What rules say: each against the complete periods that it has not judged yet, and against those of the past.

Only complete periods speak. A period in which data are missing is judged by no condition; that they are missing is said
instead, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.metrics import coverage, reads
from dashboard.metrics.evaluate import Value
from dashboard.progress import conditions, subject
from dashboard.progress.conditions import Condition, Known, Tree, truth
from dashboard.progress.goal import Where
from dashboard.progress.quiet import quiet
from dashboard.progress.signals import signal
from dashboard.progress.standing import standing
from dashboard.progress.subject import Subject
from dashboard.records.store import Store
from dashboard.records.tables import AlertRule
from queries.calendar import Calendar, Grain

MOST_AT_ONCE = 31
"""A watcher that was away says so many periods of a rule at most, the newest."""
PREVIEWED = 24


@dataclass(frozen=True)
class Rule:
    """A rule as it is judged."""

    id: int
    name: str
    about: Subject
    tree: Tree
    viewer: Viewer
    least_n: int = 0


@dataclass(frozen=True)
class Judged:
    """One period as a rule sees it."""

    value: Value
    known: Known
    is_true: bool | None
    """None: not known."""
    is_thin: bool = False
    """Fewer people or answers than the rule asks for."""
    signal_reason: str = ""
    status_reason: str = ""

    @property
    def speaks(self) -> bool:
        return self.known.is_missing or (self.is_true is True and not self.is_thin)

    @property
    def about_period(self) -> str:
        start = self.value.period.start.isoformat()
        return f"missing {start}" if self.known.is_missing else start


@dataclass
class _History:
    """The complete periods of a rule's subject, each found by its start."""

    rule: Rule
    store: Store
    calendar: Calendar
    values: Sequence[Value]
    by_start: dict[date, Value] = field(init=False)

    def __post_init__(self) -> None:
        self.by_start = {value.period.start: value for value in self.values}


def rule_of(row: AlertRule, store: Store) -> Rule:
    """The rule that a row says; `Gone` where what it is about is no longer there."""
    return Rule(
        row.id, row.name, subject.subject(row.about, store), conditions.read(row.conditions),
        subject.viewer_of(row.sees), row.least_n,
    )  # fmt: skip


def checked(facts: Mapping[str, Any], store: Store) -> Subject:
    """Facts of a rule before they are kept; `BadUse` names what is wrong with them."""
    tree = conditions.read(facts.get("conditions") or {})
    found = subject.checked(facts.get("about") or {}, store)
    quiet(str(facts.get("quiet_from") or ""), str(facts.get("quiet_until") or ""))
    if int(facts.get("least_n") or 0) < 0:
        raise BadUse(said("The smallest number of people or answers is 0 or more."))
    if found.goal is None:
        for condition in conditions.conditions(tree):
            if condition.what in conditions.OF_GOALS:
                raise BadUse(
                    said("'{what}' is a condition on a goal; this rule is about a metric.", what=condition.what)
                )  # fmt: skip
    return found


def is_snoozed(row: AlertRule, today: date) -> bool:
    """Silent until that day, which is the first on which it may speak again."""
    return row.snoozed_until is not None and today < row.snoozed_until


def news(rule: Rule, store: Store, since: date | None) -> list[Judged]:
    """The complete periods from the one that starts at `since` on, judged, oldest first; without one, the newest."""
    history = _history(rule, store)
    if not history.values:
        return []
    newest = history.values[-1].period.start
    first = newest if since is None else min(since, newest)
    due = [value for value in history.values if value.period.start >= first]
    return [_judged(history, value) for value in due[-MOST_AT_ONCE:]]


def past(rule: Rule, store: Store, count: int = PREVIEWED) -> list[Judged]:
    """The newest complete periods as the rule would have judged each at its time, oldest first.

    What a goal's status and chance were is not kept for every period: conditions on these are not known in the past.
    """
    history = _history(rule, store)
    return [_judged(history, value, is_past=True) for value in history.values[-count:]]


def _history(rule: Rule, store: Store) -> _History:
    values = subject.values(rule.about, rule.viewer, store)
    complete = [value for value in values if value.is_complete]
    return _History(rule, store, reads.about().settings.calendar, complete)


def _judged(history: _History, value: Value, is_past: bool = False) -> Judged:
    rule = history.rule
    is_newest = value is history.values[-1]
    heard, why_signal = _signal(history, value)
    status, chance, why_status = (
        _standing(history) if is_newest and not is_past else (None, None, "")
    )
    known = Known(
        value=value.value,
        previous=_before(history, value, conditions.PREVIOUS),
        year_ago=_before(history, value, conditions.YEAR),
        signal=heard, chance=chance, status=status,
        is_missing=bool(value.missing) or heard == conditions.MISSING,
    )  # fmt: skip
    is_thin = rule.least_n > 0 and (value.n is None or value.n < rule.least_n)
    return Judged(value, known, truth(rule.tree, known), is_thin, why_signal, why_status)


def _before(history: _History, value: Value, against: str) -> float | None:
    """The value of the period before, or of the one a year before; not where data are missing in it."""
    grain = history.rule.about.grain
    start = start_before(value.period.start, grain, against, history.calendar)
    found = history.by_start.get(start)
    return None if found is None or found.missing else found.value


def start_before(start: date, grain: Grain, against: str, calendar: Calendar) -> date:
    """The start of the period before, or of the one a year before: 52 weeks, for weeks."""
    if against == conditions.PREVIOUS:
        return calendar.shifted(start, grain, -1)
    return calendar.year_before(start, grain)


def _signal(history: _History, value: Value) -> tuple[str | None, str]:
    """'better', 'worse', 'noise' or 'missing' as of this period, and why; None where it is not asked or not known."""
    asked = [c for c in _conditions(history.rule) if c.what == conditions.SIGNAL]
    if not asked or value.value is None:
        return None, ""
    rule, store = history.rule, history.store
    until = [v for v in history.values if v.period.start <= value.period.start]
    slice = subject.sliced(rule.about, store)
    found = signal(rule.about.metric, rule.viewer, slice, until, store=store)
    name = found.verdict.name.lower()
    return (None if name == "unknown" else name), found.reason


def _standing(history: _History) -> tuple[str | None, float | None, str]:
    """Status and chance of the goal as it stands now, and why; nothing for a metric."""
    goal = history.rule.about.goal
    if goal is None:
        return None, None, ""
    found = standing(goal, history.rule.viewer, history.store)
    return found.status.name.lower(), found.chance, found.because


def _conditions(rule: Rule) -> Iterator[Condition]:
    return conditions.conditions(rule.tree)


def facts(rule: Rule, judged: Judged, store: Store) -> dict[str, Any]:
    """What a message says, as plain values from which any language is written."""
    value, about = judged.value, rule.about
    plain: dict[str, Any] = {
        "kind": "missing" if judged.known.is_missing else "alert",
        "rule": rule.name, "metric": about.metric.name, "grain": about.grain.value,
        "period": value.period.start.isoformat(), "concerns": about.concerns,
        "defined": [f"{name}={chosen}" for name, chosen in about.defined],
        "value": value.value, "low": value.low, "high": value.high, "n": value.n,
        "previous": judged.known.previous, "year_ago": judged.known.year_ago,
        "signal": judged.known.signal, "chance": judged.known.chance, "status": judged.known.status,
        "conditions": conditions.written(rule.tree), "currency": reads.currency(),
        "version": coverage.version_seq(),
    }  # fmt: skip
    if about.goal is not None:
        plain["goal"] = {"id": about.goal.id, "name": about.goal.name}
    if value.missing:
        plain["missing"] = [
            [hole.feed, hole.region, hole.window.start.isoformat(), hole.window.end.isoformat()]
            for hole in value.missing[:3]
        ]
    if rule.viewer.may_see_people and _is_of_few(rule, value, store):
        plain["is_of_few"] = True
    return plain


def _is_of_few(rule: Rule, value: Value, store: Store) -> bool:
    """Whether whoever may see numbers only would not be shown the value."""
    about = rule.about
    if value.value is None or about.metric.members is None:
        return False
    viewer = Viewer(rule.viewer.regions, may_see_people=False, may_see_ids=False)
    shown = reads.series(about.metric.name, viewer, subject.sliced(about, store))
    return all(v.value is None for v in shown if v.period.start == value.period.start)


def where_of(facts: Mapping[str, Any]) -> Where:
    """The slice that a message is about."""
    return tuple((name, tuple(kept)) for name, kept in (facts.get("concerns") or {}).items())
