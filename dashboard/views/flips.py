"""What another reading of a definition would do to the goals: which of them would change their status."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.metrics.switches import SWITCHES, Definition, switches_of
from dashboard.views.goals import Goal, Standing, goals, standing


@dataclass(frozen=True)
class Flip:
    """A goal that depends on a definition: where it stands as usual and where it would stand."""

    goal: Goal
    before: Standing
    after: Standing

    @property
    def is_flip(self) -> bool:
        return self.before.is_met is not self.after.is_met

    @property
    def words(self) -> str:
        """'Churn: reached → not yet'."""
        return f"{self.goal.title}: {self.before.state} → {self.after.state}"


def depending(viewer: Viewer, chosen: Definition) -> list[Flip]:
    """Every goal whose metric depends on what is chosen, as usual and so defined."""
    names = {name for name, _ in chosen}
    found = []
    for goal in goals():
        turned = tuple(
            pair for pair in chosen if pair[0] in {s.name for s in switches_of(goal.metric)} & names
        )
        if turned:
            found.append(Flip(goal, standing(goal, viewer), standing(goal, viewer, turned)))
    return found


def sentence(found: Sequence[Flip], chosen: Definition) -> str:
    """'With silence 60, 1 of the 3 goals that depend on it would change its status: Churn: reached → not yet.'"""
    so = "With " + ", ".join(f"{name} {value}" for name, value in chosen)
    turned = [flip for flip in found if flip.is_flip]
    if not found:
        return f"{so}: no goal depends on it."
    if len(found) == 1:
        [flip] = found
        what = flip.words if turned else f"{flip.goal.title} stays at '{flip.after.state}'"
        does = "would change its status" if turned else "keeps its status"
        return f"{so}, the one goal that depends on it {does}: {what}."
    if not turned:
        return f"{so}, each of the {len(found)} goals that depend on it keeps its status."
    listed = "; ".join(flip.words for flip in turned)
    their = "its" if len(turned) == 1 else "their"
    return (
        f"{so}, {len(turned)} of the {len(found)} goals that depend on it would change {their} "
        f"status: {listed}."
    )


def alternatives() -> list[Definition]:
    """Each switch turned, one at a time, to each reading that is in use elsewhere."""
    return [((s.name, other),) for s in SWITCHES.values() for other in s.others]
