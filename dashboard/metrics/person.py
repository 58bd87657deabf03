"""One person: who they are as far as a viewer may see it, and everything they did, in order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.language import said
from dashboard.metrics.coverage import EVER, local, settings
from dashboard.metrics.people import knows_closings, name_of
from dashboard.warehouse import pseudonyms, reader
from queries import timeline
from queries.kept_people import People, key_of
from queries.person import person_called, person_of
from queries.slice import Slice

Facts = dict[str, Any]

KINDS = ("visit", "signup", "lead", "order", "refund", "ticket", "answer", "survey", "goodbye")


class NobodyFound(MilepostError):
    """There is no such person, or none that the viewer may see: the words are the same."""


@dataclass(frozen=True)
class Deed:
    """One thing that a person did or that was done for them."""

    kind: str
    at: datetime
    """Wall clock in the reporting zone; midnight where only the day is known."""
    has_time: bool
    facts: Facts = field(default_factory=dict)
    until: datetime | None = None
    """When a ticket was closed, a lead was won."""


@dataclass(frozen=True)
class Person:
    """Somebody as a viewer sees them."""

    name: str
    """The id, or the pseudonym where the viewer may not see it."""
    key: str = field(repr=False)
    """Holds the id: never shown."""
    is_visitor: bool
    region: str | None
    segment: str | None
    since: date
    last_seen: date
    deeds: tuple[Deed, ...]
    knows_closings: bool = True
    shows_all: bool = True
    """False: what happened in regions that the viewer may not see is left out."""

    def of_kind(self, *kinds: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.kind in kinds]

    @property
    def orders(self) -> int:
        return len(self.of_kind("order"))

    @property
    def net_revenue(self) -> Decimal:
        """Of all orders, and of refunds that belong to none from the first order on."""
        orders = self.of_kind("order")
        if not orders:
            return Decimal(0)
        first = orders[0].at.date()
        alone = [
            deed for deed in self.of_kind("refund")
            if deed.facts["order_no"] is None and deed.at.date() >= first
        ]  # fmt: skip
        earned = sum((deed.facts["net"] for deed in orders), Decimal(0))
        return earned - sum((deed.facts["refund"] for deed in alone), Decimal(0))

    @property
    def last_nps(self) -> Deed | None:
        found = [deed for deed in self.of_kind("answer") if deed.facts["kind"] == "nps"]
        return found[-1] if found else None

    @property
    def open_tickets(self) -> int | None:
        """None where no feed says when a ticket is closed."""
        if not self.knows_closings:
            return None
        return sum(deed.until is None for deed in self.of_kind("ticket"))


def found(viewer: Viewer, text: str) -> Person:
    """The person of an id, a key ('visitor:…') or a pseudonym; `NobodyFound` where the viewer may see none."""
    reader.refuse_people(viewer)
    row = _row(viewer, text.strip())
    if row is None:
        raise NobodyFound(
            said(
                "Nobody is found under '{text}'. Check it for a slip; people of regions that you may not see are not "
                "found either.",
                text=text.strip(),
            )
        )
    key = key_of(row["person_id"], row["is_visitor"])
    return Person(
        name=name_of(viewer, row["person_id"], row["is_visitor"]),
        key=key,
        is_visitor=row["is_visitor"],
        region=row["region"] or None,
        segment=row["segment"] or None,
        since=row["first_day"],
        last_seen=row["last_day"],
        deeds=_deeds(viewer, key),
        knows_closings=knows_closings(),
        shows_all=viewer.regions is None,
    )


def address(name: str, is_visitor: bool) -> str:
    """What a link to the person says of them: the id or pseudonym, with its kind where it could be mistaken."""
    plain = not name.startswith(("person:", "visitor:", pseudonyms.START))
    if pseudonyms.is_one(name) or (plain and not is_visitor):
        return name
    return key_of(name, is_visitor)


def _row(viewer: Viewer, text: str) -> Facts | None:
    """By the id for those who may see ids, by the pseudonym for everybody; whoever is two is nobody."""
    inside = replace(viewer, may_see_ids=True)
    if viewer.may_see_ids:
        for key in (text, f"person:{text}", f"visitor:{text}"):
            if rows := reader.read(inside, person_of(key), EVER):
                return rows[0]
    if not pseudonyms.is_one(text):
        return None
    hidden = pseudonyms.mask(reader.home())
    digits = text.removeprefix(pseudonyms.START)
    rows = reader.read(inside, person_called(digits, (hidden.inner, hidden.outer)), EVER)
    return rows[0] if len(rows) == 1 else None


def _deeds(viewer: Viewer, key: str) -> tuple[Deed, ...]:
    slice = replace(EVER, people=People("one", (key,)))
    zone = settings().reporting_zone
    hidden = () if viewer.regions is None else timeline.OF_ANY_REGION
    deeds: list[Deed] = []
    for question, made in _MADE.items():
        if question not in hidden:
            rows = _asked(viewer, question, slice, key)
            deeds += (made(row, zone) for row in rows)
    return tuple(sorted(deeds, key=_in_order))


def _in_order(deed: Deed) -> tuple[date, time, int]:
    """By instant; of what has only a day, visits come first and the rest after what has a time."""
    of_a_day = time.min if deed.kind in ("visit", "survey") else time.max
    return deed.at.date(), deed.at.time() if deed.has_time else of_a_day, KINDS.index(deed.kind)


def _asked(viewer: Viewer, question: Any, slice: Slice, key: str) -> Iterable[Facts]:
    """The rows, in whose comments the person's own id is not written for those who may not see it."""
    rows = reader.read(viewer, question, slice)
    id = key.partition(":")[2]
    for row in rows:
        if not viewer.may_see_ids and row.get("comment"):
            row = {**row, "comment": row["comment"].replace(id, "…")}
        yield row


def _on_day(kind: str, row: Facts) -> Deed:
    return Deed(kind, datetime.combine(row["day"], time()), False, row)


def _order(row: Facts, zone: str) -> Deed:
    return Deed("order", row["local_at"], True, row)


def _ticket(row: Facts, zone: str) -> Deed:
    seconds = row["resolution_seconds"]
    closed = None if seconds is None else row["opened_at"] + timedelta(seconds=seconds)
    until = None if closed is None else local(closed, zone)
    return Deed("ticket", local(row["opened_at"], zone), True, row, until)


def _answer(row: Facts, zone: str) -> Deed:
    at = row.get("answered_at")
    if at is None:
        return _on_day("answer", row)
    return Deed("answer", local(at, zone), True, row)


def _lead(row: Facts, zone: str) -> Deed:
    deed = _on_day("lead", row)
    days = row["cycle_days"]
    return deed if days is None else replace(deed, until=deed.at + timedelta(days=days))


def _signup(row: Facts, zone: str) -> Deed:
    return Deed("signup", local(row["occurred_at"], zone), True, row)


def _only_a_day(kind: str) -> Callable[[Facts, str], Deed]:
    return lambda row, zone: _on_day(kind, row)


_MADE: dict[reader.Question, Callable[[Facts, str], Deed]] = {
    timeline.visits: _only_a_day("visit"),
    timeline.signups: _signup,
    timeline.leads: _lead,
    timeline.orders: _order,
    timeline.refunds: _only_a_day("refund"),
    timeline.tickets: _ticket,
    timeline.answers: _answer,
    timeline.surveys_sent: _only_a_day("survey"),
    timeline.goodbyes: _only_a_day("goodbye"),
}
