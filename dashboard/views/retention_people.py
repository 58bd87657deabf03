"""The people that are opened on the Retention page: of a cohort's cell, a class of growth, a half of a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads, stays
from dashboard.metrics.analysis import COHORTS, GROWTH, one_period
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.growth import LISTED
from dashboard.views import drill, growth_bars, people, periods, state, words
from dashboard.views.choice import Choice
from dashboard.views.triangle import later
from queries.calendar import Grain
from queries.cohorts import cohort_absent_members, cohort_members
from queries.growth import growth_members
from queries.people import Members
from queries.slice import Slice, Window

BY, GROUP = "cohorts_by", "cohorts_of"
"""Where the address holds by what cohorts are grouped and whose are shown."""
ABSENT = "absent"
OLDEST = 999
"""Periods; no cohort is older."""
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Opened:
    """Whom the address names: how they are asked for, and who they are in words."""

    slice: Slice
    members: Members
    title: str
    other: str = ""
    """The spec of the other half: those who did not."""
    other_words: str = ""


def draw(viewer: Viewer, choice: Choice) -> None:
    """The people panel, where the address opens one; what cannot be read opens nothing."""
    found = opened(choice, state.one(drill.OPEN), state.one(BY), state.read(state.many(GROUP)))
    if found is None:
        return
    if not viewer.may_see_people:
        st.info(_("You may see numbers but not single people."), icon=":material/visibility_off:")
        return
    if found.other:
        st.button(
            found.other_words, key="other_half", icon=":material/swap_horiz:", type="tertiary",
            on_click=state.tell, kwargs={drill.OPEN: found.other},
        )  # fmt: skip
    _listed(viewer, found)


def _listed(viewer: Viewer, found: Opened) -> None:
    """Who they are: how many, the list, to keep as a group or a file."""
    drill.in_sight()
    st.html(f'<h3 class="mp-finding">{words.escaped(found.title)}</h3>')
    people.panel(viewer, found.slice, found.members, found.title, "retention")
    drill.closing("close_people")


def opened(choice: Choice, spec: str, by: str = "", group: Sequence[str] = ()) -> Opened | None:
    """What a spec opens on this page, in the group that is chosen there; None for one that cannot be read."""
    kind, *parts = spec.split(":")
    try:
        match kind:
            case "cohort":
                return _cohort(choice, parts, by, group)
            case "growth":
                return _growth(choice, parts)
            case "stay":
                return _stay(choice, parts)
    except (ValueError, LookupError, OverflowError):
        return None
    return None


def _cohort(choice: Choice, parts: list[str], by: str, group: Sequence[str]) -> Opened:
    day, age = _day(parts[0]), int(parts[1])
    if not 0 <= age <= OLDEST:
        raise ValueError(age)
    slice = one_period(COHORTS, _group(periods.sliced(COHORTS, choice), by, group), day)
    assert slice.grain is not None
    is_absent = parts[2:] == [ABSENT]
    first = words.start(slice.window.start, slice.grain)
    said = {"period": first, "later": later(age, slice.grain), "when": _when(slice, age)}
    spec = f"cohort:{parts[0]}:{age}"
    if age == 0:
        return Opened(slice, cohort_members(0), _("Who first ordered in {period}", **said))
    ordered = _("Who first ordered in {period} and ordered {later} ({when})", **said)
    absent = _("Who first ordered in {period} and did not order {later} ({when})", **said)
    if is_absent:
        return Opened(slice, cohort_absent_members(age), absent, spec, _("Show who did order"))
    return Opened(slice, cohort_members(age), ordered, f"{spec}:{ABSENT}", _("Show who did not order"))  # fmt: skip


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def _group(slice: Slice, by: str, group: Sequence[str]) -> Slice:
    """Narrowed to the group that is chosen beside the filters."""
    return slice.filtered(by, group[:1]) if by in COHORTS.sliced_by and group else slice


def _when(slice: Slice, age: int) -> str:
    grain = slice.grain or Grain.MONTH
    return words.start(slice.calendar.shifted(slice.window.start, grain, age), grain)


def _growth(choice: Choice, parts: list[str]) -> Opened:
    day, name = _day(parts[0]), parts[1]
    if name not in LISTED:
        raise ValueError(name)
    slice = one_period(GROWTH, periods.sliced(GROWTH, choice), day)
    title = _("{period}, {name}: {meaning}", period=words.start(slice.window.start, slice.grain or Grain.MONTH),
              name=growth_bars.class_words(name), meaning=growth_bars.class_meaning(name))  # fmt: skip
    return Opened(slice, growth_members(name), title)


def _stay(choice: Choice, parts: list[str]) -> Opened:
    """metric:from:until:half:dimension:value, the value last: it may hold a colon."""
    name, start, end, half, dimension, *rest = parts
    metric = CATALOGUE.get(name)
    if metric is None or name not in stays.STAYS or half not in stays.HALVES:
        raise ValueError(name)
    if dimension not in metric.sliced_by:
        raise ValueError(dimension)
    value = ":".join(rest)
    window = Window(_day(start), _day(end))
    slice = choice.slice(metric, reads.about().settings.calendar).with_window(window)
    asked = stays.people_slice(metric, slice.filtered(dimension, [value]))
    other = stays.KEPT if half == stays.LOST else stays.LOST
    spec = ":".join(("stay", name, start, end, other, dimension, value))
    title = _("{who}: {name}, {days}", who=half_words(name, half), name=words.named(value),
              days=words.days(window))  # fmt: skip
    others = _("Show: {who}", who=half_words(name, other))
    return Opened(asked, stays.half(metric, half), title, spec, others)


def half_words(name: str, half: str) -> str:
    """Who they are."""
    is_lost = half == stays.LOST
    match name:
        case "churn":
            return _("Who fell silent") if is_lost else _("Who did not fall silent")
        case "cancel_rate":
            return _("Who cancelled") if is_lost else _("Who did not cancel")
        case _:
            return _("Who have not come back") if is_lost else _("Who came back")
