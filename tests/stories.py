"""Small stories that analyses are counted on by hand."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.tables import on
from tests.oracle.world import Event, World, event


def _order(name: str, at: datetime, person: str, amount: int, **columns: Any) -> Event:
    return event(name, "order", at, person_id=person, order_id=name, amount=Decimal(amount),
                 currency="EUR", **columns)  # fmt: skip


def four_customers() -> World:
    """Known to the end of 9 April.

    person   January         February   March              April
    ann      5th 10, 20th 5             2nd 20
    bob      31st 30         1st 10     15th: 4 back of the 10
    cy                       10th 50
    di                                  31st 23:59 7       3rd 7
    """
    north, south = {"region": "North"}, {"region": "South"}
    events = [
        _order("a1", on(1, 5), "ann", 10, **north),
        _order("a2", on(1, 20), "ann", 5, **north),
        _order("a3", on(3, 2), "ann", 20, **south),  # has moved
        _order("b1", on(1, 31), "bob", 30, **south),
        _order("b2", on(2, 1), "bob", 10, **south),
        event("b3", "refund", on(3, 15), person_id="bob", order_id="b2", amount=Decimal(4),
              currency="EUR", **south),
        _order("c1", on(2, 10), "cy", 50, **north),
        _order("d1", on(3, 31, 23, 59 * 60), "di", 7, **south),
        _order("d2", on(4, 3), "di", 7, **south),
    ]  # fmt: skip
    return World(events, coverage=datetime(2025, 4, 10))


def five_visitors() -> World:
    """Known to the end of 28 February. Hours after the visit of January:

    person   visit       signup            order       second order
    ann      1st 12:00   1 h               49 h        50 h           (was there in December too)
    bob      2nd         72 h              48 h                       (orders before signing up)
    cy       10th        29 days           30 days                    (the 30th day, the 31st)
    di       31st 23:59
    a cookie 3rd
    ed                                     5th                        (never seen to visit)
    """
    first = on(1, 1)

    def at(hours: float) -> datetime:
        return first + timedelta(hours=hours)

    web, app = {"channel": "web"}, {"channel": "app"}
    events = [
        event("a0", "visit", datetime(2024, 12, 31, 23, 59), person_id="ann", **app),
        event("a1", "visit", first, person_id="ann", **web),
        event("a2", "signup", at(1), person_id="ann", **web),
        _order("a3", at(49), "ann", 5, **app),
        _order("a4", at(50), "ann", 5, **app),
        event("b1", "visit", at(24), person_id="bob", **web),
        _order("b2", at(72), "bob", 5, **web),
        event("b3", "signup", at(96), person_id="bob", **web),
        event("c1", "visit", on(1, 10), person_id="cy", **web),
        event("c2", "signup", on(2, 8), person_id="cy", **web),
        _order("c3", on(2, 9), "cy", 5, **web),
        event("d1", "visit", on(1, 31, 23, 59 * 60), person_id="di", **app),
        event("v1", "visit", on(1, 3), visitor_id="cookie", **app),
        _order("e1", on(1, 5), "ed", 5, **web),
    ]
    return World(events, coverage=datetime(2025, 3, 1))
