"""What was sold: sums that lie where each row lies, and orders that lie on their first line."""

from collections import defaultdict
from collections.abc import Callable

from tests.oracle.facts import Deed, Facts, facts_of, within
from tests.oracle.groups import (
    Answer,
    Answers,
    Clusters,
    Group,
    Occasion,
    added,
    cluster_of,
    clustered,
    groups_of,
    order_occasion,
    own_groups,
)
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World


def revenue(world: World, window: Window, where: Where, by: By) -> Answers:
    """Net of refunds, each on its own day."""
    rows = _sale_rows(facts_of(world), window, "order", "refund")
    return _sum(rows, net_amount, where, by)


def gross_revenue(world: World, window: Window, where: Where, by: By) -> Answers:
    return _sum(_sale_rows(facts_of(world), window, "order"), net_amount, where, by)


def orders(world: World, window: Window, where: Where, by: By) -> Answers:
    return _count_of_orders(
        [order_occasion(order) for order in facts_of(world).orders_in(window)], where, by
    )


def repeat_orders(world: World, window: Window, where: Where, by: By) -> Answers:
    """Orders of people who had an order before this one, at whatever time."""
    facts = facts_of(world)
    repeated = []
    for order in facts.orders_in(window):
        person = order.first.person
        if person is not None and facts.first_orders[person] is not order:
            repeated.append(order_occasion(order))
    return _count_of_orders(repeated, where, by)


def average_order_value(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, "order", "refund"):
        for group in own_groups(row, where, by):
            added(clusters[group], cluster_of(row), net_amount(row), 0)
    for order in facts.orders_in(window):
        for group in groups_of(order_occasion(order), {}, where, by):
            added(clusters[group], cluster_of(order.first), 0, 1)
    return {group: _ratio(parts) for group, parts in clusters.items()}


def refund_rate(world: World, window: Window, where: Where, by: By) -> Answers:
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts_of(world), window, "order", "refund"):
        refunded, sold = (row.amount, 0.0) if row.kind == "refund" else (0.0, row.amount)
        for group in own_groups(row, where, by):
            added(clusters[group], cluster_of(row), refunded, sold)
    return {group: _ratio(parts) for group, parts in clusters.items()}


def gross_margin(world: World, window: Window, where: Where, by: By) -> Answers:
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts_of(world), window, "order"):
        if row.cost is not None:
            for group in own_groups(row, where, by):
                added(clusters[group], cluster_of(row), row.amount - row.cost, row.amount)
    return {group: _ratio(parts) for group, parts in clusters.items()}


def channel_sales(world: World, window: Window, where: Where, by: By) -> Answers:
    """Lines and refunds lie in the channel of their order, in everything else on their own."""
    facts = facts_of(world)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, "order", "refund"):
        order = facts.orders.get(row.order_key)
        channel = row.dims["channel"] if order is None else order.first.dims["channel"]
        placed = Occasion(row, frozenset({row.dims["category"]}))
        for group in groups_of(placed, {"channel": channel}, where, by):
            added(clusters[group], cluster_of(row), net_amount(row), 0)
    return {group: _total(parts) for group, parts in clusters.items()}


def net_amount(row: Deed) -> float:
    """A refund lowers what was sold."""
    return -row.amount if row.kind == "refund" else row.amount


def _sale_rows(facts: Facts, window: Window, *kinds: str) -> list[Deed]:
    return [row for row in facts.of_kind(*kinds) if within(row.day, window)]


def _sum(rows: list[Deed], amount: Callable[[Deed], float], where: Where, by: By) -> Answers:
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in rows:
        for group in own_groups(row, where, by):
            added(clusters[group], cluster_of(row), amount(row), 0)
    return {group: _total(parts) for group, parts in clusters.items()}


def _count_of_orders(occasions: list[Occasion], where: Where, by: By) -> Answers:
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for occasion in occasions:
        for group in groups_of(occasion, {}, where, by):
            added(clusters[group], cluster_of(occasion.deed), 1, 0)
    return {group: _total(parts) for group, parts in clusters.items()}


def _total(clusters: Clusters) -> Answer:
    sums = clustered(clusters)
    return Answer(sums["sum_y"], None, len(clusters), people_in(clusters), frozenset(), clusters)


def _ratio(clusters: Clusters) -> Answer:
    sums = clustered(clusters)
    people = people_in(clusters)
    return Answer(sums["sum_y"], sums["sum_x"], len(clusters), people, people, clusters, sums)


def people_in(clusters: Clusters) -> frozenset[Person]:
    """Those clusters that are somebody."""
    return frozenset(
        key for key in clusters if isinstance(key, tuple) and key[0] in ("person", "visitor")
    )
