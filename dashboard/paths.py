"""Where things are: what ships with the project, and the home in which a company's data is kept."""

import os
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import BadUse

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
SHIPPED = PACKAGE / "shipped"
"""Exists in an installed wheel only; a checkout has the folders themselves."""

PAGES = SHIPPED / "pages" if SHIPPED.exists() else ROOT / "pages"
MAPPINGS = SHIPPED / "mappings" if SHIPPED.exists() else ROOT / "data" / "mappings"
DEMO = SHIPPED / "demo" if SHIPPED.exists() else ROOT / "data" / "demo"
TOPICS = SHIPPED / "topics" if SHIPPED.exists() else ROOT / "data" / "topics"
GOALS = SHIPPED / "goals" if SHIPPED.exists() else ROOT / "data" / "goals"


@dataclass(frozen=True)
class Home:
    """One company's data: the master file, its published versions, locks and mappings of its own."""

    folder: Path

    @property
    def master(self) -> Path:
        """Every accepted event; only a load opens it."""
        return self.folder / "master.duckdb"

    @property
    def versions(self) -> Path:
        """Published warehouses; readers open these read-only."""
        return self.folder / "versions"

    @property
    def current(self) -> Path:
        """Names the version in use; replaced in one atomic step."""
        return self.folder / "CURRENT"

    @property
    def lock(self) -> Path:
        return self.folder / "load.lock"

    @property
    def mappings(self) -> Path:
        """Mappings of the company's own, found by name before those that ship."""
        return self.folder / "mappings"

    @property
    def topics(self) -> Path:
        """Lists of words of the company's own, which stand in place of those that ship."""
        return self.folder / "topics"

    @property
    def status_rules(self) -> Path:
        """Rules of the company's own for the status of goals, which stand in place of those that ship."""
        return self.folder / "status.yaml"

    @property
    def forgotten_key(self) -> Path:
        """The secret under which forgotten people are known again; belongs to the master file."""
        return self.folder / "forgotten.key"

    @property
    def records(self) -> Path:
        """Notes, saved views, groups and cases, where they are not kept in Postgres."""
        return self.folder / "records.sqlite"

    @property
    def channels(self) -> Path:
        """Addresses to which messages are sent; they hold secrets, so only their owner may read them."""
        return self.folder / "channels.yaml"

    @property
    def watching(self) -> Path:
        """When a watcher was last at work."""
        return self.folder / "watching.json"

    @property
    def people_key(self) -> Path:
        """The secret from which people's pseudonyms are made."""
        return self.folder / "people.key"

    @property
    def incoming(self) -> Path:
        """Files added on the Data page, until they are loaded or put away."""
        return self.folder / "incoming"

    @property
    def scratch(self) -> Path:
        return self.folder / "scratch"


def home(folder: str | Path | None = None) -> Home:
    """The home that was asked for, else MILEPOST_HOME, else data/local of the checkout or here."""
    chosen = folder or os.environ.get("MILEPOST_HOME")
    if chosen:
        found = Path(chosen).expanduser().resolve()
        if found.exists() and not found.is_dir():
            raise BadUse(f"The home {found} is a file. Name a folder.")
        return Home(found)
    base = Path.cwd() if SHIPPED.exists() else ROOT
    return Home(base / "data" / "local")
