"""What a viewer sees of rows about single people: pseudonyms for ids, nothing of other regions."""

from collections.abc import Iterable
from typing import Any

from dashboard.access import Viewer
from dashboard.paths import Home
from dashboard.warehouse.pseudonyms import Mask, mask

Row = dict[str, Any]

LEADS_TO_ONE = ("visitor_id", "order_id", "ticket_id", "event_id")
"""Ids by which another system would say who it is."""
PLACE = ("region", "segment")


def shown_to(viewer: Viewer, rows: tuple[Row, ...], home: Home) -> tuple[Row, ...]:
    """The rows as this viewer may see them; the rows themselves are left as they are."""
    if viewer.regions is not None:
        rows = tuple(_of_own_region(row, viewer.regions) for row in rows)
    if viewer.may_see_ids:
        return rows
    hidden = mask(home)
    return tuple(_masked(row, hidden) for row in rows)


def _of_own_region(row: Row, regions: Iterable[str]) -> Row:
    """Whoever has moved to a region that the viewer may not see has moved out of sight."""
    if row.get("region") is None or row["region"] in regions:
        return row
    return {**row, **{name: None for name in PLACE if name in row}}


def _masked(row: Row, hidden: Mask) -> Row:
    seen = {**row, **{name: None for name in LEADS_TO_ONE if name in row}}
    id = row.get("person_id")
    if id is not None:
        name = hidden.pseudonym(id, bool(row.get("is_visitor")))
        seen["person_id"] = name
        if row.get("comment"):
            seen["comment"] = row["comment"].replace(id, name)
    return seen
