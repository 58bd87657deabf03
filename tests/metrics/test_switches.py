"""Other readings of a definition: which metrics take them, what they change, which goals would flip."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.access import EVERYONE
from dashboard.errors import BadUse
from dashboard.metrics import evaluate, switches
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress.status import Status
from dashboard.views import flips
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.goals import keep
from tests.oracle.world import World, event

CHURN, RETENTION, ORDERS = (CATALOGUE[name] for name in ("churn", "retention", "orders"))
MAY = Window(date(2025, 5, 1), date(2025, 6, 1))


def order(person: str, month: int, day: int) -> dict[str, object]:
    at = datetime(2025, month, day, 12)
    return event(f"{person}{at:%m%d}", "order", at, person_id=person, amount=1, currency="EUR")


@pytest.fixture
def world(tmp_path: Path) -> None:
    """old: 1 January; ann: 10 March and 20 May; bo: 10 March; cem: 25 April."""
    events = [
        order("old", 1, 1), order("ann", 3, 10), order("ann", 5, 20), order("bo", 3, 10),
        order("cem", 4, 25),
    ]  # fmt: skip
    home = published(World(events, coverage=datetime(2025, 12, 1)), tmp_path)
    keep(
        home,
        "- {name: churn, metric: churn, grain: month, kind: reach, target: 40, start: 2025-01-01, due: 2026-01-01}\n"
        "- {name: orders, metric: orders, grain: month, kind: reach, target: 1}\n",
    )


def asked(metric: str, *words: str) -> tuple[float | None, float | None, str | None]:
    chosen = switches.definition(words)
    declared = switches.variant(CATALOGUE[metric], chosen)
    [value] = evaluate.series(declared, EVERYONE, switches.defined(declared, Slice(MAY), chosen))
    return value.numerator, value.denominator, value.reason


def test_a_shorter_silence_makes_a_smaller_base_and_earlier_leavers(world: None) -> None:
    # 90 days before 1 May: ann, bo, cem. 10 March + 90 = 8 June: nobody lapses in May.
    assert asked("churn") == (0, 3, None)
    # 60 days: from 2 March: ann, bo, cem. 10 March + 60 = 9 May: ann (back on the 20th) and bo.
    assert asked("churn", "silence=60") == (2, 3, None)
    # 30 days: from 1 April: cem. 25 April + 30 = 25 May.
    assert asked("churn", "silence=30") == (1, 1, None)


def test_a_horizon_says_how_long_people_have_to_come_back(world: None) -> None:
    assert asked("retention") == (1, 3, None)  # ann on 20 May
    assert asked("retention", "horizon=19")[:2] == (0, 3)  # until 19 May
    assert asked("retention", "horizon=20", "silence=30")[:2] == (0, 1)  # cem alone


def test_completeness_and_look_back_follow_the_days(world: None) -> None:
    slice = Slice(Window(date(2025, 9, 1), date(2025, 12, 1)), Grain.MONTH)
    wholes = [v.is_complete for v in evaluate.series(RETENTION, EVERYONE, slice)]
    short = replace(slice, horizon_days=30)
    assert wholes == [True, False, False]
    assert [v.is_complete for v in evaluate.series(RETENTION, EVERYONE, short)] == [
        True, True, True,
    ]  # fmt: skip
    early = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)), silence_days=120)
    [value] = evaluate.series(CHURN, EVERYONE, early)
    assert value.reason == "looks back 120 days, but orders start on 2025-01-01"


def test_what_does_not_depend_on_a_switch_says_so(world: None) -> None:
    with pytest.raises(BadUse, match="Orders does not depend on 'silence'"):
        asked("orders", "silence=60")
    with pytest.raises(BadUse, match=r"Churn does not depend on 'horizon'\. It depends on silence"):
        asked("churn", "horizon=60")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("silence", "write it as NAME=VALUE"),
        ("silense=60", "No definition switch 'silense'. Did you mean 'silence'"),
        ("silence=3", "'3' is no number of days from 7 to 730"),
        ("silence=x", "'x' is no number of days"),
    ],
)
def test_a_slip_is_named(words: str, said: str) -> None:
    with pytest.raises(BadUse, match=said):
        asked("churn", words)


def test_the_usual_reading_is_no_other(world: None) -> None:
    chosen = switches.definition(["silence=90"])
    assert switches.unusual(CHURN, switches.defined(CHURN, Slice(MAY), chosen)) == ()


def test_goals_that_would_change_their_status_are_named(world: None) -> None:
    # November: nobody ordered since 25 April, so no base under 90 days. 180 days reach back to 5 May: ann, whose
    # 180th silent day is 16 November: 1 of 1 leaves.
    chosen = switches.definition(["silence=180"])
    [flip] = flips.depending(EVERYONE, chosen)
    assert flip.goal.name == "churn"
    assert flip.before.status is Status.NO_DATA
    assert flip.before.because == "nobody ordered in the 90 days before in this window"
    assert flips.sentence([flip], chosen) == (
        "With silence 180, the one goal that depends on it would change its status: Churn: missing data → off track."
    )
    other = switches.definition(["silence=365"])
    [flip] = flips.depending(EVERYONE, other)
    assert flips.sentence([flip], other) == (
        "With silence 365, the one goal that depends on it keeps its status: Churn stays at 'missing data'."
    )


def test_a_switch_that_no_goal_depends_on_says_so(world: None) -> None:
    chosen = switches.definition(["clock=business"])
    assert flips.sentence(flips.depending(EVERYONE, chosen), chosen) == (
        "With clock business: no goal depends on it."
    )
