"""Whether one share stands out among others."""

from dashboard.insight.among import place_among
from dashboard.insight.compare import Share


def test_lower_than_each_is_said_only_where_every_comparison_says_so() -> None:
    # 10 % against 30 % and 20 %, of 1,000 each: both differences are beyond noise
    low = Share(100, 1000)
    assert place_among(low, [Share(300, 1000), Share(200, 1000)]) == "below each"
    # 12 % of 1,000 cannot be told from 10 %; together they are 21 %
    assert place_among(low, [Share(300, 1000), Share(120, 1000)]) == "below all"


def test_higher_than_each_and_than_all() -> None:
    high = Share(300, 1000)
    assert place_among(high, [Share(100, 1000), Share(200, 1000)]) == "above each"
    assert place_among(high, [Share(100, 1000), Share(290, 1000)]) == "above all"


def test_what_cannot_be_told_is_not_said() -> None:
    assert place_among(Share(3, 10), [Share(2, 10)]) == "can't tell"
    assert place_among(Share(3, 10), []) == "can't tell"
    assert place_among(Share(0, 0), [Share(2, 10)]) == "can't tell"
