"""What a number counts, in words that follow the count: '1 order', '12,345 orders'."""

from dashboard.language import forms, n_
from dashboard.metrics.declare import Metric

COUNTED = {
    "conversion": "shoppers", "orders_per_100_shoppers": "shoppers",
    "average_order_value": "orders", "revenue_per_buyer": "buyers",
    "revenue": "orders", "gross_revenue": "orders", "repeat_orders": "orders",
    "retention": "customers", "churn": "customers", "cancel_rate": "customers",
    "returning_share": "buyers", "returned_to_date": "customers",
    "repeat_purchase_rate": "new customers", "repeat_purchase_rate_180": "new customers",
    "repeat_purchase_rate_365": "new customers",
    "ltv": "new customers", "ltv_180": "new customers", "ltv_365": "new customers",
    "ltv_margin": "new customers", "ltv_margin_180": "new customers",
    "ltv_margin_365": "new customers", "ltv_simple": "buyers", "cac": "new customers",
    "cac_paid": "new customers", "roas": "orders", "ltv_to_cac": "new customers",
    "csat": "answers", "nps": "answers", "nps_unweighted": "answers",
    "response_rate": "surveys", "identified_share": "visits", "reachable_share": "people",
    "response_time": "tickets", "response_time_median": "tickets",
    "response_time_p90": "tickets", "response_within_target": "tickets",
    "win_rate": "leads", "sales_cycle": "deals", "sales_cycle_mean": "deals",
    "resolution_time": "tickets", "resolution_time_median": "tickets",
    "resolution_time_p90": "tickets", "resolution_within_target": "tickets",
    "response_time_business": "tickets",
    "response_time_business_median": "tickets",
    "response_time_business_p90": "tickets",
    "response_within_target_business": "tickets",
    "resolution_time_business": "tickets",
    "resolution_time_business_median": "tickets",
    "resolution_time_business_p90": "tickets",
    "resolution_within_target_business": "tickets",
    "contact_frequency": "people", "channel_sales": "orders", "channel_share": "orders",
    "channel_growth": "orders",
}  # fmt: skip
"""What n counts; metrics that are counts themselves, or divide by money, say none."""

NOUNS = {
    "shoppers": forms("{count} shopper", "{count} shoppers"),
    "orders": forms("{count} order", "{count} orders"),
    "buyers": forms("{count} buyer", "{count} buyers"),
    "customers": forms("{count} customer", "{count} customers"),
    "new customers": forms("{count} new customer", "{count} new customers"),
    "answers": forms("{count} answer", "{count} answers"),
    "surveys": forms("{count} survey", "{count} surveys"),
    "visits": forms("{count} visit", "{count} visits"),
    "people": forms("{count} person", "{count} people"),
    "tickets": forms("{count} ticket", "{count} tickets"),
    "leads": forms("{count} lead", "{count} leads"),
    "deals": forms("{count} deal", "{count} deals"),
    "days": forms("{count} day", "{count} days"),
    "periods": forms("{count} period", "{count} periods"),
    "rows": forms("{count} row", "{count} rows"),
    "weeks": forms("{count} week", "{count} weeks"),
    "months": forms("{count} month", "{count} months"),
    "metrics": forms("{count} metric", "{count} metrics"),
    "files": forms("{count} file", "{count} files"),
    "feeds": forms("{count} feed", "{count} feeds"),
    "spans": forms("{count} span", "{count} spans"),
}
"""The forms of each noun by its plural."""


def counted(metric: Metric, n: float | None) -> str:
    """'12,345 shoppers', or nothing where n says no more than the value."""
    noun = COUNTED.get(metric.name)
    return "" if not noun or n is None else of(round(n), noun)


def of(count: int, noun: str) -> str:
    """'1 order', '5 orders', by the plural of the noun."""
    return n_(*NOUNS[noun], count)
