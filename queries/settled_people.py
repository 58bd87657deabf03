"""Everybody as if they had stayed: a person's region is the one last seen before a day, for all time.

Whoever is not seen before that day has the region of their first appearance after it. So nobody changes sides while
something is tried in some regions.
"""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Select,
    Table,
    case,
    cast,
    func,
    literal,
    select,
    union,
    union_all,
)

from queries.arms import lot_column
from queries.kept_people import People, everybodys, key_column, tables_of
from queries.marts import answer, lead, person, presence, sending, who

WHOS = ("who", "order_who", "signup_who")
"""Columns that say who somebody was by a number of the table `who`."""
PLACES = 100_000
"""More than there are regions: numbers of `who` are spread by it."""
LATER = 10_000_000
"""More days than there are: whatever comes after the day is further from it than whatever came before."""
TREATED, HELD_OUT = "treated", "held out"


@dataclass(frozen=True)
class Settled(People):
    """Everybody, in the region last seen before `day`."""

    name: str = field(default="region before the start", compare=False)
    keys: tuple[str, ...] = field(default=(), compare=False, repr=False)
    day: date = date(1970, 1, 1)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", sha256("\0".join(self.told()).encode()).hexdigest())

    def told(self) -> tuple[str, ...]:
        """What makes these people these."""
        return ("settled", self.day.isoformat())

    def applied(self, asked: Select[Any]) -> Select[Any]:
        return _replaced(asked, self.sides().cte("side"), keeps_others=True)

    def sides(self) -> Select[Any]:
        """person, region: one row for everybody who was ever seen with a region."""
        return region_before(self.day)


@dataclass(frozen=True)
class Drawn(Settled):
    """The people seen before `day` (in `regions`, where they are named), by lot in two: their region is TREATED or
    HELD_OUT. Whoever comes later, or is known by a cookie alone, is in neither: no list can name them."""

    name: str = field(default="people drawn by lot", compare=False)
    seed: str = ""
    share: float = 0.5
    """Of the people, those held out."""
    regions: tuple[str, ...] = ()

    def told(self) -> tuple[str, ...]:
        return ("drawn", self.day.isoformat(), self.seed, str(self.share), *self.regions)

    def applied(self, asked: Select[Any]) -> Select[Any]:
        return _replaced(asked, self.sides().cte("side"), keeps_others=False)

    def sides(self) -> Select[Any]:
        last, every = (
            region_before(self.day, is_only_before=True).subquery("last"),
            everybodys(person),
        )
        lot = case((lot_column(key_column(every), self.seed, self.share), HELD_OUT), else_=TREATED)
        found = select(every.c.person, lot.label("region")).select_from(
            every.join(last, every.c.person == last.c.person)
        )
        found = found.where(~every.c.is_visitor)
        if self.regions:
            found = found.where(last.c.region.in_(self.regions))
        return found


def region_before(day: date, is_only_before: bool = False) -> Select[Any]:
    """person, region: of the last appearance before the day; else, unless those are left out, of the first after it.

    Of two regions on one day, the first by the alphabet."""
    seen = union_all(
        *(_appearances(everybodys(table)) for table in (presence, answer, lead, sending))
    ).subquery("seen")
    since = func.date_diff("day", seen.c.day, literal(day))
    away = case((seen.c.day < day, since), else_=LATER - since)
    order = func.row_number().over(partition_by=seen.c.person, order_by=(away, seen.c.region))
    ranked = select(seen.c.person, seen.c.region, order.label("nth"))
    if is_only_before:
        ranked = ranked.where(seen.c.day < day)
    rows = ranked.subquery("ranked")
    return select(rows.c.person, rows.c.region).where(rows.c.nth == 1)


def _appearances(table: Table) -> Select[Any]:
    whos = everybodys(who)
    return (
        select(table.c.person, table.c.day, whos.c.region)
        .select_from(table.join(whos, table.c.who == whos.c.who))
        .where(table.c.person.is_not(None), whos.c.region != "")
        .distinct()
    )


def _replaced(asked: Select[Any], side: CTE, keeps_others: bool) -> Select[Any]:
    """The question with everybody on their side: marts and `who` stand aside for tables of their own names."""
    place = _places(side)
    places = (place.alias("of_side"), place.alias("of_own"))
    marts = [table for table in tables_of(asked) if "person" in table.c]
    changed = [_moved(table, side, places, keeps_others) for table in marts]
    whos = everybodys(who)
    spread = select(
        _number(whos.c.who, place.c.place).label("who"),
        place.c.region,
        whos.c.segment,
        whos.c.identified,
    ).select_from(whos.join(place, literal(True)))
    return asked.add_cte(*changed, spread.cte("who"))


def _places(side: CTE) -> CTE:
    """Every region with a number of its own."""
    whos = everybodys(who)
    regions = union(select(side.c.region), select(whos.c.region)).subquery("regions")
    nth = func.row_number().over(order_by=regions.c.region)
    return select(regions.c.region, nth.label("place")).cte("place")


def _moved(table: Table, side: CTE, places: tuple[Any, Any], keeps_others: bool) -> CTE:
    whole, whos = everybodys(table), everybodys(who)
    of_side, own = places
    is_numbered = [name for name in WHOS if name in whole.c]
    source = whole.outerjoin(side, whole.c.person == side.c.person)
    columns: dict[str, ColumnElement[Any]] = {column.name: column for column in whole.c}
    if is_numbered:
        first = whole.c[is_numbered[0]]
        source = (
            source.outerjoin(of_side, side.c.region == of_side.c.region)
            .outerjoin(whos, first == whos.c.who)
            .outerjoin(own, whos.c.region == own.c.region)
        )
        at = func.coalesce(of_side.c.place, own.c.place)
        columns |= {name: _number(whole.c[name], at) for name in is_numbered}
    if "region" in whole.c:
        columns["region"] = func.coalesce(side.c.region, whole.c.region)
    rows = select(*(column.label(name) for name, column in columns.items())).select_from(source)
    if not keeps_others:
        rows = rows.where(side.c.person.is_not(None))
    return rows.cte(whole.name)


def _number(old: ColumnElement[Any], place: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(old, BigInteger) * PLACES + place
