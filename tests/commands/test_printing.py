"""What commands print of rows."""

import pytest

from dashboard.commands.common import print_rows


def printed(
    rows: list[dict[str, object]], capsys: pytest.CaptureFixture[str], title: str = ""
) -> str:
    print_rows(rows, "table", title)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0045, "0.0045"), (-0.00031, "-0.00031"), (0.0, "0"), (0.014, "0.01"), (12.345, "12.35"), (12345.6, "12,346")],
)  # fmt: skip
def test_a_small_number_is_not_shown_as_nought(
    value: float, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed([{"p": value}], capsys).split() == ["p", shown]


def test_a_table_of_no_rows_is_nothing_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed([], capsys) == ""
    print_rows([], "json")
    assert capsys.readouterr().out == "[]\n"
