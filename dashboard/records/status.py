"""What there is in the records: which database, at which revision, how many rows."""

from typing import Any

from sqlalchemy import func, select

from dashboard.records import migrate
from dashboard.records.store import Store
from dashboard.records.tables import Base


def status(store: Store) -> dict[str, Any]:
    """The place, the revision (None where nothing was ever written) and the rows of each table."""
    with store.reading() as session:
        rows = {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name)
        }
        return {
            "place": store.place,
            "revision": None if store.is_empty else migrate.revision(session.connection()),
            "newest_revision": migrate.NEWEST,
            "rows": rows,
        }
