"""What a run of the benchmark prints."""

from collections.abc import Iterator

from tests.bench.measure import Timing
from tests.bench.panels import PANELS, SCORECARD_MONTHS
from tests.bench.stopwatch import Reading

PANEL_LIMIT_MS = 100
SCORECARD_LIMIT_MS = 300

ABOUT = f"""Milliseconds. trend: the last 12 complete months; region: the same for one region;
part: the last complete month by channel (or online, source, region).
gate: answers from the published marts, nothing cached, median of 5 after a warm-up.
raw: SQL by hand over the master's events, with the same threads and memory, median of 5 after a
warm-up, one run where it takes over half a second. It finds out itself whose an event is;
linked: the trend where it is known beforehand who each visitor belongs to. times: raw / gate.
same: numerator and denominator of every period and group agree, money to a millionth.
Scorecard: trends of {SCORECARD_MONTHS} months of all metrics, one after another.
In brackets: processor time, which hardly changes when others use the machine too."""

HEADS, NARROW_HEADS = ("".join(f"{name:>{width}}" for name in PANELS) for width in (8, 7))
COLUMNS = (
    f"{'':26}|{'gate':^25}|{'raw':^33}|{'times':^22}|\n"
    f"{'':26}|{HEADS} |{HEADS}{'linked':>8} |{NARROW_HEADS} | same"
)


def line(timing: Timing) -> str:
    """One metric's row of the table."""
    gate = "".join(f"{timing.gate[name].clock:8.1f}" for name in PANELS)
    raw = "".join(f"{timing.raw[name].clock:8.0f}" for name in PANELS)
    times = "".join(f"{timing.ratio(name):7.0f}" for name in PANELS)
    linked = timing.raw_with_links.clock if timing.raw_with_links else 0.0
    same = "no" if timing.differences else "yes"
    return f"{timing.metric.name:26}|{gate} |{raw}{linked:8.0f} |{times} | {same}"


def summary(events: int, found: list[Timing], scorecard: dict[str, Reading]) -> Iterator[str]:
    """The last lines: what is over its limit, the slowest, and what disagrees."""
    panels = {
        f"{timing.metric.name} {name}": reading
        for timing in found
        for name, reading in timing.gate.items()
    }
    over = [name for name, reading in panels.items() if reading.clock > PANEL_LIMIT_MS]
    busy = [name for name, reading in panels.items() if reading.processors > PANEL_LIMIT_MS]
    total = sum(reading.clock for reading in scorecard.values())
    processors = sum(reading.processors for reading in scorecard.values())
    disagreements = [text for timing in found for text in timing.differences]
    yield (
        f"{events:,} events: {len(over)} of {len(panels)} panels over {PANEL_LIMIT_MS} ms, "
        f"{len(busy)} by processor time"
    )
    yield f"  slowest panels: {_slowest(panels, 8)}"
    yield (
        f"  scorecard: {total:.0f} ms (processors {processors:.0f}) of {SCORECARD_LIMIT_MS}; "
        f"slowest: {_slowest(scorecard, 5)}"
    )
    yield f"  disagreements: {len(disagreements)}"
    yield from (f"    {text}" for text in disagreements[:20])


def _slowest(readings: dict[str, Reading], count: int) -> str:
    """'conversion trend 120 (80), …'"""
    ordered = sorted(readings.items(), key=lambda named: -named[1].clock)
    return ", ".join(f"{name} {r.clock:.0f} ({r.processors:.0f})" for name, r in ordered[:count])
