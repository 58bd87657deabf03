"""What a run of the benchmark prints."""

from collections.abc import Iterable

from tests.bench.measure import Timing
from tests.bench.panels import BREAKDOWN, PANELS, SCORECARD_MONTHS

PANEL_LIMIT_MS = 100
SCORECARD_LIMIT_MS = 300

ABOUT = f"""Milliseconds. trend: the last 12 complete months; region: the same for one region;
part: the last complete month by channel (or online, source, region).
gate: answers from the published marts, nothing cached, median of 5 after a warm-up.
raw: SQL by hand over the master's events, with the same threads and memory, median of 5 after a
warm-up, one run where it takes over half a second. It finds out itself whose an event is;
linked: the trend where it is known beforehand who each visitor belongs to. times: raw / gate.
same: numerator and denominator of every period and group agree, money to a millionth.
Scorecard: trends of {SCORECARD_MONTHS} months of all metrics, one after another."""

COLUMNS = (
    f"{'':26}|{'gate':^24}|{'raw':^31}|{'times':^21}|\n"
    f"{'':26}|{'trend':>7}{'region':>8}{'part':>8} |{'trend':>7}{'linked':>8}{'region':>8}{'part':>7} |"
    f"{'trend':>6}{'region':>7}{'part':>7} | same"
)


def line(timing: Timing) -> str:
    """One metric's row of the table."""
    gate, raw = timing.gate, timing.raw
    trend, region, part = PANELS
    return (
        f"{timing.metric.name:26}|{gate[trend]:7.1f}{gate[region]:8.1f}{gate[part]:8.1f} |"
        f"{raw[trend]:7.0f}{timing.raw_with_links:8.0f}{raw[region]:8.0f}{raw[part]:7.0f} |"
        f"{timing.ratio(trend):6.0f}{timing.ratio(region):7.0f}{timing.ratio(part):7.0f} | "
        f"{'no' if timing.differences else 'yes'}"
    )


def summary(events: int, found: list[Timing], scorecard: dict[str, float]) -> Iterable[str]:
    """The last lines: what is over its limit, the slowest, and what disagrees."""
    panels = sorted(
        ((ms, f"{timing.metric.name} {_called(name)}") for timing in found for name, ms in timing.gate.items()),
        reverse=True,
    )  # fmt: skip
    over = [panel for panel in panels if panel[0] > PANEL_LIMIT_MS]
    slowest = sorted(((ms, name) for name, ms in scorecard.items()), reverse=True)
    disagreements = [text for timing in found for text in timing.differences]
    total = sum(scorecard.values())
    yield f"{events:,} events: {len(over)} of {len(panels)} panels over {PANEL_LIMIT_MS} ms"
    yield f"  slowest panels: {_listed(panels[: max(5, len(over))])}"
    yield f"  scorecard: {total:.0f} ms of {SCORECARD_LIMIT_MS}; slowest: {_listed(slowest[:5])}"
    yield f"  disagreements: {len(disagreements)}"
    yield from (f"    {text}" for text in disagreements[:20])


def _called(panel: str) -> str:
    return "part" if panel == BREAKDOWN else panel


def _listed(timed: list[tuple[float, str]]) -> str:
    return ", ".join(f"{name} {ms:.0f}" for ms, name in timed)
