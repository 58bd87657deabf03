"""What was foretold for a goal: the newest forecast of its present version, and how past ones came out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from dashboard.access import EVERYONE, Viewer
from dashboard.insight.chance import Word, word
from dashboard.insight.hindsight import Told
from dashboard.language import recalled, said
from dashboard.metrics import reads
from dashboard.progress.foretelling import OTHER_REGIONS, REASONS
from dashboard.progress.goal import Goal, is_visible
from dashboard.records.store import Store
from dashboard.records.tables import GoalForecast

WORDS = {
    Word.VERY_UNLIKELY: said("very unlikely"),
    Word.UNLIKELY: said("unlikely"),
    Word.ABOUT_EVEN: said("about even"),
    Word.LIKELY: said("likely"),
    Word.VERY_LIKELY: said("very likely"),
}
METHODS = {
    "naive": said("the newest value stays (random walk)"),
    "ets_ann": said("exponential smoothing of the level"),
    "ets_aadn": said("exponential smoothing with a trend that fades"),
    "seasonal_naive": said("the same season a year before"),
    "season_out_ets_aadn": said("season taken out, exponential smoothing with a trend that fades"),
    "season_out_naive": said("season taken out, what is left stays (random walk)"),
    "season_out_ets_ann": said("season taken out, exponential smoothing of the level"),
}


@dataclass(frozen=True)
class Foreseen:
    """A stored forecast, as cards and pages show it."""

    chance: float | None
    """0 to 1; None where there is none."""
    reason: str = ""
    """Why there is none: said(), for `_`."""
    is_decided: bool = False
    """The chance is 0 or 1 because it is known how it came out."""
    target: float | None = None
    method: str = ""
    """Name of the method; METHODS has its words."""
    fan: tuple[dict[str, Any], ...] = ()
    """One row per period to come: `period` (its first day, ISO), `p05` `p10` `p25` `p50` `p75` `p90` `p95`."""
    details: dict[str, Any] | None = None
    warehouse_version: int = 0
    made_at: datetime | None = None
    until_day: date | None = None
    came_true: bool | None = None

    @property
    def word(self) -> str:
        """One of five words: said(), for `_`; '' without a chance."""
        return "" if self.chance is None else WORDS[word(self.chance)]

    @property
    def method_words(self) -> str:
        return METHODS.get(self.method, "")


def of(store: Store, goal: Goal, viewer: Viewer = EVERYONE) -> Foreseen | None:
    """The newest forecast of this version of a goal, from the data in use or earlier ones; None where there is none.

    Forecasts are worked out over everything. Whoever may see some regions only is told of goals within these.
    """
    if not is_visible(goal, viewer):
        return Foreseen(None, OTHER_REGIONS)
    newest = (
        select(GoalForecast)
        .where(
            GoalForecast.goal_id == goal.id,
            GoalForecast.goal_version == goal.version,
            GoalForecast.warehouse_version <= reads.about().seq,  # not one that was rolled back
        )
        .order_by(GoalForecast.warehouse_version.desc())
        .limit(1)
    )
    with store.reading() as session:
        row = session.scalars(newest).first()
    return _read(row) if row else None


def _read(row: GoalForecast) -> Foreseen:
    return Foreseen(
        row.chance, recalled(row.reason, REASONS), bool(row.details.get("is_decided")), row.target,
        row.method, tuple(row.fan), row.details, row.warehouse_version, row.made_at, row.until_day,
        row.came_true,
    )  # fmt: skip


def came_due(store: Store) -> list[Told]:
    """Every chance that was given while it was open, and whether it came true."""
    asked = select(GoalForecast).where(
        GoalForecast.came_true.is_not(None), GoalForecast.chance.is_not(None)
    )
    with store.reading() as session:
        rows: Sequence[GoalForecast] = session.scalars(asked).all()
    return [
        (row.chance, bool(row.came_true))
        for row in rows
        if row.chance is not None and not row.details.get("is_decided")
    ]


def in_hindsight(store: Store, goals: Sequence[Goal]) -> list[Told]:
    """The chances that the same way would have given earlier for these goals' metrics, and what came."""
    found = (of(store, goal) for goal in goals)
    return [
        (float(chance), bool(came))
        for seen in found
        if seen and seen.details
        for chance, came in seen.details.get("told", ())
    ]
