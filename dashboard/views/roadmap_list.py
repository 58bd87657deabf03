"""The roadmap as a list: every initiative with what it promises and what was found of it; its rows as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dashboard.language import _, n_
from dashboard.metrics.declare import Metric
from dashboard.progress.roadmap import Initiative
from dashboard.views import roadmap_words, words
from dashboard.views.board_cells import table
from dashboard.views.panel import Panel
from queries.calendar import Calendar


@dataclass(frozen=True)
class Line:
    """One initiative as the list says it."""

    one: Initiative
    goal: str
    """The name of its goal, '' where it has none any more."""
    metric: Metric | None
    verdict: str = ""
    """What was found of it, in words."""


def panel_of(lines: Sequence[Line], calendar: Calendar, currency: str) -> Panel:
    return Panel(
        key="roadmap_list",
        finding=finding(lines),
        about=_("by quarter, then as on the board"),
        html=html(lines, calendar, currency),
        table=[row(line, calendar, currency) for line in lines],
        exact=[exact(line) for line in lines],
    )


def finding(lines: Sequence[Line]) -> str:
    """'14 initiatives: 3 running, 2 planned, 4 ideas, 5 done.'"""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.one.state] = counts.get(line.one.state, 0) + 1
    told = [
        roadmap_words.counted(counts[name], name)
        for name in ("running", "planned", "idea", "done", "dropped")
        if name in counts
    ]
    return n_(
        "{count} initiative: {states}.",
        "{count} initiatives: {states}.",
        len(lines),
        states=words.listed(told),
    )


def html(lines: Sequence[Line], calendar: Calendar, currency: str) -> str:
    """A table; the title of an initiative opens it."""
    head = [
        _("Initiative"), _("Did it work?"), _("Quarter"), _("State"), _("Goal"), _("Promise"), _("Owner"),
    ]  # fmt: skip
    rows = [_row(line, calendar, currency) for line in lines]
    return table(_("Roadmap"), head, rows)


def _row(line: Line, calendar: Calendar, currency: str) -> str:
    one, look = line.one, roadmap_words.look(line.one.state)
    title = words.escaped(one.title)
    name = f'<button type="button" class="mp-who" data-click="{one.id}">{title}</button>'
    pill = f'<span class="mp-pill mp-s-{look.tone}"><i>{look.mark}</i> {words.escaped(_(look.word))}</span>'
    texts = (line.goal, roadmap_words.promise(one, line.metric, currency), one.owner or "–")
    cells = "".join(f"<td>{words.escaped(text)}</td>" for text in texts)
    when = words.escaped(roadmap_words.quarter(one.quarter, calendar))
    verdict = words.escaped(line.verdict or "–")
    return f'<tr><th scope="row">{name}</th><td>{verdict}</td><td>{when}</td><td>{pill}</td>{cells}</tr>'


def row(line: Line, calendar: Calendar, currency: str) -> dict[str, Any]:
    one = line.one
    return {
        _("initiative"): one.title,
        _("quarter"): roadmap_words.quarter(one.quarter, calendar),
        _("state"): roadmap_words.state(one.state),
        _("goal"): line.goal,
        _("promise"): roadmap_words.promise(one, line.metric, currency),
        _("owner"): one.owner,
        _("department"): one.department,
        _("days"): roadmap_words.span(one),
        _("systems"): roadmap_words.listed(one.systems),
        _("did it work?"): line.verdict,
    }


def exact(line: Line) -> Mapping[str, Any]:
    """The fields as they are, for files."""
    one = line.one
    return {
        "id": one.id, "title": one.title, "state": one.state, "quarter": one.quarter or "", "goal": line.goal,
        "metric": line.metric.name if line.metric else "", "owner": one.owner, "department": one.department,
        "first_day": one.start, "last_day": one.end - timedelta(days=1) if one.end else None,
        "promised_effect": one.promised_effect, "promised_unit": one.promised_unit,
        "promised_until": one.promised_by - timedelta(days=1) if one.promised_by else None,
        "hypothesis": one.hypothesis, "guardrails": ", ".join(one.guardrails), "team": ", ".join(one.team),
        "departments": ", ".join(one.departments), "systems": ", ".join(one.systems),
        "processes": ", ".join(one.processes), "cost_once": one.cost_once, "cost_month": one.cost_month,
        "benefit_low": one.benefit_low, "benefit_high": one.benefit_high, "confidence": one.confidence,
        "person_weeks": one.person_weeks, "verdict": line.verdict, "dropped_why": one.dropped_why,
    }  # fmt: skip
