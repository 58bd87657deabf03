"""Analyses as pages read them: kept in memory under version, viewer and slice, for a page runs again on every click."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dashboard.access import Viewer
from dashboard.metrics import cohorts, gaps, growth, lifetimes
from dashboard.metrics.cohorts import Triangle
from dashboard.metrics.gaps import Gaps, Returned
from dashboard.metrics.growth import Growth
from dashboard.metrics.lifetimes import Survival
from dashboard.warehouse import reader
from queries.slice import Slice


def triangles(viewer: Viewer, slice: Slice) -> tuple[Triangle, ...]:
    found: tuple[Triangle, ...] = tuple(_kept(cohorts.triangles, viewer, slice))
    return found


def survival(viewer: Viewer, clock: str, slice: Slice) -> Survival:
    found: Survival = _kept(lifetimes.survival, viewer, clock, slice)
    return found


def growth_periods(viewer: Viewer, slice: Slice) -> list[Growth]:
    return list(_kept(growth.growth_periods, viewer, slice))


def gaps_of(viewer: Viewer, slice: Slice) -> Gaps:
    found: Gaps = _kept(gaps.gaps, viewer, slice)
    return found


def returned(viewer: Viewer, slice: Slice, silence_days: int) -> Returned:
    found: Returned = _kept(gaps.returned, viewer, slice, silence_days)
    return found


def _kept(ask: Callable[..., Any], *asked: Any) -> Any:
    return _answered(reader.version_path(), ask, *asked)


@lru_cache(maxsize=64)
def _answered(version: str, ask: Callable[..., Any], *asked: Any) -> Any:
    return ask(*asked)


reader.emptied_with_versions(_answered.cache_clear)
