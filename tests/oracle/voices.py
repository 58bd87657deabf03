"""What people answer when they are asked; surveys are never pooled."""

from collections import defaultdict
from datetime import date, timedelta

from tests.oracle.facts import Deed, facts_of, local_day, within
from tests.oracle.groups import Answer, Answers, Group, own_groups
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World

AGAIN_WITHIN = timedelta(days=90)
OPEN_FOR = timedelta(days=30)


def csat(world: World, window: Window, where: Where, by: By) -> Answers:
    """Weight of scores 4 and 5 over the weight of all."""
    valid = [deed for deed in facts_of(world).of_kind("survey_csat") if deed.score is not None]
    answers = {}
    kept = [deed for deed in valid if within(deed.day, window)]
    for group, given in grouped(kept, where, by).items():
        pleased = [deed for deed in given if deed.score in (4, 5)]
        answers[group] = _answer(given, _weight(pleased), {"satisfied": _weight(pleased)})
    return answers


def nps(world: World, window: Window, where: Where, by: By) -> Answers:
    """Weight of promoters less weight of detractors over the weight of all."""
    answers = {}
    for group, given in grouped(kept_nps(world, window), where, by).items():
        up = _weight([deed for deed in given if deed.score in (9, 10)])
        down = _weight([deed for deed in given if deed.score in range(7)])
        answers[group] = _answer(given, up - down, {"promoters": up, "detractors": down})
    return answers


def nps_unweighted(world: World, window: Window, where: Where, by: By) -> Answers:
    answers = {}
    for group, given in grouped(kept_nps(world, window), where, by).items():
        up = sum(1 for deed in given if deed.score in (9, 10))
        down = sum(1 for deed in given if deed.score in range(7))
        people = frozenset(deed.person for deed in given if deed.person is not None)
        sums = {"promoters": up, "detractors": down, "sum_w": len(given), "sum_w2": len(given)}
        answers[group] = Answer(up - down, len(given), len(given), people, people, sums=sums)
    return answers


def response_rate(world: World, window: Window, where: Where, by: By) -> Answers:
    """Of the surveys sent in the window that have had their thirty days, those answered within them."""
    answered = _days_of_first_answers(world)
    sent = [d for d in facts_of(world).of_kind("survey_sent") if within(d.day, window)]
    due = [d for d in sent if _is_named(d) and d.day + OPEN_FOR <= local_day(world, world.coverage)]
    answers = {}
    for group, asked in grouped(due, where, by).items():
        heard = [d for d in asked if d in answered and answered[d] < d.day + OPEN_FOR]
        answers[group] = Answer(len(heard), len(asked), len(asked), _people(heard), _people(asked))
    return answers


def _is_named(deed: Deed) -> bool:
    return deed.person is not None or not _is_bare(deed)


def _is_bare(deed: Deed) -> bool:
    return deed.ticket_id is None and deed.order_id is None


def _days_of_first_answers(world: World) -> dict[Deed, date]:
    """Each survey that was answered, with the day of the first answer that is meant for it."""
    deeds = facts_of(world).deeds
    days: dict[Deed, date] = {}
    for answer in deeds:
        if answer.kind in ("survey_nps", "survey_csat") and answer.score is not None:
            sent = _sending_of(answer, deeds)
            if sent is not None:
                days.setdefault(sent, answer.day)
    return days


def _sending_of(answer: Deed, deeds: list[Deed]) -> Deed | None:
    """The latest before the answer of the same ticket, else order, else person."""
    before = [
        deed
        for deed in deeds
        if deed.kind == "survey_sent"
        and deed.at <= answer.at
        and deed.dims["survey"] == answer.dims["survey"]
    ]
    by_ticket = [d for d in before if answer.ticket_id and d.ticket_id == answer.ticket_id]
    by_order = [d for d in before if answer.order_id and d.order_id == answer.order_id]
    by_person = [
        d
        for d in before
        if answer.person is not None
        and d.person == answer.person
        and (_is_bare(answer) or _is_bare(d))
    ]
    for found in (by_ticket, by_order, by_person):
        if found:
            return max(found, key=lambda deed: deed.when)
    return None


def _people(deeds: list[Deed]) -> frozenset[Person]:
    return frozenset(deed.person for deed in deeds if deed.person is not None)


def with_survey(where: Where, by: By) -> By:
    """The groups of a question about answers: a survey each, unless exactly one is asked for."""
    if "survey" in by or len(where.get("survey", ())) == 1:
        return by
    return ("survey", *by)


def kept_nps(world: World, window: Window) -> list[Deed]:
    """Answers in the window whose person does not answer again soon and before its end."""
    valid = [deed for deed in facts_of(world).of_kind("survey_nps") if deed.score is not None]
    inside = [deed for deed in valid if within(deed.day, window)]
    return [deed for deed in inside if not any(_replaces(later, deed) for later in inside)]


def _replaces(later: Deed, earlier: Deed) -> bool:
    return (
        earlier.person is not None
        and later.person == earlier.person
        and later.dims["survey"] == earlier.dims["survey"]
        and later.when > earlier.when
        and later.day - earlier.day <= AGAIN_WITHIN
    )


def grouped(given: list[Deed], where: Where, by: By) -> dict[Group, list[Deed]]:
    groups: dict[Group, list[Deed]] = defaultdict(list)
    for deed in given:
        for group in own_groups(deed, where, with_survey(where, by)):
            groups[group].append(deed)
    return groups


def _weight(given: list[Deed]) -> float:
    return sum(deed.weight for deed in given)


def _answer(given: list[Deed], numerator: float, sums: dict[str, float]) -> Answer:
    people = frozenset(deed.person for deed in given if deed.person is not None)
    weighed = {"sum_w": _weight(given), "sum_w2": sum(deed.weight**2 for deed in given)}
    return Answer(numerator, _weight(given), len(given), people, people, sums=sums | weighed)
