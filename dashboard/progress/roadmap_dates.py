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
    if draft.quarter and not re.fullmatch(r"[0-9]{4}-Q[1-4]", draft.quarter):
        yield "quarter", said(
            "'{text}' is no quarter. Quarters are written 2026-Q4.",
            text=draft.quarter,
        )  # fmt: skip
    elif draft.quarter and not FIRST_YEAR <= int(draft.quarter[:4]) <= LAST_YEAR:
        yield "quarter", said(
            "{day} is no day of a roadmap. Years go from {first} to {last}.",
            day=draft.quarter, first=FIRST_YEAR, last=LAST_YEAR,
        )  # fmt: skip
    for name in ("start", "end", "promised_by"):
        day = getattr(draft, name)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield name, said(
                "{day} is no day of a roadmap. Years go from {first} to {last}.",
                day=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR,
            )  # fmt: skip
    yield from _span(draft)
    yield from _as_its_state_says(draft, wall_day)
    for stage in draft.stages:
        if stage.start and stage.end and stage.start >= stage.end:
            yield "stages", said(
                "The stage '{name}' ends on {end}, not after its start ({start}). Change one.",
                name=stage.name, end=stage.end, start=stage.start,
            )  # fmt: skip
        elif stage.start and draft.start and stage.start < draft.start:
            yield "stages", said(
                "The stage '{name}' starts on {day}, before the initiative does ({start}).",
                name=stage.name, day=stage.start, start=draft.start,
            )  # fmt: skip
        elif stage.end and draft.end and stage.end > draft.end:
            yield "stages", said(
                "The stage '{name}' ends on {day}, after the initiative does ({end}).",
                name=stage.name, day=stage.end, end=draft.end,
            )  # fmt: skip
    for one in draft.milestones:
        if one.done_on and one.done_on > wall_day:
            yield "milestones", said(
                "The milestone '{name}' is done on {day}: that is to come.",
                name=one.name, day=one.done_on,
            )  # fmt: skip


def _span(draft: Draft) -> Iterator[Wrong]:
    if draft.start and draft.end and draft.start >= draft.end:
        yield "end", said(
            "It ends on {end}, not after its start ({start}). Change one.",
            end=draft.end, start=draft.start,
        )  # fmt: skip
    if draft.end and not draft.start:
        yield (
            "start",
            said("It ends on {end} and starts on no day. Say when it starts.", end=draft.end),
        )
    if draft.start and draft.promised_by and draft.promised_by <= draft.start:
        yield "promised_by", said(
            "The effect is promised by {by}, not after its start ({start}). Change one.",
            by=draft.promised_by, start=draft.start,
        )  # fmt: skip


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
        yield "start", said(
            "It starts on {day}, which is to come, so it does not run yet. Leave it planned.",
            day=draft.start,
        )  # fmt: skip
    if draft.state == State.DONE and draft.end and draft.end > wall_day:
        yield "end", said(
            "It ends on {day}, which is to come, so it is not done yet. Leave it running.",
            day=draft.end,
        )  # fmt: skip
