"""Every version of a goal: what changed, who did it, when, and because of what."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress.goal_check import SPOKEN
from dashboard.progress.goal_versions import Version
from dashboard.views import frame, goal_list, words


def draw(found: Sequence[Version]) -> None:
    """Newest first."""
    frame.section(_("Versions"))
    currency = reads.currency()
    st.dataframe(
        [row(version, currency) for version in reversed(found)], hide_index=True,
        alt=_("Every version of the goal, newest first"),
    )  # fmt: skip


def row(version: Version, currency: str) -> dict[str, Any]:
    goal = version.goal
    return {
        _("version"): goal.version,
        _("since"): version.since.isoformat(),
        _("to be"): goal_list.aim_words(goal, currency),
        _("by"): goal_list.last_day(goal),
        _("changed"): changed(version),
        _("because"): _(version.because) if version.moves or goal.version == 1 else "",
        _("who"): version.who,
        _("identity"): _("verified") if version.is_verified else _("not verified"),
        _("written down (UTC)"): f"{version.at:%Y-%m-%d %H:%M}",
    }


def changed(version: Version) -> str:
    """'moved: target and due date', 'owner'."""
    if not version.changed:
        return _("set") if version.goal.version == 1 else ""
    own = [*version.moves, *(n for n in version.changed if n not in ("because", "decided"))]
    names = list(dict.fromkeys(_(SPOKEN[name]) for name in own))
    return _("moved: {what}", what=words.listed(names)) if version.moves else words.listed(names)
