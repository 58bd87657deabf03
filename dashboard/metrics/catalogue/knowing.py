"""Whom a company knows and may write to."""

from dashboard.metrics.catalogue.dimensions import FIRST, PERSON
from dashboard.metrics.certainty import SHARE
from dashboard.metrics.declare import Better, Metric, Unit
from queries.identified_share import identified_share, identified_share_members
from queries.reachable_share import reachable_share, reachable_share_members

IDENTIFIED_SHARE = Metric(
    name="identified_share",
    label="Identified visits",
    meaning="Of the visits, the share by people whom we know.",
    formula="visits that say the visitor is identified / visits",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=identified_share,
    members=identified_share_members,
    certainty=SHARE,
    reads=("visit",),
    sliced_by=("region", "segment", "channel", "source"),
    nothing="no visits",
    scale=100.0,
    note="A visit counts as it was made: who is recognised later does not change it.",
)

REACHABLE_SHARE = Metric(
    name="reachable_share",
    label="Reachable people",
    meaning="Of the people whom we know, the share that has agreed to be written to.",
    formula="people whose last word on consent is yes / people who ordered, signed up, became a lead or spoke of "
    "consent, both by the window's end",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=reachable_share,
    members=reachable_share_members,
    certainty=SHARE,
    reads=("consent_given", "consent_withdrawn", "order", "signup", "lead"),
    needs=("consent_given",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody is known",
    scale=100.0,
    note="Only the window's last day matters. People known only by a cookie are not counted.",
)
