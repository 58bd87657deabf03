"""What was sold: sums that lie where each row lies, and orders that lie on their first line."""

from collections import defaultdict

from tests.oracle.facts import Deed, Facts, facts_of, within
from tests.oracle.groups import (
    Answer,
    Answers,
    Clusters,
    Group,
    added,
    cluster_of,
    clustered,
    groups_of,
    occasion_of,
    order_occasion,
    own_groups,
)
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World


def revenue(world: World, window: Window, where: Where, by: By) -> Answers:
    """Net of refunds, each on its own day."""
    return _sum(world, window, where, by, ("order", "refund"))


def gross_revenue(world: World, window: Window, where: Where, by: By) -> Answers:
    return _sum(world, window, where, by, ("order",))


def orders(world: World, window: Window, where: Where, by: By) -> Answers:
    placed = orders_placed(facts_of(world), window, where, by)
    return {group: _total(parts, placed[group]) for group, parts in placed.items()}


def repeat_orders(world: World, window: Window, where: Where, by: By) -> Answers:
    """Orders of people who had an order before this one, at whatever time."""
    facts = facts_of(world)
    firsts = {order.key for order in facts.first_orders.values()}
    placed = orders_placed(facts, window, where, by)
    repeated: dict[Group, Clusters] = defaultdict(dict)
    for order in facts.orders_in(window):
        if order.first.person is not None and order.key not in firsts:
            for group in groups_of(order_occasion(order), {}, where, by):
                added(repeated[group], cluster_of(order.first), 1, 0)
    return {group: _total(repeated[group], placed[group]) for group in placed}


def average_order_value(world: World, window: Window, where: Where, by: By) -> Answers:
    return _order_value(world, window, where, by, "order", "refund")


def average_order_value_gross(world: World, window: Window, where: Where, by: By) -> Answers:
    return _order_value(world, window, where, by, "order")


def _order_value(world: World, window: Window, where: Where, by: By, *kinds: str) -> Answers:
    facts = facts_of(world)
    placed = orders_placed(facts, window, where, by)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, *kinds):
        for group in own_groups(row, where, by):
            added(clusters[group], cluster_of(row), net_amount(row), 0)
    for group, made in placed.items():
        for cluster, (number, _) in made.items():
            added(clusters[group], cluster, 0, number)
    return {group: _ratio(parts, placed[group]) for group, parts in clusters.items()}


def refund_rate(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    placed = orders_placed(facts, window, where, by)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, "order", "refund"):
        refunded, sold = (row.amount, 0.0) if row.kind == "refund" else (0.0, row.amount)
        for group in own_groups(row, where, by):
            added(clusters[group], cluster_of(row), refunded, sold)
    return {group: _ratio(parts, placed[group]) for group, parts in clusters.items()}


def gross_margin(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    placed = orders_placed(facts, window, where, by)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, "order"):
        if row.cost is not None:
            for group in own_groups(row, where, by):
                added(clusters[group], cluster_of(row), row.amount - row.cost, row.amount)
    return {group: _ratio(parts, placed[group]) for group, parts in clusters.items()}


def channel_sales(world: World, window: Window, where: Where, by: By) -> Answers:
    """Lines and refunds lie in the channel of their order, in everything else on their own."""
    facts = facts_of(world)
    placed = orders_placed(facts, window, where, by)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, "order", "refund"):
        order = facts.orders.get(row.order_key)
        channel = row.dims["channel"] if order is None else order.first.dims["channel"]
        for group in groups_of(occasion_of(row), {"channel": channel}, where, by):
            added(clusters[group], cluster_of(row), net_amount(row), 0)
    return {group: _total(parts, placed[group]) for group, parts in clusters.items()}


def net_amount(row: Deed) -> float:
    """A refund lowers what was sold."""
    return -row.amount if row.kind == "refund" else row.amount


def _sale_rows(facts: Facts, window: Window, *kinds: str) -> list[Deed]:
    return [row for row in facts.of_kind(*kinds) if within(row.day, window)]


def _sum(world: World, window: Window, where: Where, by: By, kinds: tuple[str, ...]) -> Answers:
    facts = facts_of(world)
    placed = orders_placed(facts, window, where, by)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for row in _sale_rows(facts, window, *kinds):
        for group in own_groups(row, where, by):
            added(clusters[group], cluster_of(row), net_amount(row), 0)
    return {group: _total(parts, placed[group]) for group, parts in clusters.items()}


def orders_placed(facts: Facts, window: Window, where: Where, by: By) -> dict[Group, Clusters]:
    """How many orders lie in each group, by cluster."""
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for order in facts.orders_in(window):
        for group in groups_of(order_occasion(order), {}, where, by):
            added(clusters[group], cluster_of(order.first), 1, 0)
    return clusters


def _total(clusters: Clusters, placed: Clusters) -> Answer:
    return Answer(
        clustered(clusters)["sum_y"], None, _number(placed), people_in(clusters), clusters=clusters
    )


def _ratio(clusters: Clusters, placed: Clusters) -> Answer:
    sums, people = clustered(clusters), people_in(clusters)
    return Answer(sums["sum_y"], sums["sum_x"], _number(placed), people, people, clusters, sums)


def _number(placed: Clusters) -> int:
    return int(clustered(placed)["sum_y"])


def people_in(clusters: Clusters) -> frozenset[Person]:
    """Those clusters that are somebody."""
    return frozenset(
        key for key in clusters if isinstance(key, tuple) and key[0] in ("person", "visitor")
    )
