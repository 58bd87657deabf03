"""The CDNOW sample as plain values: each customer's days and what they spent on them."""

import os
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from dashboard.insight.bg_nbd import Histories
from tests.insight.published import REPOSITORY

CALIBRATED = date(1997, 9, 30)


def shared(name: str) -> Path:
    """A file of the real data; skips the test where the folder is absent."""
    root = Path(os.environ.get("MILEPOST_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (root / name).exists():
        pytest.skip("no real data: set MILEPOST_REAL_DATA to their folder")
    return root / name


@lru_cache(maxsize=1)
def _days(path: Path) -> dict[str, dict[date, float]]:
    found: dict[str, dict[date, float]] = {}
    for line in path.read_text().splitlines():
        customer, _, day, _, dollars = line.split()
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        days = found.setdefault(customer, {})
        days[on] = days.get(on, 0.0) + float(dollars)
    return found


def cdnow_days() -> dict[str, dict[date, float]]:
    """Customer → day → dollars; rows of one day are one order."""
    return _days(shared("cdnow_sample/CDNOW_sample.txt"))


def cdnow_histories(until: date) -> tuple[Histories, np.ndarray]:
    """Histories in weeks up to a day, and the mean dollars of the days after the first."""
    rows = []
    for days in cdnow_days().values():
        first, *later = sorted(day for day in days if day <= until)
        last = later[-1] if later else first
        mean = sum(days[day] for day in later) / len(later) if later else 0.0
        rows.append((len(later), (last - first).days / 7, (until - first).days / 7, mean))
    x, t_x, age, mean = np.array(rows, dtype=float).T
    return Histories(x, t_x, age), mean
