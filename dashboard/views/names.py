"""What records that others point to are called."""

from dashboard.language import _
from dashboard.records import goals, initiatives
from dashboard.records.store import Store
from dashboard.views import kept, words


def goal(id: int) -> str:
    """'Conversion'; '#3' where it has been taken away."""

    def found(store: Store) -> str:
        return next((row.name for row in goals.goals(store) if row.id == id), "")

    name = kept.read(found, "")
    return words.sentence(_(name)) if name else f"#{id}"


def initiative(id: int) -> str:
    """Its title; '#3' where it has been taken away."""

    def found(store: Store) -> str:
        row = initiatives.initiative(store, id)
        return row.title if row else ""

    return _(kept.read(found, "")) or f"#{id}"
