"""Every metric there is, in the order in which they are shown."""

from dashboard.errors import unknown
from dashboard.metrics.catalogue.acquisition import CAC, NEW_CUSTOMERS
from dashboard.metrics.catalogue.business import (
    RESOLUTION_TIME_BUSINESS,
    RESOLUTION_TIME_BUSINESS_MEDIAN,
    RESOLUTION_TIME_BUSINESS_P90,
    RESOLUTION_WITHIN_TARGET_BUSINESS,
    RESPONSE_TIME_BUSINESS,
    RESPONSE_TIME_BUSINESS_MEDIAN,
    RESPONSE_TIME_BUSINESS_P90,
    RESPONSE_WITHIN_TARGET_BUSINESS,
)
from dashboard.metrics.catalogue.customers import (
    CANCEL_RATE,
    CHURN,
    LTV,
    LTV_PREDICTED,
    REPEAT_ORDERS,
    RETENTION,
)
from dashboard.metrics.catalogue.leads import SALES_CYCLE, SALES_CYCLE_MEAN, WIN_RATE
from dashboard.metrics.catalogue.shop import (
    AVERAGE_ORDER_VALUE,
    AVERAGE_ORDER_VALUE_GROSS,
    BUYERS,
    CHANNEL_SALES,
    CONVERSION,
    GROSS_MARGIN,
    GROSS_REVENUE,
    ORDERS,
    ORDERS_PER_100_SHOPPERS,
    REFUND_RATE,
    REVENUE,
    REVENUE_PER_BUYER,
    SHOPPERS,
    VISITORS,
)
from dashboard.metrics.catalogue.support import (
    CONTACT_FREQUENCY,
    RESOLUTION_TIME,
    RESOLUTION_TIME_MEDIAN,
    RESOLUTION_TIME_P90,
    RESOLUTION_WITHIN_TARGET,
    RESPONSE_TIME,
    RESPONSE_TIME_MEDIAN,
    RESPONSE_TIME_P90,
    RESPONSE_WITHIN_TARGET,
)
from dashboard.metrics.catalogue.voice import CSAT, NPS, NPS_UNWEIGHTED
from dashboard.metrics.declare import Metric

CATALOGUE: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        CONVERSION, ORDERS_PER_100_SHOPPERS,
        AVERAGE_ORDER_VALUE, AVERAGE_ORDER_VALUE_GROSS, REVENUE_PER_BUYER,
        REVENUE, GROSS_REVENUE, ORDERS, BUYERS, VISITORS, SHOPPERS, NEW_CUSTOMERS,
        REFUND_RATE, GROSS_MARGIN, RETENTION, CHURN, CANCEL_RATE, REPEAT_ORDERS, LTV, LTV_PREDICTED,
        CSAT, NPS, NPS_UNWEIGHTED,
        RESPONSE_TIME, RESPONSE_TIME_MEDIAN, RESPONSE_TIME_P90, RESPONSE_WITHIN_TARGET,
        RESPONSE_TIME_BUSINESS, RESPONSE_TIME_BUSINESS_MEDIAN, RESPONSE_TIME_BUSINESS_P90,
        RESPONSE_WITHIN_TARGET_BUSINESS,
        RESOLUTION_TIME, RESOLUTION_TIME_MEDIAN, RESOLUTION_TIME_P90, RESOLUTION_WITHIN_TARGET,
        RESOLUTION_TIME_BUSINESS, RESOLUTION_TIME_BUSINESS_MEDIAN, RESOLUTION_TIME_BUSINESS_P90,
        RESOLUTION_WITHIN_TARGET_BUSINESS,
        CONTACT_FREQUENCY, CHANNEL_SALES, CAC,
        WIN_RATE, SALES_CYCLE, SALES_CYCLE_MEAN,
    )
}  # fmt: skip


def metric_named(name: str) -> Metric:
    """The metric of that name; `BadUse` names the nearest."""
    if name not in CATALOGUE:
        raise unknown("metric", name, CATALOGUE)
    return CATALOGUE[name]
