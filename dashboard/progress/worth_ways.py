"""For each metric how its gap becomes money, or why it does not: the parts of a product, and the sum in words."""

from collections.abc import Callable
from math import floor, log10

from dashboard.insight.product import Limited, exact
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.progress.worth_case import Case
from queries.calendar import Grain

RETURN_DAYS = 90
"""Over so many days retention and churn look."""
DAYS_OF_A_YEAR = 365
FIGURES = 3
"""Of a gap that is multiplied."""

Sum = tuple[list[Limited], str]
Way = Callable[[Case], Sum]

IN_A_PERIOD = {
    Grain.DAY: said("in a day"), Grain.WEEK: said("in a week"), Grain.MONTH: said("in a month"),
    Grain.QUARTER: said("in a quarter"), Grain.YEAR: said("in a year"),
}  # fmt: skip
NOT_KNOWN = said("not put in money: nothing loaded here says what a change of it brings")


def shown(number: float) -> float:
    """At least three figures and no decimals beyond them: what is printed then multiplies to the amount, of which two
    figures are said."""
    return round(number, max(0, FIGURES - 1 - floor(log10(abs(number))))) if number else 0.0


def _conversion(case: Case) -> Sum:
    """Shoppers who would have bought as well, each worth what a buyer of a period is, where visits are recorded."""
    people, channels = case.concerned(), case.channels_with_visits()
    each = case.a_buyer(channel=channels) if channels else case.a_buyer()
    return [case.gap.times(0.01), exact(people), each], said(
        "{gap:,.12g} points × {people:,.0f} shoppers a year × {each:,.2f} {currency} that a buyer brings {period}",
        gap=shown(case.gap.value), people=people, each=each.value, currency=reads.currency(),
        period=IN_A_PERIOD[case.goal.grain],
    )  # fmt: skip


def _orders_per_shoppers(case: Case) -> Sum:
    people, channels = case.concerned(), case.channels_with_visits()
    only = {"channel": channels} if channels else {}
    each = case.mean("average_order_value", **only)
    return [case.gap.times(0.01), exact(people), each], said(
        "{gap:,.12g} orders per 100 shoppers × {people:,.0f} shoppers a year × {each:,.2f} {currency} per order",
        gap=shown(case.gap.value), people=people, each=each.value, currency=reads.currency(),
    )  # fmt: skip


def _retention(case: Case) -> Sum:
    """Of those who bought in 90 days more come back in the next 90, each worth what a buyer of a quarter is."""
    people = case.concerned() / case.periods * DAYS_OF_A_YEAR / RETURN_DAYS
    each = case.a_buyer_of_a_quarter()
    return [case.gap.times(0.01), exact(people), each], said(
        "{gap:,.12g} points × {people:,.0f} customers a year (those of 90 days, 365 / 90 times) × {each:,.2f} "
        "{currency} that a buyer brings in a quarter",
        gap=shown(case.gap.value), people=people, each=each.value, currency=reads.currency(),
    )  # fmt: skip


def _kept(case: Case) -> Sum:
    """People who would not have gone, each counted for one quarter only, though some would stay longer."""
    people, each = case.concerned(), case.a_buyer_of_a_quarter()
    return [case.gap.times(0.01), exact(people), each], said(
        "{gap:,.12g} points × {people:,.0f} active customers a year (added up over its periods) × {each:,.2f} "
        "{currency} that a buyer brings in a quarter; each is counted for one quarter only",
        gap=shown(case.gap.value), people=people, each=each.value, currency=reads.currency(),
    )  # fmt: skip


def _second_orders(case: Case) -> Sum:
    """More second orders; what follows a second order is not counted."""
    people, each = case.concerned(), case.mean("average_order_value")
    return [case.gap.times(0.01), exact(people), each], said(
        "{gap:,.12g} points × {people:,.0f} new customers a year × {each:,.2f} {currency} per order; only the second "
        "order is counted",
        gap=shown(case.gap.value), people=people, each=each.value, currency=reads.currency(),
    )  # fmt: skip


def _share_of_sales(case: Case) -> Sum:
    """Points of what was sold: refunds, margin, growth."""
    sold = case.concerned()
    return [case.gap.times(0.01), exact(sold)], said(
        "{gap:,.12g} points of {sold:,.0f} {currency} a year",
        gap=shown(case.gap.value), sold=sold, currency=reads.currency(),
    )  # fmt: skip


def _per_buyer(case: Case) -> Sum:
    people = case.concerned()
    return [case.gap, exact(people)], said(
        "{gap:,.12g} {currency} × {people:,.0f} buyers a year (added up over its periods)",
        gap=shown(case.gap.value), people=people, currency=reads.currency(),
    )  # fmt: skip


def _per_order(case: Case) -> Sum:
    orders = case.concerned()
    return [case.gap, exact(orders)], said(
        "{gap:,.12g} {currency} × {orders:,.0f} orders a year",
        gap=shown(case.gap.value), orders=orders, currency=reads.currency(),
    )  # fmt: skip


def _per_new_customer(case: Case) -> Sum:
    people = case.concerned()
    return [case.gap, exact(people)], said(
        "{gap:,.12g} {currency} × {people:,.0f} new customers a year",
        gap=shown(case.gap.value), people=people, currency=reads.currency(),
    )  # fmt: skip


def _return_on_spend(case: Case) -> Sum:
    spend = case.concerned()
    return [case.gap, exact(spend)], said(
        "{gap:,.12g} × {spend:,.0f} {currency} of spend a year",
        gap=shown(case.gap.value), spend=spend, currency=reads.currency(),
    )  # fmt: skip


def _money(case: Case) -> Sum:
    """The gap is money already."""
    if not case.is_yearly:
        return [case.gap], said(
            "{gap:,.12g} {currency} behind the pace so far",
            gap=shown(case.gap.value),
            currency=reads.currency(),
        )
    return [case.gap, exact(case.periods)], said(
        "{gap:,.12g} {currency} {period} × {periods:g}",
        gap=shown(case.gap.value), currency=reads.currency(), period=IN_A_PERIOD[case.goal.grain],
        periods=case.periods,
    )  # fmt: skip


def _orders(case: Case) -> Sum:
    each = case.mean("average_order_value")
    count = shown(case.gap.value * case.periods)
    template = said("{count:,.12g} orders a year × {each:,.2f} {currency} per order")
    if not case.is_yearly:
        template = said(
            "{count:,.12g} orders behind the pace so far × {each:,.2f} {currency} per order"
        )
    return [case.gap, exact(case.periods), each], said(
        template, count=count, each=each.value, currency=reads.currency()
    )


def _buyers(case: Case) -> Sum:
    each = case.a_buyer()
    return [case.gap, exact(case.periods), each], said(
        "{count:,.12g} buyers a year (added up over its periods) × {each:,.2f} {currency} that a buyer brings {period}",
        count=shown(case.gap.value * case.periods), each=each.value, currency=reads.currency(),
        period=IN_A_PERIOD[case.goal.grain],
    )  # fmt: skip


def _new_customers(case: Case) -> Sum:
    """Each worth what a new customer brought in the first 90 days."""
    each = case.mean("ltv")
    template = said(
        "{count:,.12g} new customers a year × {each:,.2f} {currency} in their first 90 days"
    )
    if not case.is_yearly:
        template = said(
            "{count:,.12g} new customers behind the pace so far × {each:,.2f} {currency} in their "
            "first 90 days"
        )
    return [case.gap, exact(case.periods), each], said(
        template,
        count=shown(case.gap.value * case.periods),
        each=each.value,
        currency=reads.currency(),
    )


WAYS: dict[str, Way] = {
    "conversion": _conversion,
    "orders_per_100_shoppers": _orders_per_shoppers,
    "retention": _retention,
    "churn": _kept,
    "cancel_rate": _kept,
    "repeat_purchase_rate": _second_orders,
    "repeat_purchase_rate_180": _second_orders,
    "repeat_purchase_rate_365": _second_orders,
    "refund_rate": _share_of_sales,
    "gross_margin": _share_of_sales,
    "revenue_per_buyer": _per_buyer,
    "average_order_value": _per_order,
    "average_order_value_gross": _per_order,
    "cac": _per_new_customer,
    "cac_paid": _per_new_customer,
    "ltv": _per_new_customer,
    "ltv_180": _per_new_customer,
    "ltv_365": _per_new_customer,
    "ltv_margin": _per_new_customer,
    "ltv_margin_180": _per_new_customer,
    "ltv_margin_365": _per_new_customer,
    "roas": _return_on_spend,
    "revenue": _money,
    "gross_revenue": _money,
    "channel_sales": _money,
    "orders": _orders,
    "repeat_orders": _orders,
    "buyers": _buyers,
    "new_customers": _new_customers,
}
_FEELINGS = said("not put in money: nothing loaded here says what a happier customer brings")
_WAITING = said("not put in money: nothing loaded here says what a shorter wait brings")
_SHARES = said("not put in money: a share can rise while the whole falls")
_PREDICTED = said("not put in money: it is itself an estimate of what customers bring")
_CAME = said("not put in money: who comes may or may not buy; set a goal on buyers or conversion")
NOT_IN_MONEY: dict[str, str] = {
    **dict.fromkeys(("nps", "nps_unweighted", "csat", "response_rate"), _FEELINGS),
    **dict.fromkeys(("returning_share", "returned_to_date", "channel_share"), _SHARES),
    **dict.fromkeys(("ltv_simple", "ltv_predicted", "ltv_to_cac"), _PREDICTED),
    **dict.fromkeys(("visitors", "shoppers"), _CAME),
    "channel_growth": said("not put in money: set a goal on sales by channel for that"),
    "contact_frequency": said("not put in money: nothing loaded here says what a contact costs"),
    "win_rate": said("not put in money: leads carry no amount"),
}
"""Metrics without a way to money, and why; of those about waiting see `reason`."""


def reason(name: str) -> str:
    """Why a metric is not put in money."""
    if name.startswith(("response_", "resolution_")) and name not in NOT_IN_MONEY:
        return _WAITING
    return NOT_IN_MONEY.get(name, NOT_KNOWN)
