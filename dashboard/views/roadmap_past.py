"""The roadmap as it was at the end of a past day, and what has moved since."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress.initiatives import wall_day
from dashboard.progress.roadmap import Initiative, roadmap
from dashboard.progress.roadmap_versions import (
    Moved,
    days_of_change,
    moved_since,
    roadmap_as_of,
)
from dashboard.views import (
    frame,
    initiative_history,
    kept,
    roadmap_words,
    tables,
    widgets,
    words,
)
from queries.calendar import Calendar


def latest_day() -> date:
    """The last day that can be looked at."""
    return wall_day()


def first_day() -> date:
    """The first day that can be looked at: the one on which something came onto the roadmap."""
    nothing: Sequence[date] = ()
    return min((*kept.read(days_of_change, nothing), latest_day()))


def nearest(told: date, first: date, latest: date) -> tuple[date, str]:
    """The day that can be looked at which is nearest to that of the address, and why where it is another."""
    if told > latest:
        return latest, _("{day} has not come yet, so this is the roadmap as it is now.", day=told)
    if told < first:
        return first, _(
            "On {day} there was no roadmap yet. It begins on {first}: this is how it stood then.",
            day=told, first=first,
        )  # fmt: skip
    return told, ""


def asked(width: int) -> tuple[date | None, str]:
    """As of which past day the roadmap is shown (None: as it is), and why where the address asked for another."""
    latest = latest_day()
    first = first_day()
    told, why = nearest(widgets.told_day("on", latest), first, latest)
    widgets.day("on", _("As of"), latest, latest, width, first)
    return (told if told < latest else None), why


def initiatives(on: date | None) -> Sequence[Initiative]:
    """All of them, as they are or as they were."""
    nothing: Sequence[Initiative] = ()
    if on is None:
        return kept.read(roadmap, nothing)
    return kept.read(lambda store: roadmap_as_of(store, on), nothing)


def moved(on: date) -> None:
    """What differs now from what it was at the end of that day."""
    nothing: Sequence[Moved] = ()
    found = kept.read(lambda store: moved_since(store, on), nothing)
    frame.section(_("Moved since"))
    if not found:
        st.caption(_("Nothing has moved since {day}.", day=on))
        return
    text = n_(
        "{count} initiative differs from what it was on {day}.",
        "{count} initiatives differ from what they were on {day}.", len(found), day=on,
    )  # fmt: skip
    st.html(f'<p class="mp-where">{words.escaped(text)}</p>')
    calendar = reads.about().settings.calendar
    rows = [row(one, calendar) for one in found]
    st.html(tables.told(rows, _("What moved since {day}", day=on)))


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
