"""How often does a customer have to ask for help?"""

from typing import Any

from sqlalchemy import Select, and_, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import ticket
from queries.shape import clustered
from queries.shop_rows import present, stored_people, stored_ratio
from queries.slice import ORIGIN, WHO, Slice, joined_to_people


def contact_frequency(slice: Slice) -> Select[Any]:
    """Numerator: tickets opened by people. Denominator: people with an order or a ticket."""
    stored = stored_people(slice, "contact")
    if stored is not None:
        return stored_ratio(stored, slice)
    return clustered(contact_frequency_members(slice), slice)


def contact_frequency_members(slice: Slice) -> FromClause:
    """One row per period and person: y = tickets."""
    there = present(slice, "contact")
    period = slice.period_of(ticket.c.day).label("period")
    opened = (
        select(period, ticket.c.person, func.count().label("tickets"))
        .where(slice.inside(ticket.c.day), ticket.c.person.is_not(None))
        .group_by(period, ticket.c.person)
        .subquery("opened")
    )
    source = there.outerjoin(
        opened, and_(there.c.period == opened.c.period, there.c.person == opened.c.person)
    )
    return (
        select(
            there.c.period,
            *slice.keys({**WHO, **ORIGIN}),
            there.c.person,
            literal(1).label("x"),
            func.coalesce(opened.c.tickets, 0).label("y"),
        )
        .select_from(joined_to_people(source, there, slice))
        .where(*slice.kept({**WHO, **ORIGIN}))
        .subquery("members")
    )
