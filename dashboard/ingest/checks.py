"""What a row must keep to become an event, or a row of a small table; the first breach counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, not_, or_

from dashboard.ingest.contract import EVENT_COLUMNS, EVENT_KINDS, LARGEST, SMALL_TABLES
from dashboard.ingest.currencies import CURRENCIES
from dashboard.ingest.sql import Expression, TryCast, bound, triple

SURVEYS = ("survey_sent", "survey_nps", "survey_csat")
PERSONAL = ("signup", "cancel", "consent_given", "consent_withdrawn")
"""Events that say something about a person and nothing without one."""
PRICED = ("order", "refund")
DEALS = ("lead", "deal_won", "deal_lost")
TICKETS = ("ticket_opened", "ticket_answered", "ticket_closed")

Fields = Mapping[str, Expression]


@dataclass(frozen=True)
class Span:
    """The time from which rows are believed: from a day to a day after the load."""

    oldest: date
    loaded_at: datetime  # naive UTC


Check = tuple[Expression, str, str]
"""When a row is at fault, the reason code and the field to blame ('' for the whole row)."""


def event_problem(fields: Fields, span: Span) -> Expression:
    """What is wrong with an event, as [code, field, value]; NULL if nothing is."""
    checks = [
        *_identity(fields),
        *(_spoilt(name, fields[name]) for name in IDS),
        *_time("occurred_at", fields["occurred_at"], span),
        *_joins(fields),
        *_answers(fields),
        *_money(fields),
        *_sizes(fields, EVENT_COLUMNS),
    ]
    return _problem(checks, fields)


def small_problem(table: str, fields: Fields, span: Span) -> Expression:
    """What is wrong with a row of a small table; NULL if nothing is."""
    checks: list[Check] = [
        (fields[name].is_(None), "missing_value", name) for name in _NEEDED[table]
    ]
    for name, kind in SMALL_TABLES[table].items():
        if kind in ("date", "timestamp"):
            checks += _time(name, TryCast(fields[name], "timestamp"), span)
    if "currency" in fields:
        checks.append((not_(_among(fields["currency"], CURRENCIES)), "bad_currency", "currency"))
    if "amount" in fields:
        checks.append((fields["amount"] < 0, "negative_amount", "amount"))
    if "rate" in fields:
        checks.append((fields["rate"] <= 0, "bad_rate", "rate"))
    checks += _sizes(fields, SMALL_TABLES[table])
    return _problem(checks, fields)


_NEEDED = {
    "spend": ("day", "source", "amount", "currency"),
    "fx_rates": ("day", "currency", "rate"),
    "channels": ("channel",),
    "sources": ("source", "is_paid"),
    "identities": ("visitor_id", "person_id", "linked_at"),
}
"""Columns of a small table without which a row means nothing."""


def _among(word: Expression, words: Iterable[str]) -> Expression:
    """Whether a word is in a list. (DuckDB plans a long IN as a join: dear for small files.)"""
    mark = bound("\x1f")
    listed = bound("\x1f" + "\x1f".join(sorted(words)) + "\x1f")
    return func.contains(listed, mark.concat(word).concat(mark))


def _problem(checks: list[Check], fields: Fields) -> Expression:
    return case(
        *(
            (broken, triple(code, name, fields[name] if name else bound("")))
            for broken, code, name in checks
        )
    )


def _identity(fields: Fields) -> list[Check]:
    return [
        (fields["event"].is_(None), "missing_event", "event"),
        (not_(_among(fields["event"], EVENT_KINDS)), "unknown_event", "event"),
        (fields["event_id"].is_(None), "missing_event_id", "event_id"),
        (fields["occurred_at"].is_(None), "missing_time", "occurred_at"),
    ]


IDS = ("event_id", "person_id", "visitor_id", "order_id", "ticket_id")
_NUMBER_OF_ID = r"\d+\.0(-[a-z_]+)?|\d+([.,]\d+)?[eE]\+\d+(-[a-z_]+)?|\{.*|true|false"


def _spoilt(name: str, identity: Expression) -> Check:
    """An id that a spreadsheet shortened, or that a program turned into a fraction, an object or a truth."""
    return func.regexp_full_match(identity, bound(_NUMBER_OF_ID)), "spoilt_id", name


def _sizes(fields: Fields, kinds: dict[str, str]) -> list[Check]:
    """Amounts and quantities that are too large for their columns, which hold them at their edge."""
    return [
        (func.abs(fields[name]) >= bound(LARGEST[kind]), "bad_number", name)
        for name, kind in kinds.items()
        if kind in LARGEST and kind != "smallint"
    ]


def _time(name: str, instant: Expression, span: Span) -> list[Check]:
    oldest = TryCast(bound(str(span.oldest)), "timestamp")
    newest = TryCast(bound(str(span.loaded_at + timedelta(hours=24))), "timestamp")
    too_old = "before_2000" if span.oldest == date(2000, 1, 1) else "too_old"
    return [(instant < oldest, too_old, name), (instant > newest, "future", name)]


def _joins(fields: Fields) -> list[Check]:
    nobody = and_(fields["person_id"].is_(None), fields["visitor_id"].is_(None))
    event = fields["event"]
    return [
        (and_(event.in_(PERSONAL), nobody), "missing_person", "person_id"),
        (and_(event.in_(DEALS), fields["order_id"].is_(None)), "missing_order_id", "order_id"),
        (and_(event.in_(TICKETS), fields["ticket_id"].is_(None)), "missing_ticket_id", "ticket_id"),
    ]


def _answers(fields: Fields) -> list[Check]:
    event, score = fields["event"], fields["score"]
    nps, csat = event == bound("survey_nps"), event == bound("survey_csat")
    outside = or_(
        and_(nps, not_(score.between(0, 10))),
        and_(csat, not_(score.between(1, 5))),
    )
    return [
        (and_(event.in_(SURVEYS), fields["survey"].is_(None)), "missing_survey", "survey"),
        (and_(or_(nps, csat), score.is_(None)), "missing_score", "score"),
        (outside, "score_out_of_range", "score"),
        (fields["weight"] < 0, "negative_weight", "weight"),
    ]


def _money(fields: Fields) -> list[Check]:
    amount, currency = fields["amount"], fields["currency"]
    return [
        (and_(fields["event"].in_(PRICED), amount.is_(None)), "missing_amount", "amount"),
        (amount < 0, "negative_amount", "amount"),
        (and_(amount.is_not(None), currency.is_(None)), "missing_currency", "currency"),
        (not_(_among(currency, CURRENCIES)), "bad_currency", "currency"),
    ]
