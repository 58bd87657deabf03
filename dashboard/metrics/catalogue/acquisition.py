"""Who is won, and at what cost."""

from dashboard.metrics.catalogue.dimensions import FIRST, SALE
from dashboard.metrics.certainty import COST, COUNT
from dashboard.metrics.declare import Better, Metric, Unit
from queries.cac import cac, cac_members
from queries.new_customers import new_customers, new_customers_members

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
