"""What becomes of leads."""

from dashboard.metrics.catalogue.dimensions import PERSON
from dashboard.metrics.certainty import RATIO, unjudged
from dashboard.metrics.declare import Better, Metric, Unit
from dashboard.metrics.winning import CYCLE, WON
from queries.sales_cycle import sales_cycle, sales_cycle_members
from queries.sales_cycle_mean import sales_cycle_mean, sales_cycle_mean_members
from queries.win_rate import win_rate, win_rate_members

LEAD = (*PERSON, "source")
TIME_TO_DECIDE = 90
"""Days after a period's end until it is judged: a month of young leads is neither lost nor quick."""

WIN_RATE = Metric(
    name="win_rate",
    label="Win rate",
    meaning="Of the leads, the share that became a deal.",
    formula="leads won / leads of the window, by the day of the lead; open ones count as not won so far",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=win_rate,
    members=win_rate_members,
    certainty=WON,
    reads=("lead", "deal_won", "deal_lost"),
    needs=("lead", "deal_won"),
    sliced_by=LEAD,
    nothing="no leads",
    scale=100.0,
    horizon_days=TIME_TO_DECIDE,
    note="How many leads are still open stands beside each value: the newest leads have had little time.",
)

SALES_CYCLE = Metric(
    name="sales_cycle",
    label="Sales cycle",
    meaning="The days in which half of the deals that are won are won.",
    formula="Kaplan–Meier: the first day by which half of those leads are won that are won within the follow-up; "
    "leads not won, lost ones too, wait to where the deals end",
    unit=Unit.DAYS,
    better=Better.LOWER,
    question=sales_cycle,
    members=sales_cycle_members,
    certainty=CYCLE,
    reads=("lead", "deal_won", "deal_lost"),
    needs=("lead", "deal_won"),
    sliced_by=LEAD,
    nothing="no lead is won",
    horizon_days=TIME_TO_DECIDE,
    note="Young leads can have quick deals only: compare periods of the same age.",
)

SALES_CYCLE_MEAN = Metric(
    name="sales_cycle_mean",
    label="Sales cycle, mean",
    meaning="How many days the deals took that are won so far, on average.",
    formula="days from lead to deal / leads won, by the day of the lead",
    unit=Unit.DAYS,
    better=Better.LOWER,
    question=sales_cycle_mean,
    members=sales_cycle_mean_members,
    certainty=unjudged(RATIO),
    reads=("lead", "deal_won"),
    sliced_by=LEAD,
    nothing="no lead is won",
    horizon_days=TIME_TO_DECIDE,
    note="Leads that take long are not in it yet; the median counts with them.",
)
