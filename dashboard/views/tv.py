"""Wall mode: the goals on a screen in the room. Large, dark, without a sidebar; it turns by itself and stays current.

`?wall=1`. A slide for the pinned goals, then one for each department. The browser turns the slides; a fragment looks
for a new version of the data or a change of the records every minute. Escape, or the button, leaves.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress.standing import Standing
from dashboard.views import front, goal_cards, goal_words, goals, kept, state, words
from dashboard.warehouse import reader

HERE = Path(__file__).parent
EVERY = 60
"""Seconds between two looks at the data."""
STAYS = 14
"""Seconds that a slide stays."""
ON_A_SLIDE = 6
BARE = "<style>[data-testid=stSidebar],[data-testid=stHeader]{display:none}</style>"


def is_on() -> bool:
    return state.one("wall") == "1"


def show(viewer: Viewer) -> None:
    """The slides, until somebody leaves."""
    st.html(BARE)
    _turning(viewer)


@st.fragment(run_every=EVERY)
def _turning(viewer: Viewer) -> None:
    """A part of the page that runs by itself: on the newest version, whatever the page began with."""
    kept.anew()
    try:
        with reader.pinned():
            drawn = slides(goals.standings(viewer))
    except MilepostError as error:
        drawn = [_plain(_(error.args[0] if error.args else ""))]
    told = _wall()(
        data={"slides": drawn, "seconds": STAYS, "leave": _("Leave (Esc)")},
        key="tv",
        on_leave_change=_left,
    )
    if told.leave:
        st.rerun()


def _left() -> None:
    state.tell(wall=None)


def slides(found: Sequence[Standing]) -> list[str]:
    """HTML of each slide: the verdict stands on all of them."""
    if not found:
        return [_plain(_("No goal is set yet"))]
    pinned = [(_("Pinned goals"), list(front.pinned(found)))]
    groups = [*pinned, *front.by_department(found).items()]
    head = _head(found)
    return [
        f"{head}<h2>{words.escaped(name)}</h2>{goal_cards.cards(part, reads.currency())}{_foot()}"
        for name, those in groups
        for part in _parts(those)
    ]


def _parts(found: Sequence[Standing]) -> list[Sequence[Standing]]:
    return [found[n : n + ON_A_SLIDE] for n in range(0, len(found), ON_A_SLIDE)]


def _head(found: Sequence[Standing]) -> str:
    below = goal_words.summed_up(found)
    return (
        f"<h1>{words.escaped(goal_words.verdict(found))}<small>{words.escaped(below)}</small></h1>"
    )


def _foot() -> str:
    about = reads.about()
    text = _(
        "Data until {day} · version {seq}", day=about.covered_day - timedelta(days=1), seq=about.seq
    )
    return f"<footer>{words.escaped(text)}</footer>"


def _plain(text: str) -> str:
    return f"<h1>{words.escaped(text)}</h1>"


@lru_cache(maxsize=1)
def _wall() -> Any:
    return st.components.v2.component(
        "milepost_wall",
        html="<div data-room></div>\n",
        js=(HERE / "tv.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
