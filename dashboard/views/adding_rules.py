"""More kinds of event of a row, and rows that are left out."""

from typing import Any

import streamlit as st

from dashboard.intake import expressions, form
from dashboard.intake.expressions import Condition
from dashboard.intake.form import Values
from dashboard.language import _
from dashboard.views import adding_form
from dashboard.views.adding_form import Form
from dashboard.views.adding_words import literal


def draw(values: Values, known: Form) -> tuple[Values, bool]:
    """The mapping with more or fewer rules, and whether their number changed."""
    changed, is_other = _left_out(values, known)
    if values.get("table"):
        return changed, is_other
    more, fewer, out = st.columns(3)
    if more.button(_("A row means something more"), key=f"{known.key}-more"):
        return form.with_one_more_event(changed), True
    if len(values["events"]) > 1 and fewer.button(
        _("Take the last kind of event away"), key=f"{known.key}-fewer"
    ):
        return form.without_event(changed, len(values["events"]) - 1), True
    if out.button(_("Leave some rows out"), key=f"{known.key}-out"):
        return _with_one_left_out(changed, known), True
    return changed, is_other


def _left_out(values: Values, known: Form) -> tuple[Values, bool]:
    rules: list[tuple[str, Any]] = []
    is_other = False
    for index, rule in enumerate(values.get("ignore", ())):
        st.markdown(f"**{_('Left out: {rule}', rule=literal(rule['rule']))}**")
        key = f"{known.key}-ignore-{index}"
        when = adding_form.condition(expressions.condition_of(rule["when"]), key, known)
        if st.button(_("Keep these rows after all"), key=f"{key}-keep"):
            is_other = True
            continue
        rules.append((rule["rule"], when or rule["when"]))
    return form.with_ignored(values, rules), is_other


def _with_one_left_out(values: Values, known: Form) -> Values:
    """Begins with rows in which the first column is empty: harmless, and to be changed."""
    before = [(rule["rule"], rule["when"]) for rule in values.get("ignore", ())]
    first = next(iter(known.names.values()))
    when = expressions.when_of(Condition(expressions.EMPTY, first))
    return form.with_ignored(values, [*before, (f"left out {len(before) + 1}", when)])
