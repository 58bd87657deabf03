"""How long did each request take to be settled?"""

from typing import Any

from sqlalchemy import Select

from queries.slice import Slice
from queries.ticket_rows import RESOLUTION, every_wait


def resolution_waits(slice: Slice) -> Select[Any]:
    """Every wait, in seconds: `waits` of closed tickets, `waiting` how long the others have been open so far."""
    return every_wait(slice, RESOLUTION)


resolution_waits.returns_lists = True  # type: ignore[attr-defined]
