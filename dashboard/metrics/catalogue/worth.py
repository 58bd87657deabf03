"""What a customer brings."""

from dashboard.metrics.catalogue.dimensions import FIRST, PERSON
from dashboard.metrics.certainty import RATIO
from dashboard.metrics.certainty_money import LIFE
from dashboard.metrics.declare import Better, Metric, Unit
from queries.ltv import ltv, ltv_members
from queries.ltv_180 import ltv_180, ltv_180_members
from queries.ltv_365 import ltv_365, ltv_365_members
from queries.ltv_margin import ltv_margin, ltv_margin_members
from queries.ltv_margin_180 import ltv_margin_180, ltv_margin_180_members
from queries.ltv_margin_365 import ltv_margin_365, ltv_margin_365_members
from queries.ltv_simple import ltv_simple, ltv_simple_members

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
    variants=(("horizon=180", "ltv_180"), ("horizon=365", "ltv_365")),
)

LTV_180 = Metric(
    name="ltv_180",
    label="Lifetime value (180 days)",
    meaning="What a new customer brings in the 180 days from the first order.",
    formula="net revenue in the 180 days from the first order / people whose first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_180,
    members=ltv_180_members,
    certainty=RATIO,
    reads=("order", "refund"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order is 180 days old",
    horizon_days=180,
    needs_year_of_history=True,
)

LTV_365 = Metric(
    name="ltv_365",
    label="Lifetime value (365 days)",
    meaning="What a new customer brings in the 365 days from the first order.",
    formula="net revenue in the 365 days from the first order / people whose first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_365,
    members=ltv_365_members,
    certainty=RATIO,
    reads=("order", "refund"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order is 365 days old",
    horizon_days=365,
    needs_year_of_history=True,
)

MARGIN_NOTE = (
    "A refund lowers the margin by what was given back; the cost stays spent. Order lines without a cost add nothing, "
    "and people without any line that carries one are left out."
)

LTV_MARGIN = Metric(
    name="ltv_margin",
    label="Lifetime margin (90 days)",
    meaning="What a new customer leaves after the cost of the goods, in the 90 days from the first order.",
    formula="net revenue − cost of order lines that carry one, in the 90 days from the first order / people whose "
    "first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_margin,
    members=ltv_margin_members,
    certainty=RATIO,
    reads=("order", "refund"),
    needs=("order", "cost"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order that is 90 days old leads to an order line with a cost",
    horizon_days=90,
    needs_year_of_history=True,
    note=MARGIN_NOTE,
    variants=(("horizon=180", "ltv_margin_180"), ("horizon=365", "ltv_margin_365")),
)

LTV_MARGIN_180 = Metric(
    name="ltv_margin_180",
    label="Lifetime margin (180 days)",
    meaning="What a new customer leaves after the cost of the goods, in the 180 days from the first order.",
    formula="net revenue − cost of order lines that carry one, in the 180 days from the first order / people whose "
    "first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_margin_180,
    members=ltv_margin_180_members,
    certainty=RATIO,
    reads=("order", "refund"),
    needs=("order", "cost"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order that is 180 days old leads to an order line with a cost",
    horizon_days=180,
    needs_year_of_history=True,
    note=MARGIN_NOTE,
)

LTV_MARGIN_365 = Metric(
    name="ltv_margin_365",
    label="Lifetime margin (365 days)",
    meaning="What a new customer leaves after the cost of the goods, in the 365 days from the first order.",
    formula="net revenue − cost of order lines that carry one, in the 365 days from the first order / people whose "
    "first order lies in the window",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_margin_365,
    members=ltv_margin_365_members,
    certainty=RATIO,
    reads=("order", "refund"),
    needs=("order", "cost"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no first order that is 365 days old leads to an order line with a cost",
    horizon_days=365,
    needs_year_of_history=True,
    note=MARGIN_NOTE,
)

LTV_SIMPLE = Metric(
    name="ltv_simple",
    label="Lifetime value, rule of thumb",
    meaning="Money in a month in which a customer buys, times the months from their first order to their last.",
    formula="net revenue of people / months in which each of them ordered × mean months from the first order ever to "
    "the last in the window, of people who order in it",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    question=ltv_simple,
    members=ltv_simple_members,
    certainty=LIFE,
    reads=("order", "refund"),
    sliced_by=(*PERSON, *FIRST),
    nothing="no buyers",
    needs_year_of_history=True,
    note="No forecast: it takes every month of a life for one with an order, which few are, and only the life so far. "
    "Lifetime value of 90, 180 or 365 days compares cohorts of one age.",
)
