"""What the Explore page costs: every leaderboard in two windows and the split of the change, with nothing cached.

The alternative is what is done without marts: as many breakdowns asked of the master's events, of which one is timed
(by region, in the newer window) and counted as often as there are dimensions and windows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.access import EVERYONE
from dashboard.metrics import compare, coverage, drivers
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.bench import hand
from tests.bench.panels import Panel, complete_until
from tests.bench.stopwatch import Reading, stopped, stopped_patiently

ASKED = ("retention", "conversion", "revenue", "buyers", "response_time")


@dataclass(frozen=True)
class Exploring:
    """One metric: what the gate takes for all of it, and by hand for one breakdown."""

    metric: Metric
    breakdowns: int
    gate: Reading
    raw: Reading

    @property
    def times(self) -> float:
        """How many times longer raw events take."""
        return self.breakdowns * self.raw.clock / self.gate.clock


def explored(home: Home) -> Iterator[Exploring]:
    """The last complete quarter against the one before it."""
    reader.use(home)
    raw = hand.opened(home)
    with reader.pinned():
        for name in ASKED:
            metric = CATALOGUE[name]
            slice = _last_quarter(metric)
            before = compare.before(slice, "previous").window
            with reader.uncached():
                gate = stopped(lambda m=metric, s=slice, b=before: drivers.why(m, EVERYONE, s, b))
            panel = Panel(metric, "part", slice.grouped("region"), by="region")
            hand.bind(raw, panel)
            hand.rows(raw, panel)
            by_hand = stopped_patiently(lambda asked=panel: hand.rows(raw, asked))
            yield Exploring(metric, 2 * len(drivers.along(metric)), gate, by_hand)


def _last_quarter(metric: Metric) -> Slice:
    calendar = coverage.settings().calendar
    end = calendar.start(complete_until(metric, calendar), Grain.QUARTER)
    return Slice(Window(calendar.shifted(end, Grain.QUARTER, -1), end), calendar=calendar)


def lines(events: int, found: Iterator[Exploring]) -> Iterator[str]:
    """What the run prints of it."""
    yield f"{events:,} events, Explore: every leaderboard in two windows and where it changed"
    for one in found:
        yield (
            f"  {one.metric.name:16} {one.gate.clock:6.0f} ms (processors {one.gate.processors:.0f}), "
            f"{one.breakdowns} breakdowns; of raw events {one.raw.clock:.0f} ms each, {one.times:.0f} times"
        )
