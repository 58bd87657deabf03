"""What days and groups of a period make together, with the sums in view, and against a plain oracle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.by_hand import Way, gaps, total
from queries.calendar import Calendar, Grain

CALENDAR = Calendar()


def month(day):
    start = CALENDAR.start(day, Grain.MONTH)
    return start, CALENDAR.end(start, Grain.MONTH)


ROWS = [
    (date(2026, 1, 5), "North", 10.0), (date(2026, 1, 20), "North", 20.0), (date(2026, 1, 31), "South", 6.0),
    (date(2026, 2, 28), "North", 40.0), (date(2026, 2, 28), "South", 8.0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "groups", "expected"),
    [
        ("sum", "sum", 84.0),  # 10 + 20 + 6 + 40 + 8
        ("sum", "mean", 42.0),  # January (30 + 6) / 2 = 18, February (40 + 8) / 2 = 24
        ("mean", "sum", 34.5),  # January 15 + 6 = 21, February 48: (21 + 48) / 2
        ("mean", "mean", 17.25),  # January (15 + 6) / 2 = 10.5, February 24
        ("last", "sum", 48.0),  # February 40 + 8
        ("last", "mean", 24.0),
    ],
)
def test_days_and_groups_make_one_number(days, groups, expected):
    assert total(ROWS, month, Way(days, groups)) == expected


def test_a_value_of_all_stands_and_its_groups_are_not_added_to_it():
    rows = [*ROWS, (date(2026, 1, 31), "", 50.0)]
    assert total(rows, month, Way("sum", "sum")) == 98.0  # 50 of January, 48 of February


def test_nothing_written_is_no_number():
    assert total([], month, Way("sum", "sum")) is None
    assert gaps([], month) == []


def test_a_month_that_was_skipped_is_a_gap():
    rows = [(date(2026, 1, 31), "", 1.0), (date(2026, 4, 30), "", 2.0)]
    assert gaps(rows, month) == [(date(2026, 2, 1), date(2026, 4, 1))]


def test_a_group_that_did_not_report_is_a_gap_and_one_that_is_new_is_none():
    rows = [
        (date(2026, 1, 31), "North", 1.0), (date(2026, 2, 28), "North", 1.0), (date(2026, 2, 28), "South", 1.0),
        (date(2026, 3, 31), "North", 1.0),
    ]  # fmt: skip
    assert gaps(rows, month) == [(date(2026, 3, 1), date(2026, 4, 1))]


def test_a_group_that_fell_silent_long_ago_is_not_waited_for():
    closed = [(date(2024, m, 28), "East", 1.0) for m in range(1, 4)]
    going = [(month(date(2024, 1, 1) + timedelta(days=31 * n))[0], "North", 1.0) for n in range(26)]
    assert gaps(closed + going, month) == []


rows_of_two_years = st.lists(
    st.tuples(
        st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.sampled_from(["", "North", "South"]),
        st.integers(-100, 100).map(float),
    ),
    unique_by=lambda row: row[:2], max_size=40,
)  # fmt: skip


@given(
    rows_of_two_years, st.sampled_from(["sum", "mean", "last"]), st.sampled_from(["sum", "mean"])
)
def test_a_plain_sum_agrees(rows, days, groups):
    found = total(rows, month, Way(days, groups))
    expected = _oracle(rows, days, groups)
    assert found == pytest.approx(expected) if expected is not None else found is None


def _oracle(rows, days, groups):
    months = sorted({(d.year, d.month) for d, _g, _v in rows})
    numbers = []
    for year, number in months:
        here = sorted(r for r in rows if (r[0].year, r[0].month) == (year, number))
        names = [""] if any(g == "" for _d, g, _v in here) else sorted({g for _d, g, _v in here})
        of_names = []
        for name in names:
            found = [v for _d, g, v in here if g == name]
            of_names.append({"sum": sum(found), "mean": sum(found) / len(found), "last": found[-1]}[days])  # fmt: skip
        numbers.append(sum(of_names) / (len(of_names) if groups == "mean" else 1))
    if not numbers:
        return None
    return {"sum": sum(numbers), "mean": sum(numbers) / len(numbers), "last": numbers[-1]}[days]
