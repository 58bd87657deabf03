"""Which ideas are worth the most for what they cost: ranked, with ranges, dots and a line where the people run out.

An idea's score is promised effect × value of a point × confidence ÷ cost: the money that it is expected to bring in a
year for each unit of money that its first year costs. Where its metric is not put in money, the benefit that its owner
expects stands for it, and that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.insight.product import Limited
from dashboard.language import said
from dashboard.progress.agenda import Kind, items
from dashboard.progress.roadmap import Initiative, State, may_see
from dashboard.progress.worth import Worth
from dashboard.progress.worth_promise import MAY_NOT, worth_of_promise
from dashboard.records import ideas, sessions
from dashboard.records.ideas import Spent
from dashboard.records.store import Store
from dashboard.records.tables import Session

MONTHS = 12
NO_COST = said("not ranked: it does not say what it costs")
NOTHING = said("not ranked: it costs nothing, and nothing cannot be divided by")
NO_CONFIDENCE = said("not ranked: it does not say how sure its owner is")
NO_WEEKS = said("it does not say how many person-weeks it takes")
NOBODY = Spent(0, 0)


@dataclass(frozen=True)
class Choice:
    """One idea beside the others."""

    initiative: Initiative
    worth: Worth
    """What the promised effect would bring in a year; its reason where that is not put in money."""
    benefit: Limited | None
    """Money a year, before confidence: from the warehouse, else as the owner expects it."""
    is_by_hand: bool
    """The benefit is the owner's."""
    cost: float | None
    """Of the first year."""
    score: Limited | None
    """Expected money a year for each unit of money of the first year."""
    reason: str = ""
    """Why there is no score, as `said`."""
    spent: Spent = NOBODY
    """Here and in the workshop; who spent dots in both counts as two, since nobody knows who votes there."""
    in_workshop: Spent = NOBODY
    """Those of the newest workshop among them."""
    weeks: float | None = None
    """Person-weeks of this one and all that stand before it; None from the first on that does not say its own."""
    is_within: bool = False
    """It stands above the line of what can be done."""

    @property
    def here(self) -> Spent:
        """Those spent outside of any workshop."""
        there = self.in_workshop
        return Spent(self.spent.dots - there.dots, self.spent.voters - there.voters)

    @property
    def expected(self) -> Limited | None:
        """The benefit by the owner's confidence."""
        if self.benefit is None or self.initiative.confidence is None:
            return None
        return self.benefit.times(self.initiative.confidence)


@dataclass(frozen=True)
class WorkshopDots:
    """What a workshop's people spent."""

    on: date
    spent: Mapping[int, Spent]
    """By the number of the idea."""


def workshop_dots(store: Store) -> WorkshopDots | None:
    """Of the newest workshop in which dots were spent that may be seen: it is over, or they were revealed."""
    for session in sessions.sessions(store):
        if _is_shown(session) and (spent := ideas.totals(store, session.id)):
            return WorkshopDots(session.planned_on, spent)
    return None


def _is_shown(session: Session) -> bool:
    rows = items(session.agenda)
    return session.state == "finished" or any(
        item.kind is Kind.IDEAS and item.is_revealed for item in rows
    )


def choices(
    found: Sequence[Initiative], viewer: Viewer, store: Store, capacity: float | None = None,
    by_dots: bool = False,
) -> tuple[Choice, ...]:  # fmt: skip
    """The ideas among `found`, best first: by score, or by dots. `capacity` in person-weeks cuts the list, if any."""
    here, there = ideas.totals(store), workshop_dots(store)
    in_workshop = there.spent if there else {}
    each = [
        with_workshop(choice(one, viewer, store, here), in_workshop.get(one.id, NOBODY))
        for one in found
        if one.state is State.IDEA
    ]
    return within(sorted(each, key=_by_dots if by_dots else _by_score), capacity)


def choice(
    initiative: Initiative, viewer: Viewer, store: Store, dots: Mapping[int, Spent]
) -> Choice:
    """One idea with its score, not yet beside others."""
    found = Worth(reason=MAY_NOT)
    if may_see(initiative, viewer):
        found = worth_of_promise(initiative, viewer, store)
    return scored(initiative, found, dots.get(initiative.id, NOBODY))


def with_workshop(one: Choice, spent: Spent) -> Choice:
    """The same with what was spent on it in a workshop."""
    both = Spent(one.spent.dots + spent.dots, one.spent.voters + spent.voters)
    return replace(one, spent=both, in_workshop=spent)


def scored(initiative: Initiative, found: Worth, spent: Spent = NOBODY) -> Choice:
    """Promised effect × value of a point × confidence ÷ cost."""
    benefit, by_hand = _benefit(initiative, found)
    cost = first_year(initiative)
    made = Choice(initiative, found, benefit, by_hand, cost, None, spent=spent)
    if made.benefit is None:
        return replace(made, reason=found.reason)
    if made.expected is None:
        return replace(made, reason=NO_CONFIDENCE)
    if not cost:
        return replace(made, reason=NO_COST if cost is None else NOTHING)
    return replace(made, score=made.expected.times(1 / cost))


def _benefit(initiative: Initiative, found: Worth) -> tuple[Limited | None, bool]:
    if found.amount is not None and found.low is not None and found.high is not None:
        return Limited(found.amount, found.low, found.high), False
    low, high = initiative.benefit_low, initiative.benefit_high
    if low is None or high is None:
        return None, False
    return Limited((low + high) / 2, low, high), True


def first_year(initiative: Initiative) -> float | None:
    """What the first year costs: once, and twelve months; None where neither is said."""
    if initiative.cost_once is None and initiative.cost_month is None:
        return None
    return (initiative.cost_once or 0.0) + MONTHS * (initiative.cost_month or 0.0)


def within(found: Sequence[Choice], capacity: float | None) -> tuple[Choice, ...]:
    """The list with the person-weeks that add up, and who stands above the line: it is drawn before the first that does
    not fit, or that does not say what it takes."""
    total: float | None = 0.0
    done = []
    for one in found:
        weeks = one.initiative.person_weeks
        total = None if total is None or weeks is None else total + weeks
        fits = total is not None and (capacity is None or total <= capacity)
        done.append(replace(one, weeks=total, is_within=fits))
        if not fits:  # what comes later stands below the line, however small
            total = None
    return tuple(done)


def used(found: Sequence[Choice]) -> float:
    """Person-weeks of those above the line."""
    return sum(one.initiative.person_weeks or 0.0 for one in found if one.is_within)


def would_fit(found: Sequence[Choice], capacity: float) -> tuple[Choice, ...]:
    """Those below the line each of which would fit into what is left."""
    left = capacity - used(found)
    below = [one for one in found if not one.is_within]
    return tuple(
        one
        for one in below
        if one.initiative.person_weeks is not None and one.initiative.person_weeks <= left
    )


def _by_score(one: Choice) -> tuple[bool, float, str]:
    return (one.score is None, -one.score.value if one.score else 0.0, one.initiative.title)


def _by_dots(one: Choice) -> tuple[int, bool, float, str]:
    return (-one.spent.dots, *_by_score(one))


def dropped(found: Sequence[Initiative]) -> tuple[Initiative, ...]:
    """What was dropped, each with its reason."""
    return tuple(one for one in found if one.state is State.DROPPED)
