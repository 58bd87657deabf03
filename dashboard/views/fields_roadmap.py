"""What the fields of initiatives, workshops and decisions are called, and how their values read."""

from datetime import date
from typing import Any

from dashboard import language
from dashboard.errors import MilepostError
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import quarters
from dashboard.views import names, words
from queries.calendar import Grain

LONG = ("hypothesis", "benefit_why", "dropped_why", "vision", "what", "outcome")
TEXTS = ("title", "who", *LONG)
DAYS = ("start", "end", "promised_by", "planned_on", "due", "outcome_on")
LEVELS = (
    "promised_effect",
    "cost_once",
    "cost_month",
    "benefit_low",
    "benefit_high",
    "person_weeks",
)


def kinds() -> dict[str, str]:
    """What a reader calls the records of the roadmap and of workshops."""
    return {
        "initiative": _("initiative"), "strategy": _("strategy"), "workshop_session": _("workshop"),
        "decision": _("decision"), "readiness": _("readiness check"),
    }  # fmt: skip


def titles() -> dict[str, str]:
    """Each field's title."""
    return {
        "title": _("Title"), "goal_id": _("Goal"), "state": _("State"), "quarter": _("Quarter"),
        "start": _("Starts on"), "end": _("Ends before"), "position": _("Place in its column"),
        "promised_effect": _("Promised effect"), "promised_unit": _("Promised in"), "promised_by": _("Promised before"),
        "hypothesis": _("Hypothesis"), "guardrails": _("Must not get worse"), "design": _("Tried first by"),
        "pilot": _("Pilot"), "control": _("Control"), "stages": _("Stages"), "team": _("Team"),
        "departments": _("Departments touched"), "systems": _("Systems touched"), "processes": _("Processes touched"),
        "cost_once": _("Cost once"), "cost_month": _("Cost per month"), "benefit_low": _("Benefit a year, at least"),
        "benefit_high": _("Benefit a year, at most"), "benefit_why": _("Where the benefit comes from"),
        "person_weeks": _("Person-weeks"), "depends_on": _("Comes after"), "risks": _("Risks"), "links": _("Links"),
        "dropped_why": _("Why it was dropped"), "vision": _("Vision"), "strengths": _("Strengths"),
        "weaknesses": _("Weaknesses"), "planned_on": _("Day"), "agenda": _("Agenda"), "what": _("What"),
        "who": _("Who"), "due": _("Due"), "outcome": _("What happened"), "outcome_on": _("Looked back on"),
        "answers": _("Answers"),
    }  # fmt: skip


def state(name: str) -> str:
    """Of an initiative or a workshop."""
    return {
        "idea": _("idea"), "planned": _("planned"), "running": _("running"), "done": _("done"),
        "dropped": _("dropped"), "finished": _("finished"),
    }.get(name, name)  # fmt: skip


def unit(name: str) -> str:
    return {"points": _("points"), "percent": _("per cent")}.get(name, name)


def design(name: str) -> str:
    known = {"none": _("nobody: all at once"), "regions": _("regions"), "people": _("people")}
    return known.get(name, name)


def gate(name: str) -> str:
    """What was said at the end of a stage."""
    return {"scale": _("scale"), "adjust": _("adjust"), "stop": _("stop")}.get(name, name)


SHOWN = (
    "state", "quarter", "promised_unit", "design", "guardrails", "pilot", "control", "team", "departments", "systems",
    "processes", "risks", "links", "strengths", "weaknesses", "stages", "depends_on", "agenda", "answers", *LEVELS,
)  # fmt: skip


def shown(name: str, kept: Any) -> str:
    """A value as the audit keeps it, in words."""
    match name:
        case "state":
            return state(kept)
        case "quarter":
            return _quarter(kept)
        case "promised_unit":
            return unit(kept)
        case "design":
            return design(kept)
        case "stages":
            return "; ".join(map(_stage, kept)) or "–"
        case "agenda":
            return "; ".join(map(_item, kept)) or "–"
        case "depends_on":
            return ", ".join(map(names.initiative, kept)) or "–"
        case "answers":
            return n_("{count} answer", "{count} answers", len(kept)) if kept else "–"
        case _ if name in LEVELS:
            return language.decimal(f"{kept:,.10g}").replace("-", words.MINUS)
        case _:
            return ", ".join(kept) or "–"


def _quarter(name: str) -> str:
    """'2026 Q4'; where nothing is published yet, by its name: which month a year begins in is not known."""
    try:
        calendar = reads.about().settings.calendar
    except MilepostError:
        return _("{year} Q{quarter}", year=name[:4], quarter=name[-1])
    return words.start(quarters.window_of(name, calendar).start, Grain.QUARTER)


def _stage(row: dict[str, Any]) -> str:
    """'Pilot, from 1 January 2026: adjust'."""
    start = row.get("start")
    said = {"name": row["name"], "day": words.day(date.fromisoformat(start)) if start else ""}
    if not row.get("gate"):
        return _("{name}, from {day}", **said) if start else str(row["name"])
    said["gate"] = gate(row["gate"])
    return _("{name}, from {day}: {gate}", **said) if start else _("{name}: {gate}", **said)


def _item(row: dict[str, Any]) -> str:
    """The notes of an item, else what it is."""
    return str(row.get("notes") or row.get("title") or row.get("ref") or row.get("kind") or "–")


def milestone(row: dict[str, Any]) -> str:
    """'Pages are live, 1 July 2026', and whether it is done."""
    said = {"name": row["name"], "day": words.day(date.fromisoformat(row["due"]))}
    if not row.get("done_on"):
        return _("{name}, due {day}", **said)
    return _(
        "{name}, done {day}", name=row["name"], day=words.day(date.fromisoformat(row["done_on"]))
    )
