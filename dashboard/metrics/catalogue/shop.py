"""Who was in the shop and what they bought."""

from dashboard.metrics.catalogue.dimensions import FIRST, PERSON, SALE, SHOP
from dashboard.metrics.certainty import COUNT, RATIO, SHARE, TOTAL
from dashboard.metrics.declare import Better, Metric, Unit
from queries.average_order_value import average_order_value
from queries.average_order_value_gross import average_order_value_gross
from queries.buyers import buyers, buyers_members
from queries.channel_sales import channel_sales, channel_sales_members
from queries.conversion import conversion, conversion_members
from queries.gross_margin import gross_margin, gross_margin_members
from queries.gross_revenue import gross_revenue, gross_revenue_members
from queries.orders import orders, orders_members
from queries.orders_per_100_shoppers import orders_per_100_shoppers, orders_per_100_shoppers_members
from queries.refund_rate import refund_rate, refund_rate_members
from queries.revenue import revenue, revenue_members
from queries.revenue_per_buyer import revenue_per_buyer, revenue_per_buyer_members
from queries.shoppers import shoppers, shoppers_members
from queries.visitors import visitors, visitors_members

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
    adds_up=True,
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
    adds_up=True,
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
    adds_up=True,
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
    adds_up=True,
)
