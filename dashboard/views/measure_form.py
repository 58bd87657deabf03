"""What a hand-kept measure is: begun, changed, removed."""

from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.progress.measures import HandKept
from dashboard.records import measures as records
from dashboard.records.keep import LONGEST_NAME, Actor
from dashboard.records.measures import LONGEST
from dashboard.records.store import Store
from dashboard.records.tables import Measure
from dashboard.views import fields, kept, links, state, who

USUAL = {"unit": "count", "better": "higher", "combined": "sum", "across": "sum", "grain": "month"}
MADE = "measure_made"


def draw(metric: HandKept | None, department: str = "") -> None:
    """The form of a measure, or of a new one."""
    row = kept.read(lambda store: records.measure(store, metric.id), None) if metric else None
    if row is None:
        _form(None, department)
        return
    with st.expander(_("What it is"), icon=":material/tune:", key=f"measure_facts_{row.id}"):
        _form(row, department)
        st.button(
            _("Remove this measure with its values"), key=f"measure_remove_{row.id}", type="tertiary",
            icon=":material/delete:", on_click=_remove, args=(row,),
        )  # fmt: skip


def _form(row: Measure | None, department: str) -> None:
    of = f"measure_{row.id}_{row.version}" if row else "measure_new"

    def usual(name: str) -> str:
        return str(getattr(row, name)) if row else USUAL.get(name, "")

    with st.form(f"{of}_form", border=row is None):
        st.text_input(_("Name"), usual("name"), key=f"{of}_name", max_chars=LONGEST_NAME,
                      placeholder=_("Training hours"))  # fmt: skip
        st.text_input(_("Meaning"), usual("meaning"), key=f"{of}_meaning", max_chars=LONGEST,
                      placeholder=_("Hours that employees spent in training"))  # fmt: skip
        with st.container(horizontal=True):
            for name in ("unit", "better", "grain"):
                _choice(of, name, usual(name))
        with st.container(horizontal=True):
            for name in ("combined", "across"):
                _choice(of, name, usual(name))
        with st.container(horizontal=True):
            st.text_input(_("Department"), usual("department") or department, key=f"{of}_department",
                          max_chars=LONGEST_NAME, width=220)  # fmt: skip
            st.text_input(_("Owner"), usual("owner"), key=f"{of}_owner", max_chars=LONGEST_NAME,
                          width=220)  # fmt: skip
        st.form_submit_button(
            _("Keep the changes") if row else _("Begin this measure"), type="primary",
            on_click=_keep, args=(of, row),
        )  # fmt: skip


def _choice(of: str, name: str, usual: str) -> None:
    known = fields.CHOICES[name]
    st.selectbox(
        fields.field(name), known, known.index(usual), key=f"{of}_{name}", width=220,
        format_func=lambda one: fields.option(name, one),
    )  # fmt: skip


def _keep(of: str, row: Measure | None) -> None:
    """What the form holds. A callback."""
    names = (
        "name",
        "meaning",
        "unit",
        "better",
        "grain",
        "combined",
        "across",
        "department",
        "owner",
    )
    told: dict[str, Any] = {
        name: str(st.session_state.get(f"{of}_{name}") or "").strip() for name in names
    }
    if row:
        who.acts(
            lambda store, by: records.change(store, by, row.id, row.version, **told),
            _("The measure is changed."),
        )
        return

    def begin(store: Store, by: Actor) -> None:
        made = records.add(store, by, **told)
        st.session_state[MADE] = made.id

    who.acts(begin, _("The measure is begun. Write its first values."))


def show_what_was_made() -> None:
    """Go on to the measure that was begun a moment ago."""
    if made := st.session_state.pop(MADE, None):
        links.go(links.to("measure", id=str(made)))


def _remove(row: Measure) -> None:
    state.tell(id=None)
    who.acts(
        lambda store, by: records.remove(store, by, row.id, row.version),
        _("The measure is removed."),
    )
