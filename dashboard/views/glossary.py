"""What each metric means, drawn from its declaration."""

from datetime import timedelta

import streamlit as st

from dashboard.language import _, n_, said
from dashboard.metrics import coverage, evaluate, models
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Horizon, Metric
from dashboard.views import nouns, take_rows, taken, words

UNITS = {
    "percent": said("per cent"), "points": said("points from −100 to 100"),
    "money": said("the reporting currency"), "count": said("a count"), "seconds": said("time"),
    "days": said("days"), "ratio": said("a plain number"),
}  # fmt: skip
BETTER = {
    Better.HIGHER: said("higher is better ▲"),
    Better.LOWER: said("lower is better ▼"),
    Better.NEITHER: said("neither way is better"),
}


def term(metric: Metric) -> str:
    """One metric as HTML: meaning and formula to read, the rest small beneath."""
    facts = " · ".join(
        f"<b>{words.escaped(name)}</b> {words.escaped(text)}"
        for name, text in facts_of(metric).items()
        if text
    )
    note = f"<p>{words.escaped(_(metric.note))}</p>" if metric.note else ""
    return (
        f'<div class="mp-term" id="{metric.name}"><div><h3>{words.escaped(_(metric.label))}</h3>'
        f"<code>{metric.name}</code></div><div><p>{words.escaped(_(metric.meaning))}</p>"
        f'<p class="mp-formula">{words.escaped(_(metric.formula))}</p>{note}<p class="mp-facts">{facts}</p>'
        "</div></div>"
    )


def facts_of(metric: Metric) -> dict[str, str]:
    """Unit, interval, slices, completeness and coverage, in words."""
    slices = [words.dimension(name) for name in metric.sliced_by]
    return {
        _("Unit:"): f"{_(UNITS[metric.unit.value])}; {_(BETTER[metric.better])}",
        _("95 % interval:"): _(metric.certainty.words),
        _("Sliced by"): ", ".join(slices),
        _("Never pooled over"): ", ".join(words.dimension(name) for name in metric.always_by),
        _("Reads"): ", ".join(words.kind(kind) for kind in metric.reads),
        _("Looks back"): nouns.of(metric.look_back_days, "days") if metric.look_back_days else "",
        _("Complete"): _completeness(metric),
        _("Data"): _coverage(metric),
        _("Model:"): " ".join(map(_, models.sentences(metric))),
    }


def _completeness(metric: Metric) -> str:
    if metric.horizon_days:
        if metric.horizon_from is Horizon.START:
            return n_(
                "{count} day after the start of a period", "{count} days after the start of a period",
                metric.horizon_days,
            )  # fmt: skip
        return n_(
            "{count} day after the end of a period", "{count} days after the end of a period",
            metric.horizon_days,
        )  # fmt: skip
    return _("when the data pass the period's end")


def _coverage(metric: Metric) -> str:
    found = coverage.coverage(metric)
    until = _("until {day}", day=found.day - timedelta(days=1)) if found.day else _("none yet")
    missing = found.missing_kinds
    return until + (f"; {_(evaluate.needs(missing))}" if missing else "")


def matching(metrics: list[Metric], asked: str) -> list[Metric]:
    """Those whose words, in the reader's language or in English, hold every word asked for."""
    wanted = asked.lower().split()
    return [m for m in metrics if all(w in _text(m) for w in wanted)]


def _text(metric: Metric) -> str:
    parts = (metric.name, metric.label, metric.meaning, metric.formula, metric.note)
    return " ".join([*parts, *map(_, parts)]).lower()


def draw(asked: str) -> None:
    """Every metric that the search finds, in the catalogue's order."""
    found = matching(list(CATALOGUE.values()), asked)
    if not found:
        st.info(
            _("Nothing mentions '{asked}'. Try fewer or shorter words.", asked=asked),
            icon=":material/search_off:",
        )
        return
    taken.rows(_("Definitions"), [take_rows.term(metric) for metric in found])
    st.html("".join(term(metric) for metric in found))
