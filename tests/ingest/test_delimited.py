"""The quick way to take plain lines apart and the careful one agree."""

import io

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ingest import delimited
from dashboard.ingest.delimited import Layout

CELL = st.text(
    st.characters(exclude_characters=',"\ufeff', exclude_categories=["Cs", "Cc", "Cf"]), max_size=6
).filter(lambda text: text != "\ufeff")
ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), ENDS)
def test_plain_lines_are_read_alike_by_both(rows: list[tuple[str, str, str]], end: str):
    lines = [",".join(row) + end for row in rows]
    columns = delimited._plain(lines, 3, Layout())
    careful = delimited._one_per_line(lines, Layout())
    assert columns is not None
    assert [list(row) for row in zip(*(c.to_pylist() for c in columns), strict=True)] == careful


def test_what_is_not_plain_is_left_to_the_careful_one():
    for line in ('a,"b",c\n', "a,b\n", "a,b,c,d\n", "\n", "a,\0,c\n", "a,\udcff,c\n"):
        assert delimited._plain([line], 3, Layout()) is None


def test_both_give_the_same_batches(monkeypatch):
    text = "x,y\n" + "".join(f" {n} ,\u00a0b{n}\n" for n in range(10))
    quick = pa.Table.from_batches(delimited.delimited(io.StringIO(text), "f", Layout()).batches)
    monkeypatch.setattr(delimited, "_plain", lambda *arguments: None)
    careful = pa.Table.from_batches(delimited.delimited(io.StringIO(text), "f", Layout()).batches)
    assert quick.equals(careful)
    assert quick["line"].to_pylist() == list(range(2, 12))
    assert quick["c0"].to_pylist()[:2] == ["0", "1"]
