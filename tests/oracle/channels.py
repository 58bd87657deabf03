"""How the channels share what is sold, and how they grow."""

from datetime import date, timedelta

from tests.oracle.facts import facts_of, local_day
from tests.oracle.groups import Answer, Answers
from tests.oracle.sales import channel_sales, orders_placed
from tests.oracle.world import By, Where, Window, World


def channel_share(world: World, window: Window, where: Where, by: By) -> Answers:
    """A filter by channel narrows the part, not the whole."""
    of_all = {name: kept for name, kept in where.items() if name != "channel"}
    others = tuple(name for name in by if name != "channel")
    whole = channel_sales(world, window, of_all, others)
    part = channel_sales(world, window, where, by)
    answers = {}
    for group in part.keys() | orders_placed(facts_of(world), window, where, by).keys():
        rest = tuple(value for name, value in zip(by, group, strict=True) if name != "channel")
        sold = part[group].numerator if group in part else 0.0
        total = whole[rest].numerator if rest in whole else 0.0
        if total > 0:
            answers[group] = Answer(sold, total, part[group].n if group in part else 0)
    return answers


def channel_growth(world: World, window: Window, where: Where, by: By) -> Answers:
    """The whole days that are covered against as many a year before."""
    start, end = window
    covered = local_day(world, world.coverage)
    if start >= covered:
        return {}
    before, until = year_before(start), year_before(end)
    if covered < end:
        end = covered
        until = min(before + (end - start), until)
    until = max(until, before + timedelta(days=1))
    now = channel_sales(world, (start, end), where, by)
    then = channel_sales(world, (before, until), where, by)
    answers = {}
    for group, old in then.items():
        new = now[group].numerator if group in now else 0.0
        if old.numerator > 0:
            answers[group] = Answer(new - old.numerator, old.numerator, 0)
    return answers


def year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return date(day.year - 1, day.month, day.day)
