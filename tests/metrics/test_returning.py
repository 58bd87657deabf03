"""Who comes back: shares, to date and by age, with people who have not had the time yet."""

import math
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.access import EVERYONE
from dashboard.insight.intervals import wilson
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.evaluate import Value
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import Event, World, event

MARCH = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)))


def orders(person: str, *days: date, **columns: str) -> list[Event]:
    return [
        event(f"{person}{number}", "order", datetime(day.year, day.month, day.day, 12),
              person_id=person, order_id=f"{person}{number}", amount=10, currency="EUR", **columns)
        for number, day in enumerate(days)
    ]  # fmt: skip


def values(name: str, slice: Slice = MARCH) -> list[Value]:
    return evaluate.series(CATALOGUE[name], EVERYONE, slice)


def only(name: str, slice: Slice = MARCH) -> Value:
    [value] = values(name, slice)
    return value


def test_who_had_ordered_before_the_window_returns(tmp_path: Path) -> None:
    # ann: February and March. bob: twice in March, new. cy: February only. dee: 28 February, 31 March.
    rows = [
        *orders("ann", date(2025, 2, 3), date(2025, 3, 3), channel="web"),
        *orders("bob", date(2025, 3, 1), date(2025, 3, 30), channel="web"),
        *orders("cy", date(2025, 2, 3), channel="web"),
        *orders("dee", date(2025, 2, 28), channel="store"),
        *orders("dee-", date(2025, 3, 31), channel="web"),
    ]
    rows[-1]["person_id"] = "dee"
    published(World(rows), tmp_path)
    march = only("returning_share")
    assert (march.numerator, march.denominator, march.n) == (2, 3, 3)
    assert (march.low, march.high) == pytest.approx([100 * limit for limit in wilson(2, 3)])
    assert march.starts_history  # orders begin on 3 February
    # dee had ordered before, in the store: that is enough for the web.
    assert only("returning_share", MARCH.filtered("channel", ["web"])).numerator == 2
    weeks = Slice(Window(date(2025, 3, 3), date(2025, 3, 10)), Grain.WEEK)
    assert only("returning_share", weeks).numerator == 1  # ann


def test_a_part_of_a_month_begins_where_the_window_does(tmp_path: Path) -> None:
    published(World(orders("ann", date(2025, 3, 3), date(2025, 3, 20))), tmp_path)
    late = Slice(Window(date(2025, 3, 10), date(2025, 4, 1)), Grain.MONTH)
    assert only("returning_share", late).numerator == 1
    assert only("returning_share").numerator == 0


def test_to_date_everybody_counts_by_the_windows_end(tmp_path: Path) -> None:
    # Order days by the end of:   January  February  March
    #   ann 5 and 30 January          2        2        2     moves south in March
    #   bob 5 January, twice          1        1        1     two orders on one day are no return
    #   cy  1 February, 31 March      –        1        2
    rows = [
        *orders("ann", date(2025, 1, 5), date(2025, 1, 30), region="North"),
        *orders("ann-", date(2025, 3, 1), region="South"),
        *orders("bob", date(2025, 1, 5), date(2025, 1, 5), region="North"),
        *orders("cy", date(2025, 2, 1), date(2025, 3, 31), region="North"),
    ]
    rows[2]["person_id"] = "ann"
    published(World(rows, coverage=datetime(2025, 4, 1)), tmp_path)
    quarter = Slice(Window(date(2025, 1, 1), date(2025, 5, 1)), Grain.MONTH)
    found = values("returned_to_date", quarter)
    assert [(v.numerator, v.denominator) for v in found[:3]] == [(1, 2), (1, 3), (2, 3)]
    assert (found[3].value, found[3].reason) == (None, "0 of 30 days")  # April has not begun
    by_region = values("returned_to_date", quarter.grouped("region"))
    of_march = {
        v.group["region"]: (v.numerator, v.denominator)
        for v in by_region
        if v.period.start == date(2025, 3, 1) and v.value is not None
    }
    assert of_march == {"North": (1, 2), "South": (1, 1)}
    assert "falls" in CATALOGUE["returned_to_date"].note


def repeated(tmp_path: Path, coverage: datetime) -> None:
    """Four people first order on 1 March. ann is back after 89 days, bob after 90, cy on the same day, dee never."""
    first = date(2025, 3, 1)
    rows = [
        *orders("ann", first, first + timedelta(days=89)),
        *orders("bob", first, first + timedelta(days=90)),
        *orders("cy", first, first),
        *orders("dee", first),
    ]
    published(World(rows, coverage=coverage), tmp_path)


def test_a_return_lies_in_the_days_from_the_first_order(tmp_path: Path) -> None:
    repeated(tmp_path, datetime(2026, 4, 1))
    in_90 = only("repeat_purchase_rate")
    assert (in_90.numerator, in_90.denominator, in_90.value) == (1, 4, 25)
    assert (in_90.low, in_90.high) == pytest.approx([100 * limit for limit in wilson(1, 4)])
    assert (in_90.is_complete, in_90.note) == (True, "")
    for name in ("repeat_purchase_rate_180", "repeat_purchase_rate_365"):
        assert (only(name).numerator, only(name).denominator) == (2, 4)


def test_a_cohort_is_complete_when_its_last_day_is_old_enough(tmp_path: Path) -> None:
    repeated(tmp_path, datetime(2025, 6, 30))  # 1 April + 90 days
    assert only("repeat_purchase_rate").is_complete
    assert only("repeat_purchase_rate_180").reason == "complete once the data reach 2025-09-28"


def test_young_people_are_watched_as_long_as_they_are_there(tmp_path: Path) -> None:
    # Covered to 20 June: day 90 of 1 March, the 41st of 10 May.
    #   day   at risk  back   left
    #    10        10     2   .8        ann, bob of 1 March
    #    30         8     1   .7        cy of 10 May
    #    40         –                   four of 10 May are watched no longer
    #    60         3     1   .4666…    dee of 1 March; two are left
    march, may = date(2025, 3, 22), date(2025, 5, 11)
    rows = [
        *orders("ann", march, march + timedelta(days=10)),
        *orders("bob", march, march + timedelta(days=10)),
        *orders("cy", may, may + timedelta(days=30)),
        *orders("dee", march, march + timedelta(days=60)),
        *(row for name in ("eve", "fay") for row in orders(name, march)),
        *(row for name in ("gil", "hal", "ian", "joe") for row in orders(name, may)),
        *orders(
            "kim", date(2025, 6, 20)
        ),  # of a day that is not wholly covered, and of another window
    ]
    published(World(rows, coverage=datetime(2025, 6, 20, 18)), tmp_path)
    spring = Slice(Window(date(2025, 3, 1), date(2025, 6, 1)))
    found = only("repeat_purchase_rate", spring)
    left = 0.8 * 7 / 8 * 2 / 3
    assert (found.numerator, found.denominator, found.n) == (4, 10, 10)
    assert found.value == pytest.approx(100 * (1 - left))
    # Greenwood: 2/(10·8) + 1/(8·7) + 1/(3·2); limits left^exp(±1.96·√sum / ln left)
    spread = math.sqrt(2 / 80 + 1 / 56 + 1 / 6)
    stretch = math.exp(1.959964 * spread / -math.log(left))
    assert (found.low, found.high) == pytest.approx(
        (100 * (1 - left ** (1 / stretch)), 100 * (1 - left**stretch)), abs=1e-4
    )
    assert not found.is_complete
    assert found.row()["reason"] == (
        "complete once the data reach 2025-08-30; "
        "Kaplan–Meier: 5 of 10 people are not 90 days old yet; history starts here"
    )


def test_nobody_old_enough_is_no_value(tmp_path: Path) -> None:
    repeated(tmp_path, datetime(2025, 5, 29))  # one day short of 90
    value = only("repeat_purchase_rate")
    assert (value.value, value.is_complete) == (None, False)


@pytest.mark.parametrize("are_back", [False, True])
def test_where_none_or_all_are_back_the_limits_are_wilsons(are_back: bool, tmp_path: Path) -> None:
    rows = []
    for number in range(6):
        first = date(2025, 3, 1) if number < 4 else date(2025, 3, 31)
        rows += orders(f"p{number}", first, *([first + timedelta(days=3)] if are_back else []))
    published(World(rows, coverage=datetime(2025, 5, 31)), tmp_path)
    value = only("repeat_purchase_rate")
    assert value.value == (100 if are_back else 0)
    expected = (
        wilson(6, 6) if are_back else wilson(0, 4)
    )  # all came back; four were watched to the end
    assert (value.low, value.high) == pytest.approx([100 * limit for limit in expected])


def test_an_open_cohort_is_not_judged(tmp_path: Path) -> None:
    repeated(tmp_path, datetime(2025, 6, 10))
    value = only("repeat_purchase_rate")
    assert (
        value.note.startswith("Kaplan–Meier") is False
    )  # all are old enough, though the month is not over
    assert (value.value, value.is_complete) == (25, False)
    change = evaluate.change(value, value)
    assert change is not None
    assert (change.verdict, change.low) == ("can't tell", None)
