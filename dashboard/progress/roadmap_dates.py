"""The days of an initiative: quarter, start, end, promise, stages and milestones, in an order that can be."""

import re
from collections.abc import Iterator
from datetime import date

from dashboard.language import said
from dashboard.progress.goal_numbers import Wrong
from dashboard.progress.roadmap import STARTED, State
from dashboard.progress.roadmap_draft import Draft

FIRST_YEAR, LAST_YEAR = 1900, 2200


def wrong(draft: Draft, wall_day: date) -> Iterator[Wrong]:
    """What no calendar allows; `wall_day` is today by the clock."""
    if draft.quarter and not re.fullmatch(r"\d{4}-Q[1-4]", draft.quarter):
        words = "'{text}' is no quarter. Quarters are written 2026-Q4."
        yield "quarter", said(words, text=draft.quarter)
    for name in ("start", "end", "promised_by"):
        day = getattr(draft, name)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            words = "{day} is no day of a roadmap. Years go from {first} to {last}."
            yield name, said(words, day=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    yield from _span(draft)
    yield from _as_its_state_says(draft, wall_day)
    for stage in draft.stages:
        if stage.start and stage.end and stage.start >= stage.end:
            words = "The stage '{name}' ends on {end}, not after its start ({start}). Change one."
            yield "stages", said(words, name=stage.name, end=stage.end, start=stage.start)
        elif stage.start and draft.start and stage.start < draft.start:
            words = "The stage '{name}' starts on {day}, before the initiative does ({start})."
            yield "stages", said(words, name=stage.name, day=stage.start, start=draft.start)
        elif stage.end and draft.end and stage.end > draft.end:
            words = "The stage '{name}' ends on {day}, after the initiative does ({end})."
            yield "stages", said(words, name=stage.name, day=stage.end, end=draft.end)
    for one in draft.milestones:
        if one.done_on and one.done_on > wall_day:
            words = "The milestone '{name}' is done on {day}: that is to come."
            yield "milestones", said(words, name=one.name, day=one.done_on)


def _span(draft: Draft) -> Iterator[Wrong]:
    if draft.start and draft.end and draft.start >= draft.end:
        words = "It ends on {end}, not after its start ({start}). Change one."
        yield "end", said(words, end=draft.end, start=draft.start)
    if draft.end and not draft.start:
        yield (
            "start",
            said("It ends on {end} and starts on no day. Say when it starts.", end=draft.end),
        )
    if draft.start and draft.promised_by and draft.promised_by <= draft.start:
        words = "The effect is promised by {by}, not after its start ({start}). Change one."
        yield "promised_by", said(words, by=draft.promised_by, start=draft.start)


def _as_its_state_says(draft: Draft, wall_day: date) -> Iterator[Wrong]:
    """What runs or is done has begun, and what is done has ended."""
    if draft.state not in STARTED:
        return
    if draft.state == State.DONE and not draft.start:
        yield (
            "start",
            said(
                "It is done, and nobody says when it started. Add the first day: it is judged from there."
            ),
        )
    if draft.start and draft.start > wall_day:
        words = "It starts on {day}, which is to come, so it does not run yet. Leave it planned."
        yield "start", said(words, day=draft.start)
    if draft.state == State.DONE and draft.end and draft.end > wall_day:
        words = "It ends on {day}, which is to come, so it is not done yet. Leave it running."
        yield "end", said(words, day=draft.end)
