"""Which touch a new customer is put down to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.oracle.facts import Deed, Facts
from tests.oracle.people import Person

LOOK_BACK = timedelta(days=30)


def first_order(facts: Facts, person: Person, model: str) -> Deed:
    """The first line of the first order, with the source and campaign of the touch that the model chooses."""
    order = facts.first_orders[person].first
    seen = [] if model == "first_order" else touches(facts, person)
    if not seen:
        return order
    touch = CHOICE[model](seen)
    return replace(order, dims=order.dims | {k: touch.dims[k] for k in ("source", "campaign")})


def touches(facts: Facts, person: Person) -> list[Deed]:
    """What brought the person in the thirty days before, oldest first; at last the order itself, if it says."""
    order = facts.first_orders[person].first
    before = [
        deed
        for deed in facts.of_kind("visit", "signup", "lead")
        if deed.person == person and deed.when <= order.when and deed.day >= order.day - LOOK_BACK
    ]
    return [deed for deed in (*before, order) if deed.dims["source"] is not None]


def _last_non_direct(seen: list[Deed]) -> Deed:
    named = [deed for deed in seen if deed.dims["source"].lower() != "direct"]
    return (named or seen)[-1]


CHOICE: dict[str, Callable[[list[Deed]], Deed]] = {
    "first_touch": lambda seen: seen[0],
    "last_touch": lambda seen: seen[-1],
    "last_non_direct": _last_non_direct,
}
