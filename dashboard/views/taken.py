"""What a page has drawn, kept while it runs, so that it can be taken along as it stands on the screen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.takeaway.document import Section, table_of

if TYPE_CHECKING:
    from dashboard.views.panel import Panel

KEY = "taken"


@dataclass
class Taken:
    """A page so far: its title, and what stands on it from the top."""

    title: str = ""
    below: str = ""
    filters: str | None = None
    """Of the filter bar, in words; None on a page that has none."""
    remarks: list[str] = field(default_factory=list)
    parts: "list[Section | Panel]" = field(default_factory=list)


def begin() -> None:
    """Nothing yet. When a page begins to run."""
    st.session_state[KEY] = Taken()


def now() -> Taken:
    """What this run has drawn so far."""
    if KEY not in st.session_state:
        begin()
    found: Taken = st.session_state[KEY]
    return found


def title(text: str, below: str = "") -> None:
    taken = now()
    taken.title, taken.below = text, below


def filters(said: str) -> None:
    now().filters = said


def remark(text: str) -> None:
    """What is said above the page about what it is of, such as a filter that does not apply."""
    now().remarks.append(text)


def heading(text: str) -> None:
    """A part of the page begins."""
    now().parts.append(Section(text, level=1))


def panel(drawn: "Panel") -> None:
    """One that was drawn in this run already is taken as it is now."""
    parts = now().parts
    same = [n for n, part in enumerate(parts) if getattr(part, "key", None) == drawn.key]
    if same:
        parts[same[0]] = drawn
    else:
        parts.append(drawn)


def sentences(heading: str, told: Iterable[str], about: str = "") -> None:
    """Words that stand on the page outside of any panel."""
    if found := tuple(text for text in told if text):
        now().parts.append(Section(heading, about, sentences=found, level=1))


def rows(heading: str, found: Iterable[Mapping[str, Any]], about: str = "") -> None:
    """A table in words outside of any panel; without a heading of its own, under the one before."""
    if not (table := table_of(found)):
        return
    parts = now().parts
    above = parts[-1] if parts else None
    if (
        isinstance(above, Section)
        and not (above.table or above.sentences)
        and heading in ("", above.heading)
    ):
        parts[-1] = replace(above, about=about, table=table)
    else:
        parts.append(Section(heading or now().title, about, table=table))


def is_empty() -> bool:
    """Nothing but headings was drawn."""
    parts = now().parts
    return all(isinstance(part, Section) and not (part.table or part.sentences) for part in parts)
