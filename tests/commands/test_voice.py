"""`milepost voice`: what it prints, by hand."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner, Result

from dashboard.commands.voice import voice
from dashboard.errors import BadUse
from dashboard.paths import Home
from tests.agreement import published
from tests.oracle.world import World, event

SAID = {
    "ann": (3, "Parcel came late"),
    "bo": (6, "Too expensive"),
    "cy": (9, "Fast delivery"),
    "dee": (8, None),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Four answers in February; ann had promised a 10 the May before, and el answered only then."""
    answers = [
        event(f"a{n}", "survey_nps", datetime(2026, 2, n + 1, 9), person_id=who, score=score,
              survey="shop", comment=said)
        for n, (who, (score, said)) in enumerate(SAID.items())
    ]  # fmt: skip
    before = [
        event(f"b{who}", "survey_nps", datetime(2025, 5, 9), person_id=who, score=10, survey="shop")
        for who in ("ann", "el")
    ]
    world = World([*answers, *before], coverage=datetime(2026, 3, 1))
    return published(world, tmp_path_factory.mktemp("shop"))


def asked(home: Home, *arguments: str) -> Result:
    window = ("--from", "2026-02-01", "--to", "2026-03-01", "--format", "json")
    return CliRunner().invoke(voice, [*window, *arguments], obj=home, catch_exceptions=True)


def rows(home: Home, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(asked(home, *arguments).stdout)
    return found


def test_the_distribution_counts_each_score(shop: Home) -> None:
    found = {row["score"]: (row["answers"], row["class"]) for row in rows(shop) if row["answers"]}
    assert found == {
        3: (1, "detractor"), 6: (1, "detractor"), 8: (1, "passive"), 9: (1, "promoter"),
    }  # fmt: skip


def test_flows_hold_everybody_once(shop: Home) -> None:
    found = {(r["before"], r["now"]): r["people"] for r in rows(shop, "--show", "flows")}
    assert found == {
        ("promoter", "detractor"): 1, ("promoter", "no answer"): 1, ("no answer", "detractor"): 1,
        ("no answer", "passive"): 1, ("no answer", "promoter"): 1,
    }  # fmt: skip


def test_a_topics_impact_is_the_score_less_that_of_the_others(shop: Home) -> None:
    # all: (1 − 2)/4 = −25; without delivery (3 and 9): 6 and 8, (0 − 1)/2 = −50; −25 − −50 = 25
    found = {row["name"]: row for row in rows(shop, "--show", "topics")}
    assert found["delivery"]["impact"] == pytest.approx(25)
    assert found["delivery"]["n"] == 2
    assert found["delivery"]["within_noise"] is True  # two comments are too few to judge


def test_comments_are_found_by_topic_and_words(shop: Home) -> None:
    found = rows(shop, "--show", "comments", "--topic", "delivery", "--find", "FAST")
    assert [row["person_id"] for row in found] == ["cy"]
    with pytest.raises(BadUse, match="Did you mean 'delivery'"):
        raise asked(shop, "--show", "comments", "--topic", "deliver").exception  # type: ignore[misc]


def test_people_behind_each_part_are_listed(shop: Home) -> None:
    assert {row["person_id"] for row in rows(shop, "--people", "class:-1")} == {"ann", "bo"}
    assert {row["person_id"] for row in rows(shop, "--people", "flow:1:-1")} == {"ann"}
    with pytest.raises(BadUse, match="names nobody"):
        raise asked(shop, "--people", "class:7").exception  # type: ignore[misc]
