"""Whether one share stands out among others of its kind."""

from collections.abc import Sequence
from typing import Literal

from dashboard.insight.compare import Share, change_of_shares

Place = Literal["below each", "below all", "above each", "above all", "can't tell"]


def place_among(one: Share, others: Sequence[Share]) -> Place:
    """Where it stands: "below each" is below every single other, "below all" below all of them together.

    Each by Newcombe's interval at 95 %. That it differs from every single one is said only where each comparison says
    so, which needs no correction for their number (an intersection-union test: Berger 1982, Technometrics 24:295).
    """
    if not others:
        return "can't tell"
    verdicts = {_verdict(one, other) for other in others}
    if verdicts == {"down"}:
        return "below each"
    if verdicts == {"up"}:
        return "above each"
    together = Share(sum(other.successes for other in others), sum(other.n for other in others))
    return {"down": "below all", "up": "above all"}.get(_verdict(one, together), "can't tell")  # type: ignore[return-value]


def _verdict(one: Share, other: Share) -> str:
    change = change_of_shares(one, other)
    return change.verdict if change else "can't tell"
