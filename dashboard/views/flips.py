"""What another reading of a definition would do to the goals: which of them would change their status.

Both are judged by value and pace alone: a chance is worked out for the usual reading only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.switches import SWITCHES, Definition, switches_of
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.goals import goals
from dashboard.progress.series import here
from dashboard.progress.standing import Standing, standing
from dashboard.views import goal_words, words


@dataclass(frozen=True)
class Flip:
    """A goal that depends on a definition: where it stands as usual and where it would stand."""

    goal: Goal
    before: Standing
    after: Standing

    @property
    def is_flip(self) -> bool:
        return self.before.status is not self.after.status

    @property
    def words(self) -> str:
        """'Churn: on track → at risk'."""
        return _(
            "{goal}: {before} → {after}",
            goal=goal_words.title(self.goal),
            before=goal_words.state(self.before.status),
            after=goal_words.state(self.after.status),
        )


def depending(viewer: Viewer, chosen: Definition) -> list[Flip]:
    """Every goal whose metric depends on what is chosen, as usual and so defined."""
    names = {name for name, _value in chosen}
    found, store = [], here()
    for goal in goals(store):
        if not is_visible(goal, viewer):
            continue
        turned = tuple(
            pair for pair in chosen if pair[0] in {s.name for s in switches_of(goal.metric)} & names
        )
        if turned:
            before = standing(goal, viewer, store, is_foretold=False)
            found.append(Flip(goal, before, standing(goal, viewer, store, turned)))
    return found


def sentence(found: Sequence[Flip], chosen: Definition) -> str:
    """'With silence 60, 1 of the 3 goals that depend on it would change its status: Churn: on track → at risk.'"""
    read = ", ".join(f"{_(name)} {_(value)}" for name, value in chosen)
    turned = [flip for flip in found if flip.is_flip]
    if not found:
        return _("With {definition}: no goal depends on it.", definition=read)
    if len(found) == 1:
        return _of_one(found[0], read)
    if not turned:
        return _("With {definition}, each of the {count} goals that depend on it keeps its status.",
                 definition=read, count=len(found))  # fmt: skip
    return n_(
        "With {definition}, {count} of the {all} goals that depend on it would change its status: {goals}.",
        "With {definition}, {count} of the {all} goals that depend on it would change their status: {goals}.",
        len(turned), definition=read, all=len(found), goals="; ".join(flip.words for flip in turned),
    )  # fmt: skip


def _of_one(flip: Flip, read: str) -> str:
    if flip.is_flip:
        return _("With {definition}, the one goal that depends on it would change its status: {goal}.",
                 definition=read, goal=flip.words)  # fmt: skip
    return _("With {definition}, the one goal that depends on it keeps its status: {goal} stays at '{state}'.",
             definition=read, goal=goal_words.title(flip.goal), state=goal_words.state(flip.after.status))  # fmt: skip


def table(found: Sequence[Flip]) -> str:
    """Each goal as usual and so read, what changes on top."""
    ordered = sorted(found, key=lambda flip: not flip.is_flip)
    head = (_("Goal"), _("as usual"), _("read so"), _("changes"))
    cells = "".join(f'<th scope="col">{words.escaped(text)}</th>' for text in head)
    rows = "".join(_row(flip) for flip in ordered)
    return (
        f'<div class="mp-scroll"><table class="mp-stays"><thead><tr>{cells}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(flip: Flip) -> str:
    flips = _("yes") if flip.is_flip else _("no")
    name = words.escaped(goal_words.title(flip.goal))
    return (
        f'<tr><th scope="row"><span>{name}</span></th><td>{_where(flip.before)}</td>'
        f"<td>{_where(flip.after)}</td><td>{words.escaped(flips)}</td></tr>"
    )


def _where(standing: Standing) -> str:
    """Value and state, by mark and word as well as colour."""
    value = ""
    if standing.value is not None:
        value = words.value(standing.goal.metric, standing.value, reads.currency())
    look = goal_words.look(standing)
    state = words.escaped(f"{look.mark} {_(look.word)}")
    return f'{words.escaped(value)} <span class="mp-s-{look.tone}">{state}</span>'


def alternatives() -> list[Definition]:
    """Each switch turned, one at a time, to each reading that is in use elsewhere."""
    return [((s.name, other),) for s in SWITCHES.values() for other in s.others]
