"""What a card of the Scorecard says about one metric, before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.language import said
from dashboard.metrics import coverage, evaluate, reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import parts
from dashboard.views.choice import Choice, with_running_period, with_year_before
from queries.calendar import Calendar, Grain

SECTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    said("Winning"): (
        ("conversion", "shoppers", "new_customers", "cac"),
        (
            "visitors",
            "orders_per_100_shoppers",
            "identified_share",
            "cac_paid",
            "roas",
            "ltv_to_cac",
            "win_rate",
            "sales_cycle",
            "sales_cycle_mean",
        ),
    ),
    said("Selling"): (
        ("revenue", "channel_sales", "revenue_per_buyer", "average_order_value"),
        (
            "orders",
            "buyers",
            "gross_revenue",
            "average_order_value_gross",
            "refund_rate",
            "gross_margin",
            "channel_share",
            "channel_growth",
        ),
    ),
    said("Keeping"): (
        ("retention", "churn", "repeat_orders", "ltv"),
        (
            "cancel_rate",
            "reachable_share",
            "returning_share",
            "returned_to_date",
            "repeat_purchase_rate",
            "repeat_purchase_rate_180",
            "repeat_purchase_rate_365",
            "ltv_180",
            "ltv_365",
            "ltv_margin",
            "ltv_margin_180",
            "ltv_margin_365",
            "ltv_simple",
            "ltv_predicted",
        ),
    ),
    said("Listening"): (("nps", "csat"), ("nps_unweighted", "response_rate")),
    said("Serving"): (
        ("response_time", "contact_frequency"),
        (
            "response_within_target",
            "response_time_median",
            "response_time_p90",
            "resolution_time",
            "resolution_within_target",
            "resolution_time_median",
            "resolution_time_p90",
            "response_time_business",
            "response_time_business_median",
            "response_time_business_p90",
            "response_within_target_business",
            "resolution_time_business",
            "resolution_time_business_median",
            "resolution_time_business_p90",
            "resolution_within_target_business",
        ),
    ),
}
"""Metrics by what a company does: those with a card, then those with a line."""


@dataclass(frozen=True)
class Card:
    """One metric in the newest complete period of the window."""

    metric: Metric
    group: str = ""
    """The survey or channels that the numbers are of, where the metric is never pooled."""
    others: tuple[str, ...] = ()
    """Those that the card leaves to the metric's own page."""
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
    def shown(self) -> Value | None:
        """The newest complete value; the running one where nothing is complete yet."""
        return self.latest or self.running


def sections() -> dict[str, tuple[list[Metric], list[Metric]]]:
    """Every metric of the catalogue by section; those that no section names have a line of their own."""
    found = {
        title: (_declared(cards), _declared(lines)) for title, (cards, lines) in SECTIONS.items()
    }
    named = {name for cards, lines in SECTIONS.values() for name in (*cards, *lines)}
    rest = [metric for name, metric in CATALOGUE.items() if name not in named]
    return {**found, said("More"): ([], rest)} if rest else found


def _declared(names: Sequence[str]) -> list[Metric]:
    return [CATALOGUE[name] for name in names if name in CATALOGUE]


def card(metric: Metric, viewer: Viewer, choice: Choice, part: str = "") -> Card:
    """What there is to say about a metric under the filters chosen; of a part, where there are parts."""
    refused = choice.refused(metric)
    if refused:
        return Card(metric, refused=tuple(refused))
    calendar = reads.about().settings.calendar
    wide = with_year_before(with_running_period(choice, calendar), calendar)
    slice = wide.slice(metric, calendar)
    asked = parts.parts(metric, viewer, slice)
    group = part if part in asked else next(iter(asked))
    values = parts.series(metric, viewer, slice, group)
    others = tuple(name for name in asked if name != group)
    return replace(of_values(metric, values, choice, calendar), group=group, others=others)


def of_values(metric: Metric, values: Sequence[Value], choice: Choice, calendar: Calendar) -> Card:
    """The card that a metric's values make; `values` reach a year further back than the window."""
    trail = tuple(v for v in values if v.period.start >= choice.window.start)
    shown = Card(metric, trail=trail, until=coverage.coverage(metric).day)
    whole = [v for v in trail if v.value is not None and v.is_complete]
    if not whole:
        return replace(shown, reason=_why_not(trail, metric), running=_running(trail, None))
    shown = replace(shown, latest=whole[-1], running=_running(trail, whole[-1]))
    return _compared(shown, values, choice.grain, calendar)


def _compared(card: Card, values: Sequence[Value], grain: Grain, calendar: Calendar) -> Card:
    assert card.latest is not None
    found = {v.period.start: v for v in values if v.value is not None and v.is_complete}
    start = card.latest.period.start
    before = found.get(calendar.shifted(start, grain, -1))
    year_ago = found.get(calendar.year_before(start, grain))
    return replace(
        card,
        before=before,
        since_before=evaluate.change(card.latest, before) if before else None,
        year_ago=year_ago,
        since_year_ago=evaluate.change(card.latest, year_ago) if year_ago else None,
    )


def _running(trail: Sequence[Value], latest: Value | None) -> Value | None:
    """The value of a period after the latest complete one, if it has one."""
    later = [v for v in trail if v.value is not None and not v.is_complete]
    if later and (latest is None or later[-1].period.start > latest.period.start):
        return later[-1]
    return None


def _why_not(trail: Sequence[Value], metric: Metric) -> str:
    reasons = [value.reason for value in trail if value.reason]
    return reasons[-1] if reasons else said(metric.nothing)
