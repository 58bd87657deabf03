"""Numbers as pages read them: kept in memory under version, viewer, metric and slice."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import coverage, evaluate
from dashboard.metrics.catalogue import metric_named
from dashboard.metrics.evaluate import Value
from dashboard.settings import Settings
from dashboard.warehouse import reader
from queries import history
from queries.choices import choices as choices_question
from queries.slice import Slice


@dataclass(frozen=True)
class About:
    """The version in use."""

    seq: int
    published_at: datetime
    settings: Settings
    covered_day: date
    """The first day that no feed covers."""
    first_day: date
    """The day of the first event."""


def about() -> About:
    return _about(reader.version_path())


@lru_cache(maxsize=8)
def _about(version: str) -> About:
    [row] = reader.read(EVERYONE, history.about, coverage.EVER)
    return About(
        row["seq"],
        row["published_at"],
        Settings(**json.loads(row["settings"])),
        coverage.covered_day_of_all(),
        _first_day(),
    )


def _first_day() -> date:
    firsts = [row["first_at"] for row in rows(EVERYONE, history.feeds) if row["first_at"]]
    return min(firsts).date() if firsts else coverage.covered_day_of_all() - timedelta(days=1)


def is_demo() -> bool:
    """The data are those of the demo company."""
    return any(row["feed"].startswith("demo") for row in rows(EVERYONE, history.feeds))


def currency() -> str:
    return about().settings.currency


def series(name: str, viewer: Viewer, slice: Slice) -> tuple[Value, ...]:
    """A metric's values over a slice, periods in order within each group."""
    return _series(reader.version_path(), name, viewer, slice)


@lru_cache(maxsize=1024)
def _series(version: str, name: str, viewer: Viewer, slice: Slice) -> tuple[Value, ...]:
    return tuple(evaluate.series(metric_named(name), viewer, slice))


def whole(name: str, viewer: Viewer, slice: Slice) -> tuple[Value, ...]:
    """One value for each group over the whole window."""
    return _whole(reader.version_path(), name, viewer, slice)


@lru_cache(maxsize=1024)
def _whole(version: str, name: str, viewer: Viewer, slice: Slice) -> tuple[Value, ...]:
    return tuple(evaluate.whole(metric_named(name), viewer, slice))


def choices(viewer: Viewer) -> dict[str, list[str]]:
    """Dimension → its values that occur, in order, the unknown one ('') last."""
    found: dict[str, list[str]] = {}
    for row in reader.read(viewer, choices_question, coverage.EVER):
        found.setdefault(row["dimension"], []).append(row["value"])
    return {name: sorted(values, key=lambda v: (not v, v)) for name, values in found.items()}


def rows(viewer: Viewer, question: reader.Question) -> tuple[dict[str, Any], ...]:
    """Rows of a question that no window narrows."""
    return reader.read(viewer, question, coverage.EVER)


for kept in (_about, _series, _whole):
    reader.emptied_with_versions(kept.cache_clear)
