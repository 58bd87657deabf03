"""The people behind a number, and one person's story: as known, and as far as a viewer may see."""

import hmac
import stat
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadData, BadUse
from dashboard.metrics import evaluate, people
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.person import NobodyFound, Person, address, found
from dashboard.metrics.rfm import ranked_people
from dashboard.paths import Home
from dashboard.warehouse import pseudonyms, reader
from queries import history
from queries.kept_people import People
from queries.people import ORDERS
from queries.slice import Slice, Window
from tests.agreement import as_loaded, published
from tests.oracle.seen import known_people
from tests.oracle.world import World, event
from tests.oracle.worlds import random_world

YEAR = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))
ORDERED = CATALOGUE["orders"]
MASKED = Viewer(may_see_ids=False)
NUMBERS_ONLY = Viewer(may_see_people=False)


def listed(viewer: Viewer, text: str = "", order: str = "adds") -> list[dict[str, Any]]:
    members, slice = evaluate.behind(ORDERED, YEAR)
    return list(people.listed(viewer, members, slice, people.wanted(viewer, text, order)))


@pytest.mark.parametrize("seed", range(2))
def test_the_list_says_what_is_known_of_each_person(seed: int, tmp_path: Path) -> None:
    world = as_loaded(random_world(seed, size=20))
    published(world, tmp_path)
    known = known_people(world)
    seen = 0
    for name in ("visitors", "orders", "contact_frequency", "response_within_target"):
        for row in evaluate.people(CATALOGUE[name], EVERYONE, YEAR):
            kind = "visitor" if row["is_visitor"] else "person"
            theirs = known[kind, row["person_id"]]
            seen += 1
            for part in ("region", "segment", "last_nps", "last_nps_on", "open_tickets"):
                assert row[part] == getattr(theirs, part), (row["person_id"], part)
            if seen % 4:
                continue
            shown = found(EVERYONE, f"{kind}:{row['person_id']}")
            assert (shown.since, shown.region) == (theirs.since, theirs.region)
            assert shown.orders == row["orders"]
            assert shown.net_revenue == row["net_revenue"]
            assert shown.open_tickets == theirs.open_tickets
            assert shown.last_nps is None or shown.last_nps.facts["score"] == theirs.last_nps
    assert seen > 20


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Anna of North, who moved to South in May; a visitor of the same name; Bea, who opens a ticket."""

    def did(kind: str, at: datetime, who: str, region: str, **more: Any) -> dict[str, Any]:
        common = {"person_id": who, "region": region, "segment": "home", "channel": "web"}
        return event(f"{who} {kind} {at}", kind, at, **{**common, **more})

    def day(month: int, of: int, hour: int = 12) -> datetime:
        return datetime(2025, month, of, hour)

    anna, money = "anna", {"currency": "EUR"}
    events = [
        did("visit", day(1, 3), anna, "North", source="search"),
        did("order", day(1, 3, 13), anna, "North", order_id="o1", amount=40, category="shoes", **money),
        did("order", day(1, 3, 14), anna, "North", order_id="o1", amount=10, category="hats",
            **money),
        did("refund", day(1, 9), anna, "North", order_id="o1", amount=15, **money),
        did("survey_nps", day(2, 1), anna, "North", score=3, survey="relationship",
            comment="My number is anna, call me"),
        did("order", day(5, 2), anna, "South", order_id="o2", amount=70, **money),
        event("cookie", "visit", day(1, 4), visitor_id="anna", region="North", channel="web"),
        did("order", day(1, 5), "bea", "North", order_id="o3", amount=20, **money),
        did("ticket_opened", day(1, 6, 9), "bea", "North", ticket_id="t1", category="delivery"),
        did("ticket_answered", day(1, 6, 10), "bea", "North", ticket_id="t1"),
        did("ticket_opened", day(1, 7), "bea", "North", ticket_id="t2"),
        did("ticket_closed", day(1, 8), "bea", "North", ticket_id="t2"),
    ]  # fmt: skip
    world = World(events=as_loaded(World(events=events)).events, coverage=datetime(2025, 7, 1))
    return published(world, tmp_path_factory.mktemp("people"))


@pytest.fixture(autouse=True)
def _of_this_home(request: pytest.FixtureRequest) -> None:
    if "home" in request.fixturenames:
        reader.use(request.getfixturevalue("home"))


def test_a_person_opens_into_everything_they_did_in_order(home: Home) -> None:
    anna = found(EVERYONE, "anna")
    told = [(deed.kind, deed.at) for deed in anna.deeds]
    assert told == [
        ("visit", datetime(2025, 1, 3)),
        ("order", datetime(2025, 1, 3, 13)),
        ("refund", datetime(2025, 1, 9)),
        ("answer", datetime(2025, 2, 1, 12)),
        ("order", datetime(2025, 5, 2, 12)),
    ]
    order, refund = anna.of_kind("order")[0].facts, anna.of_kind("refund")[0].facts
    assert order["order_no"] == refund["order_no"]
    assert (order["gross"], order["net"], order["categories"]) == (50, 35, "hats, shoes")
    assert (anna.orders, anna.net_revenue) == (2, Decimal(105))  # 40 + 10 − 15 + 70
    assert (anna.region, anna.since) == ("South", date(2025, 1, 3))
    assert anna.last_nps is not None
    assert anna.last_nps.facts["score"] == 3


def test_a_ticket_lasts_until_it_is_closed(home: Home) -> None:
    first, second = found(EVERYONE, "bea").of_kind("ticket")
    assert (first.until, first.facts["response_seconds"]) == (None, 3600)
    assert second.until == datetime(2025, 1, 8, 12)
    assert found(EVERYONE, "bea").open_tickets == 1


def test_a_visitor_is_not_the_person_of_the_same_spelling(home: Home) -> None:
    assert found(EVERYONE, "anna").is_visitor is False
    visitor = found(EVERYONE, address("anna", is_visitor=True))
    assert (visitor.is_visitor, [d.kind for d in visitor.deeds]) == (True, ["visit"])
    assert address("anna", False) == "anna"
    assert address("visitor:x", False) == "person:visitor:x"


def test_rows_are_found_by_id_region_and_segment_and_sorted(home: Home) -> None:
    assert [row["person_id"] for row in listed(EVERYONE)] == ["anna", "bea"]
    assert [row["person_id"] for row in listed(EVERYONE, "BE")] == ["bea"]
    assert [row["person_id"] for row in listed(EVERYONE, "sout")] == ["anna"]
    assert len(listed(EVERYONE, "home")) == 2
    assert listed(EVERYONE, "%") == []
    assert [row["person_id"] for row in listed(EVERYONE, order="open_tickets")] == ["bea", "anna"]
    assert all(len(listed(EVERYONE, order=order)) == 2 for order in ORDERS)


def test_a_list_without_closings_says_nothing_of_open_tickets(tmp_path: Path) -> None:
    events = [
        event("o", "order", datetime(2025, 3, 1), person_id="a", order_id="1", amount=1, currency="EUR"),
        event("t", "ticket_opened", datetime(2025, 3, 1), person_id="a", ticket_id="1"),
    ]  # fmt: skip
    published(as_loaded(World(events=events)), tmp_path)
    assert listed(EVERYONE)[0]["open_tickets"] is None
    assert found(EVERYONE, "a").open_tickets is None


# Who may see what.


def test_numbers_only_see_nobody(home: Home) -> None:
    for ask in (
        lambda: evaluate.people(ORDERED, NUMBERS_ONLY, YEAR),
        lambda: found(NUMBERS_ONLY, "anna"),
        lambda: people.keys(NUMBERS_ONLY, *evaluate.behind(ORDERED, YEAR), people.wanted(EVERYONE)),
        lambda: people.counted(NUMBERS_ONLY, *evaluate.behind(ORDERED, YEAR), people.wanted(EVERYONE, "a")),
    ):  # fmt: skip
        with pytest.raises(BadUse, match="numbers but not single people"):
            ask()
    members, slice = evaluate.behind(ORDERED, YEAR)
    assert people.counted(NUMBERS_ONLY, members, slice, people.wanted(NUMBERS_ONLY)).people == 2


def everything_of(viewer: Viewer, person: Person) -> str:
    rows = [*listed(viewer), *ranked_people(viewer, YEAR)]
    return str([rows, person, [(d.facts, d.at) for d in person.deeds]])


def test_a_pseudonym_opens_the_same_person_and_shows_no_id(home: Home) -> None:
    rows = listed(MASKED)
    assert all(pseudonyms.is_one(row["person_id"]) for row in rows)
    anna = found(MASKED, rows[0]["person_id"])
    assert anna.net_revenue == Decimal(105)
    shown = everything_of(MASKED, anna)
    assert not any(secret in shown for secret in ("anna", "bea", "'o1'", "'o2'", "'t1'"))
    assert "My number is …, call me" in shown
    assert [row["person_id"] for row in listed(MASKED, anna.name[:9])] == [anna.name]
    with pytest.raises(NobodyFound, match="Nobody is found under 'anna'"):
        found(MASKED, "anna")
    assert listed(MASKED, "anna") == []  # no way to try ids
    assert found(EVERYONE, anna.name).name == "anna"  # a link that a colleague sent
    with pytest.raises(BadUse, match="pseudonyms only"):
        reader.read(MASKED, history.quarantined_rows, YEAR)


def test_a_pseudonym_is_a_keyed_hash_that_stays(home: Home) -> None:
    key = bytes.fromhex(home.people_key.read_text())
    assert stat.S_IMODE(home.people_key.stat().st_mode) == 0o600
    digest = hmac.new(key, b"person:anna", "sha256").hexdigest()
    assert listed(MASKED)[0]["person_id"] == f"p-{digest[:14]}"
    mask = pseudonyms.mask(home)
    assert mask.pseudonym("anna", is_visitor=True) != mask.pseudonym("anna", is_visitor=False)
    assert "key" not in repr(mask)


def test_a_key_that_was_broken_is_not_replaced_in_silence(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.people_key.write_text("not a key")
    with pytest.raises(BadData, match=r"people\.key holds no key"):
        pseudonyms.mask(home)


def test_whoever_moved_out_of_a_viewers_regions_is_out_of_sight(home: Home) -> None:
    north, south = Viewer(frozenset({"North"})), Viewer(frozenset({"South"}))
    [anna] = [row for row in listed(north) if row["person_id"] == "anna"]
    assert (anna["region"], anna["segment"]) == (None, None)
    assert listed(north, "south") == []
    with pytest.raises(NobodyFound):
        found(north, "person:anna")
    theirs = found(south, "anna")
    assert [deed.at.date() for deed in theirs.deeds] == [date(2025, 5, 2)]
    assert theirs.shows_all is False


def test_a_group_is_saved_by_keys_that_the_viewer_never_sees(home: Home) -> None:
    members, slice = evaluate.behind(ORDERED, YEAR)
    everybody = people.keys(MASKED, members, slice, people.wanted(MASKED))
    assert everybody == ("person:anna", "person:bea")
    row = listed(MASKED)[1]
    chosen = {(row["person_id"], row["is_visitor"])}
    [key] = people.keys(MASKED, members, slice, people.wanted(MASKED), chosen)
    assert key == "person:bea"
    few = replace(YEAR, people=People("Bea", (key,)))
    assert [value.value for value in evaluate.whole(ORDERED, EVERYONE, few)] == [1]
