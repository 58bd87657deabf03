"""What each metric means, drawn from its declaration."""

from datetime import timedelta

import streamlit as st

from dashboard.metrics import coverage, evaluate, models
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from dashboard.views import words

UNITS = {
    "percent": "per cent", "points": "points from −100 to 100", "money": "the reporting currency",
    "count": "a count", "seconds": "time", "days": "days", "ratio": "a plain number",
}  # fmt: skip
BETTER = {
    Better.HIGHER: "higher is better ▲",
    Better.LOWER: "lower is better ▼",
    Better.NEITHER: "neither way is better",
}


def term(metric: Metric) -> str:
    """One metric as HTML: meaning and formula to read, the rest small beneath."""
    facts = " · ".join(
        f"<b>{words.escaped(name)}</b> {words.escaped(text)}"
        for name, text in facts_of(metric).items()
        if text
    )
    note = f"<p>{words.escaped(metric.note)}</p>" if metric.note else ""
    return (
        f'<div class="mp-term" id="{metric.name}"><div><h3>{words.escaped(metric.label)}</h3>'
        f"<code>{metric.name}</code></div><div><p>{words.escaped(metric.meaning)}</p>"
        f'<p class="mp-formula">{words.escaped(metric.formula)}</p>{note}<p class="mp-facts">{facts}</p>'
        "</div></div>"
    )


def facts_of(metric: Metric) -> dict[str, str]:
    """Unit, interval, slices, completeness and coverage, in words."""
    slices = [words.dimension(name) for name in metric.sliced_by]
    return {
        "Unit:": f"{UNITS[metric.unit.value]}; {BETTER[metric.better]}",
        "95 % interval:": metric.certainty.words,
        "Sliced by": ", ".join(slices),
        "Never pooled over": ", ".join(metric.always_by),
        "Reads": ", ".join(kind.replace("_", " ") for kind in metric.reads),
        "Looks back": f"{metric.look_back_days} days" if metric.look_back_days else "",
        "Complete": _completeness(metric),
        "Data": _coverage(metric),
        "Model:": models.said(metric),
    }


def _completeness(metric: Metric) -> str:
    if metric.horizon_days:
        return f"{metric.horizon_days} days after the {metric.horizon_from.value} of a period"
    return "when the data pass the period's end"


def _coverage(metric: Metric) -> str:
    found = coverage.coverage(metric)
    until = f"until {words.day(found.day - timedelta(days=1))}" if found.day else "none yet"
    missing = found.missing_kinds
    return until + (f"; {evaluate.needs(missing).replace('_', ' ')}" if missing else "")


def matching(metrics: list[Metric], asked: str) -> list[Metric]:
    """Those whose words hold every word asked for."""
    wanted = asked.lower().split()
    return [m for m in metrics if all(w in _text(m) for w in wanted)]


def _text(metric: Metric) -> str:
    parts = (metric.name, metric.label, metric.meaning, metric.formula, metric.note)
    return " ".join(parts).lower()


def draw(asked: str) -> None:
    """Every metric that the search finds, in the catalogue's order."""
    found = matching(list(CATALOGUE.values()), asked)
    if not found:
        st.info(
            f"Nothing mentions '{asked}'. Try fewer or shorter words.", icon=":material/search_off:"
        )
        return
    st.html("".join(term(metric) for metric in found))
