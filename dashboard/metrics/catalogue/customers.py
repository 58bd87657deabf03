"""Who stays, who leaves, and who buys again."""

from dashboard.metrics.catalogue.dimensions import FIRST, PERSON, SALE
from dashboard.metrics.certainty import PREDICTED, SHARE, TOTAL, unjudged
from dashboard.metrics.declare import Better, Horizon, Metric, Unit
from queries.cancel_rate import cancel_rate, cancel_rate_members
from queries.churn import churn, churn_members
from queries.ltv_predicted import ltv_predicted, ltv_predicted_members, value_models
from queries.repeat_orders import repeat_orders, repeat_orders_members
from queries.retention import retention, retention_members

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
    switches=("silence", "horizon"),
)

CHURN = Metric(
    name="churn",
    label="Churn",
    meaning="Of the people who were active, the share who fell silent.",
    formula="people whose day 90 without an order lies in the window / people with an order in the 90 days "
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
    ends_with_the_data=True,
    look_back_days=90,
    note="People who lapse and come back are in both churn and retention.",
    switches=("silence",),
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
    switches=("silence",),
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
    adds_up=True,
)

LTV_PREDICTED = Metric(
    name="ltv_predicted",
    label="Lifetime value, predicted",
    meaning="What a customer will bring in the twelve months after the data end.",
    formula="expected order days × expected net revenue of each, over 12 months (BG/NBD × Gamma–Gamma) / people "
    "whose first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_predicted,
    members=ltv_predicted_members,
    certainty=unjudged(PREDICTED),
    reads=("order", "refund"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first orders",
    needs_year_of_history=True,
    model=value_models,
    note="Newer customers have more of their life ahead: cohorts of different age are not judged against each other. "
    "Seasons are not in the model. It foretells totals better than single people, and the chance that somebody "
    "is 'alive' is no share of active customers.",
)
