"""Every question the oracle can answer, by the metric's name, and what it may be sliced by."""

from collections.abc import Callable

from tests.oracle.acquisition import cac, cac_paid, new_customers, roas
from tests.oracle.channels import channel_growth, channel_share
from tests.oracle.customers import revenue_per_buyer
from tests.oracle.groups import Answers
from tests.oracle.knowing import identified_share, reachable_share
from tests.oracle.leads import sales_cycle, sales_cycle_mean, win_rate
from tests.oracle.payback import ltv_to_cac
from tests.oracle.returning import (
    repeat_purchase_rate,
    repeat_purchase_rate_180,
    repeat_purchase_rate_365,
    returned_to_date,
    returning_share,
)
from tests.oracle.sales import (
    average_order_value,
    average_order_value_gross,
    channel_sales,
    gross_margin,
    gross_revenue,
    orders,
    refund_rate,
    repeat_orders,
    revenue,
)
from tests.oracle.shopping import (
    buyers,
    conversion,
    orders_per_100_shoppers,
    shoppers,
    visitors,
)
from tests.oracle.staying import cancel_rate, churn, retention
from tests.oracle.support import contact_frequency
from tests.oracle.value import ltv_predicted
from tests.oracle.voices import csat, nps, nps_unweighted, response_rate
from tests.oracle.waits import (
    resolution_time,
    resolution_time_business,
    resolution_time_business_median,
    resolution_time_business_p90,
    resolution_time_median,
    resolution_time_p90,
    resolution_within_target,
    resolution_within_target_business,
    response_time,
    response_time_business,
    response_time_business_median,
    response_time_business_p90,
    response_time_median,
    response_time_p90,
    response_within_target,
    response_within_target_business,
)
from tests.oracle.world import By, Where, Window, World
from tests.oracle.worth import (
    ltv,
    ltv_180,
    ltv_365,
    ltv_margin,
    ltv_margin_180,
    ltv_margin_365,
    ltv_simple,
)

Question = Callable[[World, Window, Where, By], Answers]

PERSON: By = ("region", "segment", "identified")
FIRST: By = ("first_source", "first_channel", "first_category")
SHOPPING: By = ("channel", "source", "campaign", "device")
SALE: By = (*SHOPPING, "category")
TICKET: By = (*PERSON, "channel", "category")
COSTED: By = ("source", "campaign", "region")

ORACLE: dict[str, tuple[Question, By]] = {
    "conversion": (conversion, PERSON + SHOPPING),
    "orders_per_100_shoppers": (orders_per_100_shoppers, PERSON + SHOPPING),
    "visitors": (visitors, PERSON + SHOPPING),
    "shoppers": (shoppers, PERSON + SHOPPING),
    "buyers": (buyers, PERSON + SALE + FIRST),
    "average_order_value": (average_order_value, PERSON + SALE),
    "average_order_value_gross": (average_order_value_gross, PERSON + SALE),
    "revenue": (revenue, PERSON + SALE),
    "gross_revenue": (gross_revenue, PERSON + SALE),
    "orders": (orders, PERSON + SALE),
    "refund_rate": (refund_rate, PERSON + SALE),
    "gross_margin": (gross_margin, PERSON + SALE),
    "repeat_orders": (repeat_orders, PERSON + SALE),
    "channel_sales": (channel_sales, (*PERSON, "channel", "category")),
    "channel_share": (channel_share, (*PERSON, "channel", "category")),
    "channel_growth": (channel_growth, (*PERSON, "channel", "category")),
    "revenue_per_buyer": (revenue_per_buyer, PERSON + FIRST),
    "new_customers": (new_customers, PERSON + SALE + FIRST),
    "returning_share": (returning_share, (*PERSON, *FIRST, "channel", "source")),
    "returned_to_date": (returned_to_date, PERSON + FIRST),
    "repeat_purchase_rate": (repeat_purchase_rate, PERSON + FIRST),
    "repeat_purchase_rate_180": (repeat_purchase_rate_180, PERSON + FIRST),
    "repeat_purchase_rate_365": (repeat_purchase_rate_365, PERSON + FIRST),
    "ltv": (ltv, PERSON + FIRST),
    "ltv_180": (ltv_180, PERSON + FIRST),
    "ltv_365": (ltv_365, PERSON + FIRST),
    "ltv_margin": (ltv_margin, PERSON + FIRST),
    "ltv_margin_180": (ltv_margin_180, PERSON + FIRST),
    "ltv_margin_365": (ltv_margin_365, PERSON + FIRST),
    "ltv_simple": (ltv_simple, PERSON + FIRST),
    "ltv_predicted": (ltv_predicted, PERSON + FIRST),
    "cac": (cac, COSTED),
    "cac_paid": (cac_paid, COSTED),
    "roas": (roas, COSTED),
    "ltv_to_cac": (ltv_to_cac, COSTED),
    "win_rate": (win_rate, (*PERSON, "source")),
    "sales_cycle": (sales_cycle, (*PERSON, "source")),
    "sales_cycle_mean": (sales_cycle_mean, (*PERSON, "source")),
    "retention": (retention, PERSON + FIRST),
    "churn": (churn, PERSON + FIRST),
    "cancel_rate": (cancel_rate, PERSON + FIRST),
    "csat": (csat, (*PERSON, *SALE, "survey")),
    "nps": (nps, (*PERSON, *SALE, "survey")),
    "nps_unweighted": (nps_unweighted, (*PERSON, *SALE, "survey")),
    "response_rate": (response_rate, (*PERSON, *SALE, "survey")),
    "identified_share": (identified_share, ("region", "segment", "channel", "source")),
    "reachable_share": (reachable_share, PERSON + FIRST),
    "response_time": (response_time, TICKET),
    "response_time_p90": (response_time_p90, TICKET),
    "response_time_median": (response_time_median, TICKET),
    "response_within_target": (response_within_target, TICKET),
    "resolution_time": (resolution_time, TICKET),
    "resolution_time_p90": (resolution_time_p90, TICKET),
    "resolution_time_median": (resolution_time_median, TICKET),
    "resolution_within_target": (resolution_within_target, TICKET),
    "response_time_business": (response_time_business, TICKET),
    "response_time_business_p90": (response_time_business_p90, TICKET),
    "response_time_business_median": (response_time_business_median, TICKET),
    "response_within_target_business": (response_within_target_business, TICKET),
    "resolution_time_business": (resolution_time_business, TICKET),
    "resolution_time_business_p90": (resolution_time_business_p90, TICKET),
    "resolution_time_business_median": (resolution_time_business_median, TICKET),
    "resolution_within_target_business": (resolution_within_target_business, TICKET),
    "contact_frequency": (contact_frequency, PERSON + FIRST),
}
