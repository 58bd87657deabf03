"""Milliseconds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

TURNS = 5
LONG_MS = 500.0
"""Whatever takes longer is not asked again: raw SQL of seconds, whose noise is small beside them."""


@dataclass(frozen=True)
class Reading:
    """What several runs of one thing took: by the clock, and of the processors.

    `clock` is the median. `processors` is the least, over all threads: it hardly changes when
    others use the machine too.
    """

    clock: float
    processors: float


def stopped(run: Callable[[], object]) -> Reading:
    """Five runs after a warm-up."""
    run()
    return _reading([_turn(run) for _ in range(TURNS)])


def stopped_patiently(run: Callable[[], object]) -> Reading:
    """The same of something that has run before; one run is enough where it takes long."""
    first = _turn(run)
    if first[0] > LONG_MS:
        return _reading([first])
    return _reading([first, *(_turn(run) for _ in range(TURNS - 1))])


def _reading(turns: list[tuple[float, float]]) -> Reading:
    clocks, processors = zip(*turns, strict=True)
    return Reading(statistics.median(clocks), min(processors))


def _turn(run: Callable[[], object]) -> tuple[float, float]:
    began, used = time.perf_counter(), time.process_time()
    run()
    return (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000
