"""What `milepost roadmap` prints, as rows."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from dashboard.errors import unknown

if TYPE_CHECKING:
    from dashboard.progress.business_case import BusinessCase, Sums
    from dashboard.progress.choose import Choice
    from dashboard.progress.roadmap import Initiative
    from dashboard.progress.roadmap_versions import Moved


def named(found: "Sequence[Initiative]", text: str) -> "Initiative":
    """By its title, else by its number, else by its title in other letters where only one has it."""
    for one in found:
        if text == one.title:
            return one
    alike = [one for one in found if text.casefold() == one.title.casefold()]
    alike = [one for one in found if text == str(one.id)] or alike
    if len(alike) == 1:
        return alike[0]
    raise unknown("initiative", text, [one.title for one in found])


def said_value(value: Any) -> str:
    """A field's value on one line."""
    match value:
        case None:
            return ""
        case float():
            return f"{value:.10g}"
        case tuple():
            return "; ".join(map(said_value, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            told = (said_value(getattr(value, field.name)) for field in fields(value))
            return " ".join(text for text in told if text)
        case _:
            return str(value)


def moved_row(one: "Moved") -> Iterator[dict[str, Any]]:
    """One row per field that changed; one for what came or went."""
    row = {"initiative": one.title, "did": one.did, "field": "", "before": "", "after": ""}
    if one.did != "changed":
        yield row
    for changed in one.differences:
        yield {
            **row, "field": changed.field, "before": said_value(changed.before),
            "after": said_value(changed.after),
        }  # fmt: skip


def choice_row(one: "Choice", has_line: bool) -> dict[str, Any]:
    """An idea of the ranked list; money in the reporting currency, a year."""
    score, benefit, expected = one.score, one.benefit, one.expected
    row = {
        "idea": one.initiative.title,
        "score": score and score.value,
        "low": score and score.low,
        "high": score and score.high,
        "benefit": benefit and benefit.value,
        "from": "" if benefit is None else "owner" if one.is_by_hand else "warehouse",
        "confidence": one.initiative.confidence,
        "expected": expected and expected.value,
        "cost": one.cost,
        "dots": one.spent.dots,
        "person_weeks": one.initiative.person_weeks,
        "reason": str(one.reason),
    }
    return {**row, "within": one.is_within} if has_line else row


def case_rows(case: "BusinessCase") -> list[dict[str, Any]]:
    """The sums at the low end of the benefit, in the middle and at its high end."""
    ends = (("low", case.low), ("middle", case.middle), ("high", case.high))
    return [_sums(name, sums, case.cost) for name, sums in ends if sums]


def _sums(name: str, sums: "Sums", cost: float | None) -> dict[str, Any]:
    return {
        "benefit_is": name,
        "benefit_a_year": 12 * sums.outlay.benefit,
        "benefit": sums.benefit,
        "cost": cost,
        "net": sums.net,
        "return_percent": None if sums.gain is None else 100 * sums.gain,
        "payback_months": sums.payback,
    }


def assumption_rows(case: "BusinessCase") -> list[dict[str, Any]]:
    return [{"assumption": str(one.what), "source": str(one.source)} for one in case.assumptions]
