"""Saved views: the end of the filter bar, where a view is opened, kept under a name, or copied as a link."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.language import _
from dashboard.records import saved_views
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.tables import SavedView
from dashboard.views import kept, links, who

SCRIPT = Path(__file__).parent / "copy.js"
OF_THE_READER = ("lang",)
"""Not part of a view: whoever opens it reads on in their own language."""


def menu() -> None:
    """The button at the end of the bar, and what is inside it."""
    opened = st.popover(
        _("Views"), key="views_menu", type="tertiary", icon=":material/bookmark:", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        copy_link()
        found = views()
        for view in found:
            _line(view)
        if not found:
            st.caption(_("No view is saved yet. Save this one under a name."))
        _form()
        if st.button(
            _("All that is saved"), key="views_all", type="tertiary", icon=":material/bookmarks:",
            help=_("Views, groups and notes that were kept, and who changed what."),
        ):  # fmt: skip
            links.go("saved")


def views() -> Sequence[SavedView]:
    """Those that this reader sees."""
    who.matters()
    by = who.known()
    nothing: Sequence[SavedView] = ()
    return kept.read(lambda store: saved_views.views(store, by.name if by else None), nothing)


def target(view: SavedView) -> str:
    """Where it leads: 'metric?region=North'."""
    return f"{view.page}?{view.query}" if view.query else view.page


def _line(view: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        icon = ":material/group:" if view.is_shared else ":material/person:"
        if st.button(view.name, key=f"view_{view.id}", type="tertiary", icon=icon, width="stretch",
                     help=_("By {name}", name=view.owner)):  # fmt: skip
            links.go(target(view))
        st.button(
            "", key=f"view_remove_{view.id}", type="tertiary", icon=":material/delete:",
            help=_("Remove {name}", name=view.name), on_click=remove, args=(view,),
        )  # fmt: skip


def _form() -> None:
    with st.form("view_form", border=False, clear_on_submit=True):
        st.text_input(_("Save this view as"), key="view_name", max_chars=LONGEST_NAME)
        st.checkbox(_("For everybody"), value=True, key="view_shared")
        st.form_submit_button(_("Save"), type="primary", on_click=_save)


def _save() -> None:
    name, is_shared = str(st.session_state["view_name"]), bool(st.session_state["view_shared"])
    page, query = str(st.session_state.get("carried_page") or "scorecard"), query_now()
    who.acts(
        lambda store, by: saved_views.add(store, by, name, page, query, is_shared),
        _("The view '{name}' is saved.", name=name),
    )


def query_now() -> str:
    """What the address says of this page."""
    held = {name: st.query_params.get_all(name) for name in st.query_params}
    return urlencode({n: v for n, v in held.items() if n not in OF_THE_READER}, doseq=True)


def remove(view: SavedView) -> None:
    """Take a view away. For callbacks."""
    who.acts(
        lambda store, by: saved_views.remove(store, by, view.id, view.version),
        _("The view '{name}' is removed.", name=view.name),
    )


def copy_link() -> None:
    """A button that copies the address of this page, filters included."""
    _copying()(
        data={"label": _("Copy link"), "done": _("Copied")}, key="copy_link", height="content"
    )


@lru_cache(maxsize=1)
def _copying() -> Any:
    return st.components.v2.component(
        "milepost_copy", html='<button type="button" class="mp-copy"></button>\n',
        js=SCRIPT.read_text(encoding="utf-8"), isolate_styles=False,
    )  # fmt: skip
