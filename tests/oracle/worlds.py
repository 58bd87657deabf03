"""Small nasty worlds: ties, movers, cookies linked late, split orders, the edges of days."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.oracle.world import Event, Row, Settings, Window, World, event

FIRST_DAY = date(2025, 1, 1)
DAYS = 300
LAST_DAY = FIRST_DAY + timedelta(days=DAYS)

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "America/Havana")
"""Clocks change in March and again after the last day; in Havana at midnight."""
HOURS = (
    "mon-fri 09:00-17:30",
    "mon-fri 09:00-12:00, mon-fri 13:00-17:30; north: mon-sun 00:00-24:00",
    "sun 00:00-04:30; south: fri-mon 22:30-24:00, sat-tue 00:00-02:00",
)
"""Also the hours in which clocks are set."""
CLOCK_CHANGES = (date(2025, 3, 9), date(2025, 3, 30))

REGIONS = ("north", "south", None)
SEGMENTS = ("retail", "trade", None)
CHANNELS = ("web", "app", "store", "phone", "fair", None)
SOURCES = ("search", "referral", "direct", None)
CATEGORIES = ("shoes", "hats", None)
DEVICES = ("phone", "desktop", None)
CAMPAIGNS = ("spring", None)
SURVEYS = ("relationship", "delivery")
REMARKS = (
    None,
    "parcel late",
    "too expensive",
    None,
    "lovely",
    "доставка, и дорого",
    "the box leaks",
)
"""What is written beside a score: no draw is spent on it, so that worlds stay as they were."""
CURRENCIES = ("EUR", "EUR", "EUR", "USD", None)
AMOUNTS = tuple(Decimal(x) for x in ("0", "0.01", "10", "19.99", "250", "1234.56"))
GAPS = (0, 0, 1, 7, 30, 89, 90, 91)
"""Days between one deed of a person and the next: also the same day, and either side of ninety."""


def random_world(seed: int, size: int = 8) -> World:
    """The same world for the same seed and number of people."""
    return built(Random(seed), size)


def worlds(most_people: int = 4) -> st.SearchStrategy[World]:
    """Worlds that hypothesis can shrink."""
    return st.builds(
        built, st.randoms(note_method_calls=False, use_true_random=False),
        st.integers(0, most_people),
    )  # fmt: skip


def random_window(seed: int) -> Window:
    """A span of a day up to a quarter, often one whole month."""
    random = Random(seed)
    if random.random() < 0.5:
        month = random.randint(1, 8)
        return (date(2025, month, 1), date(2025, month + 1, 1))
    start = FIRST_DAY + timedelta(days=random.randrange(220))
    return (start, start + timedelta(days=random.choice((1, 2, 7, 28, 91, 120))))


def built(random: Random, size: int) -> World:
    settings = Settings(zone=random.choice(ZONES), business_hours=random.choice(HOURS))
    builder = _Builder(random, settings.zone)
    for number in range(size):
        builder.life(f"p{number}")
    builder.nobodys_rows()
    last = max([row["occurred_at"] for row in builder.events], default=datetime(2025, 6, 1))
    return World(
        events=builder.events,
        spend=_spend(random),
        fx_rates=_rates(random),
        channels=_channels(random),
        sources=[{"source": "search", "is_paid": True}, {"source": "referral", "is_paid": False}],
        identities=_identities(random, builder, size),
        settings=settings,
        coverage=last + random.choice((timedelta(0), timedelta(minutes=30), timedelta(days=40))),
    )


class _Builder:
    """Events so far, and what the next may refer to."""

    def __init__(self, random: Random, zone: str) -> None:
        self.random = random
        self.zone = zone
        self.events: list[Event] = []
        self.order_ids: list[str] = []

    def life(self, person: str) -> None:
        """Some deeds of one person, known by id, by cookie, by both or by neither."""
        day = FIRST_DAY + timedelta(days=self.random.randrange(120))
        for _ in range(self.random.randint(0, 7)):
            if day < LAST_DAY:
                self._deed(self._somebody(person), day)
            day += timedelta(days=self.random.choice(GAPS))

    def nobodys_rows(self) -> None:
        for _ in range(self.random.randint(0, 3)):
            day = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
            self._deed({}, day)

    def _somebody(self, person: str) -> dict[str, Any]:
        """A visitor may bear the spelling of a person, and may turn up under another person."""
        cookie = self.random.choice((f"v{person}", f"v{person}", person, "shared"))
        match self.random.randrange(5):
            case 0 | 1:
                return {"person_id": person}
            case 2 | 3:
                return {"visitor_id": cookie}
            case _:
                return {"person_id": person, "visitor_id": cookie}

    def _deed(self, who: dict[str, Any], day: date) -> None:
        deeds = (
            self._visit, self._visit, self._order, self._order, self._order, self._refund,
            self._ticket, self._answer, self._answer, self._subscription,
            self._survey, self._consent, self._lead,
        )  # fmt: skip
        self.random.choice(deeds)(who, self._instant(day))

    def _visit(self, who: dict[str, Any], at: datetime) -> None:
        self._add("visit", at, who)

    def _order(self, who: dict[str, Any], at: datetime) -> None:
        """One to three lines; a later line may be nobody's, of another day, in another channel.

        Now and then they belong to an order that is there already, perhaps of somebody else.
        """
        new = f"o{len(self.events)}"
        order_id = self.random.choice((new, new, new, new, None, None, *self.order_ids[-1:]))
        lines = self.random.choice((1, 1, 2, 3))
        currency = self.random.choice(CURRENCIES)
        for number in range(lines):
            amount = self.random.choice(AMOUNTS)
            cost = self.random.choice((None, Decimal("3.5"), amount / 2))
            owner = self.random.choice((who, who, who, {})) if number else who
            self._add("order", at, owner, order_id=order_id, amount=amount, cost=cost,
                      currency=currency, quantity=Decimal(1))  # fmt: skip
            at += self.random.choice((timedelta(0), timedelta(0), timedelta(hours=20)))
        if order_id is not None:
            self.order_ids.append(order_id)

    def _refund(self, who: dict[str, Any], at: datetime) -> None:
        """Of an order (often somebody else's), of one that is not here, or of none."""
        order_id = self.random.choice((*self.order_ids[-3:], "missing", None))
        self._add("refund", at, who, order_id=order_id, amount=self.random.choice(AMOUNTS),
                  currency=self.random.choice(CURRENCIES))  # fmt: skip

    def _ticket(self, who: dict[str, Any], at: datetime) -> None:
        """Answered and closed never, at once, late, twice, or before it was opened; opened twice."""
        ticket_id = self.random.choice((f"t{len(self.events)}", f"t{len(self.events)}", None))
        self._add("ticket_opened", at, who, ticket_id=ticket_id)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            wait = timedelta(seconds=self.random.choice((-60, 0, 1, 3599, 3600, 3601, 200_000)))
            self._add("ticket_answered", at + wait, {}, ticket_id=ticket_id)
        for _ in range(self.random.choice((0, 0, 1, 2))):
            wait = timedelta(seconds=self.random.choice((-1, 0, 86399, 86400, 86401, 700_000)))
            self._add("ticket_closed", at + wait, {}, ticket_id=ticket_id)
        if self.random.random() < 0.2:
            self._add("ticket_opened", at + timedelta(hours=1), who, ticket_id=ticket_id)

    def _lead(self, who: dict[str, Any], at: datetime) -> None:
        """Open, won, lost, lost and won after all; twice a lead; a deal written before its lead or without one."""
        order_id = self.random.choice((f"l{len(self.events)}", f"l{len(self.events)}", "l", None))
        for kind in self.random.choice((("lead",), ("lead",), ("lead", "lead"), ())):
            self._add(kind, at + self.random.choice((timedelta(0), timedelta(hours=5))), who,
                      order_id=order_id)  # fmt: skip
        for kind in self.random.choice(
            ((), ("deal_won",), ("deal_won",), ("deal_lost",), ("deal_lost", "deal_won"))
        ):
            self._add(kind, at + timedelta(days=self.random.choice((-1, 0, 1, 20, 45))),
                      self.random.choice((who, {})), order_id=order_id,
                      amount=self.random.choice((*AMOUNTS, None)),
                      currency=self.random.choice(CURRENCIES))  # fmt: skip

    def _answer(self, who: dict[str, Any], at: datetime) -> None:
        weight, survey = self.random.choice((1.0, 1.0, 0.5, 2.5)), self.random.choice(SURVEYS)
        about = {"survey": survey, "weight": weight, **self._subject()}
        about["comment"] = REMARKS[len(self.events) % len(REMARKS)]
        if self.random.random() < 0.3:
            self._add("survey_csat", at, who, score=self.random.randint(1, 5), **about)
        else:
            self._add("survey_nps", at, who, score=self.random.choice((0, 6, 7, 8, 9, 10)), **about)

    def _survey(self, who: dict[str, Any], at: datetime) -> None:
        """Sent once or twice, to somebody or nobody; answered never, by itself, at once, late or by somebody else."""
        survey, about = self.random.choice(SURVEYS), self._subject()
        for wait in self.random.choice(((0,), (0,), (0, 3), (0, 0))):
            sent_to = self.random.choice((who, who, who, {}))
            self._add("survey_sent", at + timedelta(days=wait), sent_to, survey=survey, **about)
        for wait in self.random.choice(((), (0,), (29,), (30,), (2, 4), (-1, 5))):
            self._add("survey_nps", at + timedelta(days=wait), self.random.choice((who, who, {})),
                      score=self.random.choice((6, 9, None)), survey=survey,
                      **self.random.choice((about, about, {}, self._subject())))  # fmt: skip

    def _subject(self) -> dict[str, Any]:
        """The ticket or order that a survey asks about, few enough that they meet again; mostly none."""
        ticket, order = {"ticket_id": "t"}, {"order_id": self.random.choice(("o1", "o2"))}
        return self.random.choice(({}, {}, {}, ticket, order, {**ticket, **order}))

    def _consent(self, who: dict[str, Any], at: datetime) -> None:
        self._add(
            self.random.choice(("consent_given", "consent_given", "consent_withdrawn")), at, who
        )

    def _subscription(self, who: dict[str, Any], at: datetime) -> None:
        self._add(self.random.choice(("signup", "signup", "cancel")), at, who)

    def _add(self, kind: str, at: datetime, who: dict[str, Any], **columns: Any) -> None:
        """Ids do not follow time, so that a tie is broken by the id and not by the order made."""
        number = len(self.events)
        event_id = f"{self.random.choice('abc')}{number:04d}"
        self.events.append(event(event_id, kind, at, **who, **self._placed(), **columns))

    def _placed(self) -> dict[str, Any]:
        choice = self.random.choice
        return {
            "identified": choice((True, False, None)),
            "region": choice(REGIONS),
            "segment": choice(SEGMENTS),
            "channel": choice(CHANNELS),
            "source": choice(SOURCES),
            "category": choice(CATEGORIES),
            "device": choice(DEVICES),
            "campaign": choice(CAMPAIGNS),
        }

    def _instant(self, day: date) -> datetime:
        """Noon (ties), the first or the last instant of the day, or any second of it."""
        if self.random.random() < 0.1:
            day = self.random.choice(CLOCK_CHANGES)
        first, last = edges_of_day(day, self.zone)
        seconds = int((last - first).total_seconds())
        match self.random.randrange(4):
            case 0:
                return first
            case 1:
                return last
            case 2:
                return first + timedelta(hours=12)
            case _:
                return first + timedelta(seconds=self.random.randint(0, seconds))


def edges_of_day(day: date, zone: str) -> tuple[datetime, datetime]:
    """First and last instant, to the microsecond, of a local day, as naive UTC."""
    midnights = [
        datetime.combine(d, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
        for d in (day, day + timedelta(days=1))
    ]
    return midnights[0], midnights[1] - timedelta(microseconds=1)


def _spend(random: Random) -> list[Row]:
    """With and without region, source and campaign; one row per key."""
    rows: dict[tuple[Any, ...], Row] = {}
    for _ in range(random.randint(0, 6)):
        row: Row = {
            "day": FIRST_DAY + timedelta(days=random.randrange(DAYS)),
            "source": random.choice(SOURCES),
            "region": random.choice(REGIONS),
            "campaign": random.choice(CAMPAIGNS),
            "amount": random.choice(AMOUNTS),
            "currency": random.choice(CURRENCIES[:4]),
        }
        key = (row["day"], row["source"], row["region"], row["campaign"], row["currency"])
        rows[key] = row
    return list(rows.values())


def _rates(random: Random) -> list[Row]:
    """Dollars to euros, mostly dense; a hole of more than seven days leaves rows without a rate."""
    rates, day = [], FIRST_DAY - timedelta(days=3)
    while day < LAST_DAY:
        rates.append({"day": day, "currency": "USD", "rate": random.choice((0.5, 0.875, 0.9))})
        day += timedelta(days=random.choice((1, 3, 7, 8, 12)))
    return rates


def _channels(random: Random) -> list[Row]:
    """The store records visits or says nothing of it, the fair never; the phone has no row."""
    store = random.choice((True, None))
    return [
        {"channel": "web", "is_online": True, "records_visits": True},
        {"channel": "store", "is_online": False, "records_visits": store},
        {"channel": "fair", "is_online": False, "records_visits": False},
    ]


def _identities(random: Random, builder: _Builder, size: int) -> list[Row]:
    """Links made late, at the instant of another, at none, or to two people; one row per key."""
    rows: dict[tuple[str, str], Row] = {}
    instants = [row["occurred_at"] for row in builder.events] or [datetime(2025, 5, 1)]
    for _ in range(random.randint(0, size)):
        visitor = random.choice((f"vp{random.randrange(size)}", "shared"))
        person = f"p{random.randrange(size + 1)}"
        rows[(visitor, person)] = {
            "visitor_id": visitor,
            "person_id": person,
            "linked_at": random.choice((*instants, None)),
        }
    return list(rows.values())
