"""What a goal means beside other goals: implied by them, or against them. A sentence each."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dashboard.insight.setting import left_over, together
from dashboard.language import Said, said
from dashboard.metrics.declare import Better, Metric, Unit
from dashboard.metrics.written import amount, difference, target
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.setting import Setting
from queries.calendar import Grain
from queries.slice import USUAL_DAYS

IN_A_YEAR = {
    Grain.DAY: 365.25,
    Grain.WEEK: 52.18,
    Grain.MONTH: 12.0,
    Grain.QUARTER: 4.0,
    Grain.YEAR: 1.0,
}
LOSSES = ("churn", "cancel_rate")
PRODUCT = ("revenue", "orders", "average_order_value")
"""The first is the product of the others."""


def relations(
    setting: Setting, others: Sequence[Goal], children: Sequence[Goal] = (), parent: Goal | None = None,
    currency: str = "",
) -> list[Said]:  # fmt: skip
    """What is to be known of this goal beside the others; it is not among them."""
    goal = setting.goal
    found = [*_beside_today(setting, currency), *_compounded(setting)]
    found += [words for other in others for words in _of_the_same(goal, other, currency)]
    found += [words for other in others for words in _who_stays(setting, other)]
    found += _product(goal, others)
    if parent:
        found += _part(goal, parent, currency)
    for child in children:
        found += _part(child, goal, currency)
    return found


def aim(goal: Goal, currency: str = "") -> str:
    """'20 %', '+15 %', '−0.5 points': what is to be reached."""
    if goal.change_percent is not None:
        return f"{goal.change_percent:+g} %".replace("-", "−")
    if goal.change_points is not None:
        size = difference(goal.metric.unit, goal.change_points, currency)
        return ("+" if goal.change_points > 0 else "−") + size
    return target(goal.metric.unit, goal.target or 0.0, currency)


def last_day(goal: Goal) -> date:
    """The last day that counts."""
    return goal.due_on - timedelta(days=1)


def _beside_today(setting: Setting, currency: str) -> Iterator[Said]:
    """Whether it is reached already, or lets things become worse."""
    if setting.newest is None or setting.level is None or setting.newest.value is None:
        return
    asked, unit = setting.asked, setting.goal.metric.unit
    if setting.goal.kind is Kind.CHANGE and asked is not None and asked < 0:
        yield said("This lets it become worse than its base ({base}).",
                   base=amount(unit, setting.base or 0.0, currency))  # fmt: skip
    elif setting.goal.kind is Kind.REACH and asked is not None and asked <= 0:
        yield said(
            "The newest period is there already: {value}.",
            value=amount(unit, setting.newest.value, currency),
        )


def _compounded(setting: Setting) -> Iterator[Said]:
    """A loss in each period, over a year."""
    goal = setting.goal
    if goal.metric.name not in LOSSES or setting.level is None or goal.grain is Grain.YEAR:
        return
    share = left_over(setting.level / 100, IN_A_YEAR[goal.grain])
    lost, kept = target(Unit.PERCENT, setting.level), amount(Unit.PERCENT, 100 * share)
    yield {
        Grain.DAY: said("{lost} lost each day keeps {kept} over a year.", lost=lost, kept=kept),
        Grain.WEEK: said("{lost} lost each week keeps {kept} over a year.", lost=lost, kept=kept),
        Grain.MONTH: said("{lost} lost each month keeps {kept} over a year.", lost=lost, kept=kept),
        Grain.QUARTER: said(
            "{lost} lost each quarter keeps {kept} over a year.", lost=lost, kept=kept
        ),
    }[goal.grain]


def _of_the_same(goal: Goal, other: Goal, currency: str) -> Iterator[Said]:
    """Another goal on the same number of the same part."""
    if not _is_same(goal, other):
        return
    theirs = aim(other, currency)
    if _sign(goal) * _sign(other) < 0:
        yield said(
            "'{name}' wants the same number to go the other way: {theirs} by {due}.",
            name=said(other.name), theirs=theirs, due=last_day(other),
        )  # fmt: skip
    else:
        yield said(
            "'{name}' is about the same number of the same part: {theirs} by {due}.",
            name=said(other.name), theirs=theirs, due=last_day(other),
        )  # fmt: skip


def _is_same(goal: Goal, other: Goal) -> bool:
    return (
        goal.metric.name == other.metric.name
        and goal.where == other.where
        and goal.defined == other.defined
    )


def _sign(goal: Goal) -> int:
    change = goal.change_percent if goal.change_percent is not None else goal.change_points
    return 0 if change is None else (1 if change > 0 else -1)


def days_of(goal: Goal, word: str) -> int:
    """How long a silence, or the time to come back, is in this goal."""
    return int(dict(goal.defined).get(word, USUAL_DAYS))


def _who_stays(setting: Setting, other: Goal) -> Iterator[Said]:
    """Who does not come back within so many days has lapsed: retention + churn over the same days is 1 or more.

    It is more than 1 by those who lapse and come back, who are in both.
    """
    goal = setting.goal
    if goal.where != other.where or {goal.metric.name, other.metric.name} != {"retention", "churn"}:
        return
    churn, stays = (goal, other) if goal.metric.name == "churn" else (other, goal)
    levels = {goal.id: setting.level, other.id: other.target}
    lost, kept = levels[churn.id], levels[stays.id]
    days = days_of(stays, "horizon")
    if lost is None or kept is None or days_of(churn, "silence") != days or goal.id == other.id:
        return
    least = 100 * left_over(lost / 100, days / (365.25 / IN_A_YEAR[churn.grain]))
    words = {
        "lost": target(Unit.PERCENT, lost), "least": amount(Unit.PERCENT, least), "days": days,
        "kept": target(Unit.PERCENT, kept), "churn": said(churn.name or "churn"),
        "stays": said(stays.name or "retention"),
    }  # fmt: skip
    if least >= kept:
        yield said(
            "Churn of at most {lost} means that about {least} or more stay over {days} days: then '{stays}' "
            "({kept}) is reached as well.",
            **words,
        )
    else:
        yield said(
            "Churn of at most {lost} lets retention over {days} days fall to about {least}: reaching '{churn}' "
            "does not yet reach '{stays}' ({kept}).",
            **words,
        )


def _product(goal: Goal, others: Sequence[Goal]) -> Iterator[Said]:
    """Revenue is orders times the average order: three changes that do not fit together."""
    if goal.metric.name not in PRODUCT or goal.change_percent is None:
        return
    found = {goal.metric.name: goal.change_percent}
    for other in others:
        alike = (other.where, other.grain, other.base) == (goal.where, goal.grain, goal.base)
        if alike and other.metric.name in PRODUCT and other.change_percent is not None:
            found.setdefault(other.metric.name, other.change_percent)
    if len(found) < len(PRODUCT):
        return
    whole, *factors = (found[name] / 100 for name in PRODUCT)
    made = together(*factors)
    if abs(made - whole) >= 0.005:
        yield said(
            "Orders {orders} and an average order {order} make revenue {made}, where {revenue} is asked for.",
            orders=_percent(factors[0]), order=_percent(factors[1]), made=_percent(made),
            revenue=_percent(whole),
        )  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:+.3g} %".replace("-", "−")


def _part(child: Goal, whole: Goal, currency: str) -> Iterator[Said]:
    """A goal that is part of another."""
    name = said(whole.name)
    if child.due_on > whole.due_on:
        yield said(
            "'{child}' is due on {late}, after '{name}' ({due}), of which it is a part.",
            child=said(child.name or "this goal"), late=last_day(child), name=name, due=last_day(whole),
        )  # fmt: skip
    if child.metric.name != whole.metric.name or child.target is None or whole.target is None:
        return
    unit, metric = child.metric.unit, child.metric
    words = {
        "child": said(child.name or "this goal"), "asked": target(unit, child.target, currency),
        "name": name, "target": target(unit, whole.target, currency),
    }  # fmt: skip
    if metric.adds_up and child.kind is whole.kind and child.where != whole.where:
        if child.target > whole.target and child.grain is whole.grain:
            yield said(
                "'{child}' asks {asked} of a part, more than '{name}' asks of the whole ({target}).",
                **words,
            )
    elif not metric.adds_up and _is_less(metric, child.target, whole.target):
        yield said(
            "'{child}' asks {asked}, less than '{name}' asks of the whole ({target}): other parts would have to "
            "make up for it.",
            **words,
        )


def _is_less(metric: Metric, asked: float, target: float) -> bool:
    return asked > target if metric.better is Better.LOWER else asked < target
