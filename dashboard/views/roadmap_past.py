"""The roadmap as it was at the end of a past day, and what has moved since."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress.initiatives import wall_day
from dashboard.progress.roadmap import Initiative, roadmap
from dashboard.progress.roadmap_versions import Moved, moved_since, roadmap_as_of
from dashboard.views import frame, initiative_history, kept, roadmap_words, words
from queries.calendar import Calendar


def latest_day() -> date:
    """The last day that can be looked at."""
    return wall_day()


def initiatives(on: date | None) -> Sequence[Initiative]:
    """All of them, as they are or as they were."""
    nothing: Sequence[Initiative] = ()
    if on is None:
        return kept.read(roadmap, nothing)
    return kept.read(lambda store: roadmap_as_of(store, on), nothing)


def moved(on: date) -> None:
    """What is otherwise now than at the end of that day."""
    nothing: Sequence[Moved] = ()
    found = kept.read(lambda store: moved_since(store, on), nothing)
    frame.section(_("Moved since"))
    if not found:
        st.caption(_("Nothing has moved since {day}.", day=on))
        return
    text = n_(
        "{count} initiative is otherwise now than on {day}.",
        "{count} initiatives are otherwise now than on {day}.", len(found), day=on,
    )  # fmt: skip
    st.html(f'<p class="mp-where">{words.escaped(text)}</p>')
    calendar = reads.about().settings.calendar
    st.dataframe(
        [row(one, calendar) for one in found], hide_index=True,
        alt=_("What moved since {day}", day=on),
    )  # fmt: skip


def row(one: Moved, calendar: Calendar) -> dict[str, Any]:
    before, after = one.before, one.after
    return {
        _("initiative"): one.title,
        _("became"): {
            "added": _("new"), "removed": _("taken away"), "changed": _("changed"),
        }[one.did],
        _("quarter then"): roadmap_words.quarter(before.quarter, calendar) if before else "",
        _("quarter now"): roadmap_words.quarter(after.quarter, calendar) if after else "",
        _("state then"): roadmap_words.state(before.state) if before else "",
        _("state now"): roadmap_words.state(after.state) if after else "",
        _("changed"): initiative_history.changed(one.differences),
        _("because"): after.because if after else "",
    }  # fmt: skip
