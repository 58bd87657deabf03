"""The numbers of a chart as a table, where nothing else says them."""

from dashboard import language
from dashboard.takeaway.document import Chart, Table


def rows_of(chart: Chart) -> Table:
    """A row per place, a column per line and limit."""
    columns = [(line.name, line.values) for line in chart.lines]
    heads = (chart.across, *(name for name, _values in columns))
    rows = tuple(
        (place, *(_cell(values[n]) for _name, values in columns))
        for n, place in enumerate(chart.places)
    )
    return Table(heads, rows, (False, *(True for _column in columns)))


def _cell(value: float | None) -> str:
    return "–" if value is None else language.number(value, 0 if value == int(value) else 2)
