"""Tables: the numbers under a chart."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.language import _
from dashboard.metrics.evaluate import Value
from dashboard.views import changes, words
from queries.calendar import Grain


def told(rows: Sequence[Mapping[str, Any]], label: str) -> str:
    """A table of words that wrap, each row under the titles of the first; '' without rows. HTML."""
    if not rows:
        return ""
    titles = "".join(f'<th scope="col">{words.escaped(name)}</th>' for name in rows[0])
    lines = "".join(
        "<tr>"
        + "".join(f"<td>{words.escaped(str(value))}</td>" for value in row.values())
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="mp-sheet" tabindex="0" role="region" aria-label="{words.escaped(label)}">'
        f'<table class="mp-told"><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table></div>'
    )


def exact_rows(values: Sequence[Value]) -> list[dict[str, Any]]:
    """The values with all their parts, as the command line prints them."""
    rows = []
    for value in values:
        row = value.row()
        group = row.pop("group")
        rows.append({"period": row.pop("period"), **group, **row})
    return rows


def value_row(value: Value, grain: Grain | None, currency: str) -> dict[str, Any]:
    """One line of such a table: words for people, who read; exact numbers come by CSV."""
    notes = [_(text) for text in (value.reason, value.note) if text]
    notes += [_("thin")] if value.is_thin else []
    notes += [_("history starts here")] if value.starts_history else []
    notes += changes.missing(value)
    period = {_("period"): words.period(value.period, grain)} if grain else {}
    return {
        **period,
        **{words.dimension(name): words.named(part) for name, part in value.group.items()},
        _("value"): words.value(value.metric, value.value, currency),
        _("95 % interval"): words.limits(value.metric, value.low, value.high, currency),
        "n": None if value.n is None else round(value.n),
        _("complete"): _("yes") if value.is_complete else _("not yet"),
        _("note"): "; ".join(notes),
    }
