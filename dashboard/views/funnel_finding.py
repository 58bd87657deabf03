"""What a funnel says in words: how many get to an order, where most stop, who may still go on, which group differs."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.language import Said, _, n_, said
from dashboard.metrics.funnel import Funnel, Step
from dashboard.views import pieces, words

MOST_GROUPS = 8


@dataclass(frozen=True)
class Look:
    """Which steps, within how many days, by which dimension; and whether steps open their people."""

    steps: tuple[str, ...]
    days: int
    by: str = ""
    opens: bool = True


def finding(told: Sequence[Funnel], look: Look) -> str:
    """How many get as far as an order, where most are lost, and how many may still come."""
    if look.by:
        return _compared(told, look)
    [one] = told
    order = next(step for step in one.steps if step.name == "order")
    share, limits = of_first(one, order)
    if share is None:
        return _("Too few people visited to tell how many order")
    share_of = {"share": pieces.share(share, *limits)[0], "limits": pieces.share(share, *limits)[1]}
    within = n_("within {count} day", "within {count} days", look.days)
    first = _(_template(one, look).template, within=within, **share_of)
    return pieces.sentences(first, _dropped(one), _still(one))


def _template(one: Funnel, look: Look) -> Said:
    """What the share is of, and whether a sign-up lies on the way."""
    if "signup" in look.steps:
        if one.is_complete:
            return said("{share} of those who visit sign up and then order {within} ({limits})")
        return said(
            "Of those who visit and had all their days, {share} sign up and then order {within} ({limits})"
        )
    if one.is_complete:
        return said("{share} of those who visit order {within} ({limits})")
    return said("Of those who visit and had all their days, {share} order {within} ({limits})")


def of_first(one: Funnel, step: Step) -> tuple[float | None, tuple[float | None, float | None]]:
    """The share of the first step: of all where all had their days, else of those who had."""
    if one.is_complete or step.of_first_old is None:
        return step.of_first, step.of_first_limits or (None, None)
    return step.of_first_old, step.of_first_old_limits or (None, None)


def _dropped(one: Funnel) -> str:
    """Between which steps most people stop."""
    pairs = list(zip(one.steps, one.steps[1:], strict=False))
    told = [(before, here) for before, here in pairs if here.left]
    if not told:
        return ""
    before, here = max(told, key=lambda pair: pair[1].left or 0)
    share = pieces.share(100 * (here.left or 0) / (before.old or 1), None, None)[0]
    return _(
        "Most stop between {before} and {here}: {people} people, {share} of those who came so far",
        before=_in_text(before.name), here=_in_text(here.name), people=words.number(here.left or 0), share=share,
    )  # fmt: skip


def _in_text(name: str) -> str:
    return {
        "visit": _("the visit"),
        "signup": _("the sign-up"),
        "order": _("the order"),
        "second_order": _("the second order"),
    }[name]


def _still(one: Funnel) -> str:
    waiting = sum(step.open or 0 for step in one.steps)
    if not waiting:
        return ""
    return n_(
        "{count} person has days left and may still go on",
        "{count} people have days left and may still go on",
        waiting,
    )


def _compared(told: Sequence[Funnel], look: Look) -> str:
    """The groups whose intervals lie apart, by the share that orders."""
    shares = []
    for one in told[:MOST_GROUPS]:
        step = next((step for step in one.steps if step.name == "order"), None)
        if step is not None and step.people is not None:
            share, limits = of_first(one, step)
            if share is not None and limits[0] is not None:
                shares.append((share, limits[0], limits[1] or share, group(one, look)))
    if len(shares) < 2:
        return _("There are no two groups to compare")
    best, worst = max(shares), min(shares)
    told_of = {
        "best": best[3],
        "high": pieces.share(best[0], None, None)[0],
        "worst": worst[3],
        "low": pieces.share(worst[0], None, None)[0],
    }
    if best[1] > worst[2]:
        return _("Most order from {best} ({high}), fewest from {worst} ({low})", **told_of)
    return _("Between {best} ({high}) and {worst} ({low}) no difference can be told", **told_of)


def group(one: Funnel, look: Look) -> str:
    return words.option(words.named(one.group[look.by])) if look.by else ""
