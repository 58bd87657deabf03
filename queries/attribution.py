"""Which of a new customer's touches the win is put down to."""

from enum import StrEnum


class Attribution(StrEnum):
    FIRST_ORDER = "first_order"
    FIRST_TOUCH = "first_touch"
    LAST_TOUCH = "last_touch"
    LAST_NON_DIRECT = "last_non_direct"


TOUCHES = ("visit", "signup", "lead")
"""Kinds of event that count as touches beside the first order; see dashboard/warehouse/marts/13_attribution.sql."""
