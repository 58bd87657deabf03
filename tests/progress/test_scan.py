"""Which values of a dimension may be spoken of, and to whom."""

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics.catalogue import CHURN, RETENTION
from dashboard.metrics.evaluate import Value
from dashboard.progress.scan import apart, spoken_of
from tests.views.values import month

NUMBERS_ONLY = Viewer(may_see_people=False)


def of(n: float | None, *before: float) -> list[Value]:
    """Months of so many people, the newest first given; None is one that this viewer may not see."""
    newest = month(2025, 8, None if n is None else 40.0, n=n)
    return [month(2025, 1 + k, 40.0, n=size) for k, size in enumerate(before)] + [newest]


def test_a_value_of_few_people_is_not_spoken_of_unless_it_was_of_many() -> None:
    groups = {"North": of(400, 400, 400), "South": of(20, 30, 20), "East": of(10, 300, 300)}
    assert spoken_of(groups, EVERYONE) == [
        "North",
        "East",
    ]  # that the East all but vanished is news


def test_the_value_that_is_not_known_and_one_that_stands_alone_are_not_spoken_of() -> None:
    assert spoken_of({"": of(400), "North": of(400)}, EVERYONE) == ["North"]
    assert spoken_of({"North": of(400)}, EVERYONE) == []


def test_one_that_is_hidden_alone_takes_the_smallest_with_it() -> None:
    groups = {"North": of(400), "South": of(90), "East": of(None)}
    assert spoken_of(groups, NUMBERS_ONLY) == [
        "North"
    ]  # else the East were what North and South leave
    assert spoken_of(groups, EVERYONE) == ["North", "South"]
    groups["West"] = of(None)
    assert spoken_of(groups, NUMBERS_ONLY) == ["North", "South"]


def test_months_that_share_people_lie_apart() -> None:
    assert apart(RETENTION) == 4  # 90 days before its start and 90 from it
    assert apart(CHURN) == 1
