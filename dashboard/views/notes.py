"""Notes on charts: what happened on a day, by whom it was said, on every chart of its scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.views import words
from queries.slice import Window


@dataclass(frozen=True)
class Mark:
    """One note as a chart shows it."""

    day: date
    text: str
    author: str

    @property
    def words(self) -> str:
        return _("{day}: {text} ({author})", day=words.day(self.day), text=self.text, author=self.author)  # fmt: skip


def marks(names: Sequence[str], window: Window | None) -> tuple[Mark, ...]:
    """The notes on these metrics that lie in the window, oldest first."""
    return ()


def form(key: str, names: Sequence[str], window: Window | None, viewer: Viewer) -> None:
    """A small form that adds a note to these metrics."""
