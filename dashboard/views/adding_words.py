"""What the form of a mapping calls things."""

import re
from collections.abc import Callable
from typing import Any

from dashboard.intake import expressions
from dashboard.language import _

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:-])")


def literal(text: str) -> str:
    """Text of a file where Streamlit reads Markdown: no link, no formula, no picture comes of it."""
    return _MARKS.sub(r"\\\1", text).replace("\n", "  \n")


def field(name: str) -> str:
    """A field of an event, for somebody who has never seen one."""
    labels = {
        "occurred_at": _("When"),
        "person_id": _("Customer (number or e-mail)"),
        "visitor_id": _("Visitor (cookie, session)"),
        "region": _("Region"),
        "segment": _("Segment"),
        "channel": _("Channel"),
        "source": _("Source"),
        "category": _("Category"),
        "campaign": _("Campaign"),
        "device": _("Device"),
        "order_id": _("Order or deal number"),
        "ticket_id": _("Ticket number"),
        "amount": _("Amount"),
        "quantity": _("Quantity"),
        "cost": _("Cost"),
        "score": _("Score"),
        "weight": _("Weight"),
        "survey": _("Survey"),
        "comment": _("Comment"),
        "day": _("Day"),
        "rate": _("Rate"),
        "is_paid": _("Is paid for"),
        "is_online": _("Is online"),
        "records_visits": _("Records visits"),
        "linked_at": _("Linked at"),
    }
    return labels.get(name, name)


def event(kind: str) -> str:
    labels = {
        "visit": _("Visit"),
        "signup": _("Sign-up"),
        "order": _("Order"),
        "refund": _("Refund"),
        "cancel": _("Cancellation"),
        "lead": _("Lead"),
        "deal_won": _("Deal won"),
        "deal_lost": _("Deal lost"),
        "ticket_opened": _("Ticket opened"),
        "ticket_answered": _("Ticket answered"),
        "ticket_closed": _("Ticket closed"),
        "survey_sent": _("Survey sent"),
        "survey_nps": _("Answer: would recommend, 0 to 10"),
        "survey_csat": _("Answer: satisfied, 1 to 5"),
        "contact_sent": _("Message sent"),
        "consent_given": _("Consent given"),
        "consent_withdrawn": _("Consent withdrawn"),
    }
    return labels.get(kind, kind)


def condition(kind: str, kept: Any = None) -> str:
    match kind:
        case expressions.EVERY:
            return _("every row")
        case expressions.AMONG:
            return _("rows where a column holds one of …")
        case expressions.FILLED:
            return _("rows where a column is filled in")
        case expressions.EMPTY:
            return _("rows where a column is empty")
        case expressions.AT_LEAST_0:
            return _("rows where a column is 0 or more")
        case expressions.BELOW_0:
            return _("rows where a column is below 0")
        case expressions.ABOVE_0:
            return _("rows where a column is above 0")
        case _:
            return _("as the mapping says: {expression}", expression=kept)


def identity(option: str, said: Any, label: Callable[[str], str]) -> str:
    match option:
        case "all":
            return _("every column")
        case "each":
            return _("nothing: equal rows are each real")
        case expressions.KEPT:
            return _("as the mapping says: {expression}", expression=said)
        case _:
            return label(option.removeprefix("column:"))


def outcome(became: str) -> str:
    labels = {
        "read": _("read"),
        "accepted": _("accepted"),
        "duplicate": _("there already"),
        "quarantined": _("set aside"),
        "ignored": _("left out by a rule"),
        "blank": _("blank"),
    }
    return labels[became]
