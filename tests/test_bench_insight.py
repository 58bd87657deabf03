"""The bench's machinery on one small company: what is planted is looked for in the right place. Nothing of luck."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.paths import Home
from tests import homes
from tests.bench_insight.replay import Charted, History, Split, Told, history
from tests.bench_insight.report import table
from tests.bench_insight.score import falses, is_hit, score
from tests.bench_insight.truth import planted

EVENTS = {event.name: event for event in planted()}
CHURN = EVENTS["churn_spike"]
DECEMBER, JANUARY = date(2025, 12, 1), date(2026, 1, 1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Some thousand events: hardly anything can be told, and all of it is gone through."""
    found: Home = homes.demo(tmp_path_factory.mktemp("insight"))
    return history(found, planted(), [date(2025, 12, 1), date(2026, 9, 1)])


def told(**changes: object) -> Told:
    usual = Told(
        on=JANUARY, metric="churn", part="", dimension="region", names=("Scotland",), direction=1,
        month=DECEMBER, text="Churn in Scotland rose",
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def test_every_kind_of_event_of_the_story_is_looked_for() -> None:
    assert set(EVENTS) == {
        "pilot", "support_change", "cac_rise", "churn_spike", "outage", "mix_shift", "quality",
    }  # fmt: skip
    assert (CHURN.dimension, CHURN.values, CHURN.month) == ("region", ("Scotland",), DECEMBER)
    assert EVENTS["quality"].part == "after delivery"
    assert EVENTS["pilot"].values == ("South", "Austria", "Midlands")


def test_a_sentence_is_about_the_event_in_its_three_months_and_direction_only() -> None:
    assert is_hit(CHURN, told())
    assert is_hit(CHURN, told(month=date(2026, 2, 1)))
    assert not is_hit(CHURN, told(month=date(2026, 3, 1)))  # the fourth
    assert not is_hit(CHURN, told(direction=-1))
    assert not is_hit(CHURN, told(metric="retention"))


def test_what_an_event_does_not_explain_is_false() -> None:
    looked_at = frozenset({("churn", DECEMBER), ("nps", DECEMBER), ("csat", DECEMBER)})
    said = (told(), told(names=("North",)), told(metric="nps", dimension="", names=()))
    of = falses([CHURN], [History(said, (), (), looked_at, 4, 200)])
    assert of.metric_periods == 2  # nps and csat
    assert (of.sentences, of.beside) == (1, 1)  # nps; and churn in the North beside Scotland's


def test_scores_count_homes_months_after_and_who_is_named_first() -> None:
    late = told(month=JANUARY, names=("North", "Scotland"))
    charted = (Charted("churn_spike", DECEMBER, "worse", True),)
    split = (Split("churn_spike", DECEMBER, "region", "Scotland", True),)
    first = History((told(),), charted, split, frozenset(), 0, 0)
    second = History((late,), (), (), frozenset(), 0, 0)
    third = History((), (), (), frozenset(), 0, 0)
    of = score(CHURN, [first, second, third])
    assert (of.homes, of.by_signal, of.by_sentence) == (3, 1, 2)
    assert of.lags == [0, 1]
    assert (of.named, of.right_first) == (2, 1)
    assert (of.split, of.split_right) == (1, 1)
    assert any("67 %" in line for line in table([of], falses([CHURN], [first])))


def test_the_small_company_is_gone_through_month_by_month(small: History) -> None:
    assert {"support_change", "mix_shift"} <= {c.event for c in small.charted}
    assert len({month for _metric, month in small.looked_at}) >= 2
    assert len({metric for metric, _month in small.looked_at}) >= 15
    assert small.lines > 20
