"""A file of hand-kept values: every row is accounted for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadData
from dashboard.progress.measure_file import preview, read, template, written

TODAY = date(2026, 9, 30)


def rows(text):
    return read(text.encode(), TODAY)


def test_day_group_and_value():
    found = rows("day,group,value\n2026-01-31,North,12.5\n2026-01-31,,3\n")
    assert found.rows == ((date(2026, 1, 31), "North", 12.5), (date(2026, 1, 31), "", 3.0))
    assert not found.bad


def test_a_file_without_groups_is_of_all():
    assert rows("Value;Day\n1 234,5;2026-01-31\n").rows == ((date(2026, 1, 31), "", 1234.5),)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("31.01.2026,North,1", "day is '31.01.2026', which is not a date. Dates are written 2026-01-31"),
        ("2026-02-30,North,1", "day is '2026-02-30', which is not a date. Dates are written 2026-01-31"),
        ("2026-10-01,North,1", "day is 2026-10-01, which is still to come"),
        (",North,1", "day is empty"),
        ("2026-01-31,North,", "value is empty"),
        ("2026-01-31,North,nan", "value is 'nan', which is not a number. Numbers are written 1234.5"),
        ("2026-01-31,North,1e999", "value is '1e999', which is not a number. Numbers are written 1234.5"),
        ("2026-01-31,North,1,5", "4 cells, but the first line names 3 columns"),
        ("2026-01-30,A,2", "the same day and group as in line 2"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_line_and_reason(line, reason):
    found = rows(f"day,group,value\n2026-01-30,A,1\n\n{line}\n")
    assert [(bad.line, bad.reason) for bad in found.bad] == [(4, reason)]
    assert (len(found.rows), found.blank, found.lines) == (1, 1, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column 'day'"),
        ("date,value\n", "no column 'day'"),
        ("day,value,office\n", "column 'office'"),
        ("day,value,value\n", "'value' twice"),
        ('day,value\n2026-01-31,"1\n', "Line 2 cannot be read"),
    ],
)
def test_what_is_no_such_file_is_refused_whole(text, words):
    with pytest.raises(BadData, match=words):
        rows(text)


def test_another_encoding_is_refused_by_name():
    with pytest.raises(BadData, match="UTF-8"):
        read("day,group,value\n2026-01-31,Köln,1\n".encode("latin-1"), TODAY)


def test_the_template_is_read_back_once_it_is_filled_in():
    empty = template(["North", "South"], [date(2026, 8, 31)]).decode("utf-8-sig")
    assert empty == "day,group,value\n2026-08-31,North,\n2026-08-31,South,\n"
    assert len(read(empty.encode(), TODAY).bad) == 2
    assert len(rows(empty.replace(",\n", ",7\n")).rows) == 2


def test_what_loading_would_do_is_said_before():
    there = [(date(2026, 1, 1), "", 1.0), (date(2026, 2, 1), "", 2.0)]
    given_rows = [
        (date(2026, 1, 1), "", 1.0),
        (date(2026, 2, 1), "", 3.0),
        (date(2026, 3, 1), "", 4.0),
    ]
    found = preview(given_rows, there)
    assert (found.new, found.same) == (1, 1)
    assert found.replaced == (((date(2026, 2, 1), "", 3.0), 2.0),)


cells = st.one_of(
    st.dates(date(1800, 1, 1), date(2100, 1, 1)).map(str),
    st.floats(allow_nan=True).map(str),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters='"\r\n\0'), max_size=8),
)  # fmt: skip


@given(st.lists(st.lists(cells, max_size=4), max_size=20))
def test_every_row_ends_in_one_place(lines):
    text = "day;group;value\n" + "".join(";".join(line) + "\n" for line in lines)
    found = rows(text)
    assert len(found.rows) + len(found.bad) + found.blank == found.lines
    assert len({row[:2] for row in found.rows}) == len(found.rows)


@given(st.lists(st.tuples(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["", "A", "B c"]),
                          st.floats(allow_nan=False, allow_infinity=False)), unique_by=lambda r: r[:2]))  # fmt: skip
def test_what_is_written_is_read_back(given_rows):
    text = written([(d.isoformat(), g, repr(v)) for d, g, v in given_rows])
    assert read(text, TODAY).rows == tuple(given_rows)
