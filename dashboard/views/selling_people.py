"""The people that the Sales and Conversion pages open: who ordered under a campaign, who took a step, whose leads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.analysis import CAMPAIGNS, FUNNEL, PIPELINE, Analysis, prepared
from dashboard.metrics.funnel import checked_steps, funnel_slice
from dashboard.views import (
    campaign_table,
    drill,
    funnel_words,
    leads_words,
    people,
    state,
    words,
)
from dashboard.views.choice import Choice
from queries.campaigns import campaign_members
from queries.funnel import funnel_members
from queries.people import Members
from queries.pipeline import OUTCOMES, pipeline_members
from queries.slice import Slice

MOST_DAYS = 3660
FATES = ("came", "left", "wait")


@dataclass(frozen=True)
class Opened:
    """Whom the address names: how they are asked for, and who they are in words."""

    slice: Slice
    members: Members
    title: str


def draw(viewer: Viewer, choice: Choice, kinds: Sequence[str]) -> None:
    """Who they are, where the address opens some of these kinds; what cannot be read opens nothing."""
    spec = state.one(drill.OPEN)
    found = opened(choice, spec) if spec.split(":")[0] in kinds else None
    if found is None:
        return
    with st.container(key="opened_people"):
        if not viewer.may_see_people:
            st.info(
                _("You may see numbers but not single people."), icon=":material/visibility_off:"
            )
            return
        _listed(viewer, found, spec.split(":")[0])


def _listed(viewer: Viewer, found: Opened, key: str) -> None:
    """Who they are: how many, the list, to keep as a group or a file."""
    drill.in_sight()
    st.html(f'<h3 class="mp-finding">{words.escaped(found.title)}</h3>')
    people.panel(viewer, found.slice, found.members, found.title, key)
    drill.closing("close_people")


def opened(choice: Choice, spec: str) -> Opened | None:
    """What a spec opens; None for one that cannot be read."""
    kind, *rest = spec.split(":")
    parts = [unquote(part) for part in rest]
    try:
        match kind:
            case "campaign":
                return _campaign(choice, parts)
            case "funnel":
                return _funnel(choice, parts)
            case "leads":
                return _leads(choice, parts)
    except (BadUse, ValueError, LookupError, OverflowError):
        return None
    return None


def _campaign(choice: Choice, parts: Sequence[str]) -> Opened:
    source, campaign = parts
    slice = campaign_table.sliced(choice)
    asked, _covered = prepared(CAMPAIGNS, replace(slice, grain=None, by=()))
    asked = asked.filtered("source", [source]).filtered("campaign", [campaign])
    title = _(
        "Who ordered under {campaign} ({source}), {days}",
        campaign=words.named(campaign),
        source=words.named(source),
        days=words.days(asked.window),
    )
    return Opened(asked, campaign_members, title)


def _funnel(choice: Choice, parts: Sequence[str]) -> Opened:
    """steps:days:fate:dimension:value."""
    named, days, fate, dimension, value = parts
    steps = checked_steps(tuple(named.split(",")))
    if fate not in FATES or not 1 <= int(days) <= MOST_DAYS or (len(steps) == 1 and fate != "came"):
        raise ValueError(named)
    slice = _of_value(FUNNEL, choice, dimension, value)
    title = _titled(funnel_words.fate_words(steps[-1], fate, int(days)), dimension, value)
    return Opened(funnel_slice(slice, steps), funnel_members(steps[1:], int(days), fate), title)


def _leads(choice: Choice, parts: Sequence[str]) -> Opened:
    outcome, dimension, value = parts
    if outcome != "leads" and outcome not in OUTCOMES:
        raise ValueError(outcome)
    slice = _of_value(PIPELINE, choice, dimension, value)
    asked, _covered = prepared(PIPELINE, replace(slice, grain=None, by=()))
    title = _titled(leads_words.outcome_words(outcome), dimension, value)
    return Opened(asked, pipeline_members(outcome), title)


def _of_value(asked: Analysis, choice: Choice, dimension: str, value: str) -> Slice:
    """The choice narrowed to the value that the address names, where it names one."""
    slice = choice.sliced(asked, reads.about().settings.calendar)
    if not dimension:
        return slice
    if dimension not in asked.sliced_by:
        raise ValueError(dimension)
    return slice.filtered(dimension, [value])


def _titled(who: str, dimension: str, value: str) -> str:
    if not dimension:
        return who
    return _("{who}: {value}", who=who, value=words.option(words.named(value)))
