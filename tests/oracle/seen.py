"""What is known of each person: where they were seen last, what they answered last, which tickets wait."""

from dataclasses import dataclass
from datetime import date

from tests.oracle.facts import local_day
from tests.oracle.people import Person, links, person_of
from tests.oracle.world import Event, World


@dataclass
class Known:
    region: str | None = None
    segment: str | None = None
    since: date | None = None
    last_nps: int | None = None
    last_nps_on: date | None = None
    open_tickets: int = 0


def known_people(world: World) -> dict[Person, Known]:
    linked = links(world.events, world.identities)
    found: dict[Person, Known] = {}
    opened: dict[str, Event] = {}
    for row in sorted(world.events, key=lambda e: (e["occurred_at"], e["event_id"])):
        if row["event"] == "ticket_opened":
            opened.setdefault(row["ticket_id"] or row["event_id"], row)
        who = person_of(row, linked)
        if who is None:
            continue
        known = found.setdefault(who, Known(since=local_day(world, row["occurred_at"])))
        known.region = row["region"] or known.region
        known.segment = row["segment"] or known.segment
        if row["event"] == "survey_nps" and row["score"] is not None:
            known.last_nps = row["score"]
            known.last_nps_on = local_day(world, row["occurred_at"])
    for opening in opened.values():
        who = person_of(opening, linked)
        if who is not None and not _is_closed(world, opening):
            found[who].open_tickets += 1
    return found


def _is_closed(world: World, opening: Event) -> bool:
    return opening["ticket_id"] is not None and any(
        row["event"] == "ticket_closed"
        and row["ticket_id"] == opening["ticket_id"]
        and row["occurred_at"] >= opening["occurred_at"]
        for row in world.events
    )
