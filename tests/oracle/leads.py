"""What becomes of leads, and how long that takes."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.oracle.facts import Deed, facts_of, local_day, within
from tests.oracle.groups import Answer, Answers, Clusters, Group, added, clustered, own_groups
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World


@dataclass(frozen=True, eq=False)
class Lead:
    first: Deed
    won_on: date | None
    is_lost: bool

    @property
    def days(self) -> int | None:
        """Whole local days to the first deal won; one written before the lead took none."""
        return None if self.won_on is None else max(0, (self.won_on - self.first.day).days)


def win_rate(world: World, window: Window, where: Where, by: By) -> Answers:
    """Leads won over leads, by the day and the dimensions of the lead; `waiting` is neither won nor lost."""
    answers = {}
    for group, leads in _grouped(world, window, where, by).items():
        won = [lead for lead in leads if lead.won_on is not None]
        waiting = [lead for lead in leads if lead.won_on is None and not lead.is_lost]
        answers[group] = Answer(
            len(won), len(leads), len(leads), _people(won), _people(leads),
            sums={"waiting": len(waiting)},
        )  # fmt: skip
    return answers


def sales_cycle(world: World, window: Window, where: Where, by: By) -> Answers:
    """The first day by which half of those are won that are won at all, as numerator over 1.

    Of a lead not won it is known that it was not on any day up to the coverage, lost or open.
    """
    answers = {}
    covered = local_day(world, world.coverage)
    for group, leads in _grouped(world, window, where, by).items():
        ends = {id(lead): max(0, (covered - lead.first.day).days) for lead in leads}
        in_time = [n for n in leads if n.days is not None and n.days <= ends[id(n)]]
        won = [lead.days for lead in in_time if lead.days is not None]
        seen = [ends[id(lead)] for lead in leads if lead not in in_time]
        if won:
            people = _people(in_time)
            answers[group] = Answer(
                _half_won_by(won, seen), 1, len(won), people, people, values=tuple(sorted(won))
            )
    return answers


def sales_cycle_mean(world: World, window: Window, where: Where, by: By) -> Answers:
    """Days from lead to deal over leads won."""
    answers = {}
    for group, leads in _grouped(world, window, where, by).items():
        clusters: Clusters = {}
        won = [lead for lead in leads if lead.days is not None]
        for lead in won:
            added(clusters, _cluster(lead), lead.days or 0, 1)
        if won:
            sums = clustered(clusters)
            answers[group] = Answer(
                sums["sum_y"], len(won), len(won), _people(won), _people(won), clusters, sums
            )
    return answers


@dataclass(frozen=True)
class Pipeline:
    """What became of leads, and how old they are where the deals end."""

    leads: int
    won: int
    lost: int
    open: int
    old: int
    old_won: int
    ages: list[int]
    open_ages: list[int]


def pipeline(world: World, window: Window, where: Where, by: By) -> dict[Group, Pipeline]:
    covered = local_day(world, world.coverage)
    found = {}
    for group, leads in _grouped(world, window, where, by).items():
        ages = {id(lead): max(0, (covered - lead.first.day).days) for lead in leads}
        waiting = [lead for lead in leads if lead.won_on is None and not lead.is_lost]
        old = [lead for lead in leads if ages[id(lead)] >= 90]
        found[group] = Pipeline(
            len(leads), sum(lead.won_on is not None for lead in leads),
            sum(lead.is_lost for lead in leads), len(waiting), len(old),
            sum(lead.days is not None and lead.days < 90 for lead in old),
            sorted(ages.values()), sorted(ages[id(lead)] for lead in waiting),
        )  # fmt: skip
    return found


def _grouped(world: World, window: Window, where: Where, by: By) -> dict[Group, list[Lead]]:
    groups: dict[Group, list[Lead]] = defaultdict(list)
    for lead in _leads(world):
        if within(lead.first.day, window):
            for group in own_groups(lead.first, where, by):
                groups[group].append(lead)
    return groups


def _leads(world: World) -> list[Lead]:
    """One per order_id, at its first lead; one without order_id is by itself and is never won."""
    facts = facts_of(world)
    first: dict[tuple[str, str], Deed] = {}
    for deed in facts.of_kind("lead"):
        first.setdefault(deed.order_key, deed)
    return [_lead(deed, facts.of_kind("deal_won", "deal_lost")) for deed in first.values()]


def _lead(first: Deed, deals: list[Deed]) -> Lead:
    own = [deal for deal in deals if first.order_id is not None and deal.order_id == first.order_id]
    won = [deal.day for deal in own if deal.kind == "deal_won"]
    return Lead(first, min(won, default=None), bool(own) and not won)


def _half_won_by(won: list[int], seen: list[int]) -> int:
    """The share not won yet after each day, by Kaplan and Meier; ties: a deal comes before a censoring."""
    left, curve = Fraction(1), {}
    for day in sorted(set(won)):
        at_risk = sum(1 for other in won + seen if other >= day)
        left *= 1 - Fraction(won.count(day), at_risk)
        curve[day] = 1 - left
    return min(day for day, share in curve.items() if 2 * share >= 1 - left)


def _cluster(lead: Lead) -> Hashable:
    return lead.first.person if lead.first.person is not None else ("lead", lead.first.order_key)


def _people(leads: list[Lead]) -> frozenset[Person]:
    return frozenset(lead.first.person for lead in leads if lead.first.person is not None)
