"""The verdict on an initiative: its shape, word and sentence, its effect with limits against the promise."""

from dashboard.language import _, said
from dashboard.metrics.declare import Metric
from dashboard.progress.proof import Guardrail, Proof, Verdict
from dashboard.views import roadmap_words, words
from dashboard.views.goal_words import Look

LOOKS = {
    Verdict.MOVED: Look("✓", said("moved"), "met"),
    Verdict.NOT_MOVED: Look("■", said("not moved"), "risk"),
    Verdict.CANNOT_TELL: Look("◔", said("cannot tell"), "early"),
    Verdict.WRONG_WAY: Look("▼", said("moved the wrong way"), "off"),
}


NOT_YET = Look("◔", said("cannot tell yet"), "early")
"""It will be told: when, the reason says."""


def look(proof: Proof) -> Look:
    is_yet = proof.verdict is Verdict.CANNOT_TELL and proof.when_known is not None
    return NOT_YET if is_yet else LOOKS[proof.verdict]


def pill(proof: Proof) -> str:
    """Shape, word and colour."""
    found = look(proof)
    return f'<span class="mp-pill mp-s-{found.tone}"><i>{found.mark}</i> {words.escaped(_(found.word))}</span>'


def size(value: float | None, proof: Proof, currency: str) -> str:
    """'+1.2 points', '−4 %', signed as the metric moves."""
    metric = proof.trial.metric if proof.trial else None
    return _size(value, proof.unit, metric, currency)


def _promised(value: float, proof: Proof, currency: str) -> str:
    metric = proof.trial.metric if proof.trial else None
    return roadmap_words.as_set(value, proof.unit, metric, currency)


def _size(value: float | None, unit: str, metric: Metric | None, currency: str) -> str:
    return "–" if value is None else roadmap_words.effect(round(value, 6), unit, metric, currency)


def effect(proof: Proof, currency: str) -> str:
    """'+1.3 points (95 %: +0.4 points to +2.2 points); promised +1.2 points'."""
    if proof.effect is None:
        return ""
    measured = size(proof.effect, proof, currency)
    promised = "–" if proof.promised is None else _promised(proof.promised, proof, currency)
    if proof.low is None or proof.high is None:
        return _(
            "{effect}, promised {promised}; no limits can be given",
            effect=measured,
            promised=promised,
        )
    return _(
        "{effect} (95 %: {low} to {high}), promised {promised}", effect=measured,
        low=size(proof.low, proof, currency), high=size(proof.high, proof, currency), promised=promised,
    )  # fmt: skip


def finding(proof: Proof, currency: str) -> str:
    """What the chart says above itself."""
    told = effect(proof, currency)
    if not told:
        return _(proof.reason)
    if not proof.is_over:
        return _("So far {effect}.", effect=told)
    match proof.verdict:
        case Verdict.MOVED:
            return _("It moved: {effect}.", effect=told)
        case Verdict.NOT_MOVED:
            return _("It did not move: {effect}.", effect=told)
        case Verdict.WRONG_WAY:
            return _("It moved the wrong way: {effect}.", effect=told)
        case _:
            return _("It cannot be told: {effect}.", effect=told)


def guardrail(one: Guardrail, currency: str) -> str:
    """'Refund rate: +0.1 points (−0.2 points to +0.4 points). No sign that it got worse.'"""
    name = _(one.metric.label) if one.metric else one.name
    if one.effect is None:
        return _("{number}: {reason}", number=name, reason=_(one.reason))
    measured = _size(one.effect, one.unit, one.metric, currency)
    if one.low is None or one.high is None:
        return _("{number}: {effect}. {reason}", number=name, effect=measured, reason=_(one.reason))
    return _(
        "{number}: {effect} ({low} to {high}). {reason}", number=name, effect=measured,
        low=_size(one.low, one.unit, one.metric, currency), high=_size(one.high, one.unit, one.metric, currency),
        reason=_(one.reason),
    )  # fmt: skip
