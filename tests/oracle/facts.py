"""A world read once: events with their person, day and money; orders of lines; tickets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.money import rate_on
from tests.oracle.people import Person, links, person_of
from tests.oracle.world import Event, Window, World

DIMENSIONS = (
    "region", "segment", "identified", "channel", "source", "category", "device", "campaign",
    "survey",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Deed:
    """One event, read: `amount` and `cost` are in the reporting currency."""

    event_id: str
    kind: str
    at: datetime
    day: date
    person: Person | None
    dims: dict[str, Any]
    order_id: str | None
    ticket_id: str | None
    amount: float
    cost: float | None
    score: int | None
    weight: float

    @property
    def when(self) -> tuple[datetime, str]:
        """What "first" and "last" go by."""
        return (self.at, self.event_id)

    @property
    def order_key(self) -> tuple[str, str]:
        """Which order a line or a refund belongs to; without order_id it stands by itself."""
        if self.order_id is None:
            return ("event", self.event_id)
        return ("order", self.order_id)


@dataclass(frozen=True, eq=False)
class Order:
    """All lines with one key; it happens at its first line."""

    key: tuple[str, str]
    first: Deed
    lines: list[Deed]

    @property
    def categories(self) -> set[Any]:
        return {line.dims["category"] for line in self.lines}


@dataclass(frozen=True, eq=False)
class Ticket:
    opened: Deed
    answered_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, eq=False)
class Facts:
    deeds: list[Deed]
    orders: dict[tuple[str, str], Order]
    first_orders: dict[Person, Order]
    tickets: list[Ticket]

    def of_kind(self, *kinds: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.kind in kinds]

    def orders_in(self, window: Window) -> list[Order]:
        return [order for order in self.orders.values() if within(order.first.day, window)]


def within(day: date, window: Window) -> bool:
    start, end = window
    return start <= day < end


def local_day(world: World, at: datetime) -> date:
    """The date in the reporting zone of a naive UTC instant."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(world.settings.zone)).date()


@lru_cache(maxsize=16)
def facts_of(world: World) -> Facts:
    deeds = _deeds(world)
    orders = _orders(deeds)
    return Facts(deeds, orders, _first_orders(orders.values()), _tickets(deeds))


def _deeds(world: World) -> list[Deed]:
    """Events in order; one whose money has no rate is in quarantine and says nothing at all."""
    kept = [row for row in world.events if _rate(world, row) is not None]
    linked = links(kept, world.identities)
    deeds = [_deed(world, row, linked) for row in kept]
    return sorted(deeds, key=lambda deed: deed.when)


def _rate(world: World, row: Event) -> float | None:
    if row["amount"] is None and row["cost"] is None:
        return 1.0
    return rate_on(world, row["currency"], local_day(world, row["occurred_at"]))


def _deed(world: World, row: Event, linked: dict[str, str]) -> Deed:
    rate = _rate(world, row)
    assert rate is not None
    return Deed(
        event_id=row["event_id"],
        kind=row["event"],
        at=row["occurred_at"],
        day=local_day(world, row["occurred_at"]),
        person=person_of(row, linked),
        dims={name: row[name] for name in DIMENSIONS} | {"identified": bool(row["identified"])},
        order_id=row["order_id"],
        ticket_id=row["ticket_id"],
        amount=0.0 if row["amount"] is None else float(row["amount"]) * rate,
        cost=None if row["cost"] is None else float(row["cost"]) * rate,
        score=row["score"],
        weight=1.0 if row["weight"] is None else float(row["weight"]),
    )


def _orders(deeds: list[Deed]) -> dict[tuple[str, str], Order]:
    lines: dict[tuple[str, str], list[Deed]] = {}
    for deed in deeds:
        if deed.kind == "order":
            lines.setdefault(deed.order_key, []).append(deed)
    return {key: Order(key, min(own, key=lambda d: d.when), own) for key, own in lines.items()}


def _first_orders(orders: Iterable[Order]) -> dict[Person, Order]:
    first: dict[Person, Order] = {}
    for order in sorted(orders, key=lambda order: order.first.when):
        if order.first.person is not None:
            first.setdefault(order.first.person, order)
    return first


def _tickets(deeds: list[Deed]) -> list[Ticket]:
    opened: dict[tuple[str, str], Deed] = {}
    for deed in deeds:
        if deed.kind == "ticket_opened":
            opened.setdefault(_ticket_key(deed), deed)
    return [
        Ticket(
            opening,
            _first_after(opening, "ticket_answered", deeds),
            _first_after(opening, "ticket_closed", deeds),
        )
        for opening in opened.values()
    ]


def _ticket_key(deed: Deed) -> tuple[str, str]:
    if deed.ticket_id is None:
        return ("event", deed.event_id)
    return ("ticket", deed.ticket_id)


def _first_after(opening: Deed, kind: str, deeds: list[Deed]) -> datetime | None:
    """The first deed of a kind at or after the opening, by ticket_id."""
    if opening.ticket_id is None:
        return None
    found = [
        deed.at
        for deed in deeds
        if deed.kind == kind and deed.ticket_id == opening.ticket_id and deed.at >= opening.at
    ]
    return min(found, default=None)
