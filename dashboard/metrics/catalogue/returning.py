"""Who comes back."""

from dashboard.metrics.catalogue.dimensions import FIRST, PERSON
from dashboard.metrics.certainty import SHARE
from dashboard.metrics.certainty_returns import RETURNS
from dashboard.metrics.declare import Better, Metric, Unit
from queries.repeat_purchase_rate import repeat_purchase_rate, repeat_purchase_rate_members
from queries.repeat_purchase_rate_180 import (
    repeat_purchase_rate_180,
    repeat_purchase_rate_180_members,
)
from queries.repeat_purchase_rate_365 import (
    repeat_purchase_rate_365,
    repeat_purchase_rate_365_members,
)
from queries.returned_to_date import returned_to_date, returned_to_date_members
from queries.returning_share import returning_share, returning_share_members

RETURNING_SHARE = Metric(
    name="returning_share",
    label="Returning customers",
    meaning="Of the people who ordered, the share who had ordered before.",
    formula="people with an order in the window and one before it / people with an order in the window",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=returning_share,
    members=returning_share_members,
    certainty=SHARE,
    reads=("order",),
    sliced_by=(*PERSON, "channel", "source", *FIRST),
    nothing="no buyers",
    scale=100.0,
    needs_year_of_history=True,
    note="The earlier order may be in any channel and of any source.",
)

RETURNED_TO_DATE = Metric(
    name="returned_to_date",
    label="Returned to date",
    meaning="Of everybody who has ever ordered, the share who have come back on another day so far.",
    formula="people with two or more order days by the window's end / people with an order by then",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=returned_to_date,
    members=returned_to_date_members,
    certainty=SHARE,
    reads=("order",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody has ordered",
    scale=100.0,
    note="It falls when many customers are young: they have not had the time to come back. It is no retention; the "
    "repeat purchase rate compares customers of one age.",
)

YOUNG_NOTE = (
    "While some first orders are younger than that, the share is Kaplan–Meier's over all of them and the period is "
    "not complete. A second order on the same day is no return."
)

REPEAT_PURCHASE_RATE = Metric(
    name="repeat_purchase_rate",
    label="Repeat purchase rate (90 days)",
    meaning="Of the people who ordered for the first time, the share who come back within 90 days.",
    formula="people with a second order day in the 90 days from the first / people whose first order lies in the "
    "window",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=repeat_purchase_rate,
    members=repeat_purchase_rate_members,
    certainty=RETURNS,
    reads=("order",),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order has been watched for 90 days",
    scale=100.0,
    horizon_days=90,
    needs_year_of_history=True,
    note=YOUNG_NOTE,
    variants=(
        ("horizon=180", "repeat_purchase_rate_180"),
        ("horizon=365", "repeat_purchase_rate_365"),
    ),
)

REPEAT_PURCHASE_RATE_180 = Metric(
    name="repeat_purchase_rate_180",
    label="Repeat purchase rate (180 days)",
    meaning="Of the people who ordered for the first time, the share who come back within 180 days.",
    formula="people with a second order day in the 180 days from the first / people whose first order lies in the "
    "window",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=repeat_purchase_rate_180,
    members=repeat_purchase_rate_180_members,
    certainty=RETURNS,
    reads=("order",),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order has been watched for 180 days",
    scale=100.0,
    horizon_days=180,
    needs_year_of_history=True,
    note=YOUNG_NOTE,
)

REPEAT_PURCHASE_RATE_365 = Metric(
    name="repeat_purchase_rate_365",
    label="Repeat purchase rate (365 days)",
    meaning="Of the people who ordered for the first time, the share who come back within 365 days.",
    formula="people with a second order day in the 365 days from the first / people whose first order lies in the "
    "window",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=repeat_purchase_rate_365,
    members=repeat_purchase_rate_365_members,
    certainty=RETURNS,
    reads=("order",),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order has been watched for 365 days",
    scale=100.0,
    horizon_days=365,
    needs_year_of_history=True,
    note=YOUNG_NOTE,
)
