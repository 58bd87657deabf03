"""Named groups of people: saved where people are listed, and then a filter everywhere."""

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor, Gone
from dashboard.records.store import Store
from dashboard.records.tables import GroupPerson, PeopleGroup


def groups(store: Store) -> Sequence[PeopleGroup]:
    """All groups by name, without their people."""
    with store.reading() as session:
        found = session.scalars(select(PeopleGroup)).all()
    return sorted(found, key=lambda group: group.name.casefold())


def group(store: Store, id: int) -> PeopleGroup:
    """One group; `Gone` where there is none."""
    with store.reading() as session:
        if found := session.get(PeopleGroup, id):
            return found
    raise Gone(said("This group is not there any more: somebody removed it. Choose another."))


def person_ids(store: Store, id: int) -> tuple[str, ...]:
    """The people of a group, in the order of their ids."""
    question = select(GroupPerson.person_id).where(GroupPerson.group_id == id)
    with store.reading() as session:
        return tuple(session.scalars(question.order_by(GroupPerson.person_id)).all())


def groups_of(store: Store, person_id: str) -> Sequence[PeopleGroup]:
    """The groups that a person is in."""
    with store.reading() as session:
        inside = select(GroupPerson.group_id).where(GroupPerson.person_id == person_id)
        return session.scalars(
            select(PeopleGroup).where(PeopleGroup.id.in_(inside)).order_by(PeopleGroup.name)
        ).all()


def add(
    store: Store,
    by: Actor,
    name: str,
    origin: str,
    person_ids: Iterable[str],
    warehouse_version: int | None = None,
) -> PeopleGroup:
    """Save people under a name; `origin` says in words how they were chosen."""
    people = sorted(set(person_ids))
    if not people:
        raise BadUse(said("Nobody is in this group. Choose people first."))
    made = PeopleGroup(
        name=keep.named(name, "The group's name"), origin=origin.strip(), size=len(people),
        warehouse_version=warehouse_version,
    )  # fmt: skip
    with keep.writing(store, by) as pen, keep.unique(_taken(made.name)):
        pen.add(made)
        rows = [{"group_id": made.id, "person_id": person} for person in people]
        pen.session.execute(insert(GroupPerson), rows)
    return made


def rename(store: Store, by: Actor, id: int, seen: int, name: str) -> PeopleGroup:
    """Give it another name; `Conflict` where somebody changed it since version `seen`."""
    name = keep.named(name, "The group's name")
    with keep.writing(store, by) as pen, keep.unique(_taken(name)):
        return pen.change(PeopleGroup, id, seen, name=name)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take the group away, and who was in it."""
    keep.remove(store, PeopleGroup, id, seen, by)


def _taken(name: str) -> str:
    return said("There is a group '{name}' already. Choose another name.", name=name)
