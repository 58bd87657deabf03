"""Who is won, and at what cost."""

from dashboard.metrics.catalogue.dimensions import FIRST, SALE
from dashboard.metrics.certainty import COST, COUNT
from dashboard.metrics.declare import Better, Metric, Unit
from dashboard.metrics.winning import RETURN, WORTH
from queries.cac import cac, cac_members
from queries.cac_paid import cac_paid, cac_paid_members
from queries.ltv_to_cac import ltv_to_cac, ltv_to_cac_members
from queries.new_customers import new_customers, new_customers_members
from queries.roas import roas, roas_members

COSTED = ("region", "source", "campaign")
NEVER_SPREAD = "Spend without a region is shown as not allocated and never spread."

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
    switches=("attribution",),
    adds_up=True,
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
    sliced_by=COSTED,
    nothing="no spend or no new customers",
    needs_year_of_history=True,
    note=NEVER_SPREAD,
    switches=("attribution",),
)

CAC_PAID = Metric(
    name="cac_paid",
    label="Acquisition cost, paid sources",
    meaning="What one new customer costs who came through a paid source.",
    formula="spend on paid sources / people whose first order lies in the window and came from a paid source",
    unit=Unit.MONEY,
    better=Better.LOWER,
    question=cac_paid,
    members=cac_paid_members,
    certainty=COST,
    reads=("spend", "order"),
    sliced_by=COSTED,
    nothing="no spend on paid sources or no new customers of theirs",
    needs_year_of_history=True,
    note=f"The table of sources says which are paid; one that it does not name is not. {NEVER_SPREAD}",
    switches=("attribution",),
)

ROAS = Metric(
    name="roas",
    label="Return on ad spend (ROAS)",
    meaning="What one unit of money spent on a source brings back in sales.",
    formula="net revenue of the orders of sources with spend in the period / that spend",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    question=roas,
    members=roas_members,
    certainty=RETURN,
    reads=("spend", "order", "refund"),
    needs=("spend", "order"),
    sliced_by=COSTED,
    nothing="no spend, or spend of no region, to which no sale belongs,",
    note=f"The source is that of the order, also for its refunds. {NEVER_SPREAD}",
)

LTV_TO_CAC = Metric(
    name="ltv_to_cac",
    label="Lifetime value to acquisition cost",
    meaning="How many times over a new customer brings back, within a year, what winning one costs.",
    formula="margin in the 365 days from the first order, per new customer old enough / acquisition cost of the "
    "window; net revenue where no cost of goods is known",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    question=ltv_to_cac,
    members=ltv_to_cac_members,
    certainty=WORTH,
    reads=("spend", "order", "refund"),
    needs=("spend", "order"),
    sliced_by=COSTED,
    nothing="no spend, no new customers or none 365 days old",
    horizon_days=365,
    needs_year_of_history=True,
    note="Whether it is margin or net revenue is said beside each value; below 1 a customer brings in less than "
    f"winning one costs. {NEVER_SPREAD}",
    switches=("attribution",),
)
