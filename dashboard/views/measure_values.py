"""The values of a hand-kept measure: a small table to write in, and a file to drop, looked at before it is loaded."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.errors import BadUse, MilepostError
from dashboard.language import _, n_, said
from dashboard.progress import measure_file, measures
from dashboard.progress.measure_file import Preview, Read
from dashboard.progress.measures import HandKept
from dashboard.progress.today import today
from dashboard.records import measures as records
from dashboard.records.keep import Actor, Conflict
from dashboard.records.measures import LONGEST_GROUP
from dashboard.records.store import Store
from dashboard.records.tables import MeasureValue
from dashboard.views import export, frame, kept, who, words

SHOWN = 120
"""Values that the table holds, newest first; a file holds all."""
LISTED = 50
"""Bad or replaced rows that are listed."""


def draw(metric: HandKept) -> None:
    """The table and the files."""
    frame.section(_("Values"))
    st.caption(_made_words(metric))
    _table(metric)
    _files(metric)


def _made_words(metric: HandKept) -> str:
    return _(
        "Each value is of a day and, where there are several, of a group; without a group it is of all. {formula}",
        formula=_(metric.formula),
    )


def _table(metric: HandKept) -> None:
    """Newest first; rows can be changed, added at the end and removed."""
    seen = _seen(metric)
    key = _key(metric)
    rows = pd.DataFrame(
        {
            "day": pd.Series([v.on_day for v in seen], dtype="datetime64[ns]"),
            "group": pd.Series([v.part for v in seen], dtype="string"),
            "value": pd.Series([v.value for v in seen], dtype="float"),
        }
    )
    st.data_editor(
        rows, key=key, num_rows="dynamic", hide_index=True, width=560, height=300,
        column_config={
            "day": st.column_config.DateColumn(_("Day"), format="YYYY-MM-DD", required=True),
            "group": st.column_config.TextColumn(_("Group"), max_chars=LONGEST_GROUP),
            "value": st.column_config.NumberColumn(_("Value"), required=True),
        },
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Keep the changes"), type="primary", key=f"{key}_keep", disabled=not _has_edits(key),
            on_click=_keep, args=(metric, seen, key),
        )  # fmt: skip
        st.caption(
            _("The newest {count} values; a file takes any number.", count=SHOWN)
            if len(seen) == SHOWN
            else _(
                "The last row is for a new value. Rows that are ticked are removed with the bin above."
            )
        )


def _key(metric: HandKept) -> str:
    """Anew after every change: what was typed is of other rows then."""
    return f"values_{metric.id}_{st.session_state.get(f'values_{metric.id}_turn', 0)}"


def _seen(metric: HandKept) -> list[MeasureValue]:
    """The values as the table shows them; while something is typed, as they were when it was begun."""
    key = _key(metric)
    held = f"{key}_seen"
    if held not in st.session_state or not _has_edits(key):
        nothing: Sequence[MeasureValue] = ()
        found = kept.read(lambda store: records.values(store, metric.id), nothing)
        st.session_state[held] = list(reversed(found))[:SHOWN]
    known: list[MeasureValue] = st.session_state[held]
    return known


def _has_edits(key: str) -> bool:
    told: Mapping[str, Any] = st.session_state.get(key) or {}
    return any(told.get(name) for name in ("edited_rows", "added_rows", "deleted_rows"))


def _keep(metric: HandKept, seen: list[MeasureValue], key: str) -> None:
    """What was typed. A callback."""
    told: Mapping[str, Any] = st.session_state.get(key) or {}
    turn = f"values_{metric.id}_turn"

    def change(store: Store, by: Actor) -> None:
        changes(store, by, metric.id, seen, told)
        st.session_state[turn] = st.session_state.get(turn, 0) + 1

    who.acts(change, _("The values are kept."))


def changes(
    store: Store, by: Actor, id: int, seen: Sequence[MeasureValue], told: Mapping[str, Any]
) -> None:
    """Make the changes of a table: `edited_rows` (row → column → value), `added_rows`, `deleted_rows`.

    All are looked at before any is made. Where somebody was quicker with a value the others are kept, and that one is
    a conflict.
    """
    edits = {
        int(row): _row(cells, seen[int(row)]) for row, cells in told.get("edited_rows", {}).items()
    }
    added = [_row(cells, None) for cells in told.get("added_rows", ())]
    late: Conflict | None = None
    for row in told.get("deleted_rows", ()):
        edits.pop(row, None)
        late = (
            _tried(lambda row=row: records.remove_value(store, by, seen[row].id, seen[row].version))
            or late
        )
    for row, (day, part, value) in edits.items():
        one = seen[row]
        late = _tried(
            lambda one=one, day=day, part=part, value=value: records.change_value(
                store, by, one.id, one.version, on_day=day, part=part, value=value
            )
        ) or late  # fmt: skip
    for day, part, value in added:
        records.add_value(store, by, id, on_day=day, part=part, value=value)
    if late:
        raise late


def _tried(change: Any) -> Conflict | None:
    try:
        change()
    except Conflict as conflict:
        return conflict
    return None


def _row(cells: Mapping[str, Any], before: MeasureValue | None) -> records.Row:
    """A row of the table after what was typed; `BadUse` where something is missing."""
    usual = {"day": before.on_day, "group": before.part, "value": before.value} if before else {}
    now = {**usual, **cells}
    day = now.get("day")
    day = date.fromisoformat(str(day)[:10]) if day else None
    if day is None:
        raise BadUse(said("A row has no day. Choose one, or take the row out."))
    if day > today():
        raise BadUse(said("{day} is still to come. Values are of days that there were.", day=day))
    if now.get("value") is None:
        raise BadUse(said("The value of {day} is empty. Write a number, or take the row out.", day=day))  # fmt: skip
    return day, " ".join(str(now.get("group") or "").split()), float(now["value"])


def _files(metric: HandKept) -> None:
    """Drop a file, see what it would do, load it; and files to take away."""
    rows = _written(metric)
    with st.container(horizontal=True):
        st.download_button(
            _("Template for the next period"), kept.read(lambda s: measures.template(metric, s), b""),
            file_name="milepost-template.csv", mime="text/csv", icon=":material/download:",
            on_click="ignore", key=f"template_{metric.id}",
        )  # fmt: skip
        st.download_button(
            _("All values, CSV"), export.csv_of(rows, list(measure_file.COLUMNS)),
            file_name="milepost-values.csv", mime="text/csv", icon=":material/download:",
            on_click="ignore", key=f"values_csv_{metric.id}",
        )  # fmt: skip
        st.download_button(
            _("All values, Excel"),
            export.xlsx_of(rows, list(measure_file.COLUMNS), [metric.label, metric.meaning]),
            file_name="milepost-values.xlsx", icon=":material/download:", on_click="ignore",
            key=f"values_xlsx_{metric.id}",
        )  # fmt: skip
    turn = st.session_state.get("measure_file_turn", 0)
    dropped = st.file_uploader(
        _("Drop a CSV file with the columns day, group, value"), type="csv",
        key=f"measure_file_{metric.id}_{turn}",
    )  # fmt: skip
    if dropped is not None:
        _dropped(metric, dropped.getvalue())


def _written(metric: HandKept) -> list[dict[str, Any]]:
    nothing: list[records.Row] = []
    found = kept.read(lambda store: records.rows(store, metric.id), nothing)
    return [dict(zip(measure_file.COLUMNS, row, strict=True)) for row in found]


def _dropped(metric: HandKept, data: bytes) -> None:
    """Every row of the file accounted for, and a button that loads all of it, or none where one is bad."""
    try:
        found = measure_file.read(data, today())
    except MilepostError as error:
        st.error(_(error.args[0]), icon=":material/error:")
        return
    nothing: list[records.Row] = []
    there = kept.read(lambda store: records.rows(store, metric.id), nothing)
    told = measure_file.preview(found.rows, there)
    st.html(f'<p class="mp-where">{words.escaped(account(found, told))}</p>')
    if found.bad:
        _bad(found)
        return
    if told.replaced:
        _replaced(told)
    st.button(
        _("Load {rows}", rows=n_("{count} row", "{count} rows", len(found.rows))), type="primary",
        key=f"measure_load_{metric.id}", disabled=not found.rows, on_click=_load, args=(metric, found),
    )  # fmt: skip


def account(found: Read, told: Preview) -> str:
    """'12 rows: 10 new, 1 replaces another value, 1 is there already. 2 empty lines. Values from 3 to 40.'"""
    if found.bad:
        return _(
            "{bad} of {rows} rows are bad, so nothing is loaded. Mend them in the file and drop it again.",
            bad=words.number(len(found.bad)), rows=words.number(found.lines - found.blank),
        )  # fmt: skip
    if not found.rows:
        return _("The file holds no rows.")
    numbers = [value for _day, _part, value in found.rows]
    parts = [
        _("{rows}: {new} new, {replaced} replace another value, {same} are there already.",
          rows=n_("{count} row", "{count} rows", len(found.rows)), new=words.number(told.new),
          replaced=words.number(len(told.replaced)), same=words.number(told.same)),
        _("Values from {low} to {high}.", low=words.number(min(numbers), 2), high=words.number(max(numbers), 2)),
    ]  # fmt: skip
    if found.blank:
        parts.append(n_("{count} empty line.", "{count} empty lines.", found.blank))
    return " ".join(parts)


def _bad(found: Read) -> None:
    rows = [{_("Line"): bad.line, _("Why"): _(bad.reason)} for bad in found.bad[:LISTED]]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("Bad rows of the file"))
    if found.bad[LISTED:]:
        st.caption(n_("{count} more", "{count} more", len(found.bad) - LISTED))


def _replaced(told: Preview) -> None:
    rows = [
        {_("Day"): words.day(day), _("Group"): part or _("all"), _("Now"): before, _("Then"): value}
        for (day, part, value), before in told.replaced[:LISTED]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("Values that would be replaced"))


def _load(metric: HandKept, found: Read) -> None:
    """Load all rows. A callback."""
    turn = st.session_state.get("measure_file_turn", 0)

    def load(store: Store, by: Actor) -> None:
        records.write(store, by, metric.id, found.rows)
        st.session_state["measure_file_turn"] = turn + 1

    who.acts(load, n_("{count} row is loaded.", "{count} rows are loaded.", len(found.rows)))
