"""What customers will bring, by the textbook's sums and with the standard library alone."""

import math
from dataclasses import dataclass
from datetime import date

from tests.oracle.facts import Facts, facts_of
from tests.oracle.groups import Answers
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World

FEWEST_REPEATERS = 300
YEAR = 365 / 7


@dataclass(frozen=True)
class History:
    x: int
    t_x: float
    age: float
    mean: float


def ltv_predicted(world: World, window: Window, where: Where, by: By) -> Answers:
    """Random worlds are too thin for a model: there is no answer, and the warehouse must say the same."""
    covered = world.coverage.date()
    repeaters = [h for h in histories(facts_of(world), covered).values() if h.x]
    if len(repeaters) >= FEWEST_REPEATERS:
        raise ValueError("with a model, ask `expected_value` with its parameters")
    return {}


def histories(facts: Facts, until: date) -> dict[Person, History]:
    """Order days up to and with a day, and what they brought net of refunds."""
    days: dict[Person, dict[date, float]] = {}
    for order in facts.orders.values():
        person = order.first.person
        if person is not None and order.first.day <= until:
            brought = sum(line.amount for line in order.lines)
            found = days.setdefault(person, {})
            found[order.first.day] = found.get(order.first.day, 0.0) + brought
    for refund in facts.of_kind("refund"):
        order_found = facts.orders.get(refund.order_key)
        whose = refund if order_found is None else order_found.first
        if whose.person is not None and whose.day in days.get(whose.person, {}):
            days[whose.person][whose.day] -= refund.amount
    return {person: _history(found, until) for person, found in days.items()}


def _history(days: dict[date, float], until: date) -> History:
    first, *later = sorted(days)
    mean = sum(days[day] for day in later) / len(later) if later else 0.0
    last = later[-1] if later else first
    return History(len(later), (last - first).days / 7, (until - first).days / 7, mean)


def log_likelihood(r: float, alpha: float, a: float, b: float, known: list[History]) -> float:
    """Fader, Hardie & Lee (2005), eq. 6, as printed."""
    total = 0.0
    for h in known:
        x = h.x
        stays = math.exp(_beta(a, b + x) - _beta(a, b)) * (alpha + h.age) ** -(r + x)
        leaves = 0.0
        if x:
            leaves = math.exp(_beta(a + 1, b + x - 1) - _beta(a, b)) * (alpha + h.t_x) ** -(r + x)
        total += (
            math.lgamma(r + x) - math.lgamma(r) + r * math.log(alpha) + math.log(stays + leaves)
        )
    return total


def _beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def alive(r: float, alpha: float, a: float, b: float, h: History) -> float:
    if not h.x:
        return 1.0
    return 1 / (1 + a / (b + h.x - 1) * ((alpha + h.age) / (alpha + h.t_x)) ** (r + h.x))


def expected_orders(r: float, alpha: float, a: float, b: float, h: History, t: float) -> float:
    """Eq. 10, as printed."""
    x, age = h.x, h.age
    series = gauss(r + x, b + x, a + b + x - 1, t / (alpha + age + t))
    bought = 1 - ((alpha + age) / (alpha + age + t)) ** (r + x) * series
    return (a + b + x - 1) / (a - 1) * bought * alive(r, alpha, a, b, h)


def gauss(a: float, b: float, c: float, z: float) -> float:
    """The hypergeometric function by its own series."""
    total = term = 1.0
    n = 0
    while abs(term) > 1e-15 * abs(total):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        n += 1
    return total


def expected_spend(p: float, q: float, gamma: float, h: History) -> float:
    """Their own mean and that of all, weighed (Fader & Hardie 2013, eq. 5)."""
    everybody = p * gamma / (q - 1)
    own = p * h.x / (p * h.x + q - 1)
    return (1 - own) * everybody + own * max(h.mean, 0.0)
