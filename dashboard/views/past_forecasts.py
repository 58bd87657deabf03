"""How past forecasts came out: chances that were given, against what happened."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.insight.hindsight import (
    Told,
    base_rate,
    brier,
    brier_of_base_rate,
    calibration,
)
from dashboard.language import _, n_, number
from dashboard.progress.foreseen import WORDS, came_due, in_hindsight
from dashboard.progress.goal import is_visible
from dashboard.progress.goals import goals
from dashboard.records.store import Store
from dashboard.views import kept, words

FEW = 30
"""With fewer forecasts a score says little."""
ANCHOR = "forecasts"
Found = tuple[list[Told], list[Told]]


def title() -> str:
    return _("How past forecasts came out")


def link() -> None:
    """To the part of the page that they are on, which is a long way down."""
    st.html(
        f'<p class="mp-quiet"><a href="#{ANCHOR}" target="_self">{words.escaped(title())}</a></p>'
    )


def draw(viewer: Viewer, asked: str = "") -> None:
    """Forecasts of goals that have come due, and the backtest of open ones; nothing where something else is asked."""
    if asked and asked.lower() not in title().lower():
        return

    def both(store: Store) -> Found:
        seen = [goal for goal in goals(store) if is_visible(goal, viewer)]
        return came_due(store), in_hindsight(store, seen)

    nothing: Found = ([], [])
    due, backtest = kept.read(both, nothing)
    st.html(f'<h2 id="{ANCHOR}">{words.escaped(title())}</h2>')
    _part(_("Forecasts of goals"), due_words(due), due)
    _part(_("Backtest"), backtest_words(backtest), backtest)
    st.html(f'<p class="mp-quiet">{words.escaped(_score())}</p>')


def _part(title: str, text: str, told: Sequence[Told]) -> None:
    st.html(f"<h3>{words.escaped(title)}</h3><p>{words.escaped(text)}</p>")
    if told:
        st.dataframe(pd.DataFrame(rows(told)), hide_index=True, alt=f"{title}. {text}")


def due_words(told: Sequence[Told]) -> str:
    """What is to be said of the forecasts that have come due."""
    if not told:
        return _(
            "No forecast has come due yet. Every load keeps one for each goal, and it is judged here once the "
            "period that the goal is due in is known."
        )
    text = n_("{count} forecast has come due.", "{count} forecasts have come due.", len(told))
    text += " " + score_words(told)
    return text + (" " + _("They are too few to judge by.") if len(told) < FEW else "")


def backtest_words(told: Sequence[Told]) -> str:
    """What the same way would have said earlier."""
    if not told:
        return _("There is none: no open goal has a chance.")
    text = _(
        "No real forecasts, but what the same way would have said on earlier days of the metrics that goals are "
        "set on: the chance to be as high as on that day, and a usual move above and below. The model was chosen "
        "with all of it known, so it flatters a little."
    )
    return f"{text} {score_words(told)}"


def score_words(told: Sequence[Told]) -> str:
    return _("Brier score {score}; always saying {rate} %, the share that came true, scores {base}.",
             score=number(brier(told), 3), rate=number(100 * base_rate(told)),
             base=number(brier_of_base_rate(told), 3))  # fmt: skip


def _score() -> str:
    return _(
        "The Brier score is the mean squared distance between chance and outcome: 0 is perfect, 0.25 is what "
        "always saying 50 % gets, lower is better."
    )


def rows(told: Sequence[Told]) -> list[dict[str, Any]]:
    """For each of the five words: how often it was said, the mean chance, and how often it came true."""
    return [
        {
            _("said"): _(WORDS[row.word]),
            _("forecasts"): row.n,
            _("mean chance, %"): None if row.told is None else round(100 * row.told, 1),
            _("came true, %"): None if row.came is None else round(100 * row.came, 1),
        }
        for row in calibration(told)
    ]
