"""Which values do the filters offer? Those that occur in what the viewer may see."""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union

from queries.marts import answer, customer, origin, people_value_period, sale, shop_day, ticket, who
from queries.slice import Slice

PERSON = ("region", "segment")
PLACE = ("channel", "source", "category", "campaign", "device")
FIRST = ("first_source", "first_channel", "first_category")


def choices(slice: Slice) -> Select[Any]:
    """One row per dimension and value."""
    kept = slice.kept({"region": who.c.region})
    found = union(
        *(_values(name, who.c[name], who, kept) for name in PERSON),
        *(
            _values(name, sale.c[name], sale.join(who, sale.c.who == who.c.who), kept)
            for name in PLACE
        ),
        *(
            _values(name, answer.c[name], answer.join(who, answer.c.who == who.c.who), kept)
            for name in PLACE
        ),
        *(
            _values(name, ticket.c[name], ticket.join(who, ticket.c.who == who.c.who), kept)
            for name in ("channel", "category")
        ),
        *(_visited(name, kept) for name in ("channel", "source")),
        *(
            _values(name, shop_day.c[name], shop_day.join(who, shop_day.c.who == who.c.who), kept)
            for name in ("campaign", "device")
        ),
        *(_values(name, origin.c[name], _customers(), kept) for name in FIRST),
    ).subquery("found")
    return select(found.c.dimension, found.c.value).order_by(found.c.dimension, found.c.value)


def _values(
    dimension: str, value: ColumnElement[Any], source: Any, kept: list[ColumnElement[bool]]
) -> Select[Any]:
    return (
        select(literal(dimension).label("dimension"), value.label("value"))
        .select_from(source)
        .where(*kept)
    )


def _visited(dimension: str, kept: list[ColumnElement[bool]]) -> Select[Any]:
    """Where people visited, from the yearly roll-up."""
    rollup = people_value_period
    return _values(
        dimension,
        rollup.c.value,
        rollup.join(who, rollup.c.who == who.c.who),
        [*kept, rollup.c.dimension == dimension, rollup.c.grain == "year"],
    )


def _customers() -> Any:
    return customer.join(origin, customer.c.origin == origin.c.origin).join(
        who, customer.c.who == who.c.who
    )
