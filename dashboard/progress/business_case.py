"""The business case of an initiative: cost, benefit range, payback, return, one what-if, each assumption's source."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.insight.product import Limited
from dashboard.insight.returns import Outlay
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.progress.choose import MONTHS, Choice, choice
from dashboard.progress.roadmap import Initiative
from dashboard.records.store import Store

YEARS = 3
"""Over so many it is looked at, unless another number is asked for."""
DAYS_OF_A_MONTH = 365.25 / 12
WAREHOUSE = said("the warehouse")


@dataclass(frozen=True)
class WhatIf:
    """What is assumed otherwise: each 1 and 0 where nothing is."""

    effect: float = 1.0
    """Times the promised effect."""
    cost: float = 1.0
    """Times the cost."""
    later: float = 0.0
    """Months later that the benefit comes."""


AS_SAID = WhatIf()
HALF = WhatIf(effect=0.5)


@dataclass(frozen=True)
class Assumption:
    """One thing that the case stands on. Both texts are as `said`."""

    what: str
    source: str


@dataclass(frozen=True)
class Sums:
    """What comes out at one size of the benefit."""

    outlay: Outlay
    months: int

    @property
    def benefit(self) -> float:
        """Over the whole span."""
        return self.outlay.benefits(self.months)

    @property
    def net(self) -> float:
        return self.outlay.net(self.months)

    @property
    def gain(self) -> float | None:
        """Return: what is left by what is spent; None where nothing is spent."""
        return self.outlay.gain(self.months)

    @property
    def payback(self) -> float | None:
        """In months from the start; None: never."""
        return self.outlay.payback


@dataclass(frozen=True)
class BusinessCase:
    """One page: at the low end of the benefit, in the middle, and at its high end."""

    initiative: Initiative
    months: int
    what_if: WhatIf
    cost: float | None
    """All of the span; None where it is not said."""
    benefit: Limited | None
    """A year, once it is there; before confidence."""
    low: Sums | None = None
    middle: Sums | None = None
    high: Sums | None = None
    reason: str = ""
    """Why there are no sums, as `said`."""
    assumptions: tuple[Assumption, ...] = ()


def business_case(
    initiative: Initiative, viewer: Viewer, store: Store, years: int = YEARS,
    what_if: WhatIf = AS_SAID,
) -> BusinessCase:  # fmt: skip
    """The case of an initiative as the viewer may see it, or with something assumed otherwise."""
    return made(choice(initiative, viewer, store, {}), years, what_if)


def made(found: Choice, years: int = YEARS, what_if: WhatIf = AS_SAID) -> BusinessCase:
    """The sums of a choice whose benefit is known."""
    one, months = found.initiative, MONTHS * years
    told = tuple(_assumptions(found, years, what_if))
    cost = _cost(one, months, what_if)
    empty = BusinessCase(one, months, what_if, cost, None, assumptions=told)
    if found.benefit is None:
        return replace(empty, reason=found.reason)
    benefit = _with_others(found, found.benefit.times(what_if.effect))
    if cost is None:
        return replace(empty, benefit=benefit, reason=said("It does not say what it costs."))
    low, middle, high = (
        Sums(_outlay(one, yearly, what_if), months)
        for yearly in (benefit.low, benefit.value, benefit.high)
    )
    return BusinessCase(one, months, what_if, cost, benefit, low, middle, high, assumptions=told)


def _with_others(found: Choice, benefit: Limited) -> Limited:
    """With what its owner expects besides, which is counted where the effect itself is put in money."""
    low, high = found.initiative.benefit_low, found.initiative.benefit_high
    if found.is_by_hand or low is None or high is None:
        return benefit
    return Limited(benefit.value + (low + high) / 2, benefit.low + low, benefit.high + high)


def _cost(one: Initiative, months: int, what_if: WhatIf) -> float | None:
    if one.cost_once is None and one.cost_month is None:
        return None
    return _outlay(one, 0.0, what_if).cost(months)


def _outlay(one: Initiative, yearly: float, what_if: WhatIf) -> Outlay:
    return Outlay(
        (one.cost_once or 0.0) * what_if.cost, (one.cost_month or 0.0) * what_if.cost,
        yearly / MONTHS, delay(one) + what_if.later,
    )  # fmt: skip


def delay(one: Initiative) -> float:
    """Months from the start until the promise is due: the benefit is counted from then on."""
    if one.start is None or one.promised_by is None:
        return 0.0
    return (one.promised_by - one.start).days / DAYS_OF_A_MONTH


def _assumptions(found: Choice, years: int, what_if: WhatIf) -> Iterator[Assumption]:
    one = found.initiative
    owner = said(
        "{owner}, version {version} of the initiative", owner=one.owner, version=one.version
    )
    if one.promised_effect is not None:
        template = said("The effect is {effect:+g} points.")
        if one.promised_unit == "percent":
            template = said("The effect is {effect:+g} %.")
        yield Assumption(said(template, effect=one.promised_effect), owner)
    if found.worth.amount is not None:
        what = said("In a year that is {sum}.", sum=found.worth.sum)
        yield Assumption(what, _of_warehouse())
    yield from _by_hand(found, owner)
    if one.cost_once is not None or one.cost_month is not None:
        template = said("It costs {once:,.0f} {currency} once and {month:,.0f} {currency} a month.")
        costs = {"once": one.cost_once or 0.0, "month": one.cost_month or 0.0}
        yield Assumption(said(template, **costs, currency=reads.currency()), owner)
    yield _when(one, owner)
    yield Assumption(
        said(
            "It is looked at over {years} years from its start; nothing is discounted.", years=years
        ),
        said("whoever looks at it"),
    )
    yield from _otherwise(what_if)


def _by_hand(found: Choice, owner: str) -> Iterator[Assumption]:
    """What the owner expects, and why: in place of the effect or besides it."""
    one = found.initiative
    if one.benefit_low is None or one.benefit_high is None:
        return
    template = said("Besides, it brings {low:,.0f} to {high:,.0f} {currency} a year: {why}")
    if found.is_by_hand:
        template = said("It brings {low:,.0f} to {high:,.0f} {currency} a year: {why}")
    values = {"low": one.benefit_low, "high": one.benefit_high, "currency": reads.currency()}
    yield Assumption(
        said(template, **values, why=one.benefit_why or said("no reason is given.")), owner
    )
    if found.is_by_hand:
        reason = said("The effect itself is {reason}.", reason=found.worth.reason)
        yield Assumption(reason, WAREHOUSE)


def _when(one: Initiative, owner: str) -> Assumption:
    if one.start and one.promised_by:
        words = said(
            "The benefit is there from {day} on, {months:.1f} months after the start, and stays."
        )
        return Assumption(said(words, day=one.promised_by, months=delay(one)), owner)
    return Assumption(
        said(
            "The benefit is there from the start and stays: no day is said yet on which it starts."
        ),
        said("nobody yet"),
    )


def _otherwise(what_if: WhatIf) -> Iterator[Assumption]:
    who = said("the what-if")
    if what_if.effect != 1:
        yield Assumption(
            said("{share:.0f} % of the effect comes.", share=100 * what_if.effect), who
        )
    if what_if.cost != 1:
        yield Assumption(
            said("It costs {share:.0f} % of what is said.", share=100 * what_if.cost), who
        )
    if what_if.later:
        yield Assumption(
            said("The benefit comes {months:g} months later.", months=what_if.later), who
        )


def _of_warehouse() -> str:
    about = reads.about()
    return said("the warehouse, data until {day}", day=about.covered_day - timedelta(days=1))


def due_by(found: BusinessCase) -> date | None:
    """The day on which it is to have paid back in the middle case, where it starts on a day."""
    start, sums = found.initiative.start, found.middle
    if start is None or sums is None or sums.payback is None:
        return None
    return date.fromordinal(start.toordinal() + round(sums.payback * DAYS_OF_A_MONTH))
