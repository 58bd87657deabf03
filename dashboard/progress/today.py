"""Which day it is for what people do: the clock's, except in the demo company, whose time ends with its data."""

from datetime import date

from dashboard.errors import NoWarehouse
from dashboard.metrics import reads


def today() -> date:
    """The day on which actions are due and check-ins are made."""
    try:
        return reads.about().covered_day if reads.is_demo() else date.today()
    except NoWarehouse:
        return date.today()
