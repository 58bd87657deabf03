"""What new customers cost, and what the money spent on them brings back."""

from collections import defaultdict
from typing import Any

from tests.oracle.customers import Kept, new_people
from tests.oracle.facts import facts_of, within
from tests.oracle.groups import Answer, Answers, Group, count, groups_of, occasion_of
from tests.oracle.money import rate_on
from tests.oracle.people import Person
from tests.oracle.sales import net_amount
from tests.oracle.world import By, Row, Where, Window, World

UNALLOCATED = "unallocated"


def new_customers(
    world: World, window: Window, where: Where, by: By, attribution: str = "first_order"
) -> Answers:
    """Everything about them is that of the first line of the first order; source and campaign may be a touch's."""
    return count(new_people(facts_of(world), window, where, by, attribution))


def cac(
    world: World, window: Window, where: Where, by: By, attribution: str = "first_order"
) -> Answers:
    """Spend over new customers, both by source, campaign or region."""
    return _cost(world, window, where, by, attribution, lambda source: True)


def cac_paid(
    world: World, window: Window, where: Where, by: By, attribution: str = "first_order"
) -> Answers:
    """The same of sources that are said to be paid for."""
    paid = {row["source"] for row in world.sources if row["is_paid"]}
    return _cost(world, window, where, by, attribution, lambda source: source in paid)


def roas(world: World, window: Window, where: Where, by: By) -> Answers:
    """Net revenue of orders of sources with spend in the window, over the spend."""
    facts = facts_of(world)
    spent = spend_by(world, window, where, by)
    with_spend = {
        source for (source,), amount in spend_by(world, window, {}, ("source",)).items() if amount
    }
    revenue: dict[Group, float] = defaultdict(float)
    people: dict[Group, set[Person]] = defaultdict(set)
    orders: dict[Group, int] = defaultdict(int)
    for row in facts.of_kind("order", "refund"):
        order = facts.orders.get(row.order_key)
        first = row if order is None else order.first
        if within(row.day, window) and first.dims["source"] in with_spend:
            own = {
                "region": row.dims["region"],
                **{k: first.dims[k] for k in ("source", "campaign")},
            }
            for group in groups_of(occasion_of(row), own, where, by):
                revenue[group] += net_amount(row)
                orders[group] += row is first and row.kind == "order"
                if row.person is not None:
                    people[group].add(row.person)
    return {
        group: Answer(
            revenue[group], spent.get(group, 0.0), orders[group], frozenset(people[group])
        )
        for group in spent.keys() | set(revenue)
    }


def spend_by(
    world: World, window: Window, where: Where, by: By, kept: Kept = lambda source: True
) -> dict[Group, float]:
    """Spend in the reporting currency; without region it belongs to no region that can be asked for."""
    spent: dict[Group, float] = defaultdict(float)
    for row in world.spend:
        rate = rate_on(world, row["currency"], row["day"])
        if (
            rate is not None
            and within(row["day"], window)
            and kept(row["source"])
            and _passes(row, where)
        ):
            spent[tuple(_said(row, name) for name in by)] += float(row["amount"]) * rate
    return spent


def _cost(
    world: World, window: Window, where: Where, by: By, attribution: str, kept: Kept
) -> Answers:
    spent = spend_by(world, window, where, by, kept)
    won = new_people(facts_of(world), window, where, by, attribution, kept)
    return {
        group: _per_head(spent.get(group, 0.0), frozenset(won.get(group, ())))
        for group in spent.keys() | won.keys()
    }


def _per_head(spent: float, people: frozenset[Person]) -> Answer:
    return Answer(spent, len(people), len(people), denominator_people=people)


def _passes(row: Row, where: Where) -> bool:
    if "region" in where and row["region"] is None:
        return False
    return all(row[name] in allowed for name, allowed in where.items())


def _said(row: Row, name: str) -> Any:
    return UNALLOCATED if name == "region" and row["region"] is None else row[name]
