"""Who is looking, and what they may see."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """The regions a viewer may see (None: all of them) and whether they may see single people."""

    regions: frozenset[str] | None = None
    may_see_people: bool = True


EVERYONE = Viewer()
"""The person at the machine itself: sees all regions and people."""
