"""The numbers of an initiative: the promised effect within what its metric can be, costs, benefit, confidence, work."""

import math
from collections.abc import Iterator

from dashboard.language import said
from dashboard.metrics.declare import Better, Metric
from dashboard.progress.goal_numbers import Wrong, bounds, takes_percent
from dashboard.progress.roadmap_draft import Draft

MOST = 1e12
"""Of money."""
MOST_PERCENT = 1000.0
"""Ten times as much on top."""
NOT_BELOW_ZERO = {
    "cost_once": said("The cost"), "cost_month": said("The cost"), "benefit_low": said("The benefit"),
    "benefit_high": said("The benefit"), "person_weeks": said("The work in person-weeks"),
}  # fmt: skip


def wrong(draft: Draft, metric: Metric | None) -> Iterator[Wrong]:
    """What no initiative can have; `metric` is what its effect is promised on, None where that is not known."""
    for name, what in NOT_BELOW_ZERO.items():
        number = getattr(draft, name)
        if number is not None and not 0 <= number <= MOST:
            yield name, said(
                "{what} is {number:g}. Write a number from nought to {most:,.0f}.",
                what=what, number=number, most=MOST,
            )  # fmt: skip
    low, high = draft.benefit_low, draft.benefit_high
    if (low is None) != (high is None):
        yield "benefit_low", said("The benefit is a range: say at least and at most how much.")
    elif low is not None and high is not None and low > high:
        yield "benefit_low", said(
            "The benefit is at least {low:g} and at most {high:g}. Change them round.",
            low=low, high=high,
        )  # fmt: skip
    if draft.confidence is not None and not 0 <= draft.confidence <= 1:
        yield "confidence", said(
            "Confidence is {number:g}. It goes from 0 (surely not) to 1 (for sure).",
            number=draft.confidence,
        )  # fmt: skip
    if draft.promised_effect is not None:
        yield from _promise(draft, draft.promised_effect, metric)


def _promise(draft: Draft, effect: float, metric: Metric | None) -> Iterator[Wrong]:
    """As goals have it: points, or per cent where a share of the metric means anything; the better way."""
    if not math.isfinite(effect):
        yield "promised_effect", said("That is no number. Write one such as 20 or 4.5.")
        return
    if effect == 0:
        yield "promised_effect", said(
            "An effect of nought is no promise. Say by how much, with its sign.",
        )  # fmt: skip
    if abs(effect) > MOST:
        yield "promised_effect", said(
            "{number:g} is more than any company could promise. Write at most {most:,.0f}.",
            number=effect, most=MOST,
        )  # fmt: skip
    if metric is None:
        return
    if draft.promised_unit == "percent":
        yield from _percent(effect, metric)
    else:
        low, high = bounds(metric)
        if not math.isinf(high) and abs(effect) > high - low:
            yield "promised_effect", said(
                "{label} goes from {low:g} to {high:g}; it cannot change by {effect:+g} points.",
                label=said(metric.label), low=low, high=high, effect=effect,
            )  # fmt: skip
    yield from _way(effect, metric)


def _way(effect: float, metric: Metric) -> Iterator[Wrong]:
    """A promise makes the metric better."""
    told = {"label": said(metric.label), "effect": effect}
    if metric.better is Better.LOWER and effect > 0:
        words = said(
            "{label} is better low: {effect:+g} would make it worse. Change the sign.", **told
        )
        yield "promised_effect", words
    elif metric.better is Better.HIGHER and effect < 0:
        words = said(
            "{label} is better high: {effect:+g} would make it worse. Change the sign.", **told
        )
        yield "promised_effect", words


def _percent(effect: float, metric: Metric) -> Iterator[Wrong]:
    if not takes_percent(metric):
        yield "promised_unit", said(
            "{label} can be zero or negative, so a share of it means nothing. Say the effect in points.",
            label=said(metric.label),
        )  # fmt: skip
    elif effect <= -100:
        yield (
            "promised_effect",
            said("Less than nothing cannot be left. Say a change above −100 %."),
        )
    elif effect > MOST_PERCENT:
        yield "promised_effect", said(
            "{effect:+g} % is more than can be promised. Say a change of at most {most:,.0f} %.",
            effect=effect, most=MOST_PERCENT,
        )  # fmt: skip
