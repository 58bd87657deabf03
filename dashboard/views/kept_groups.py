"""Groups of people by name, read from the records: what a chip and `--group` both mean."""

from functools import lru_cache

from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.records import groups as records
from dashboard.records.keep import Gone
from dashboard.records.store import Store, opened
from dashboard.records.tables import PeopleGroup
from dashboard.warehouse import reader
from queries.kept_people import People


def store() -> Store:
    return opened(reader.home())


def numbered(told: str) -> PeopleGroup:
    """A group by its number, as addresses name it; `Gone` where there is none."""
    if not (told.isdecimal() and len(told) < 10):
        raise Gone(said("The address names no group: '{told}' is not a number.", told=told))
    return records.group(store(), int(told))


def called(name: str) -> PeopleGroup:
    """A group by its name, as people write it; near names for one that does not exist."""
    known = records.groups(store())
    for group in known:
        if group.name.casefold() == name.strip().casefold():
            return group
    if not known:
        raise BadUse(
            said("There are no groups yet. Save one from the people behind a number, on a page.")
        )
    raise unknown("group", name, [group.name for group in known])


def people_of(group: PeopleGroup) -> People:
    """The people of a group, as a filter: one object while the group stays as it is, for answers are kept under it."""
    return _people(store(), group.id, group.version, group.name)


@lru_cache(maxsize=16)
def _people(kept: Store, id: int, version: int, name: str) -> People:
    return People(name, records.person_ids(kept, id), id=str(id))


reader.emptied_with_versions(_people.cache_clear)
