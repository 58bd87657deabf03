"""The panels of the Explore page: times, measures, trend, leaderboards, and what lies beneath them."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, said
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.views import (
    against_rest,
    clickable,
    controls,
    explore,
    leaderboards,
    measures,
    metric,
    panel,
    pivot_panel,
    state,
    taken,
    trends,
    where_it_changed,
    why_bars,
    widgets,
    words,
)
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.explore import Look
from dashboard.views.leaderboards import Order

TREND_HEIGHT = 230
ALL = "all"
"""In the address where the list holds every metric, and not only the Scorecard's."""
BENEATH: dict[str, tuple[str, Callable[[Look], None]]] = {
    "why": (said("Where did it change"), where_it_changed.draw),
    "rest": (said("Compare with the rest"), against_rest.draw),
    "pivot": (said("Pivot"), pivot_panel.draw),
}


def times(choice: Choice) -> None:
    """The windows that are asked for most, one click away."""
    chips = "".join(
        f'<button class="mp-chip" data-click="{preset}" aria-pressed="{str(choice.preset == preset).lower()}">'
        f"{words.escaped(_(title))}</button>"
        for preset, title in explore.TIMES.items()
    )
    clickable.html(f'<div class="mp-chips">{chips}</div>', "times", _show_preset)


def _show_preset(click: Click) -> None:
    gone: dict[str, None] = dict.fromkeys(("grain", "from", "until"))
    state.tell(window=click.value, **gone)


def measured(viewer: Viewer, choice: Choice, chosen: Look) -> None:
    """Every metric as a row; a click looks at it."""
    search = widgets.search("find_metric", _("Find a metric"))
    is_all, name = state.one(ALL) == "yes", chosen.metric.name
    sections = measures.read(viewer, choice, name, is_all, search)
    html = measures.drawn(sections, name, choice.grain, chosen.currency, _all(is_all, bool(search)))
    with st.container(key="measures"):
        clickable.html(html, "measure", _look_at)


def _all(is_all: bool, is_search: bool) -> str:
    """The way to every metric, and back to the few."""
    if is_search:
        return ""
    count = len(CATALOGUE)
    text = _("Fewer metrics") if is_all else _("All {count} metrics", count=count)
    return f'<button class="mp-all" data-click="{ALL}">{words.escaped(text)}</button>'


def _look_at(click: Click) -> None:
    if click.value == ALL:
        state.tell(**{ALL: None if state.one(ALL) else "yes"})
        return
    gone: dict[str, None] = dict.fromkeys(("open", "survey_part", "channel_part", "rest_by", "rest_of"))  # fmt: skip
    state.tell(metric=click.value, **gone)


def trend(of: Look) -> None:
    """The chosen metric: what changed between the windows, and its line; a brush selects time."""
    found = metric.read(of.metric, of.viewer, of.choice, of.part)
    drawn = trends.of(found, of.choice, "explore")
    figure = drawn.figure
    if figure is not None:
        figure = {**figure, "layout": {**figure["layout"], "height": TREND_HEIGHT}}
    panel.draw(
        replace(drawn, finding=explore.finding(of), about=explore.about(of), figure=figure),
        of.viewer, select="brush", on_select=trends.zoomed,
    )  # fmt: skip
    changed = explore.why(of)
    if changed and changed.dimensions:
        where = f"{why_bars.finding(changed, of)} {why_bars.moved_most(changed, of)}".strip()
        st.html(f'<p class="mp-where">{words.escaped(where)}</p>')
    for text in (explore.why_not_judged(of), _(of.metric.note), _refused(of)):
        if text:
            st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>')


def _refused(of: Look) -> str:
    names = [words.dimension(name) for name in of.choice.refused(of.metric)]
    if not names:
        return ""
    allowed = words.listed([words.dimension(name) for name in of.metric.sliced_by])
    return _(
        "Not applied here: the filter by {names}. {label} can be sliced by {allowed}.",
        names=words.listed(names), label=_(of.metric.label), allowed=allowed,
    )  # fmt: skip


def boards(of: Look) -> None:
    """A leaderboard for every dimension; a click keeps a value, with Alt it leaves it out."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="board_bar"):
        order = Order(
            widgets.segments("rank", _("Sorted by"), [o.value for o in Order], _order_words)
        )
        search = widgets.search("find_value", _("Find a value"))
    found = leaderboards.read(of, order)
    if not found:
        st.html(f'<p class="mp-quiet">{words.escaped(_nothing(of))}</p>')
        return
    for one in found:
        taken.rows(words.dimension_title(one.dimension), leaderboards.rows(one, of))
    clickable.html(leaderboards.drawn(found, of, search), "leaders", _filter)
    st.html(f'<p class="mp-quiet">{words.escaped(_legend(of, order))}</p>')


def _nothing(of: Look) -> str:
    reason = _(of.now.reason or "")
    return _("No leaderboard: each dimension has one value in these days. {reason}", reason=reason)


def _order_words(order: str) -> str:
    return {"change": _("by change"), "value": _("by value"), "n": _("by size")}[order]


def _legend(of: Look, order: Order) -> str:
    parts = [_("click keeps a value, Alt + click leaves it out; bars with their 95 % interval, then n")]  # fmt: skip
    if of.before:
        parts.append(_("▲▼ against {before}, ≈ within noise", before=of.days_before))
    if order is Order.CHANGE and of.before:
        parts.append(_("changes beyond noise first, the worst on top"))
    return " · ".join(parts)


def _filter(click: Click) -> None:
    dimension, _equals, value = click.value.partition("=")
    if dimension not in state.DIMENSIONS:
        return
    is_out = state.written([value])[0] in state.many(state.NOT + dimension)
    (controls.exclude if click.is_not or is_out else controls.keep)(dimension, value)


def beneath(of: Look) -> None:
    """Where did it change, compare with the rest, pivot: only the open one is read."""
    name = widgets.segments("look", _("Show"), list(BENEATH), lambda name: _(BENEATH[name][0]))
    BENEATH[name][1](of)
