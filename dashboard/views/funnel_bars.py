"""How far people come after a visit: steps as bars, those who left and those who still may told apart."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.analysis import FUNNEL
from dashboard.metrics.catalogue.dimensions import FIRST
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Unit
from dashboard.metrics.funnel import STEPS, Funnel, Step, funnels, joined_words
from dashboard.views import controls, drill, panel, pieces, widgets, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.funnel_finding import MOST_GROUPS, Look, finding, group, of_first
from dashboard.views.funnel_words import fate_words, step_words, wait_words
from dashboard.views.panel import Bars, Panel

DAYS = (1, 7, 30, 90, 180)
USUAL_DAYS = "30"
PATHS = {"signup": STEPS, "direct": ("visit", "order", "second_order")}
NOWHERE = "none"
SIDES = tuple(name for name in FUNNEL.sliced_by if name not in FIRST)
"""Who never ordered has no first source: groups by it would order always or never."""


def draw(viewer: Viewer, choice: Choice) -> None:
    look = replace(_chosen(), opens=viewer.may_see_people)
    slice = choice.sliced(FUNNEL, reads.about().settings.calendar)
    slice = replace(slice, by=(look.by,) if look.by else ())
    found = funnels(viewer, slice, look.steps, look.days)
    panel.draw(of(found, look, choice), viewer, on_click=partial(_clicked, look.by))


def _chosen() -> Look:
    with st.container(horizontal=True, key="funnel_controls"):
        path = widgets.segments("path", _("Steps"), _paths(), path_words)
        days = widgets.segments(
            "within", _("Within"), [str(n) for n in DAYS], days_words, USUAL_DAYS
        )
        by = widgets.choose(
            "funnel_by", _("Side by side"), [NOWHERE, *SIDES], said=by_words, width=220
        )
    return Look(PATHS[path], int(days), "" if by == NOWHERE else by)


def _paths() -> list[str]:
    """Without sign-up alone, where the data know of none."""
    return ["direct"] if "signup" in coverage(FUNNEL).missing_kinds else list(PATHS)


def path_words(name: str) -> str:
    return {"signup": _("With sign-up"), "direct": _("Without sign-up")}[name]


def days_words(days: str) -> str:
    return n_("{count} day", "{count} days", int(days))


def by_words(name: str) -> str:
    return _("All together") if name == NOWHERE else words.dimension_title(name)


def _clicked(by: str, click: Click) -> None:
    """A step opens its people, a group becomes a filter. A callback."""
    if click.value.startswith("funnel:"):
        drill.open(click.value)
    elif by:
        [value] = pieces.parts(click)
        (controls.exclude if click.is_not else controls.keep)(by, value)


def of(found: Sequence[Funnel], look: Look, choice: Choice) -> Panel:
    told = sorted((one for one in found if one.steps), key=lambda one: -(one.steps[0].people or 0))
    if not told:
        reason = found[0].reason if found else _("no visits in this window")
        nothing = _("No funnel can be told: {reason}.", reason=_(reason or ""))
        return Panel("funnel", nothing, words.days(choice.window))
    visitors = sum(one.steps[0].people or 0 for one in told)
    return Panel(
        key="funnel",
        finding=finding(told, look),
        about=pieces.joined(
            words.days(choice.window), n_("{count} person visited", "{count} people visited", visitors),
            n_("steps within {count} day of the visit", "steps within {count} days of the visit", look.days),
            pieces.not_applied(FUNNEL, choice),
        ),
        html=picture(told, look),
        bars=None if look.by else Bars("people", unit=Unit.COUNT),
        alt=finding(told, look),
        table=[_row(one, step, look) for one in told for step in one.steps],
        exact=[_exact(one, step) for one in told for step in one.steps],
        legend=_legend(told, look),
        definition=_(
            "Each step is the first such deed after the step before it, within the days from the first visit"
        ),
        notes_for=("funnel",),
        window=choice.window,
        filters=choice.filters,
    )  # fmt: skip


def picture(told: Sequence[Funnel], look: Look) -> str:
    if look.by:
        return _side_by_side(told[:MOST_GROUPS], look)
    [one] = told
    first = one.steps[0].people or 1
    rows = [
        _step_row(one, step, look, place, one.steps[place - 1].people if place else None, first)
        for place, step in enumerate(one.steps)
    ]
    head = [
        _("Step"), _("People"), "", _("Of all visitors"), _("Of the step before"),
        _("Time from the step before"), _("Left"), _("Still may"),
    ]  # fmt: skip
    return pieces.table([words.escaped(h) for h in head], rows, "mp-funnel", _("Funnel"))


def _step_row(
    one: Funnel, step: Step, look: Look, place: int, before: int | None, first: int
) -> str:
    if step.people is None:
        name = words.escaped(step_words(step.name))
        return f'<tr><th scope="row">{name}</th><td colspan="7">{words.escaped(_(step.reason or ""))}</td></tr>'
    width = 100 * step.people / first
    drawn = pieces.bar(0, width, "mp-came")
    if step.open:
        drawn += pieces.bar(width, 100 * step.open / first, "mp-still")
    share, limits = of_first(one, step)
    cells = [
        f"<td><b>{_opens(look, place, 'came', step.people)}</b></td>",
        f'<td class="mp-wide"><div class="mp-lane" aria-hidden="true">{drawn}</div></td>',
        f"<td>{_share(share, limits) if place else ''}</td>",
        f"<td>{_share(step.of_before, step.of_before_limits or (None, None)) if place else ''}</td>",
        f"<td>{_waits(step) if place else ''}</td>",
        f"<td>{_opens(look, place, 'left', step.left) if place else ''}</td>",
        f"<td>{_opens(look, place, 'wait', step.open) if place else ''}</td>",
    ]
    return f'<tr><th scope="row">{words.escaped(step_words(step.name))}</th>{"".join(cells)}</tr>'


def _share(value: float | None, limits: tuple[float | None, float | None]) -> str:
    text, between = pieces.share(value, *limits)
    return f"{text} <small>{words.escaped(between)}</small>" if between else text


def _waits(step: Step) -> str:
    half, most = wait_words(step.median_seconds), wait_words(step.p90_seconds)
    if not step.people:
        return "–"
    return (
        f"{words.escaped(half)} <small>{words.escaped(_('nine in ten: {wait}', wait=most))}</small>"
    )


def _opens(look: Look, place: int, fate: str, people: int | None, value: str = "") -> str:
    """A number that opens its people."""
    if people is None:
        return "–"
    text = words.number(people)
    if not people or not look.opens:
        return text
    steps = ",".join(look.steps[: place + 1])
    click = f"funnel:{pieces.spec(steps, str(look.days), fate, look.by, value)}"
    return pieces.button(click, text, "mp-open", fate_words(look.steps[place], fate, look.days))


def _side_by_side(told: Sequence[Funnel], look: Look) -> str:
    """One row per group, one column per step."""
    head = [words.dimension_title(look.by), *map(step_words, look.steps)]
    highs = [of_first(one, step)[1][1] or 0.0 for one in told for step in one.steps[1:]]
    top = max(highs, default=0.0) or 1.0
    rows = [_group_row(one, look, top) for one in told]
    label = _("Funnels by {dimension}", dimension=words.dimension(look.by))
    return pieces.table([words.escaped(h) for h in head], rows, "mp-funnels", label)


def _group_row(one: Funnel, look: Look, top: float) -> str:
    name = pieces.button(
        pieces.spec(one.group[look.by]), words.escaped(group(one, look)), "mp-name",
        _("Keep only this; with Alt, leave it out"),
    )  # fmt: skip
    cells = [_group_cell(one, step, look, place, top) for place, step in enumerate(one.steps)]
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'


def _group_cell(one: Funnel, step: Step, look: Look, place: int, top: float) -> str:
    if step.people is None:
        return f"<td><small>{words.escaped(_('too few'))}</small></td>"
    people = _opens(look, place, "came", step.people, one.group[look.by] or "")
    if not place:
        return f"<td>{people}</td>"
    share, limits = of_first(one, step)
    low, high = limits[0] or 0.0, limits[1] or 0.0
    drawn = pieces.bar(100 * low / top, 100 * (high - low) / top, "mp-span")
    drawn += pieces.mark(100 * (share or 0.0) / top, "mp-dot")
    return (
        f'<td class="mp-wide"><div class="mp-lane" aria-hidden="true">{drawn}</div>'
        f'<div class="mp-said">{people} · {_share(share, limits)}</div></td>'
    )


def _legend(told: Sequence[Funnel], look: Look) -> str:
    notes = []
    if any(not one.is_complete for one in told):
        notes.append(
            _("still may, hatched: their days are not over; shares of all visitors leave them out")
            if not look.by
            else _("shares leave out those whose days are not over")
        )
        notes.append(_(told[0].reason or ""))
    if "signup" in look.steps:
        notes.append(
            _("who signed up before does not sign up again: leave the step out to count them too")
        )
    if look.by:
        notes.append(_("dot and bar: share of the visitors with its 95 % interval"))
    if len(told) > MOST_GROUPS:
        notes.append(
            n_(
                "{count} smaller group is in the table",
                "{count} smaller groups are in the table",
                len(told) - MOST_GROUPS,
            )
        )
    if look.opens:
        notes.append(_("click a number to see the people"))
    return pieces.joined(*notes, _(joined_words() or ""))


def _row(one: Funnel, step: Step, look: Look) -> dict[str, object]:
    grouped = {words.dimension(look.by): group(one, look)} if look.by else {}
    share, limits = pieces.share(step.of_first, *(step.of_first_limits or (None, None)))
    before, before_limits = pieces.share(step.of_before, *(step.of_before_limits or (None, None)))
    return {
        **grouped,
        _("step"): step_words(step.name),
        _("people"): step.people,
        _("of all visitors"): share,
        _("95 % interval"): limits,
        _("of the step before"): before,
        _("95 % interval of that"): before_limits,
        _("median time"): wait_words(step.median_seconds),
        _("nine in ten"): wait_words(step.p90_seconds),
        _("left"): step.left,
        _("still may"): step.open,
    }


def _exact(one: Funnel, step: Step) -> dict[str, object]:
    low, high = step.of_first_limits or (None, None)
    return {
        **one.group, "step": step.name, "people": step.people, "of_first": step.of_first, "low": low,
        "high": high, "of_before": step.of_before, "median_seconds": step.median_seconds,
        "p90_seconds": step.p90_seconds, "left": step.left, "open": step.open,
        "of_first_finished": step.of_first_old, "complete": one.is_complete,
    }  # fmt: skip
