"""What did one person do, and what was done for them? A question for each kind of event, of a slice of one person.

Instants of `…_at` are UTC, of `local_at` wall clock in the reporting zone; where there is only a day, marts know no
more.
"""

from typing import Any

from sqlalchemy import Select, and_, func, select

from queries.marts import (
    answer,
    cancel,
    lead,
    order_category,
    purchase,
    sale,
    sending,
    shop_day,
    step,
    ticket,
    who,
)
from queries.slice import WHO, Slice


def visits(slice: Slice) -> Select[Any]:
    """One row per day and way on which they came."""
    ways = [shop_day.c[name] for name in ("channel", "source", "campaign", "device")]
    return (
        select(shop_day.c.day, *ways, func.sum(shop_day.c.visits).label("visits"))
        .select_from(shop_day.join(who, shop_day.c.who == who.c.who))
        .where(shop_day.c.visits > 0, slice.inside(shop_day.c.day), *slice.kept(WHO))
        .group_by(shop_day.c.day, *ways)
        .order_by(shop_day.c.day, *ways)
    )


def orders(slice: Slice) -> Select[Any]:
    """One row per order, with all its money: refunds are taken off its net."""
    first = sale.alias("first_line")
    categories = (
        select(
            order_category.c.order_no,
            func.array_to_string(
                func.list_sort(func.list(order_category.c.category.distinct())), ", "
            ).label("categories"),
        )
        .group_by(order_category.c.order_no)
        .subquery("categories")
    )
    return (
        select(
            purchase.c.day,
            purchase.c.local_at,
            first.c.order_no,
            purchase.c.order_id,
            purchase.c.gross,
            purchase.c.net,
            first.c.channel,
            first.c.source,
            categories.c.categories,
        )
        .select_from(
            purchase.join(first, and_(first.c.seq == purchase.c.seq, first.c.orders == 1))
            .join(who, purchase.c.who == who.c.who)
            .outerjoin(categories, categories.c.order_no == first.c.order_no)
        )
        .where(purchase.c.orders == 1, slice.inside(purchase.c.day), *slice.kept(WHO))
        .order_by(purchase.c.seq)
    )


def refunds(slice: Slice) -> Select[Any]:
    """One row per refund; `order_no` is NULL where its order is not found."""
    return (
        select(
            sale.c.day, sale.c.seq, sale.c.order_no, sale.c.refund, sale.c.channel, sale.c.category
        )
        .select_from(sale.join(who, sale.c.who == who.c.who))
        .where(sale.c.refund > 0, slice.inside(sale.c.day), *slice.kept(WHO))
        .order_by(sale.c.seq)
    )


def tickets(slice: Slice) -> Select[Any]:
    """One row per request for help; seconds are NULL while it waits."""
    columns = [
        ticket.c[name]
        for name in (
            "day", "ticket_id", "opened_at", "channel", "category", "response_seconds",
            "resolution_seconds",
        )
    ]  # fmt: skip
    return (
        select(*columns)
        .select_from(ticket.join(who, ticket.c.who == who.c.who))
        .where(slice.inside(ticket.c.day), *slice.kept(WHO))
        .order_by(ticket.c.seq)
    )


def answers(slice: Slice) -> Select[Any]:
    """One row per answer to a survey, with its words where they are kept."""
    words = [answer.c[name] for name in ("answered_at", "comment") if name in answer.c]
    return (
        select(
            answer.c.day, answer.c.kind, answer.c.survey, answer.c.score, answer.c.channel, *words
        )
        .select_from(answer.join(who, answer.c.who == who.c.who))
        .where(slice.inside(answer.c.day), *slice.kept(WHO))
        .order_by(answer.c.seq)
    )


def surveys_sent(slice: Slice) -> Select[Any]:
    """One row per survey that was sent to them, with the day of the answer."""
    return (
        select(sending.c.day, sending.c.survey, sending.c.answered_day, sending.c.channel)
        .select_from(sending.join(who, sending.c.who == who.c.who))
        .where(slice.inside(sending.c.day), *slice.kept(WHO))
        .order_by(sending.c.day, sending.c.survey)
    )


def leads(slice: Slice) -> Select[Any]:
    """One row per lead: won after so many days, lost, or open."""
    columns = [lead.c[name] for name in ("day", "source", "is_won", "is_lost", "cycle_days")]
    return (
        select(*columns)
        .select_from(lead.join(who, lead.c.who == who.c.who))
        .where(slice.inside(lead.c.day), *slice.kept(WHO))
        .order_by(lead.c.seq)
    )


def signups(slice: Slice) -> Select[Any]:
    return (
        select(step.c.day, step.c.occurred_at)
        .where(step.c.kind == "signup", slice.inside(step.c.day))
        .order_by(step.c.seq)
    )


def goodbyes(slice: Slice) -> Select[Any]:
    """One row per day with a cancellation."""
    return select(cancel.c.day).where(slice.inside(cancel.c.day)).order_by(cancel.c.day)


OF_ANY_REGION = (signups, goodbyes)
"""Marts do not say in which region these were."""
ALL = (visits, orders, refunds, tickets, answers, surveys_sent, leads, *OF_ANY_REGION)

for question in ALL:
    question.lists_people = True  # type: ignore[attr-defined]
    question.is_asked_once = True  # type: ignore[attr-defined]
for question in OF_ANY_REGION:
    question.spans_regions = True  # type: ignore[attr-defined]
