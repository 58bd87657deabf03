"""Alert rules and subscriptions to the digest: kept, changed, taken away."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import AlertRule, DigestSubscription


def rules(store: Store) -> Sequence[AlertRule]:
    """All rules, by name."""
    with store.reading() as session:
        found = session.scalars(select(AlertRule)).all()
    return sorted(found, key=lambda rule: rule.name.casefold())


def rule(store: Store, id: int) -> AlertRule | None:
    with store.reading() as session:
        return session.get(AlertRule, id)


def rule_named(store: Store, name: str) -> AlertRule | None:
    return next((rule for rule in rules(store) if rule.name == name), None)


def add(store: Store, by: Actor, **facts: Any) -> AlertRule:
    """Keep a rule; `BadUse` where another has its name."""
    facts = {**facts, "name": keep.named(str(facts.get("name", "")), "The alert's name")}
    with keep.unique(_taken(facts["name"])):
        return keep.add(store, AlertRule(**facts), by)


def change(store: Store, by: Actor, id: int, seen: int, **facts: Any) -> AlertRule:
    """Give it other facts; `Conflict` where somebody changed it since version `seen`."""
    if "name" in facts:
        facts["name"] = keep.named(str(facts["name"]), "The alert's name")
    with keep.unique(_taken(str(facts.get("name", "")))):
        return keep.change(store, AlertRule, id, seen, by, **facts)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take it away; what it said stays, what waits to be sent is given up."""
    keep.remove(store, AlertRule, id, seen, by)


def subscriptions(store: Store) -> Sequence[DigestSubscription]:
    """All subscriptions to the digest, by name."""
    with store.reading() as session:
        found = session.scalars(select(DigestSubscription)).all()
    return sorted(found, key=lambda one: one.name.casefold())


def subscribe(store: Store, by: Actor, **facts: Any) -> DigestSubscription:
    """Keep a subscription; `BadUse` where another has its name, or where day or hour are none."""
    facts = _checked({**facts, "name": keep.named(str(facts.get("name", "")), "The digest's name")})
    with keep.unique(_subscribed(facts["name"])):
        return keep.add(store, DigestSubscription(**facts), by)


def change_subscription(
    store: Store, by: Actor, id: int, seen: int, **facts: Any
) -> DigestSubscription:
    with keep.unique(_subscribed(str(facts.get("name", "")))):
        return keep.change(store, DigestSubscription, id, seen, by, **_checked(facts))


def unsubscribe(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, DigestSubscription, id, seen, by)


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    if not 0 <= int(facts.get("weekday", 0)) <= 6 or not 0 <= int(facts.get("hour", 0)) <= 23:
        raise BadUse(
            said("A digest goes out on a weekday from 0 (Monday) to 6 at an hour from 0 to 23.")
        )
    return facts


def _taken(name: str) -> str:
    return said("There is an alert named '{name}' already. Choose another name.", name=name)


def _subscribed(name: str) -> str:
    return said("There is a digest named '{name}' already. Choose another name.", name=name)
