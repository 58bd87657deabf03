"""Milliseconds."""

import statistics
import time
from collections.abc import Callable

TURNS = 5
LONG_MS = 500.0
"""Whatever takes longer is not asked again: raw SQL of seconds, whose noise is small beside them."""


def median_ms(run: Callable[[], object]) -> float:
    """The median of five runs after a warm-up."""
    run()
    return statistics.median(_ms(run) for _ in range(TURNS))


def patient_ms(run: Callable[[], object]) -> float:
    """The same, but a run that takes long is the only one after the warm-up of whoever ran it before."""
    first = _ms(run)
    if first > LONG_MS:
        return first
    return statistics.median([first, *(_ms(run) for _ in range(TURNS - 1))])


def _ms(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1000
