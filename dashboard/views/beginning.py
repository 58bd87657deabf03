"""The first page of an empty home: add a file, or look at the demo company."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.intake import work
from dashboard.language import _
from dashboard.views import adding, adding_outcome, frame, state
from dashboard.views.adding_words import literal
from dashboard.warehouse import reader


def draw(viewer: Viewer) -> None:
    """Two ways to begin, and both as commands."""
    frame.title(
        _("Nothing has been loaded yet"),
        _("Milepost needs events before it can show how far you are."),
    )
    frame.section(_("Add a file of your own"), lambda: adding.draw(viewer))
    if not state.one(adding.PARAMETER):
        if viewer.may_add_data:
            frame.section(_("Or look at the demo company first"), _demo)
        _commands()


def _demo() -> None:
    """Replaced by nothing: the demo and data of one's own want homes of their own."""
    home = reader.home()
    upload = work.demo_of(home)
    done = work.told(upload)
    if done and done.state == work.RUNNING:
        adding_outcome.progress(upload)
        return
    if done and done.state != work.DONE:
        st.warning(adding_outcome.demo_trouble(done))
    st.caption(
        _(
            "Waymark: twelve regions, thirty months, made up and said so. It fills this home; load data of your own "
            "into another one."
        )
    )
    if st.button(_("Try it with the demo company"), key="make-demo"):
        try:
            work.make_demo(home)
        except MilepostError as error:
            st.error(literal(_(str(error))), icon=":material/error:")
            return
        st.rerun()


def _commands() -> None:
    with st.expander(_("The same in a terminal"), expanded=True):
        st.code(
            "milepost demo\nmilepost load orders.csv --mapping milepost\nmilepost status",
            language="shell",
        )
        st.caption(
            _(
                "Data would be kept in {folder}. Reload this page afterwards.",
                folder=reader.home().folder,
            )
        )
