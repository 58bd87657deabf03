"""Every metric there is, in the order in which they are shown."""

from dashboard.errors import unknown
from dashboard.metrics.certainty import (
    COST,
    COUNT,
    MEDIAN,
    P90,
    RATIO,
    SATISFACTION,
    SCORE,
    SHARE,
    TOTAL,
)
from dashboard.metrics.declare import Better, Horizon, Metric, Unit
from queries.average_order_value import average_order_value
from queries.average_order_value_gross import average_order_value_gross
from queries.buyers import buyers, buyers_members
from queries.cac import cac, cac_members
from queries.cancel_rate import cancel_rate, cancel_rate_members
from queries.channel_sales import channel_sales, channel_sales_members
from queries.churn import churn, churn_members
from queries.contact_frequency import contact_frequency, contact_frequency_members
from queries.conversion import conversion, conversion_members
from queries.csat import csat, csat_members
from queries.gross_margin import gross_margin, gross_margin_members
from queries.gross_revenue import gross_revenue, gross_revenue_members
from queries.ltv import ltv, ltv_members
from queries.new_customers import new_customers, new_customers_members
from queries.nps import nps, nps_members
from queries.nps_unweighted import nps_unweighted, nps_unweighted_members
from queries.orders import orders, orders_members
from queries.orders_per_100_shoppers import orders_per_100_shoppers, orders_per_100_shoppers_members
from queries.refund_rate import refund_rate, refund_rate_members
from queries.repeat_orders import repeat_orders, repeat_orders_members
from queries.response_time import response_time, response_time_members
from queries.response_waits import response_waits
from queries.response_within_target import response_within_target, response_within_target_members
from queries.retention import retention, retention_members
from queries.revenue import revenue, revenue_members
from queries.revenue_per_buyer import revenue_per_buyer, revenue_per_buyer_members
from queries.shoppers import shoppers, shoppers_members
from queries.visitors import visitors, visitors_members

PERSON = ("region", "segment", "identified")
FIRST = ("first_source", "first_channel", "first_category")
SHOP = (*PERSON, "channel", "source", "campaign", "device")
SALE = (*PERSON, "channel", "source", "category", "campaign", "device")
TICKET = (*PERSON, "channel", "category")
ANSWER = (*PERSON, "channel", "source", "category", "campaign", "device", "survey")

CONVERSION = Metric(
    name="conversion",
    label="Conversion",
    meaning="Of the people who were in the shop, the share who ordered.",
    formula="people with an order / people with a visit or an order, both in channels that record visits",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=conversion,
    members=conversion_members,
    certainty=SHARE,
    reads=("visit", "order"),
    sliced_by=SHOP,
    nothing="no visits or orders in channels that record visits",
    scale=100.0,
)

ORDERS_PER_100_SHOPPERS = Metric(
    name="orders_per_100_shoppers",
    label="Orders per 100 shoppers",
    meaning="How many orders come from a hundred people in the shop.",
    formula="orders / people with a visit or an order × 100, in channels that record visits",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    question=orders_per_100_shoppers,
    members=orders_per_100_shoppers_members,
    certainty=RATIO,
    reads=("visit", "order"),
    sliced_by=SHOP,
    nothing="no visits or orders in channels that record visits",
    scale=100.0,
)

AVERAGE_ORDER_VALUE = Metric(
    name="average_order_value",
    label="Average order value",
    meaning="What one order is worth.",
    formula="net revenue / orders",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=average_order_value,
    members=revenue_members,
    certainty=RATIO,
    reads=("order", "refund"),
    sliced_by=SALE,
    nothing="no orders",
)

AVERAGE_ORDER_VALUE_GROSS = Metric(
    name="average_order_value_gross",
    label="Average order value, gross",
    meaning="What one order is worth before anything is given back.",
    formula="gross revenue / orders",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=average_order_value_gross,
    members=gross_revenue_members,
    certainty=RATIO,
    reads=("order",),
    sliced_by=SALE,
    nothing="no orders",
)

REVENUE_PER_BUYER = Metric(
    name="revenue_per_buyer",
    label="Revenue per buyer",
    meaning="What one buyer spends in the period; many call it the average check.",
    formula="net revenue of people / distinct people with an order",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=revenue_per_buyer,
    members=revenue_per_buyer_members,
    certainty=RATIO,
    reads=("order", "refund"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no buyers",
)

REVENUE = Metric(
    name="revenue",
    label="Revenue",
    meaning="What was sold, net of what was given back.",
    formula="order amounts − refunds, each on its own day",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=revenue,
    members=revenue_members,
    certainty=TOTAL,
    reads=("order", "refund"),
    sliced_by=SALE,
    nothing="no orders or refunds",
)

GROSS_REVENUE = Metric(
    name="gross_revenue",
    label="Gross revenue",
    meaning="What was sold, before refunds.",
    formula="sum of order amounts",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=gross_revenue,
    members=gross_revenue_members,
    certainty=TOTAL,
    reads=("order",),
    sliced_by=SALE,
    nothing="no orders",
)

ORDERS = Metric(
    name="orders",
    label="Orders",
    meaning="How many orders were placed.",
    formula="distinct orders, each on the day of its first line",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    question=orders,
    members=orders_members,
    certainty=TOTAL,
    reads=("order",),
    sliced_by=SALE,
    nothing="no orders",
    note="By category an order counts once in each category it contains, so categories do not add up.",
)

BUYERS = Metric(
    name="buyers",
    label="Buyers",
    meaning="How many people ordered.",
    formula="distinct people with an order",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    question=buyers,
    members=buyers_members,
    certainty=COUNT,
    reads=("order",),
    sliced_by=(*SALE, *FIRST),
    nothing="no buyers",
    note="A person who buys in two channels counts in both, so channels do not add up.",
)

VISITORS = Metric(
    name="visitors",
    label="Visitors",
    meaning="How many people visited.",
    formula="distinct people with a visit",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    question=visitors,
    members=visitors_members,
    certainty=COUNT,
    reads=("visit",),
    sliced_by=SHOP,
    nothing="no visits",
)

SHOPPERS = Metric(
    name="shoppers",
    label="Shoppers",
    meaning="How many people were in the shop: visited or ordered.",
    formula="distinct people with a visit or an order, in channels that record visits",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    question=shoppers,
    members=shoppers_members,
    certainty=COUNT,
    reads=("visit", "order"),
    needs=("visit",),
    sliced_by=SHOP,
    nothing="no visits or orders in channels that record visits",
)

NEW_CUSTOMERS = Metric(
    name="new_customers",
    label="New customers",
    meaning="How many people ordered for the first time.",
    formula="people whose first order ever lies in the window",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    question=new_customers,
    members=new_customers_members,
    certainty=COUNT,
    reads=("order",),
    sliced_by=(*SALE, *FIRST),
    nothing="no first orders",
    needs_year_of_history=True,
)

REFUND_RATE = Metric(
    name="refund_rate",
    label="Refund rate",
    meaning="How much of what was sold is given back.",
    formula="refunded amount / gross revenue",
    unit=Unit.PERCENT,
    better=Better.LOWER,
    question=refund_rate,
    members=refund_rate_members,
    certainty=RATIO,
    reads=("order", "refund"),
    needs=("order", "refund"),
    sliced_by=SALE,
    nothing="no gross revenue",
    scale=100.0,
)

GROSS_MARGIN = Metric(
    name="gross_margin",
    label="Gross margin",
    meaning="What is left of a sale after the cost of the goods.",
    formula="(gross revenue − cost) / gross revenue, over order lines that carry a cost",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=gross_margin,
    members=gross_margin_members,
    certainty=RATIO,
    reads=("order",),
    sliced_by=SALE,
    nothing="no order line carries a cost",
    scale=100.0,
)

RETENTION = Metric(
    name="retention",
    label="Retention",
    meaning="Of the people who had bought lately, the share who buy again.",
    formula="of people with an order in the 90 days before the start, those with an order in the 90 days from it",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=retention,
    members=retention_members,
    certainty=SHARE,
    reads=("order",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody ordered in the 90 days before",
    scale=100.0,
    look_back_days=90,
    horizon_days=90,
    horizon_from=Horizon.START,
    note="The window's length does not matter, only its first day.",
)

CHURN = Metric(
    name="churn",
    label="Churn",
    meaning="Of the people who were active, the share who fell silent.",
    formula="people whose 90th day without an order lies in the window / people with an order in the 90 days "
    "before its start",
    unit=Unit.PERCENT,
    better=Better.LOWER,
    question=churn,
    members=churn_members,
    certainty=SHARE,
    reads=("order",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody ordered in the 90 days before",
    scale=100.0,
    look_back_days=90,
    note="People who lapse and come back are in both churn and retention.",
)

CANCEL_RATE = Metric(
    name="cancel_rate",
    label="Cancellation rate",
    meaning="Of the people who were active or subscribed, the share who said goodbye.",
    formula="people with a cancellation in the window / people with an order in the 90 days before its start "
    "or subscribed at it",
    unit=Unit.PERCENT,
    better=Better.LOWER,
    question=cancel_rate,
    members=cancel_rate_members,
    certainty=SHARE,
    reads=("cancel", "signup", "order"),
    needs=("cancel",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody was active or subscribed at the start",
    scale=100.0,
    look_back_days=90,
)

REPEAT_ORDERS = Metric(
    name="repeat_orders",
    label="Repeat orders",
    meaning="How many orders came from people who had ordered before.",
    formula="orders whose person has an earlier order",
    unit=Unit.COUNT,
    better=Better.HIGHER,
    question=repeat_orders,
    members=repeat_orders_members,
    certainty=TOTAL,
    reads=("order",),
    sliced_by=SALE,
    nothing="no orders",
)

LTV = Metric(
    name="ltv",
    label="Lifetime value (90 days)",
    meaning="What a new customer brings in the 90 days from the first order.",
    formula="net revenue in the 90 days from the first order / people whose first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv,
    members=ltv_members,
    certainty=RATIO,
    reads=("order", "refund"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order is 90 days old",
    horizon_days=90,
    needs_year_of_history=True,
)

CSAT = Metric(
    name="csat",
    label="Satisfaction (CSAT)",
    meaning="Of the people who answered, the share who are satisfied.",
    formula="answers 4 and 5 / valid answers × 100, weighted",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=csat,
    members=csat_members,
    certainty=SATISFACTION,
    reads=("survey_csat",),
    sliced_by=ANSWER,
    nothing="no answers",
    scale=100.0,
    always_by=("survey",),
)

NPS = Metric(
    name="nps",
    label="Net promoter score",
    meaning="How many more people would recommend us than would not.",
    formula="% of answers 9–10 − % of answers 0–6, weighted; a person is heard once in 90 days",
    unit=Unit.POINTS,
    better=Better.HIGHER,
    question=nps,
    members=nps_members,
    certainty=SCORE,
    reads=("survey_nps",),
    sliced_by=ANSWER,
    nothing="no answers",
    scale=100.0,
    always_by=("survey",),
)

NPS_UNWEIGHTED = Metric(
    name="nps_unweighted",
    label="Net promoter score, unweighted",
    meaning="The same with every answer counted alike.",
    formula="% of answers 9–10 − % of answers 0–6; a person is heard once in 90 days",
    unit=Unit.POINTS,
    better=Better.HIGHER,
    question=nps_unweighted,
    members=nps_unweighted_members,
    certainty=SCORE,
    reads=("survey_nps",),
    sliced_by=ANSWER,
    nothing="no answers",
    scale=100.0,
    always_by=("survey",),
)

RESPONSE_TIME = Metric(
    name="response_time",
    label="Response time",
    meaning="How long people wait for a first answer, on average.",
    formula="seconds from opening to first answer / answered tickets, by the day of opening",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=response_time,
    members=response_time_members,
    certainty=RATIO,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="no answered tickets",
)

RESPONSE_TIME_MEDIAN = Metric(
    name="response_time_median",
    label="Response time, median",
    meaning="How long half of the people wait at most; open tickets count with their wait so far.",
    formula="Kaplan–Meier median of the wait, open tickets censored where the data end",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=response_waits,
    members=response_time_members,
    certainty=MEDIAN,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="fewer than half of the tickets are answered",
)

RESPONSE_TIME_P90 = Metric(
    name="response_time_p90",
    label="Response time, 90 %",
    meaning="How long nine in ten people wait at most.",
    formula="90th percentile of the wait of answered tickets",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=response_waits,
    members=response_time_members,
    certainty=P90,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="no answered tickets",
)

RESPONSE_WITHIN_TARGET = Metric(
    name="response_within_target",
    label="Answered within target",
    meaning="Of the tickets that had time, the share answered within the target.",
    formula="tickets answered within the target / tickets at least that old; waiting ones count as missed",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=response_within_target,
    members=response_within_target_members,
    certainty=SHARE,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="no tickets old enough",
    scale=100.0,
)

CONTACT_FREQUENCY = Metric(
    name="contact_frequency",
    label="Contact frequency",
    meaning="How often a customer has to ask for help.",
    formula="tickets opened by people / people with an order or a ticket",
    unit=Unit.RATIO,
    better=Better.LOWER,
    question=contact_frequency,
    members=contact_frequency_members,
    certainty=RATIO,
    reads=("ticket_opened", "order"),
    needs=("ticket_opened",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody ordered or opened a ticket",
)

CHANNEL_SALES = Metric(
    name="channel_sales",
    label="Sales by channel",
    meaning="What each channel sold, net of what was given back.",
    formula="net revenue by the channel of the order",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=channel_sales,
    members=channel_sales_members,
    certainty=TOTAL,
    reads=("order", "refund"),
    sliced_by=(*PERSON, "channel", "online", "category"),
    nothing="no orders or refunds",
    always_by=("channel",),
)

CAC = Metric(
    name="cac",
    label="Acquisition cost (CAC)",
    meaning="What one new customer costs.",
    formula="spend / people whose first order lies in the window",
    unit=Unit.MONEY,
    better=Better.LOWER,
    question=cac,
    members=cac_members,
    certainty=COST,
    reads=("spend", "order"),
    sliced_by=("region", "source", "campaign"),
    nothing="no spend or no new customers",
    needs_year_of_history=True,
    note="Spend without a region is shown as not allocated and never spread.",
)

CATALOGUE: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        CONVERSION, ORDERS_PER_100_SHOPPERS,
        AVERAGE_ORDER_VALUE, AVERAGE_ORDER_VALUE_GROSS, REVENUE_PER_BUYER,
        REVENUE, GROSS_REVENUE, ORDERS, BUYERS, VISITORS, SHOPPERS, NEW_CUSTOMERS,
        REFUND_RATE, GROSS_MARGIN, RETENTION, CHURN, CANCEL_RATE, REPEAT_ORDERS, LTV,
        CSAT, NPS, NPS_UNWEIGHTED,
        RESPONSE_TIME, RESPONSE_TIME_MEDIAN, RESPONSE_TIME_P90, RESPONSE_WITHIN_TARGET,
        CONTACT_FREQUENCY, CHANNEL_SALES, CAC,
    )
}  # fmt: skip


def metric_named(name: str) -> Metric:
    """The metric of that name; `BadUse` names the nearest."""
    if name not in CATALOGUE:
        raise unknown("metric", name, CATALOGUE)
    return CATALOGUE[name]
