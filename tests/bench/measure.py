"""Every panel of every metric, through the gate and by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb

from dashboard.access import EVERYONE
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.paths import Home
from dashboard.warehouse import reader
from tests.bench import hand
from tests.bench.compare import differences
from tests.bench.panels import BY_HAND, PANELS, TREND, Panel, panels, scorecard_trend
from tests.bench.stopwatch import Reading, stopped, stopped_patiently


@dataclass
class Timing:
    """One metric's panels, in milliseconds by name of panel."""

    metric: Metric
    gate: dict[str, Reading] = field(default_factory=dict)
    raw: dict[str, Reading] = field(default_factory=dict)
    raw_with_links: Reading | None = None
    """The trend by hand where it is known beforehand who each visitor belongs to."""
    differences: list[str] = field(default_factory=list)

    def ratio(self, panel: str) -> float:
        """How many times longer raw events take."""
        return self.raw[panel].clock / self.gate[panel].clock


def timings(home: Home) -> Iterator[Timing]:
    """One per metric, in the order of the catalogue."""
    reader.use(home)
    region = first_region()
    raw, raw_with_links = hand.opened(home), hand.opened(home, knows_links=True)
    with reader.pinned():
        for metric in BY_HAND.values():
            yield _timing(metric, region, raw, raw_with_links)


def _timing(
    metric: Metric,
    region: str,
    raw: duckdb.DuckDBPyConnection,
    raw_with_links: duckdb.DuckDBPyConnection,
) -> Timing:
    timing = Timing(metric)
    for panel in panels(metric, region):
        with reader.uncached():
            timing.gate[panel.name] = stopped(panel.values)
        timing.differences += compared(panel, raw)
        timing.raw[panel.name] = stopped_patiently(lambda asked=panel: hand.rows(raw, asked))
        if panel.name == TREND:
            hand.bind(raw_with_links, panel)
            hand.rows(raw_with_links, panel)
            timing.raw_with_links = stopped_patiently(
                lambda asked=panel: hand.rows(raw_with_links, asked)
            )
    assert set(timing.gate) == set(PANELS)
    return timing


def compared(panel: Panel, raw: duckdb.DuckDBPyConnection) -> list[str]:
    """Where the two ways to the panel's numbers part; also the warm-up of the raw one."""
    hand.bind(raw, panel)
    return differences(panel, panel.values(), hand.rows(raw, panel))


def scorecard(home: Home) -> dict[str, Reading]:
    """Metric -> how long the months take that its card is made of; the Scorecard is their sum."""
    reader.use(home)
    with reader.pinned(), reader.uncached():
        return {name: stopped(scorecard_trend(metric).values) for name, metric in CATALOGUE.items()}


def first_region() -> str:
    """The region that a panel is narrowed to: the first by name."""
    from dashboard.metrics.coverage import EVER
    from queries.choices import choices

    rows = reader.read(EVERYONE, choices, EVER)
    return min(row["value"] for row in rows if row["dimension"] == "region" and row["value"])
