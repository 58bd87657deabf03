"""How long did each request wait, in business hours?"""

from typing import Any

from sqlalchemy import Select

from queries.slice import Slice
from queries.ticket_rows import RESPONSE_BUSINESS, every_wait


def response_waits_business(slice: Slice) -> Select[Any]:
    """Every wait, in seconds: `waits` of answered tickets, `waiting` how long open ones have waited so far."""
    return every_wait(slice, RESPONSE_BUSINESS)


response_waits_business.returns_lists = True  # type: ignore[attr-defined]
