"""Which events a row of an unknown file makes, and what identifies them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.ingest.contract import EVENT_KINDS
from dashboard.ingest.roles import Known, plain_words
from dashboard.ingest.yaml_lines import Line, quoted

_ANY_EVENT = (
    "person_id", "visitor_id", "region", "segment", "channel", "source", "category", "device",
    "campaign", "currency", "comment",
)  # fmt: skip
"""Roles that are fields of any event, under the same name."""

_IDS = ("row_id", "response_id", "ticket_id", "lead_id", "order_id")
_RECOMMENDS = re.compile(r"nps|recommend|рекоменд|empfehl")
_WON = re.compile(r"won|выигран|успешн|gewonnen", re.I)
_LOST = re.compile(r"lost|проигр|отказ|verloren", re.I)
_NAMED = {
    "lead": re.compile(r"\b(leads?|mql|deals?|лиды?|сделки)\b"),
    "ticket": re.compile(r"\b(tickets?|incidents?|cases|заявки|обращения|vorgänge)\b"),
}
"""What the name of a file says of its rows."""


@dataclass(frozen=True)
class Drafted:
    """The last part of a draft."""

    lines: Sequence[Line]
    has_money: bool


@dataclass(frozen=True)
class Found:
    """The columns of a file by role, and what the mapping calls them."""

    roles: Mapping[str, Known]
    columns: Sequence[Known]
    names: Sequence[str]
    is_whole: bool
    stem: str
    used: set[int] = field(default_factory=set)
    """The places of columns that a line of the draft has named so far."""

    def __contains__(self, role: str) -> bool:
        return role in self.roles

    def name(self, role: str) -> str:
        """What the mapping calls the column of a role, which is used from here on."""
        self.used.add(self.roles[role].index)
        return quoted(self.names[self.roles[role].index])

    def first(self, *roles: str) -> str | None:
        return next((role for role in roles if role in self.roles), None)

    def fields(self, *roles: str) -> list[str]:
        """`role: column` of those roles that were found."""
        return [f"{role}: {self.name(role)}" for role in roles if role in self.roles]


def drafted(found: Found) -> Drafted:
    """The event id, the fields of every event, and the events."""
    kind = _kind(found)
    events = list(kind(found))
    lines = [*_event_id(found), Line("fields:"), *_fields(found), Line("events:"), *events]
    return Drafted(lines, has_money=any("amount:" in line.text for line in events))


def _kind(found: Found) -> Callable[[Found], Iterator[Line]]:
    """The likeliest: what says itself what it is, then what only one kind of file has."""
    words = plain_words(found.stem)
    has_amount = "amount" in found or {"quantity", "unit_price"} <= set(found.roles)
    if "event" in found and set(found.roles["event"].texts) <= {*EVENT_KINDS, ""}:
        return _stated
    if "score" in found and not has_amount:
        return _answers
    if "ticket_id" in found or _NAMED["ticket"].search(words):
        return _tickets
    if "lead_id" in found or _NAMED["lead"].search(words):
        return _leads
    return _orders if has_amount else _visits


def _event_id(found: Found) -> Iterator[Line]:
    for role in _IDS:
        if role in found and found.roles[role].is_unique:
            doubt = (
                "" if found.is_whole else "unique in the rows that were read; in the others too?"
            )
            yield Line(f"event_id: {found.name(role)}", doubt)
            return
    rows = list(zip(*(column.texts for column in found.columns), strict=True))
    repeats = len(rows) - len(set(rows))
    doubt = "no column is unique, so equal rows count once"
    if repeats:
        doubt += f" ({repeats:,} do repeat). If each is real, say {{hash: all, occurrence: true}}"
    yield Line("event_id: {hash: all}", doubt)


def _fields(found: Found) -> Iterator[Line]:
    others = [
        column.header
        for column in found.columns
        if column.guess.kind == "time" and column not in found.roles.values()
    ]
    doubt = f"or is it {', '.join(others)}?" if others else ""
    yield Line(f"  occurred_at: {found.name('occurred_at')}", doubt)
    for role in _ANY_EVENT:
        if role in found:
            yield Line(f"  {role}: {found.name(role)}")
    if "person_id" in found:
        yield Line(f"  identified: {{present: {found.name('person_id')}}}")
    else:
        yield Line(
            "  # check: no column names a person; metrics of people will have nothing to count"
        )


def _rule(event: str, fields: Sequence[str], when: str = "", check: str = "") -> Iterator[Line]:
    yield Line(f"  - event: {event}", check)
    if when:
        yield Line(f"    when: {when}")
    if fields:
        yield Line(f"    fields: {{{', '.join(fields)}}}")


def _stated(found: Found) -> Iterator[Line]:
    fields = found.fields(
        "order_id", "ticket_id", "quantity", "amount", "cost", "score", "weight", "survey"
    )
    yield from _rule(f"{{column: {found.name('event')}}}", fields)


def _answers(found: Found) -> Iterator[Line]:
    score = found.roles["score"]
    highest = max(int(text) for text in score.texts if text.isdigit())
    is_nps = bool(_RECOMMENDS.search(score.words)) or highest > 5
    doubt = "" if _RECOMMENDS.search(score.words) else "scores to 10 are read as NPS, to 5 as CSAT"
    fields = found.fields("score", "weight", "survey")
    if "survey" not in found:
        fields.append(f"survey: {{constant: {quoted(found.stem)}}}")
    when = f"{{column: {found.name('score')}, empty: false}}" if "" in score.texts else ""
    yield from _rule("survey_nps" if is_nps else "survey_csat", fields, when, doubt)
    if when:
        sent = [field for field in fields if field.startswith("survey:")]
        blank = f"{{column: {found.name('score')}, empty: true}}"
        yield from _rule("survey_sent", sent, blank, "rows without a score: asked, not answered?")


def _tickets(found: Found) -> Iterator[Line]:
    role = found.first("ticket_id", "row_id", "order_id")
    if role is None:
        yield from _visits(found)
        return
    ticket = [f"ticket_id: {found.name(role)}"]
    is_unique = found.roles[role].is_unique
    yield from _rule(
        "ticket_opened",
        ticket,
        check="" if is_unique else "several rows a ticket: the first opens it",
    )
    if not is_unique:
        yield Line(f"    first_per: [{found.name(role)}]")
    for event, at in (("ticket_answered", "answered_at"), ("ticket_closed", "closed_at")):
        if at in found:
            there = f"{{column: {found.name(at)}, empty: false}}"
            yield from _rule(event, [*ticket, f"occurred_at: {found.name(at)}"], there)
            if not is_unique:
                yield Line(f"    first_per: [{found.name(role)}]")


def _leads(found: Found) -> Iterator[Line]:
    role = found.first("lead_id", "row_id", "order_id")
    if role is None:
        yield from _visits(found)
        return
    lead = [f"order_id: {found.name(role)}"]
    yield from _rule("lead", lead)
    at = found.first("won_at", "closed_at")
    won = _decided(found, _WON) or _is_filled(found, at)
    if won and "amount" in found:
        yield from _rule(
            "deal_won", [*lead, *_decided_at(found, at), *found.fields("amount")], won, _undated(at)
        )
    elif won:
        yield Line(
            "  # check: a deal_won needs an amount, which no column holds; add one to count deals"
        )
    lost = _decided(found, _LOST)
    if lost:
        at = found.first("closed_at")
        yield from _rule("deal_lost", [*lead, *_decided_at(found, at)], lost, _undated(at))


def _decided_at(found: Found, role: str | None) -> list[str]:
    return [f"occurred_at: {found.name(role)}"] if role else []


def _undated(role: str | None) -> str:
    return "" if role else "no column says when it was decided: the time of the lead is taken"


def _is_filled(found: Found, role: str | None) -> str:
    return f"{{column: {found.name(role)}, empty: false}}" if role == "won_at" else ""


def _decided(found: Found, pattern: re.Pattern[str]) -> str:
    """The condition that a column of states holds a word of having won, or lost."""
    if "status" not in found:
        return ""
    words = sorted({text for text in found.roles["status"].texts if pattern.search(text)})
    return (
        f"{{column: {found.name('status')}, in: [{', '.join(map(quoted, words))}]}}"
        if words
        else ""
    )


def _orders(found: Found) -> Iterator[Line]:
    amount = _amount(found)
    order = _order(found)
    others = [*order, *found.fields("cost")]
    quantity = found.fields("quantity")
    signed = next(
        (
            role
            for role in ("amount", "quantity")
            if role in found and found.roles[role].guess.has_negative
        ),
        None,
    )
    alone = "" if order else "no order number: each row is an order by itself"
    if signed is None:
        yield from _rule("order", [*others, *quantity, f"amount: {amount}"], check=alone)
    else:
        column, back = found.name(signed), quantity
        if quantity and found.roles["quantity"].guess.has_negative:
            back = [f"quantity: {{negative: {found.name('quantity')}}}"]
        sold = [*others, *quantity, f"amount: {amount}"]
        yield from _rule("order", sold, f"{{column: {column}, at_least: 0}}", alone)
        given_back = [*others, *back, f"amount: {{negative: {amount}}}"]
        doubt = "rows below zero are money given back?"
        yield from _rule("refund", given_back, f"{{column: {column}, below: 0}}", doubt)
    if "refunded" in found:
        returned = found.name("refunded")
        fields = [*order, f"amount: {returned}"]
        yield from _rule("refund", fields, f"{{column: {returned}, above: 0}}")
        if signed is not None:
            yield Line("    name: returned")


def _order(found: Found) -> list[str]:
    role = found.first("order_id", "row_id")
    return [f"order_id: {found.name(role)}"] if role else []


def _amount(found: Found) -> str:
    if "amount" in found:
        return found.name("amount")
    return f"{{product: [{found.name('quantity')}, {found.name('unit_price')}]}}"


def _visits(found: Found) -> Iterator[Line]:
    is_visit = "url" in found or "visitor_id" in found
    doubt = "" if is_visit else "nothing tells what the rows are; write what happened"
    yield from _rule("visit", [], check=doubt)
