"""Who is looking, and what they may see."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """The regions a viewer may see (None: all of them) and what they may see of people.

    Of people there are three rights: none (numbers only), single people under a pseudonym, people with their ids.
    """

    regions: frozenset[str] | None = None
    may_see_people: bool = True
    """May see single people at all."""
    may_see_ids: bool = True
    """May see who they are: without, each has a pseudonym."""

    @property
    def may_add_data(self) -> bool:
        """Whoever adds a file sees its rows: people of every region."""
        return self.may_see_people and self.regions is None


EVERYONE = Viewer()
"""The person at the machine itself: sees all regions and people."""
