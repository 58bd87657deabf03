"""Of the visits, how many are by people whom we know?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, case, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import day_visits, shop_day, who
from queries.shape import shares
from queries.slice import WHO, Columns, Slice


def identified_share(slice: Slice) -> Select[Any]:
    """Numerator: visits that say the visitor is identified. Denominator: all visits."""
    if slice.people is not None:
        return shares(identified_share_members(slice), slice)
    return shares(_visits(slice, day_visits), slice)


def identified_share_members(slice: Slice) -> FromClause:
    """Rows of one person's visits, with nobody's: x = visits, y = those identified."""
    return _visits(slice, shop_day, shop_day.c.person)


def _visits(slice: Slice, table: Table, *person: ColumnElement[Any]) -> FromClause:
    known: Columns = {**WHO, "channel": table.c.channel, "source": table.c.source}
    return (
        select(
            slice.period_of(table.c.day).label("period"),
            *slice.keys(known),
            *person,
            table.c.visits.label("x"),
            case((who.c.identified, table.c.visits), else_=0).label("y"),
        )
        .select_from(table.join(who, table.c.who == who.c.who))
        .where(slice.inside(table.c.day), table.c.visits > 0, *slice.kept(known))
        .subquery("members")
    )
