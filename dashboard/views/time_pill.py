"""The time pill: which days, in which steps, compared with what, seen from when."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard.errors import BadUse
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.views import state, widgets, words
from dashboard.views.choice import (
    ALL,
    CUSTOM,
    LAST,
    PRESETS,
    TO_DATE,
    USUAL,
    Compare,
    compared_window,
    resolved,
    usual_grain,
)
from queries.calendar import Grain
from queries.slice import Window

MOST_PERIODS = 400
"""More than so many points are no chart."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Days outside are slips, and calendars end not far beyond them."""
COMPLETE, COVERED, DATE = "complete", "covered", "date"


def chosen() -> dict[str, Any]:
    """Window, grain, comparison and as of, as the address has them; a pill says them and changes them."""
    about = reads.about()
    preset = _preset()
    grain = _grain(preset)
    compare = _compare()
    try:
        until, is_running = _as_of(about.covered_day)
        window = _window(preset, grain, until, is_running)
    except BadUse:
        _mended(preset, grain, compare)
        raise
    compared = compared_window(window, grain, compare, about.settings.calendar, TO_DATE.get(preset))
    with st.popover(
        _pill(window, preset, grain),
        key="time_chip",
        type="secondary",
        icon=":material/calendar_month:",
    ):
        _body(window, preset, grain, compare, about.covered_day)
    goes_on = (
        preset not in TO_DATE and until == about.covered_day
    )  # nothing runs on as of a past day
    return {
        "window": window, "grain": grain, "compare": compare, "compared": compared, "preset": preset,
        "until": until if goes_on else None, "is_running": is_running,
    }  # fmt: skip


def _mended(preset: str, grain: Grain, compare: Compare) -> None:
    """The pill of days that make no window, so that they can be chosen anew."""
    about = reads.about()
    window = resolved(
        USUAL, Grain.MONTH, about.covered_day, about.first_day, about.settings.calendar
    )
    with st.popover(_("Days"), key="time_chip", type="secondary", icon=":material/calendar_month:"):
        _body(window, preset, grain, compare, about.covered_day)


def show(first: date, last: date) -> None:
    """These days, both included. For callbacks."""
    state.tell(**{"window": CUSTOM, "from": first.isoformat(), "until": last.isoformat()})


def _preset() -> str:
    told = state.one("window", USUAL)
    return told if told in PRESETS or LAST.fullmatch(told) else USUAL


def _grain(preset: str) -> Grain:
    told = state.one("grain")
    return Grain(told) if told in list(Grain) else usual_grain(preset)


def _compare() -> Compare:
    told = state.one("compare", Compare.PREVIOUS)
    return Compare(told) if told in list(Compare) else Compare.PREVIOUS


def _as_of(covered_day: date) -> tuple[date, bool]:
    """The first day that is not looked at, and whether the running period is."""
    told = state.one("as_of", COMPLETE)
    if told in (COMPLETE, COVERED):
        return covered_day, told == COVERED
    try:
        asked = date.fromisoformat(told)
    except ValueError:
        return covered_day, False
    return min(_in_reach(asked) + timedelta(days=1), covered_day), False


def _window(preset: str, grain: Grain, until: date, is_running: bool) -> Window:
    about = reads.about()
    if preset == CUSTOM:
        window = _custom(until)
    else:
        first = min(about.first_day, until - timedelta(days=1))
        window = resolved(preset, grain, until, first, about.settings.calendar, is_running)
    if grain is Grain.DAY and window.days > MOST_PERIODS:
        raise BadUse(
            _(
                "{days} days are too many to show one by one. Choose a shorter window, or weeks.",
                days=words.number(window.days),
            )
        )
    return window


def _custom(until: date) -> Window:
    last = _in_reach(_day("until", until - timedelta(days=1)))
    first = _in_reach(_day("from", last - timedelta(days=89)))
    if first > last:
        raise BadUse(_("The first day lies after the last. Choose the earlier one first."))
    return Window(first, last + timedelta(days=1))


def _in_reach(day: date) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise BadUse(
        _(
            "{day} is too far away. Choose a day from {first} to {last}.",
            day=day.isoformat(), first=f"{FIRST_YEAR}-01-01", last=f"{LAST_YEAR}-12-31",
        )
    )  # fmt: skip


def _day(address: str, usual: date) -> date:
    try:
        return date.fromisoformat(state.one(address)) if state.one(address) else usual
    except ValueError:
        return usual


def _pill(window: Window, preset: str, grain: Grain) -> str:
    """'Last 12 complete months · by month'."""
    what = words.days(window) if preset == CUSTOM else preset_words(preset)
    return f"{what} · {grain_words(grain)}"


def _body(window: Window, preset: str, grain: Grain, compare: Compare, covered_day: date) -> None:
    offered = list(PRESETS) if preset in PRESETS else [preset, *PRESETS]
    st.selectbox(
        _("Days"),
        offered,
        key=state.held("w_window", preset),
        format_func=preset_words,
        on_change=_chosen_window,
    )
    if preset == CUSTOM:
        with st.container(horizontal=True):
            widgets.day("from", _("First day"), window.start, covered_day)
            widgets.day("until", _("Last day"), window.end - timedelta(days=1), covered_day)
    else:
        _last_n(preset)
    widgets.choose("grain", _("In steps of"), list(Grain), said=_step, usual=usual_grain(preset))
    widgets.choose(
        "compare", _("Compared with"), list(Compare), said=_compare_words, usual=Compare.PREVIOUS
    )
    _as_of_body(covered_day)
    until = window.end - timedelta(days=1)
    st.caption(
        _(
            "{days}; the data reach {last}.",
            days=words.days(window),
            last=words.day(min(until, covered_day - timedelta(days=1))),
        )
    )


def _chosen_window() -> None:
    """Another window has steps of its own."""
    told = st.session_state["w_window"]
    state.tell(window=None if told == USUAL else told, grain=None)


def _last_n(preset: str) -> None:
    """Any number of complete periods."""
    found = LAST.fullmatch(preset)
    count, of = (int(found[1]), found[2]) if found else (12, "months")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            _("The last"), min_value=1, max_value=999, key=state.held("w_last", count), on_change=_told_last, width=110
        )  # fmt: skip
        units = ["days", "weeks", "months", "quarters", "years"]
        st.selectbox(
            _("complete"), units, key=state.held("w_last_of", of), format_func=_unit, on_change=_told_last, width=140
        )  # fmt: skip


def _told_last() -> None:
    told = f"last-{int(st.session_state['w_last'])}-{st.session_state['w_last_of']}"
    state.tell(window=None if told == USUAL else told, grain=None)


def _as_of_body(covered_day: date) -> None:
    """Seen from the last complete period, from where the data end, or as on a day of the past."""
    told = state.one("as_of", COMPLETE)
    kind = told if told in (COMPLETE, COVERED) else DATE
    st.selectbox(
        _("As of"), [COMPLETE, COVERED, DATE], key=state.held("w_as_of_kind", kind),
        format_func=_as_of_words, on_change=_told_as_of,
    )  # fmt: skip
    if kind == DATE:
        widgets.day("as_of", _("As of the end of"), covered_day - timedelta(days=1), covered_day)


def _told_as_of() -> None:
    kind = st.session_state["w_as_of_kind"]
    last = (reads.about().covered_day - timedelta(days=1)).isoformat()
    state.tell(as_of=None if kind == COMPLETE else last if kind == DATE else kind)


def preset_words(preset: str) -> str:
    """'Last 12 months', 'This year', 'All'."""
    if found := LAST.fullmatch(preset):
        return _last_words(int(found[1]), found[2])
    return {
        "this-month": _("This month so far"), "this-quarter": _("This quarter so far"),
        "this-year": _("This year so far"), ALL: _("All"), CUSTOM: _("Custom dates"),
    }[preset]  # fmt: skip


def _last_words(count: int, of: str) -> str:
    if count == 1:
        return {
            "days": _("Last day"), "weeks": _("Last week"), "months": _("Last month"),
            "quarters": _("Last quarter"), "years": _("Last year"),
        }[of]  # fmt: skip
    return {
        "days": n_("Last {count} day", "Last {count} days", count),
        "weeks": n_("Last {count} week", "Last {count} weeks", count),
        "months": n_("Last {count} month", "Last {count} months", count),
        "quarters": n_("Last {count} quarter", "Last {count} quarters", count),
        "years": n_("Last {count} year", "Last {count} years", count),
    }[of]


def grain_words(grain: Grain) -> str:
    return {
        Grain.DAY: _("by day"), Grain.WEEK: _("by week"), Grain.MONTH: _("by month"),
        Grain.QUARTER: _("by quarter"), Grain.YEAR: _("by year"),
    }[grain]  # fmt: skip


def _step(grain: str) -> str:
    return {
        "day": _("days"), "week": _("weeks"), "month": _("months"), "quarter": _("quarters"), "year": _("years"),
    }[grain]  # fmt: skip


def _unit(of: str) -> str:
    return _step(of.removesuffix("s"))


def _compare_words(compare: str) -> str:
    return {
        "previous": _("the period before"), "year": _("a year before"), "none": _("nothing"),
    }[compare]  # fmt: skip


def _as_of_words(kind: str) -> str:
    return {
        COMPLETE: _("the latest complete period"), COVERED: _("the latest data, complete or not"),
        DATE: _("a day of the past"),
    }[kind]  # fmt: skip
