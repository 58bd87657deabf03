"""How long did each request take to be settled, in business hours?"""

from typing import Any

from sqlalchemy import Select

from queries.slice import Slice
from queries.ticket_rows import RESOLUTION_BUSINESS, every_wait


def resolution_waits_business(slice: Slice) -> Select[Any]:
    """Every wait, in seconds: `waits` of closed tickets, `waiting` how long the others have been open so far."""
    return every_wait(slice, RESOLUTION_BUSINESS)


resolution_waits_business.returns_lists = True  # type: ignore[attr-defined]
