"""What people say when they are asked."""

from dashboard.metrics.catalogue.dimensions import ANSWER
from dashboard.metrics.certainty import SATISFACTION, SCORE, SHARE
from dashboard.metrics.declare import Better, Metric, Unit
from queries.csat import csat, csat_members
from queries.nps import nps, nps_members
from queries.nps_unweighted import nps_unweighted, nps_unweighted_members
from queries.response_rate import ANSWER_DAYS, response_rate, response_rate_members

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

RESPONSE_RATE = Metric(
    name="response_rate",
    label="Response rate",
    meaning="Of the surveys that were sent, the share that is answered.",
    formula="surveys sent that are answered within 30 days / surveys sent, each survey by itself",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=response_rate,
    members=response_rate_members,
    certainty=SHARE,
    reads=("survey_sent", "survey_nps", "survey_csat"),
    needs=("survey_sent", "survey_nps or survey_csat"),
    sliced_by=ANSWER,
    nothing="no surveys sent 30 days ago or earlier",
    scale=100.0,
    always_by=("survey",),
    horizon_days=ANSWER_DAYS,
    note="Surveys sent less than 30 days ago are left out, and so are those of which nothing says to whom they went.",
)
