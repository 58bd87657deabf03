"""Every goal in a line, by department: what it is to be, where it stands, whose it is, how often it was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import goals
from dashboard.progress.goal import Goal, Kind, is_visible
from dashboard.progress.goal_relations import aim
from dashboard.progress.goal_time import GRAINS
from dashboard.progress.goal_versions import Moved, moved_by_goal
from dashboard.progress.standing import Standing, standing
from dashboard.views import (
    clickable,
    fields,
    frame,
    goal_cards,
    goal_form,
    goal_words,
    kept,
    state,
    take_rows,
    taken,
    words,
)
from dashboard.views.clickable import Click


@dataclass(frozen=True)
class Line:
    """One goal as the list shows it; without a standing for who may not see its numbers."""

    goal: Goal
    standing: Standing | None
    moved: Moved


def draw(viewer: Viewer) -> None:
    """Those that are pursued, by department; then those that were closed."""
    st.button(
        _("Set a goal"), key="goal_new_button", type="primary", icon=":material/flag:",
        on_click=goal_form.open_new,
    )  # fmt: skip
    nothing: tuple[Goal, ...] = ()
    found = kept.read(goals.every, nothing)
    if not found:
        st.info(
            _(
                "No goal is set yet. A goal says what a number is to be, of whom and by when; the form shows how "
                "often that was reached before. A company that keeps its goals in a file: `milepost goals apply`."
            ),
            icon=":material/flag:",
        )
        return
    moves: Mapping[int, Moved] = kept.read(lambda store: moved_by_goal(store, found), {})
    lines = [_line(goal, viewer, moves.get(goal.id, Moved(0))) for goal in found]
    pursued = [line for line in lines if line.goal.closed_on is None]
    for department, own in by_department(pursued).items():
        frame.section(_(department) if department else _("No department"))
        taken.rows("", [said(line) for line in own])
        clickable.html(html(own, viewer), f"goals_{department}", _clicked)
    if closed := [line for line in lines if line.goal.closed_on]:
        with st.expander(n_("{count} closed goal", "{count} closed goals", len(closed))):
            clickable.html(html(closed, viewer), "goals_closed", _clicked)


def _line(goal: Goal, viewer: Viewer, moved: Moved) -> Line:
    if not is_visible(goal, viewer):
        return Line(goal, None, moved)
    try:
        return Line(goal, standing(goal, viewer, kept.store()), moved)
    except MilepostError:
        return Line(goal, None, moved)


def by_department(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Departments by name, none last; within, a goal with its parts below it."""
    found: dict[str, list[Line]] = {}
    for line in sorted(lines, key=lambda line: (not line.goal.department, line.goal.department)):
        found.setdefault(line.goal.department, []).append(line)
    return {name: _parts_below(own) for name, own in found.items()}


def _parts_below(lines: Sequence[Line]) -> list[Line]:
    ids = {line.goal.id for line in lines}
    ordered: list[Line] = []

    def put(line: Line) -> None:
        ordered.append(line)
        for part in lines:
            if part.goal.parent_id == line.goal.id:
                put(part)

    for line in lines:
        if line.goal.parent_id not in ids:
            put(line)
    return ordered


def _clicked(click: Click) -> None:
    if click.value.isdigit():
        state.tell(goal=click.value)


def html(lines: Sequence[Line], viewer: Viewer) -> str:
    """A table; the name of a goal opens it."""
    heads = (_("goal"), _("is"), _("to be"), _("state"), _("by"), _("owner"))
    head = "".join(f'<th scope="col">{words.escaped(text)}</th>' for text in heads)
    ids = {line.goal.id for line in lines}
    body = "".join(_row(line, line.goal.parent_id in ids) for line in lines)
    label = words.escaped(_("Goals"))
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="mp-stays mp-goal-list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def said(line: Line) -> dict[str, str]:
    """The row in words, to take along."""
    goal, currency = line.goal, reads.currency()
    return {
        _("goal"): words.sentence(_(goal.name)), _("of"): about(goal), _("is"): take_rows.plain(_is(line, currency)),
        _("to be"): " ".join(filter(None, [_aim(line, currency), moved_words(line.moved)])),
        _("state"): take_rows.plain(_state(line)), _("by"): last_day(goal), _("owner"): goal.owner or "–",
    }  # fmt: skip


def _row(line: Line, is_part: bool) -> str:
    goal, currency = line.goal, reads.currency()
    title = words.escaped(words.sentence(_(goal.name)))
    name = (
        f'{"↳ " if is_part else ""}<button type="button" class="mp-who" data-click="{goal.id}">{title}</button>'
        f"<br><small>{words.escaped(about(goal))}</small>"
    )
    cells = [
        f'<th scope="row">{name}</th>',
        f"<td>{_is(line, currency)}</td>",
        f"<td>{words.escaped(_aim(line, currency))}{_moved(line.moved)}</td>",
        f"<td>{_state(line)}</td>",
        f"<td>{words.escaped(last_day(goal))}</td>",
        f"<td>{words.escaped(goal.owner or '–')}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def about(goal: Goal) -> str:
    """'Conversion · month · region: South'."""
    filters = {name: list(kept) for name, kept in goal.where if name != "online"}
    channels = "".join(dict(goal.where).get("online", ()))
    online = {"true": _("online"), "false": _("other channels")}.get(channels, "")
    said = [
        _(goal.metric.label),
        _(GRAINS[goal.grain]),
        online,
        fields.about(filters) if filters else "",
    ]
    return " · ".join(text for text in said if text)


def aim_words(goal: Goal, currency: str) -> str:
    """'20 %', 'at most 1 h', '+15 %', '€340,000 in all'."""
    text = aim(goal, currency)
    if goal.kind is Kind.TOTAL:
        return _("{total} in all", total=text)
    if goal.kind is Kind.REACH and goal.metric.better == "lower":
        return _("at most {level}", level=text)
    return text


def _aim(line: Line, currency: str) -> str:
    """Of a change, the level that it makes of its base when it is due, with the change."""
    goal, said = line.goal, aim_words(line.goal, currency)
    if goal.kind is not Kind.CHANGE or line.standing is None or line.standing.target is None:
        return said
    level = goal_words.aim(line.standing, currency)
    if goal.is_against_year_ago and not goal_words.due_level(line.standing, currency):
        return level
    return _("{level} ({change})", level=level, change=said)


def last_day(goal: Goal) -> str:
    return words.day(goal.due_on - timedelta(days=1))


def _moved(moved: Moved) -> str:
    text = moved_words(moved)
    return f"<br><small>{words.escaped(text)}</small>" if text else ""


def moved_words(moved: Moved) -> str:
    """'moved twice, last on 14 Apr 2026'; nothing for a goal that never was."""
    if not moved.times or moved.last_on is None:
        return ""
    on = words.day(moved.last_on)
    if moved.times == 1:
        return _("moved once, on {day}", day=on)
    if moved.times == 2:
        return _("moved twice, last on {day}", day=on)
    return n_(
        "moved {count} time, last on {day}",
        "moved {count} times, last on {day}",
        moved.times,
        day=on,
    )


def _is(line: Line, currency: str) -> str:
    """The newest value that counts, and of which period."""
    found = line.standing
    if found is None:
        return f"<small>{words.escaped(_('of more regions than you may see'))}</small>"
    if found.value is None or found.latest is None:
        return "–"
    value = words.escaped(words.value(line.goal.metric, found.value, currency))
    period = words.escaped(words.period(found.latest.period, line.goal.grain))
    return f"<b>{value}</b><br><small>{period}</small>"


def _state(line: Line) -> str:
    if line.goal.closed_on:
        return words.escaped(_("closed on {day}", day=line.goal.closed_on))
    if line.standing is None:
        return "–"
    return goal_cards.pill(line.standing)
