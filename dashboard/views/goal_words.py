"""What is said of a goal: its target, its status by shape and word, its pace, its chance, what its gap is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import floor, log10

from dashboard import language
from dashboard.language import _, n_, said
from dashboard.metrics.declare import Better, Unit
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.pace import Pace
from dashboard.progress.pace_total import Step
from dashboard.progress.standing import Standing
from dashboard.progress.status import Status
from dashboard.progress.worth import Worth
from dashboard.views import words
from queries.calendar import Grain


@dataclass(frozen=True)
class Look:
    """A status as it is drawn: a shape, a word and a colour, so that no one of them stands alone."""

    mark: str
    word: str
    tone: str


LOOKS = {
    Status.MET: Look("✓", said("met"), "met"),
    Status.ON_TRACK: Look("●", said("on track"), "track"),
    Status.AT_RISK: Look("▲", said("at risk"), "risk"),
    Status.OFF_TRACK: Look("■", said("off track"), "off"),
    Status.TOO_EARLY: Look("◔", said("too early to tell"), "early"),
    Status.NO_DATA: Look("?", said("missing data"), "none"),
}
EACH = {
    Grain.DAY: said("each day"), Grain.WEEK: said("each week"), Grain.MONTH: said("each month"),
    Grain.QUARTER: said("each quarter"), Grain.YEAR: said("each year"),
}  # fmt: skip


def title(goal: Goal) -> str:
    return words.sentence(_(goal.name))


def look(standing: Standing) -> Look:
    return LOOKS[standing.status]


def state(status: Status) -> str:
    return _(LOOKS[status].word)


def value(standing: Standing, currency: str) -> str:
    return words.value(standing.goal.metric, standing.value, currency)


def when(standing: Standing) -> str:
    """'Sep 2026'; of a total 'until Sep 2026'."""
    if standing.latest is None:
        return ""
    period = words.period(standing.latest.period, standing.goal.grain)
    return _("until {period}", period=period) if standing.goal.kind is Kind.TOTAL else period


def due(goal: Goal) -> str:
    """'by 31 Dec 2026'."""
    return _("by {day}", day=goal.due_on - timedelta(days=1))


def target(standing: Standing, currency: str) -> str:
    """'target 20 %', 'target at most €51 (−10 %)'."""
    goal = standing.goal
    if goal.is_against_year_ago:
        return _on_year_before(standing, currency)
    if standing.target is None:
        return _("target {change}", change=change(goal)) if change(goal) else _("no target yet")
    level = words.target(goal.metric, standing.target, currency)
    if by := change(goal):
        level = _("{level} ({change})", level=level, change=by)
    if goal.metric.better is Better.LOWER:
        return _("target at most {level}", level=level)
    return _("target {level}", level=level)


def _on_year_before(standing: Standing, currency: str) -> str:
    """'target +20 % on a year before: 5,086 in 2026 Q4'; the change alone where its base is not known yet."""
    goal, due = standing.goal, due_level(standing, currency)
    is_lower = goal.metric.better is Better.LOWER
    if not due:
        return (
            _("target at most {change} on a year before", change=change(goal))
            if is_lower
            else _("target {change} on a year before", change=change(goal))
        )
    if is_lower:
        return _("target at most {change} on a year before: {due}", change=change(goal), due=due)
    return _("target {change} on a year before: {due}", change=change(goal), due=due)


def due_level(standing: Standing, currency: str) -> str:
    """'5,086 in 2026 Q4': what the last period that counts is to be; '' where that is not known yet."""
    found, goal = standing.pace, standing.goal
    if found is None or found.target is None or not found.line:
        return ""
    period = words.start(found.line[-1][0], goal.grain)
    level = words.target(goal.metric, found.target, currency)
    return _("{value} in {period}", value=level, period=period)


def aim(standing: Standing, currency: str) -> str:
    """'20 %', '5,086 in 2026 Q4': what it is to be when it is due, which of a change on a year before is no level that
    holds for every period; '+20 % on a year before' where its base is not known yet."""
    goal = standing.goal
    if goal.is_against_year_ago:
        last = due_level(standing, currency)
        return last or _("{change} on a year before", change=change(goal))
    if standing.target is None:
        return change(goal)
    return words.target(goal.metric, standing.target, currency)


def now_change(standing: Standing) -> str:
    """'now +33 %, should be +15 %': of a change on a year before; '' of other goals."""
    found, goal = standing.pace, standing.goal
    if found is None or found.change is None or found.value is None:
        return ""
    now = _changed(found.change, goal)
    if found.expected_change is None:
        return _("now {change}", change=now)
    return _(
        "now {change}, should be {expected}",
        change=now,
        expected=_changed(found.expected_change, goal),
    )


def _changed(amount: float, goal: Goal) -> str:
    if goal.change_points is not None:
        return words.points(_signed(round(amount, 1)))
    return f"{_signed(round(amount))}{words.THIN}%"


def goal_words(goal: Goal, level: float, currency: str) -> str:
    """'goal 20 %', 'goal at most €51 (−10 %)'."""
    text = words.target(goal.metric, level, currency)
    if by := change(goal):
        text = _("{level} ({change})", level=text, change=by)
    if goal.metric.better is Better.LOWER:
        return _("goal at most {level}", level=text)
    return _("goal {level}", level=text)


def change(goal: Goal) -> str:
    """'−10 %', '+5.6 points'; nothing for a goal that is no change."""
    if goal.change_percent is not None:
        return f"{_signed(goal.change_percent)}{words.THIN}%"
    if goal.change_points is not None:
        return words.points(_signed(goal.change_points))
    return ""


def to_go(standing: Standing, currency: str) -> str:
    """'goal 20 %: 2.4 points to go'."""
    if standing.gap is None or standing.target is None:
        return _(standing.because)
    size = words.difference(standing.goal.metric.unit, standing.gap, currency)
    level = goal_words(standing.goal, standing.target, currency)
    if standing.gap <= 0:
        return _("{goal}: reached, {size} to spare", goal=level, size=size)
    return _("{goal}: {size} to go", goal=level, size=size)


def because(standing: Standing) -> str:
    """'At risk because chance 41 % < 67 %.'"""
    status, reason = state(standing.status), _(standing.because)
    if standing.status is Status.NO_DATA:
        return _("Not judged: {reason}.", reason=reason)
    return words.sentence(_("{status} because {reason}.", status=status, reason=reason))


def chance(standing: Standing) -> str:
    """'likely, 78 %'; why there is none, where there is none."""
    if standing.chance is None:
        return ""
    return _("{word}, {percent} %", word=_(standing.chance_word), percent=percent(standing.chance))


def percent(share: float) -> str:
    """'41'; a chance is never called certain before it is decided: '< 1', '> 99'."""
    if share < 0.01:
        return "< 1"
    if share > 0.99:
        return "> 99"
    return language.number(100 * share)


def should_be(standing: Standing, currency: str) -> str:
    """'should be 19.3 % by now'."""
    pace = standing.pace
    if pace is None or pace.expected is None:
        return ""
    amount = words.value(standing.goal.metric, pace.expected, currency)
    return _("should be {amount} by now", amount=amount)


def pace(standing: Standing, currency: str) -> str:
    """'It should be 19.3 % by now and is 1.2 points behind.'"""
    found, goal = standing.pace, standing.goal
    if found is None or found.expected is None or found.value is None:
        return ""
    away = found.value - found.expected
    behind = away > 0 if goal.metric.better is Better.LOWER else away < 0
    size = words.difference(goal.metric.unit, away, currency)
    amount = words.value(goal.metric, found.expected, currency)
    if not any(digit in size for digit in "123456789"):
        return _("It should be {amount} by now, and is.", amount=amount)
    if behind:
        return _("It should be {amount} by now and is {size} behind.", amount=amount, size=size)
    return _("It should be {amount} by now and is {size} ahead.", amount=amount, size=size)


def needed(standing: Standing, currency: str) -> str:
    """'Needs 0.6 points more each month for the 3 months left.'"""
    found = standing.pace
    if found is None or found.needed is None or found.periods_left == 0:
        return ""
    left = _left(found.periods_left, standing.goal.grain)
    each = _(EACH[standing.goal.grain])
    if found.step is Step.AMOUNT:
        return _amount_needed(standing, found, each, left, currency)
    if standing.gap is not None and standing.gap <= 0:
        return _("Needs to be held: {left}.", left=left)
    step = _of_growth if found.step is Step.GROWTH else _of_level
    template = step(found.needed > 0)
    return template.format(size=_step(standing, found, currency), each=each, left=left)


def _of_growth(rises: bool) -> str:
    """A template: its gaps are filled by who asks."""
    if rises:
        return _("The change on the year before has to rise by {size} {each}: {left}.")
    return _("The change on the year before has to fall by {size} {each}: {left}.")


def _of_level(rises: bool) -> str:
    return (
        _("Needs {size} more {each}: {left}.") if rises else _("Needs {size} less {each}: {left}.")
    )


def _amount_needed(standing: Standing, found: Pace, each: str, left: str, currency: str) -> str:
    metric = standing.goal.metric
    if (found.needed or 0.0) <= 0:
        return ""
    size = words.value(metric, found.needed, currency)
    if metric.better is Better.LOWER:
        return _("May use {size} {each}: {left}.", size=size, each=each, left=left)
    if found.lately is None:
        return _("Needs {size} {each}: {left}.", size=size, each=each, left=left)
    lately = words.value(metric, found.lately, currency)
    return _(
        "Needs {size} {each}, so far {lately}: {left}.",
        size=size,
        each=each,
        lately=lately,
        left=left,
    )


def _step(standing: Standing, found: Pace, currency: str) -> str:
    """The size of the step; growth in points."""
    unit = standing.goal.metric.unit
    size = abs(found.needed or 0.0)
    if found.step is Step.GROWTH and standing.goal.change_points is None:
        return words.difference(Unit.PERCENT, 100 * size)
    return words.difference(unit, size, currency)


def _left(count: int, grain: Grain) -> str:
    match grain:
        case Grain.DAY:
            return n_("{count} day is left", "{count} days are left", count)
        case Grain.WEEK:
            return n_("{count} week is left", "{count} weeks are left", count)
        case Grain.MONTH:
            return n_("{count} month is left", "{count} months are left", count)
        case Grain.QUARTER:
            return n_("{count} quarter is left", "{count} quarters are left", count)
        case Grain.YEAR:
            return n_("{count} year is left", "{count} years are left", count)


def days_left(standing: Standing) -> str:
    if standing.days_left == 0:
        return _("the due date is past")
    return n_("{count} day left", "{count} days left", standing.days_left)


def gap_worth(worth: Worth, currency: str) -> str:
    """'about €23,000 a year'; nothing where it is not put in money."""
    if worth.amount is None:
        return ""
    amount = about(worth.amount, currency)
    if worth.is_yearly:
        return _("about {amount} a year", amount=amount)
    return _("about {amount} so far", amount=amount)


def worth_range(worth: Worth, currency: str) -> str:
    """'€0 to €58,000'."""
    if worth.low is None or worth.high is None:
        return ""
    return _("{low} to {high}", low=about(worth.low, currency), high=about(worth.high, currency))


def about(amount: float, currency: str) -> str:
    """Two figures of an amount: more would say more than is known."""
    if amount <= 0:
        return words.money("0", currency)
    size = 10 ** (floor(log10(amount)) - 1)
    rounded = round(amount / size) * size
    return (
        words.amount(Unit.MONEY, float(rounded), currency)
        if rounded >= 1000
        else words.money(language.number(rounded), currency)
    )


def verdict(found: Sequence[Standing]) -> str:
    """'7 of 13 goals will probably be met.'"""
    likely = sum(one.is_likely for one in found)
    of = words.number(len(found))
    return n_(
        "{count} of {of} goals will probably be met",
        "{count} of {of} goals will probably be met",
        likely,
        of=of,
    )


def summed_up(found: Sequence[Standing]) -> str:
    """'2 met · 6 at risk · 7 off track · no chance is known for 1 of them'."""
    counts = [
        _("{count} {status}", count=words.number(count), status=_(look.word))
        for status, look in LOOKS.items()
        if (count := sum(one.status is status for one in found))
    ]
    untold = sum(one.is_untold for one in found)
    if untold:
        counts.append(
            n_(
                "no chance is known for {count} of them",
                "no chance is known for {count} of them",
                untold,
            )
        )
    return " · ".join(counts)


def _signed(number: float) -> str:
    return language.decimal(f"{number:+g}").replace("-", words.MINUS)
