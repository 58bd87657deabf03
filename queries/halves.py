"""Of the people behind a share, who did and who did not?"""

from sqlalchemy import select
from sqlalchemy.sql.selectable import FromClause

from queries.people import Members
from queries.slice import Slice


def who_did(members: Members) -> Members:
    """Those who add to the numerator of a share."""

    def did(slice: Slice) -> FromClause:
        rows = members(slice)
        return select(*rows.c).where(rows.c.y > 0).subquery("did")

    return _named(did, members)


def who_did_not(members: Members) -> Members:
    """Those who are counted and do not add to the numerator of a share."""

    def did_not(slice: Slice) -> FromClause:
        rows = members(slice)
        return select(*rows.c).where(rows.c.y == 0).subquery("did_not")

    return _named(did_not, members)


def _named(half: Members, members: Members) -> Members:
    """Answers are kept under a question's name."""
    half.__module__ = members.__module__
    half.__qualname__ = f"{half.__qualname__.rpartition('.')[2]}_{members.__qualname__}"
    return half
