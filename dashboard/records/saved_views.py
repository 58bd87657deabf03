"""Pages with their filters under a name, for oneself or for all."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import SavedView


def views(store: Store, owner: str | None = None) -> Sequence[SavedView]:
    """Those that are shared, and the owner's own, by name."""
    question = select(SavedView).where(or_(SavedView.is_shared, SavedView.owner == (owner or "")))
    with store.reading() as session:
        found = session.scalars(question).all()
    return sorted(found, key=lambda view: view.name.casefold())


def add(
    store: Store, by: Actor, name: str, page: str, query: str, is_shared: bool = True
) -> SavedView:
    """Keep what the URL says under a name."""
    made = SavedView(
        name=keep.named(name, "The view's name"), page=page, query=query.removeprefix("?"),
        owner=by.name, is_shared=is_shared,
    )  # fmt: skip
    with keep.writing(store, by) as pen, keep.unique(_taken(made.name)):
        return pen.add(made)


def change(store: Store, by: Actor, id: int, seen: int, *, name: str, is_shared: bool) -> SavedView:
    """Rename or share it; `Conflict` where somebody changed it since version `seen`."""
    name = keep.named(name, "The view's name")
    with keep.writing(store, by) as pen, keep.unique(_taken(name)):
        return pen.change(SavedView, id, seen, name=name, is_shared=is_shared)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, SavedView, id, seen, by)


def _taken(name: str) -> str:
    return said("You have a saved view '{name}' already. Choose another name.", name=name)
