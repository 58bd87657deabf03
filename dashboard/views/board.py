"""What a card of the Scorecard says about one metric, before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.metrics import coverage, evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import reads
from dashboard.views.choice import ONLINE, Choice, with_running_period, with_year_before
from queries.calendar import Calendar, Grain
from queries.slice import Slice

SECTIONS: dict[str, tuple[str, ...]] = {
    "Winning": ("conversion", "new_customers", "cac", "visitors", "shoppers", "orders_per_100_shoppers"),
    "Selling": (
        "revenue", "revenue_per_buyer", "average_order_value", "channel_sales", "orders", "buyers",
        "refund_rate", "gross_margin", "gross_revenue",
    ),
    "Keeping": ("retention", "churn", "cancel_rate", "repeat_orders", "ltv"),
    "Listening": ("nps", "csat", "nps_unweighted"),
    "Serving": (
        "response_time", "contact_frequency", "response_within_target", "response_time_median",
        "response_time_p90",
    ),
}  # fmt: skip
"""Metrics by what a company does; those of the catalogue that no section names come last."""


@dataclass(frozen=True)
class Card:
    """One metric in the newest complete period of the window."""

    metric: Metric
    group: str = ""
    """The survey or channels that the numbers are of, where the metric is never pooled."""
    others: tuple[str, ...] = ()
    """Groups that the card leaves to the metric's own page."""
    latest: Value | None = None
    before: Value | None = None
    since_before: Change | None = None
    year_ago: Value | None = None
    since_year_ago: Change | None = None
    running: Value | None = None
    """The newest period, not complete yet."""
    trail: tuple[Value, ...] = ()
    """The window's periods, oldest first, with the running one last."""
    refused: tuple[str, ...] = ()
    """Filters that the metric cannot take; then there is nothing else."""
    reason: str = ""
    """Why there is no value."""
    until: date | None = None
    """The first day that the metric's data do not cover."""

    @property
    def has_value(self) -> bool:
        return self.latest is not None


def sections() -> dict[str, list[Metric]]:
    """Every metric of the catalogue, by section."""
    found = {
        title: [CATALOGUE[n] for n in names if n in CATALOGUE] for title, names in SECTIONS.items()
    }
    named = {name for names in SECTIONS.values() for name in names}
    rest = [metric for name, metric in CATALOGUE.items() if name not in named]
    return {**found, "More": rest} if rest else found


def card(metric: Metric, viewer: Viewer, choice: Choice) -> Card:
    """What there is to say about a metric under the filters chosen."""
    refused = choice.refused(metric)
    if refused:
        return Card(metric, refused=tuple(refused))
    calendar = reads.about().settings.calendar
    wide = with_year_before(with_running_period(choice, calendar), calendar)
    values = reads.series(metric.name, viewer, _pooled(metric, wide.slice(metric, calendar)))
    return of_values(metric, values, choice, calendar)


def of_values(metric: Metric, values: Sequence[Value], choice: Choice, calendar: Calendar) -> Card:
    """The card that a metric's values make; `values` reach a year further back than the window."""
    until = coverage.coverage(metric).day
    groups = _groups(values)
    if not groups:
        return Card(metric, reason=metric.nothing, until=until)
    group, chosen = groups[0]
    trail = tuple(v for v in chosen if v.period.start >= choice.window.start)
    shown = Card(metric, group, tuple(name for name, _ in groups[1:]), trail=trail, until=until)
    whole = [v for v in trail if v.value is not None and v.is_complete]
    if not whole:
        return replace(shown, reason=_why_not(trail), running=_running(trail, None))
    return _compared(
        replace(shown, latest=whole[-1], running=_running(trail, whole[-1])),
        chosen,
        choice.grain,
        calendar,
    )


def _compared(card: Card, values: Sequence[Value], grain: Grain, calendar: Calendar) -> Card:
    assert card.latest is not None
    found = {v.period.start: v for v in values if v.value is not None and v.is_complete}
    start = card.latest.period.start
    before = found.get(calendar.shifted(start, grain, -1))
    year_ago = found.get(_year_before(start, grain, calendar))
    return replace(
        card,
        before=before,
        since_before=evaluate.change(card.latest, before) if before else None,
        year_ago=year_ago,
        since_year_ago=evaluate.change(card.latest, year_ago) if year_ago else None,
    )


def _year_before(start: date, grain: Grain, calendar: Calendar) -> date:
    if grain is Grain.WEEK:
        return calendar.shifted(start, grain, -52)
    return evaluate.year_before(start)


def _pooled(metric: Metric, slice: Slice) -> Slice:
    """Channels are pooled into the online ones, unless channels were chosen."""
    if metric.always_by == ("channel",) and slice.values("channel") is None:
        return slice.filtered(ONLINE, ["true"])
    return slice


def _groups(values: Sequence[Value]) -> list[tuple[str, list[Value]]]:
    """Values by group, the one with the most answers first; without groups, all as ''."""
    found: dict[str, list[Value]] = {}
    for value in values:
        name = ", ".join(part or "unknown" for part in value.group.values())
        found.setdefault(name, []).append(value)
    return sorted(found.items(), key=lambda pair: -sum(v.n or 0 for v in pair[1]))


def _running(trail: Sequence[Value], latest: Value | None) -> Value | None:
    """The value of a period after the latest complete one, if it has one."""
    later = [v for v in trail if v.value is not None and not v.is_complete]
    if later and (latest is None or later[-1].period.start > latest.period.start):
        return later[-1]
    return None


def _why_not(trail: Sequence[Value]) -> str:
    reasons = [value.reason for value in trail if value.reason]
    return reasons[-1] if reasons else "no complete period in this window"
