"""How people are helped, counted in business hours only."""

from dataclasses import replace

from dashboard.metrics.catalogue.support import (
    RESOLUTION_TIME,
    RESOLUTION_TIME_MEDIAN,
    RESOLUTION_TIME_P90,
    RESOLUTION_WITHIN_TARGET,
    RESPONSE_TIME,
    RESPONSE_TIME_MEDIAN,
    RESPONSE_TIME_P90,
    RESPONSE_WITHIN_TARGET,
)
from queries.resolution_time_business import (
    resolution_time_business,
    resolution_time_business_members,
)
from queries.resolution_waits_business import resolution_waits_business
from queries.resolution_within_target_business import (
    resolution_within_target_business,
    resolution_within_target_business_members,
)
from queries.response_time_business import response_time_business, response_time_business_members
from queries.response_waits_business import response_waits_business
from queries.response_within_target_business import (
    response_within_target_business,
    response_within_target_business_members,
)

NOTE = "Only time in which the setting `business_hours` has the ticket's region open counts; a day is 24 such hours."

RESPONSE_TIME_BUSINESS = replace(
    RESPONSE_TIME,
    name="response_time_business",
    label="Response time, business hours",
    meaning="How long people wait for a first answer while somebody is there, on average.",
    formula="business seconds from opening to first answer / answered tickets, by the day of opening",
    question=response_time_business,
    members=response_time_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESPONSE_TIME_BUSINESS_MEDIAN = replace(
    RESPONSE_TIME_MEDIAN,
    name="response_time_business_median",
    label="Response time, business hours, median",
    meaning="How long half of the people wait at most while somebody is there; waiting tickets count too.",
    formula="Kaplan–Meier median of the business seconds to the first answer, open tickets censored where the data end",
    question=response_waits_business,
    members=response_time_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESPONSE_TIME_BUSINESS_P90 = replace(
    RESPONSE_TIME_P90,
    name="response_time_business_p90",
    label="Response time, business hours, 90 %",
    meaning="How long nine in ten people wait at most while somebody is there.",
    formula="90th percentile of the business seconds to the first answer of answered tickets",
    question=response_waits_business,
    members=response_time_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESPONSE_WITHIN_TARGET_BUSINESS = replace(
    RESPONSE_WITHIN_TARGET,
    name="response_within_target_business",
    label="Answered within target, business hours",
    meaning="Of the tickets that had time, the share answered within the target, in business hours.",
    formula="tickets answered within the target / tickets at least that old, in business time; waiting ones are missed",
    question=response_within_target_business,
    members=response_within_target_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESOLUTION_TIME_BUSINESS = replace(
    RESOLUTION_TIME,
    name="resolution_time_business",
    label="Resolution time, business hours",
    meaning="How long it takes until a request is settled while somebody is there, on average.",
    formula="business seconds from opening to closing / closed tickets, by the day of opening",
    question=resolution_time_business,
    members=resolution_time_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESOLUTION_TIME_BUSINESS_MEDIAN = replace(
    RESOLUTION_TIME_MEDIAN,
    name="resolution_time_business_median",
    label="Resolution time, business hours, median",
    meaning="How long half of the requests take at most while somebody is there; open ones count too.",
    formula="Kaplan–Meier median of the business seconds to the closing, open tickets censored where the data end",
    question=resolution_waits_business,
    members=resolution_time_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESOLUTION_TIME_BUSINESS_P90 = replace(
    RESOLUTION_TIME_P90,
    name="resolution_time_business_p90",
    label="Resolution time, business hours, 90 %",
    meaning="How long nine in ten requests take at most while somebody is there.",
    formula="90th percentile of the business seconds to the closing of closed tickets",
    question=resolution_waits_business,
    members=resolution_time_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)

RESOLUTION_WITHIN_TARGET_BUSINESS = replace(
    RESOLUTION_WITHIN_TARGET,
    name="resolution_within_target_business",
    label="Resolved within target, business hours",
    meaning="Of the requests that had time, the share settled within the target, in business hours.",
    formula="tickets closed within the target / tickets at least that old, in business time; open ones are missed",
    question=resolution_within_target_business,
    members=resolution_within_target_business_members,
    needs_setting="business_hours",
    variants=(),
    note=NOTE,
)
