"""Every version of an initiative: what changed, who did it, when, and because of what."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.records import initiatives
from dashboard.records.tables import Change, Initiative
from dashboard.views import frame, kept, saved


def draw(one: Initiative) -> None:
    """Newest first."""
    frame.section(_("Versions"))
    nothing: Sequence[Change] = ()
    found = kept.read(lambda store: initiatives.versions(store, one.id), nothing)
    st.dataframe(
        [row(line) for line in reversed(found)], hide_index=True,
        alt=_("Every version of the initiative, newest first"),
    )  # fmt: skip


def row(line: Change) -> dict[str, Any]:
    after = line.after or {}
    return {
        _("version"): line.version,
        _("changed"): saved.difference(line) if line.before else _("written down"),
        _("because"): after.get("because") or "",
        _("who"): line.who,
        _("identity"): _("verified") if line.is_verified else _("not verified"),
        _("written down (UTC)"): f"{line.at:%Y-%m-%d %H:%M}",
    }
