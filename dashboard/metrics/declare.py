"""What a metric is: a declaration from which cards, help, docs and the command line are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from dashboard.metrics.certainty import Certainty
from queries.slice import Slice


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
    RATIO = "ratio"  # plain number, such as tickets per person


class Horizon(StrEnum):
    """From which edge of the period the horizon runs."""

    START = "start"
    END = "end"


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
    look_back_days: int = 0
    horizon_days: int = 0
    horizon_from: Horizon = Horizon.END
    needs_year_of_history: bool = False
    """Marked 'history starts here' in the first 365 days of orders."""
    note: str = ""
    """What a reader should know beside the formula."""
    needs: tuple[str, ...] = ()
    """Kinds of event without any of which there is no value; where it is left out, all that it reads but refunds."""

    @property
    def needed(self) -> tuple[str, ...]:
        return self.needs or tuple(kind for kind in self.reads if kind != "refund")

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"{self.name} is not a name")
