"""Whether customers bring in more than winning them costs."""

from datetime import timedelta

from tests.oracle.acquisition import spend_by
from tests.oracle.customers import new_people
from tests.oracle.facts import Facts, facts_of, local_day
from tests.oracle.groups import Answer, Answers
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World
from tests.oracle.worth import margin_of, net_of

YEAR = timedelta(days=365)


def ltv_to_cac(
    world: World, window: Window, where: Where, by: By, attribution: str = "first_order"
) -> Answers:
    """Mean worth in the year from the first order, of people old enough, over what one of the window's cost.

    Worth is margin, of those of whom a cost is known; net revenue where none is known of anybody in the group.
    """
    facts, covered = facts_of(world), local_day(world, world.coverage)
    spent = spend_by(world, window, where, by)
    answers = {}
    for group, people in new_people(facts, window, where, by, attribution).items():
        old = [p for p in people if facts.first_orders[p].first.day + YEAR <= covered]
        margins = {p: m for p in old if (m := margin_of(facts, p, _year(facts, p))) is not None}
        worth = margins or {p: net_of(facts, p, _year(facts, p)) for p in old}
        if worth and spent.get(group, 0) > 0:
            answers[group] = Answer(
                sum(worth.values()) / len(worth), spent[group] / len(people), len(worth),
                frozenset(worth), frozenset(worth), {p: (y, 1.0) for p, y in worth.items()},
                {"by_margin": float(bool(margins))},
            )  # fmt: skip
    return answers


def _year(facts: Facts, person: Person) -> Window:
    first = facts.first_orders[person].first.day
    return (first, first + YEAR)
