"""Where all goals stand, worked out once for each version of the data and each state of the records."""

from collections import OrderedDict
from typing import Any

from sqlalchemy import func, select

from dashboard.access import Viewer
from dashboard.progress import standing, status_file
from dashboard.progress.standing import Standing
from dashboard.records.store import Store
from dashboard.records.tables import Change, GoalForecast
from dashboard.warehouse import reader

MOST = 16
_kept: OrderedDict[tuple[Any, ...], tuple[Standing, ...]] = OrderedDict()


def standings(viewer: Viewer, store: Store) -> tuple[Standing, ...]:
    """As `standing.standings`; quick where nothing has changed since they were asked for."""
    key = (
        reader.version_path(),
        store.place,
        state(store),
        status_file.stamp(reader.home()),
        viewer,
    )
    found = _kept.get(key)
    if found is None:
        found = tuple(standing.standings(viewer, store))
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def state(store: Store) -> tuple[int, int, int]:
    """Changes with every change of a record and every forecast."""
    newest = select(
        select(func.coalesce(func.max(Change.id), 0)).scalar_subquery(),
        select(func.coalesce(func.max(GoalForecast.id), 0)).scalar_subquery(),
        select(func.count()).select_from(GoalForecast).scalar_subquery(),
    )
    with store.reading() as session:
        changes, forecasts, count = session.execute(newest).one()
    return changes, forecasts, count


reader.emptied_with_versions(_kept.clear)
