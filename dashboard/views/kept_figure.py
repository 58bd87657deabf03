"""A figure that was kept with a decision, to take along: its sentence, its chart and its rows, as they were then."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.language import _
from dashboard.metrics.declare import Unit
from dashboard.progress.proof import Verdict
from dashboard.takeaway.document import Band, Chart, Kind, Line, Section, table_of
from dashboard.views import figure_chart, proof_chart, proof_words, words, workshop_figures

Kept = Mapping[str, Any]


def section(figure: Kept) -> Section:
    """Its rows as a table, and as a chart where they are periods."""
    rows = [row for row in figure["rows"] if isinstance(row, Mapping)]
    if lines := proof_chart.lines_kept(figure):
        first, *_gap = figure_chart.of_lines(lines, proof_chart.alt(lines, in_words(figure)))
        return Section(
            _("Decided on: {figure}", figure=in_words(figure)), chart=first,
            table=table_of(proof_chart.rows_in_words(lines)),
        )  # fmt: skip
    return Section(
        _("Decided on: {figure}", figure=in_words(figure)), workshop_figures.kept_period(figure),
        chart=_chart(rows, figure), table=table_of(_row(row, figure) for row in rows),
    )  # fmt: skip


def in_words(figure: Kept | None) -> str:
    """'Conversion in the South: 18.1 % (version 3)'."""
    if not figure:
        return "–"
    title = words.sentence(_(str(figure.get("title") or "")))
    value, version = figure.get("value"), figure.get("version_seq")
    if (verdict := figure.get("verdict")) in {one.value for one in Verdict}:
        word = _(proof_words.LOOKS[Verdict(verdict)].word)
        return _("{title}: {value} (version {seq})", title=title, value=word, seq=version)
    if value is None:
        return _("{title} (version {seq})", title=title, seq=version) if title else "–"
    told = amount(value, figure)
    return _("{title}: {value} (version {seq})", title=title, value=told, seq=version)


def amount(value: Any, figure: Kept) -> str:
    """In the unit of the figure."""
    if value is None:
        return ""
    if figure.get("unit") in {one.value for one in Unit}:
        return words.amount(Unit(figure["unit"]), float(value), str(figure.get("currency") or ""))
    return words.number(float(value), 1)


def _row(row: Kept, figure: Kept) -> dict[str, Any]:
    """A period with its value, interval and n; an idea with its dots."""
    if "idea" in row:
        return {_("idea"): row["idea"], _("dots"): row.get("dots"), _("voters"): row.get("voters")}
    if "period" not in row:
        return dict(row)
    low, high = (amount(row.get(name), figure) for name in ("low", "high"))
    return {
        _("period from"): _day(row["period"]),
        _("value"): amount(row.get("value"), figure),
        _("95 % interval"): _("{low} to {high}", low=low, high=high) if low and high else "",
        _("n"): row.get("n"),
    }


def _chart(rows: Sequence[Kept], figure: Kept) -> Chart | None:
    """Of periods; of anything else none."""
    if not rows or any("period" not in row for row in rows):
        return None
    days = tuple(_day(row["period"]) for row in rows)
    values, low, high = (tuple(row.get(name) for row in rows) for name in ("value", "low", "high"))
    name = _(str(figure.get("label") or "")) or _("value")
    band = [Band(_("95 % interval"), low, high)] if any(x is not None for x in low) else []
    unit = Unit(figure["unit"]) if figure.get("unit") in {one.value for one in Unit} else Unit.RATIO
    axis = figure_chart.axis_of(unit, [*values, *low, *high])
    places = tuple(map(words.day, days))
    return Chart(
        Kind.LINES, places, (Line(name, values),), tuple(band), days, axis, alt=in_words(figure)
    )


def _day(text: Any) -> date:
    return date.fromisoformat(str(text)[:10])
