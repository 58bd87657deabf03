"""How people are helped."""

from dashboard.metrics.catalogue.dimensions import FIRST, PERSON, TICKET
from dashboard.metrics.certainty import MEDIAN, P90, RATIO, SHARE
from dashboard.metrics.declare import Better, Metric, Unit
from queries.contact_frequency import contact_frequency, contact_frequency_members
from queries.resolution_time import resolution_time, resolution_time_members
from queries.resolution_waits import resolution_waits
from queries.resolution_within_target import (
    resolution_within_target,
    resolution_within_target_members,
)
from queries.response_time import response_time, response_time_members
from queries.response_waits import response_waits
from queries.response_within_target import response_within_target, response_within_target_members

RESPONSE_TIME = Metric(
    name="response_time",
    label="Response time",
    meaning="How long people wait for a first answer, on average.",
    formula="seconds from opening to first answer / answered tickets, by the day of opening",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=response_time,
    members=response_time_members,
    certainty=RATIO,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="no answered tickets",
    variants=(("clock=business", "response_time_business"),),
)

RESPONSE_TIME_MEDIAN = Metric(
    name="response_time_median",
    label="Response time, median",
    meaning="How long half of the people wait at most; open tickets count with their wait so far.",
    formula="Kaplan–Meier median of the wait, open tickets censored where the data end",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=response_waits,
    members=response_time_members,
    certainty=MEDIAN,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="fewer than half of the tickets are answered",
    variants=(("clock=business", "response_time_business_median"),),
)

RESPONSE_TIME_P90 = Metric(
    name="response_time_p90",
    label="Response time, 90 %",
    meaning="How long nine in ten people wait at most.",
    formula="90th percentile of the wait of answered tickets",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=response_waits,
    members=response_time_members,
    certainty=P90,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="no answered tickets",
    variants=(("clock=business", "response_time_business_p90"),),
)

RESPONSE_WITHIN_TARGET = Metric(
    name="response_within_target",
    label="Answered within target",
    meaning="Of the tickets that had time, the share answered within the target.",
    formula="tickets answered within the target / tickets at least that old; waiting ones count as missed",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=response_within_target,
    members=response_within_target_members,
    certainty=SHARE,
    reads=("ticket_opened", "ticket_answered"),
    sliced_by=TICKET,
    nothing="no tickets old enough",
    scale=100.0,
    variants=(("clock=business", "response_within_target_business"),),
)

RESOLUTION_TIME = Metric(
    name="resolution_time",
    label="Resolution time",
    meaning="How long it takes until a request is settled, on average.",
    formula="seconds from opening to closing / closed tickets, by the day of opening",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=resolution_time,
    members=resolution_time_members,
    certainty=RATIO,
    reads=("ticket_opened", "ticket_closed"),
    sliced_by=TICKET,
    nothing="no closed tickets",
    note="The mean is over closed tickets only; the median counts those that are still open too.",
    variants=(("clock=business", "resolution_time_business"),),
)

RESOLUTION_TIME_MEDIAN = Metric(
    name="resolution_time_median",
    label="Resolution time, median",
    meaning="How long half of the requests take at most; open ones count with their age so far.",
    formula="Kaplan–Meier median from opening to closing, open tickets censored where the data end",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=resolution_waits,
    members=resolution_time_members,
    certainty=MEDIAN,
    reads=("ticket_opened", "ticket_closed"),
    sliced_by=TICKET,
    nothing="fewer than half of the tickets are closed",
    variants=(("clock=business", "resolution_time_business_median"),),
)

RESOLUTION_TIME_P90 = Metric(
    name="resolution_time_p90",
    label="Resolution time, 90 %",
    meaning="How long nine in ten requests take at most until they are settled.",
    formula="90th percentile from opening to closing of closed tickets",
    unit=Unit.SECONDS,
    better=Better.LOWER,
    question=resolution_waits,
    members=resolution_time_members,
    certainty=P90,
    reads=("ticket_opened", "ticket_closed"),
    sliced_by=TICKET,
    nothing="no closed tickets",
    variants=(("clock=business", "resolution_time_business_p90"),),
)

RESOLUTION_WITHIN_TARGET = Metric(
    name="resolution_within_target",
    label="Resolved within target",
    meaning="Of the requests that had time, the share settled within the target.",
    formula="tickets closed within the target / tickets at least that old; open ones count as missed",
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    question=resolution_within_target,
    members=resolution_within_target_members,
    certainty=SHARE,
    reads=("ticket_opened", "ticket_closed"),
    sliced_by=TICKET,
    nothing="no tickets old enough",
    scale=100.0,
    note="The target is the setting `resolution_target_seconds`, a day where it is not set.",
    variants=(("clock=business", "resolution_within_target_business"),),
)

CONTACT_FREQUENCY = Metric(
    name="contact_frequency",
    label="Contact frequency",
    meaning="How often a customer has to ask for help.",
    formula="tickets opened by people / people with an order or a ticket",
    unit=Unit.RATIO,
    better=Better.LOWER,
    question=contact_frequency,
    members=contact_frequency_members,
    certainty=RATIO,
    reads=("ticket_opened", "order"),
    needs=("ticket_opened",),
    sliced_by=(*PERSON, *FIRST),
    nothing="nobody ordered or opened a ticket",
)
