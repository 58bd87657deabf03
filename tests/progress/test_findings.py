"""What really changed, in a shop small enough to count: what is said, what is not, and where it leads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.language import _, speaking
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import Home
from dashboard.progress import findings, news, telling
from dashboard.progress.findings import Finding, Kind
from dashboard.progress.scan import Line
from dashboard.records import shifts
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.warehouse import reader
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import World, event

MONTHS = 20
LAST = MONTHS - 1
Shop = Callable[[int], dict[str, tuple[int, int]]]
"""Month 0 to 19 → of each region, who came and how many of them bought."""


def first_of(month: int) -> date:
    return date(2024 + month // 12, month % 12 + 1, 1)


def built(shop: Shop, folder: Path) -> Home:
    """Everybody comes once and buys for 10 at most; nobody comes back in another month."""
    events = []
    for month in range(MONTHS):
        at = datetime.combine(first_of(month), datetime.min.time()).replace(day=10, hour=12)
        for region, (came, bought) in shop(month).items():
            for n in range(came):
                person = f"{region}{month}-{n}"
                common = {"person_id": person, "region": region, "channel": "web"}
                events.append(event(f"v{person}", "visit", at, **common))
                if n < bought:
                    money = {"order_id": person, "amount": 10, "currency": "EUR"}
                    events.append(event(f"o{person}", "order", at, **common, **money))
    channels = [{"channel": "web", "is_online": True, "records_visits": True}]
    made = World(events, channels=channels, coverage=datetime(2025, 9, 1))
    return published(made, folder)


def wobble(month: int) -> int:
    """A little noise that comes from no die: -2 to 2."""
    return (month * 7) % 5 - 2


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """40 of 100 buy in each of three regions, give or take 2; in the last month 10 of the North."""

    def shop(month: int) -> dict[str, tuple[int, int]]:
        north = 10 if month == LAST else 40 + wobble(month)
        return {
            "North": (100, north),
            "South": (100, 40 + wobble(month + 1)),
            "East": (100, 40 + wobble(month + 3)),
        }

    return built(shop, tmp_path_factory.mktemp("fallen"))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The young South buys rarely. In the last month both buy more often, and ten times as many of the South come."""

    def shop(month: int) -> dict[str, tuple[int, int]]:
        if month == LAST:
            return {"North": (100, 63), "South": (500, 60)}  # 63 and 12 %
        return {"North": (100, 60 + wobble(month)), "South": (50, 5)}  # 60 and 10 %

    return built(shop, tmp_path_factory.mktemp("mixed"))


def said(home: Home, viewer: Viewer = EVERYONE, as_of: date | None = None) -> list[Finding]:
    reader.use(home)
    return findings.findings(viewer, opened(home), as_of)


def of(metric: str, found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.metric == metric]


def test_a_fall_in_one_region_is_told_once_with_the_region_first(fallen: Home) -> None:
    [told] = of("conversion", said(fallen))
    assert told.words.startswith("Conversion in North fell to 10.0\u202f% in Aug 2025")
    assert (told.dimension, told.names, told.direction) == ("region", ("North",), -1)
    assert len(said(fallen)) <= findings.MOST


def test_one_event_is_told_once(fallen: Home) -> None:
    assert len([one for one in said(fallen) if "North" in one.text]) == 1


def test_the_link_leads_to_the_view_that_proves_it(fallen: Home) -> None:
    [told] = of("conversion", said(fallen))
    query = dict(told.link.query)
    assert query["metric"] == "conversion"
    assert query["region"] == "North"
    assert query["until"] == "2025-08-31"


def test_before_it_happened_nothing_is_noteworthy(fallen: Home) -> None:
    assert said(fallen, as_of=first_of(LAST)) == []


def test_when_every_region_rises_and_the_whole_falls_it_is_the_mix(mixed: Home) -> None:
    """(63 + 60) of 600 are 20.5 %, after 65 of 150, which are 43 %."""
    [told] = of("conversion", said(mixed))
    assert told.kind is Kind.MIX
    assert told.words == (
        "Conversion was 20.5\u202f% in Aug 2025, less than in Aug 2024, though it rose in 2 of 2 regions "
        "between the two: their weights have changed, most of all South."
    )
    assert told.link.page == "explore"
    assert dict(told.link.query)["compare"] == "year"


def test_whoever_sees_only_the_south_hears_nothing_of_the_north(fallen: Home) -> None:
    told = said(fallen, Viewer(regions=frozenset({"South"})))
    assert not [one for one in told if "North" in one.text]


def test_a_new_normal_that_was_confirmed_is_no_news(fallen: Home) -> None:
    store = opened(fallen)
    by = Actor("Ann")
    kept = [
        shifts.add(store, by, "conversion", "month", where, first_of(LAST))
        for where in ({}, {"region": ["North"]})
    ]
    assert of("conversion", said(fallen)) == []
    for shift in kept:
        shifts.remove(store, by, shift.id, shift.version)


def test_a_sentence_speaks_the_readers_language_though_it_is_kept_in_english(fallen: Home) -> None:
    [told] = of("conversion", said(fallen))
    with speaking("ru"):
        assert "10,0\u202f%" in _(told.words) or "10,0\u00a0%" in _(told.words)


def test_what_went_down_against_the_month_before_did_not_rise(fallen: Home) -> None:
    """9 after 14.2 lies above what is usual, and fell all the same: it says neither."""
    [found] = of("conversion", said(fallen))
    assert found.story is not None
    head = found.story.head  # it fell, from about 40 to 10
    assert telling._went_so(head)
    turned = replace(head, sigmas=-head.sigmas)
    assert not telling._went_so(turned)
    usual = {"subject": "a", "value": 9, "month": "Sep", "low": 2, "high": 7}
    assert telling._against_usual(turned, usual) == "a was 9 in Sep; 2 to 7 is usual."
    assert telling._also(turned).endswith("(up)")
    assert telling._also(head).endswith("(down)")


def test_the_limit_goes_with_the_looks_that_are_taken() -> None:
    def lines(metric: str, values: int) -> list[Line]:
        months = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))
        line = Line(CATALOGUE[metric], months, "", "", (), ())
        return [line, *[replace(line, dimension="region", name=f"r{n}") for n in range(values)]]

    assert news._looks([]) == 0
    assert news._looks(lines("revenue", 4)) == 5  # a sum by its chart alone
    assert news._looks(lines("retention", 4)) == 1 + 4 * 2  # its months share people
    assert news._looks(lines("nps", 4)) == 1 + 4 * 3
