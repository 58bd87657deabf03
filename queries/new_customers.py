"""How many people ordered for the first time?"""

from typing import Any

from sqlalchemy import Select, literal
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import first_orders
from queries.shape import totals
from queries.slice import Slice


def new_customers(slice: Slice) -> Select[Any]:
    """Numerator: people whose first order ever lies in the window."""
    return totals(new_customers_members(slice), slice)


def new_customers_members(slice: Slice) -> FromClause:
    one = literal(1)
    return first_orders(slice, one)
