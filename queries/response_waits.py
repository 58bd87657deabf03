"""How long did each request wait?"""

from typing import Any

from sqlalchemy import Select

from queries.slice import Slice
from queries.ticket_rows import RESPONSE, every_wait


def response_waits(slice: Slice) -> Select[Any]:
    """Every wait, in seconds: `waits` of answered tickets, `waiting` how long open ones have waited so far."""
    return every_wait(slice, RESPONSE)


response_waits.returns_lists = True  # type: ignore[attr-defined]
