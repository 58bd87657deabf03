"""What a metric is: a declaration from which cards, help, docs and the command line are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from dashboard.language import said
from dashboard.metrics.certainty import Certainty
from queries.attribution import TOUCHES, Attribution
from queries.slice import USUAL_DAYS, Slice


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Unit(StrEnum):
    """What a value counts; views write it out."""

    PERCENT = "percent"  # value is 0 to 100
    POINTS = "points"  # -100 to 100
    MONEY = "money"  # reporting currency
    COUNT = "count"
    SECONDS = "seconds"
    DAYS = "days"
    RATIO = "ratio"  # plain number, such as tickets per person


class Horizon(StrEnum):
    """From which edge of the period the horizon runs."""

    START = "start"
    END = "end"


class Sliceable(Protocol):
    """What a slice can be asked of: a metric, or an analysis."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def reads(self) -> tuple[str, ...]: ...
    @property
    def sliced_by(self) -> tuple[str, ...]: ...
    @property
    def needed(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Metric:
    """One metric: its words, its question and how it may be sliced and judged."""

    name: str
    label: str
    meaning: str
    formula: str
    unit: Unit
    better: Better
    question: Callable[[Slice], Select[Any]]
    certainty: Certainty
    reads: tuple[str, ...]
    """Kinds of event (and 'spend') that it needs; its coverage is the least over their feeds."""
    sliced_by: tuple[str, ...]
    """Dimensions that it can be grouped and filtered by."""
    nothing: str
    """Why there may be no value: 'no orders in this window'."""
    members: Callable[[Slice], FromClause] | None = None
    """Rows of period, groups, person, x and y from which the value is counted."""
    scale: float = 1.0
    """value = scale × numerator / denominator."""
    always_by: tuple[str, ...] = ()
    """Groups that are never pooled: a survey is asked for, or each is a row of its own."""
    ends_with_the_data: bool = False
    """What it counts in the period under way goes no further than the data, and no roll-up knows how far that is."""
    look_back_days: int = 0
    horizon_days: int = 0
    horizon_from: Horizon = Horizon.END
    needs_year_of_history: bool = False
    """Marked 'history starts here' in the first 365 days of orders."""
    model: Callable[[Slice], Select[Any]] | None = None
    """The question whose row tells of the model behind it; its `reason` says why there is none."""
    looks_at_year_before: bool = False
    """Rests on the same days a year before as well: data that are missing there are missing here."""
    note: str = ""
    """What a reader should know beside the formula."""
    needs: tuple[str, ...] = ()
    """Kinds of event (and 'spend', and 'cost' of order lines) without any of which there is no value ('a or b': one of
    them does); where it is left out, all that it reads but refunds."""
    switches: tuple[str, ...] = ()
    """Definition switches that change what its slice means; see dashboard/metrics/switches.py."""
    variants: tuple[tuple[str, str], ...] = ()
    """Pairs of a switch's reading and the metric that is defined so: ('horizon=180', 'ltv_180')."""
    adds_up: bool = False
    """Periods add up to a longer one: sums, and counts in which nobody is counted twice."""
    needs_setting: str = ""
    """A setting without which there is no value."""

    @property
    def needed(self) -> tuple[str, ...]:
        return self.needs or tuple(kind for kind in self.reads if kind != "refund")

    def of(self, slice: Slice) -> "Metric":
        """The metric as the slice means it: how far it looks back and ahead follows the slice's days."""
        metric = self
        if "silence" in self.switches and slice.silence_days != USUAL_DAYS:
            metric = metric._of_silence(slice.silence_days)
        if "horizon" in self.switches and slice.horizon_days != USUAL_DAYS:
            days = slice.horizon_days
            formula = said(
                metric.formula.replace(f"{USUAL_DAYS} days from", "{days} days from"), days=days
            )
            metric = replace(metric, horizon_days=days, formula=formula)
        if "attribution" in self.switches and slice.attribution is not Attribution.FIRST_ORDER:
            metric = replace(metric, reads=(*metric.reads, *TOUCHES), needs=metric.needed)
        return metric

    def _of_silence(self, days: int) -> "Metric":
        def of_days(text: str) -> str:
            text = text.replace(f"{USUAL_DAYS} days before", "{days} days before")
            return said(text.replace(f"day {USUAL_DAYS} ", "day {days} "), days=days)

        return replace(
            self, look_back_days=days, formula=of_days(self.formula), nothing=of_days(self.nothing)
        )

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"{self.name} is not a name")
