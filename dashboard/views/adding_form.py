"""A mapping as a form: where each field comes from, which rows are meant, how dates and numbers are written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from dashboard.intake import expressions, form
from dashboard.intake.expressions import Condition, Source
from dashboard.intake.form import Values
from dashboard.intake.look import Look
from dashboard.language import _
from dashboard.views import adding_words as words_of

NUMBERS = ("integer", "decimal", "number")
STYLES = {
    "1234.56": (".", ""), "1,234.56": (".", ","), "1234,56": (",", ""), "1.234,56": (",", "."),
    "1 234,56": (",", " "), "1 234.56": (".", " "), "1'234.56": (".", "'"),
}  # fmt: skip
FORMATS = (
    "", "%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%y", "%m/%d/%y",
    "%m/%d/%Y %I:%M %p", "epoch_seconds", "epoch_milliseconds",
)  # fmt: skip
_AN_INSTANT = datetime(2026, 1, 31, 13, 45)
_ACROSS = 3  # fields side by side


@dataclass(frozen=True)
class Form:
    """What every part of the form knows."""

    shown: Look
    names: Mapping[int, str]
    """What the mapping calls the column of each place."""
    doubts: Mapping[str, str]
    drafted: Values
    currencies: Sequence[str]
    key: str

    def label(self, name: str) -> str:
        """A column as the file calls it, with its first values."""
        place = next((place for place, own in self.names.items() if own == name), None)
        if place is None:
            return name
        column = self.shown.columns[place]
        header = column.header or _("column {place}", place=place + 1)
        return " · ".join([header, *column.examples[:2]])

    def words(self, name: str) -> tuple[str, ...]:
        place = next((place for place, own in self.names.items() if own == name), None)
        return self.shown.columns[place].words if place is not None else ()

    def doubt(self, place: str) -> None:
        if place in self.doubts:
            st.caption(f"△ {words_of.literal(_(self.doubts[place]))}")


def draw(values: Values, known: Form) -> Values:
    """The whole form; the mapping as it stands now."""
    for place in (".note", "fields", "events.note"):
        known.doubt(place)
    for rule in range(len(values.get("events", ()))):
        values = _event(values, rule, known)
    values = _common(values, known)
    values = _writing(values, known)
    values = _money_and_time(values, known)
    _unused(values, known)
    return values


def _common(values: Values, known: Form) -> Values:
    st.markdown(f"**{_('Who, when and where')}**")
    return _fields(values, form.common_targets(values), known, None)


def _fields(values: Values, targets: Sequence[str], known: Form, rule: int | None) -> Values:
    for start in range(0, len(targets), _ACROSS):
        row = st.columns(_ACROSS)
        for cell, target in zip(row, targets[start : start + _ACROSS], strict=False):
            with cell:
                values = _field(values, target, known, rule)
    return values


def _field(values: Values, target: str, known: Form, rule: int | None) -> Values:
    before = form.field_of(values, target, rule)
    key = f"{known.key}-{target}-{'all' if rule is None else rule}"
    found = _source(before, target, known, key, rule)
    if rule is None:
        known.doubt(f"fields.{target}")
    return form.with_field(values, target, found, rule, known.drafted)


def _source(before: Source, target: str, known: Form, key: str, rule: int | None) -> Source:
    columns = [f"column:{name}" for name in known.names.values()]
    options = [expressions.NOWHERE, *columns, expressions.CONSTANT]
    if target == "amount" or before.kind == expressions.PRODUCT:
        options.append(expressions.PRODUCT)
    if before.kind == expressions.KEPT:
        options.append(expressions.KEPT)
    now = f"column:{before.columns[0]}" if before.kind == expressions.COLUMN else before.kind
    if now not in options:
        options.append(now)
    chosen = st.selectbox(
        words_of.field(target),
        options,
        options.index(now),
        format_func=lambda option: _option(option, before, known),
        key=key,
    )
    return _chosen(chosen or expressions.NOWHERE, before, known, key, rule)


def _option(option: str, before: Source, known: Form) -> str:
    match option:
        case "nowhere":
            return _("– not in the file –")
        case "constant":
            return _("the same for every row …")
        case "product":
            return _("one column times another …")
        case "kept":
            return _("as the mapping says: {expression}", expression=before.kept)
        case _:
            return known.label(option.removeprefix("column:"))


def _chosen(option: str, before: Source, known: Form, key: str, rule: int | None) -> Source:
    if option == expressions.KEPT:
        return before
    if option == expressions.CONSTANT:
        text = st.text_input(_("Value for every row"), before.constant, key=f"{key}-text")
        return Source(expressions.CONSTANT, constant=text.strip())
    if option == expressions.NOWHERE:
        return Source()
    if option == expressions.PRODUCT:
        names = list(known.names.values())
        pair = before.columns if before.kind == expressions.PRODUCT else (names[0], names[-1])
        found = tuple(
            st.selectbox(label, names, names.index(name), format_func=known.label, key=f"{key}-{n}")
            for n, (label, name) in enumerate(zip((_("Column"), _("times")), pair, strict=True))
        )
        return Source(expressions.PRODUCT, found, is_negative=before.is_negative)
    return Source(
        expressions.COLUMN, (option.removeprefix("column:"),), is_negative=before.is_negative
    )


def _event(values: Values, rule: int, known: Form) -> Values:
    spec = values["events"][rule]
    key = f"{known.key}-event-{rule}"
    st.markdown(f"**{_('What each row is')}**" if rule == 0 else f"**{_('… and also')}**")
    kind, rows = st.columns([1, 2])
    with kind:
        values = _kind(values, rule, spec["event"], key, known)
    with rows:
        when = condition(expressions.condition_of(spec.get("when")), key, known)
        values = form.with_event(values, rule, when=when)
    known.doubt(f"events.{rule}")
    return _fields(values, form.targets(values, rule), known, rule)


def _kind(values: Values, rule: int, event: Any, key: str, known: Form) -> Values:
    columns = [f"column:{name}" for name in known.names.values()]
    kinds = list(form.KINDS)
    if isinstance(event, str):
        now, options = event, [*kinds, *columns]
    else:
        now = f"column:{event['column']}" if set(event) == {"column"} else expressions.KEPT
        options = [*kinds, *columns, *([] if now in columns else [now])]

    def label(option: str) -> str:
        if option.startswith("column:"):
            return _("as column {column} says", column=known.label(option.removeprefix("column:")))
        return _("as the mapping says") if option == expressions.KEPT else words_of.event(option)

    chosen = st.selectbox(
        _("Kind of event"), options, options.index(now), format_func=label, key=f"{key}-kind"
    )
    if chosen in (now, None):
        return values
    said = {"column": chosen.removeprefix("column:")} if chosen.startswith("column:") else chosen
    return form.with_event(values, rule, event=said, name=None)


def condition(before: Condition, key: str, known: Form) -> Any:
    """Which rows are meant; None for all."""
    kinds = [
        *expressions.CONDITIONS,
        *([expressions.KEPT] if before.kind == expressions.KEPT else []),
    ]
    kind = st.selectbox(
        _("Which rows"),
        kinds,
        kinds.index(before.kind),
        format_func=lambda kind: words_of.condition(kind, before.kept),
        key=f"{key}-when",
    )
    if kind in (expressions.EVERY, expressions.KEPT, None):
        return expressions.when_of(Condition() if kind != expressions.KEPT else before)
    names = list(known.names.values())
    now = names.index(before.column) if before.column in names else 0
    column = st.selectbox(_("Column"), names, now, format_func=known.label, key=f"{key}-column")
    words: tuple[str, ...] = ()
    if kind == expressions.AMONG:
        held = before.words if column == before.column else ()
        options = list(dict.fromkeys([*held, *known.words(column)]))
        words = tuple(
            st.multiselect(
                _("Values"), options, held, key=f"{key}-words-{column}", accept_new_options=True
            )
        )
    return expressions.when_of(replace(before, kind=kind, column=column, words=words))


def _writing(values: Values, known: Form) -> Values:
    """Dates and numbers of the columns that are used."""
    used = form.used(values)
    names = [name for name in known.names.values() if name in used and _is_written(values, name)]
    if names:
        st.markdown(f"**{_('How dates and numbers are written')}**")
    for start in range(0, len(names), _ACROSS):
        for cell, name in zip(st.columns(_ACROSS), names[start : start + _ACROSS], strict=False):
            with cell:
                is_time = form.written_as(values["columns"][name])["type"] in ("time", "date")
                values = (_time if is_time else _number)(values, name, known)
                known.doubt(f"columns.{name}")
    return values


def _is_written(values: Values, name: str) -> bool:
    return form.written_as(values["columns"][name])["type"] in ("time", "date", *NUMBERS)


def _time(values: Values, name: str, known: Form) -> Values:
    said = form.written_as(values["columns"][name]).get("formats", [])
    now = said[0] if len(said) == 1 else " | ".join(said)
    options = list(dict.fromkeys([*FORMATS, now]))
    chosen = st.selectbox(
        words_of.literal(known.label(name)),
        options,
        options.index(now),
        format_func=_as_date,
        key=f"{known.key}-format-{name}",
        accept_new_options=True,
        help=_("Another form can be typed: %d day, %m month, %Y year, %H:%M:%S the time."),
    )
    formats = [pattern for pattern in (chosen or "").split(" | ") if pattern]
    return form.with_written(values, name, formats=formats or None)


def _as_date(pattern: str) -> str:
    if not pattern:
        return _("2026-01-31, or a date of Excel")
    if pattern.startswith("epoch"):
        return _("seconds since 1970") if pattern.endswith("_seconds") else pattern
    return " | ".join(_AN_INSTANT.strftime(part) for part in pattern.split(" | "))


def _number(values: Values, name: str, known: Form) -> Values:
    said = form.written_as(values["columns"][name])
    now = (said.get("decimal_mark", "."), said.get("thousands", ""))
    styles = dict(STYLES)
    if now not in styles.values():
        styles[f"1{now[1]}234{now[0]}56"] = now
    labels = list(styles)
    chosen = st.selectbox(
        words_of.literal(known.label(name)),
        labels,
        list(styles.values()).index(now),
        key=f"{known.key}-number-{name}",
    )
    mark, thousands = styles[chosen]
    decimal_mark = mark if mark != "." else None
    return form.with_written(values, name, decimal_mark=decimal_mark, thousands=thousands or None)


def _money_and_time(values: Values, known: Form) -> Values:
    st.markdown(f"**{_('Money, time zone, and what makes a row one')}**")
    currency, zone, identity = st.columns(_ACROSS)
    with currency:
        values = _currency(values, known)
    with zone:
        values = _zone(values, known)
    with identity:
        values = _identity(values, known)
    return values


def _currency(values: Values, known: Form) -> Values:
    fields = values.get("fields", {})
    column = expressions.source_of(fields.get(form.MONEY))
    columns = [f"column:{name}" for name in known.names.values()]
    now = (
        f"column:{column.columns[0]}"
        if column.kind == expressions.COLUMN
        else values.get("currency", "")
    )
    options = list(dict.fromkeys(["", *known.currencies, *columns, now]))

    def label(option: str) -> str:
        name = option.removeprefix("column:")
        return known.label(name) if name != option else option or _("– no money in the file –")

    chosen = st.selectbox(
        _("Currency"), options, options.index(now), format_func=label, key=f"{known.key}-currency"
    )
    known.doubt("currency")
    if chosen in (now, None):
        return values
    if chosen.startswith("column:"):
        source = Source(expressions.COLUMN, (chosen.removeprefix("column:"),))
        return form.with_said(form.with_field(values, form.MONEY, source), "currency", None)
    values = form.with_field(values, form.MONEY, Source())
    return form.with_said(values, "currency", chosen or None)


def _zone(values: Values, known: Form) -> Values:
    now = values.get("zone", "UTC")
    zones = sorted({*available_timezones(), now})
    chosen = st.selectbox(
        _("Time zone of the file"), zones, zones.index(now), key=f"{known.key}-zone"
    )
    known.doubt("zone")
    return values if chosen in (now, None) else form.with_said(values, "zone", chosen)


def _identity(values: Values, known: Form) -> Values:
    if values.get("table"):
        return values
    said = values.get("event_id")
    names = list(known.names.values())
    whole: dict[str, Any] = {"all": {"hash": "all"}, "each": {"hash": "all", "occurrence": True}}
    now = next((key for key, spec in whole.items() if spec == said), expressions.KEPT)
    if expressions.source_of(said).kind == expressions.COLUMN:
        now = f"column:{expressions.source_of(said).columns[0]}"
    options = list(dict.fromkeys([*whole, *(f"column:{name}" for name in names), now]))
    chosen = st.selectbox(
        _("Two rows are the same if they agree in"),
        options,
        options.index(now),
        format_func=lambda option: words_of.identity(option, said, known.label),
        key=f"{known.key}-identity",
    )
    known.doubt("event_id")
    if chosen in (now, None):
        return values
    return form.with_said(values, "event_id", whole.get(chosen, chosen.removeprefix("column:")))


def _unused(values: Values, known: Form) -> None:
    """Doubts about columns that nothing uses, and about the file itself."""
    used = form.used(values)
    for place in ("encoding", "header_row"):
        known.doubt(place)
    for name in known.names.values():
        doubt = known.doubts.get(f"columns.{name}")
        if doubt and not (name in used and _is_written(values, name)):
            st.caption(f"△ {words_of.literal(f'{known.label(name)}: {_(doubt)}')}")
