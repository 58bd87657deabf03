"""What do some people do as they grow older? Counted from their order days and purchases, for roll-ups know nobody."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.calendar import MONTHS_IN, Grain
from queries.growth_of_people import buyer_periods
from queries.lately import PEOPLE
from queries.marts import calendar, customer, purchase
from queries.slice import Slice, joined_to_people


def cohorts_of_people(slice: Slice) -> Select[Any]:
    """One row per whole period of first orders, group and age, as `cohorts`."""
    deeds, first = _deeds(slice), calendar.c.period
    keys = [first.label("period"), *slice.keys(PEOPLE), _age(slice, first, deeds.c.period)]
    people, net = func.sum(deeds.c.buyers).label("people"), func.sum(deeds.c.net).label("net")
    source = deeds.join(customer, deeds.c.person == customer.c.person).join(
        calendar, customer.c.first_day == calendar.c.day
    )
    return (
        select(*keys, people, net)
        .select_from(joined_to_people(source, customer, slice))
        .where(calendar.c.grain == str(slice.grain), slice.inside(first), *slice.kept(PEOPLE))
        .group_by(*keys)
        .order_by(*keys)
    )


def _deeds(slice: Slice) -> FromClause:
    """Rows of person and period: that they ordered in it, and what their purchases of it come to."""
    ordered, bought = buyer_periods(slice).c, calendar.alias("bought")
    source = purchase.join(bought, purchase.c.day == bought.c.day).join(
        customer, purchase.c.person == customer.c.person
    )
    money = (
        select(purchase.c.person, bought.c.period, literal(0), purchase.c.net)
        .select_from(source)
        .where(bought.c.grain == str(slice.grain), purchase.c.day >= customer.c.first_day)
    )
    buyers = select(
        ordered.person, ordered.period, literal(1).label("buyers"), literal(0).label("net")
    )
    return union_all(buyers, money).subquery("deeds")


def _age(slice: Slice, first: ColumnElement[Any], then: ColumnElement[Any]) -> ColumnElement[int]:
    """Whole periods from one to another."""
    if slice.grain is Grain.WEEK:
        days = func.date_diff(literal_column("'day'"), first, then)
        return days.op("//")(literal_column("7")).label("age")
    months = func.date_diff(literal_column("'month'"), first, then)
    count = MONTHS_IN[slice.grain or Grain.MONTH]
    return months.op("//")(literal_column(str(count))).label("age")
