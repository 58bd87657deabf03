"""One event is told once: a change in a value and in the whole, in several values, in metrics that go together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.metrics import drivers
from dashboard.metrics.declare import Better
from dashboard.metrics.drivers import Dimension, Driver, Why
from dashboard.metrics.evaluate import year_before
from dashboard.progress.news import News
from dashboard.progress.scan import GRAIN, month_of
from queries.slice import Window

FAMILIES = (
    ("conversion", "visitors", "new_customers"),
    ("revenue", "orders", "repeat_orders", "average_order_value", "revenue_per_buyer", "gross_margin"),
    ("retention", "churn", "returning_share", "cancel_rate"),
    ("cac", "roas"),
    ("response_time", "resolution_time"),
)  # fmt: skip
"""Metrics that move together: what the whole of one does is said with what the others do."""
MUCH_MORE = 1.5
"""A value is the story, not the whole, where it is so many times as surprising."""
NEARLY_ALL = 0.9
MOST_OF_IT = 0.5
LEAST_SHARE = 0.25
"""A part of the change is said from so much of it."""


@dataclass(frozen=True)
class Mix:
    """Within nearly all values it went the other way: the whole changed since their weights did."""

    dimension: str
    against: int
    """So many values went the other way."""
    of: int
    drivers: tuple[Driver, ...]
    """Those of greater weight than before, the largest part of the change first."""


@dataclass(frozen=True)
class Place:
    """The value that most of a change is in, and which share of it."""

    dimension: str
    driver: Driver
    share: float


@dataclass(frozen=True)
class Story:
    """What is told in one sentence, and what goes with it."""

    head: News
    likewise: tuple[News, ...] = ()
    """Other values of its dimension that changed so."""
    also: tuple[News, ...] = ()
    """Other metrics of the same place."""
    before: Window | None = None
    """What the month was compared with to see where it changed: a year before, else the month before."""
    place: Place | None = None
    mix: Mix | None = None
    weight: float = 1.0

    @property
    def score(self) -> float:
        return self.head.score * self.weight


def of_metric(found: Sequence[News], viewer: Viewer) -> list[Story]:
    """The stories of one metric, at most one up and one down in each of its parts."""
    parts = dict.fromkeys((n.line.part, n.direction) for n in found)
    return [
        _story([n for n in found if (n.line.part, n.direction) == part], viewer) for part in parts
    ]


def _story(alike: Sequence[News], viewer: Viewer) -> Story:
    """`alike` went the same way, the most surprising first."""
    head = _head(alike)
    likewise = [n for n in alike if n.line.dimension == head.line.dimension and n is not head]
    why, before = where_it_changed(head, viewer)
    told = Story(head, tuple(likewise) if head.line.dimension else (), (), before)
    if why is None:
        return told
    mix = _mix(why, head) if head.line.is_whole else None
    return replace(told, mix=mix, place=None if mix else _place(why, head))


def _head(alike: Sequence[News]) -> News:
    first = alike[0]
    whole = next((n for n in alike if n.line.is_whole), None)
    if whole and abs(first.sigmas) < MUCH_MORE * abs(whole.sigmas):
        return whole
    return first


def where_it_changed(head: News, viewer: Viewer) -> tuple[Why | None, Window | None]:
    """The month against the same month a year before, where that is sound, else against the month before."""
    now = head.line.newest
    slice = replace(head.line.slice, window=now.period.window, grain=None)
    for before in (year_before(now.period.start), _month_before(head)):
        then = next((v for v in head.line.values if v.period.start == before), None)
        if then is None or then.value is None or then.missing or then.starts_history:
            continue
        along = [name for name in drivers.by(head.line.metric, slice) if name in ALONG]
        why = drivers.why(
            head.line.metric, viewer, slice, then.period.window, along, whole=month_of
        )
        if _is_so(why, head):
            return why, then.period.window
    return None, None


ALONG = ("region", "segment", "channel", "source", "category", "first_source")
"""Dimensions in which a place is looked for."""


def _month_before(head: News) -> date:
    return head.line.slice.calendar.shifted(head.line.newest.period.start, GRAIN, -1)


def _is_so(why: Why, head: News) -> bool:
    """Between these windows it changed for sure, and the same way."""
    wanted = "up" if head.direction > 0 else "down"
    return why.change is not None and why.change.verdict == wanted


def _place(why: Why, head: News) -> Place | None:
    """The first value of the dimension that explains most, where its part is more than noise and not a small one."""
    assert why.change is not None
    dimension = next((d for d in why.dimensions if d.explained > 0), None)
    if dimension is None:
        return None
    driver = dimension.drivers[0]
    share = driver.part.total / why.change.difference
    if driver.is_noise or not driver.name or driver.limits is None:
        return None
    is_sure = abs(driver.limits.high - driver.limits.low) / 2 <= abs(driver.part.total) / 2
    if not (LEAST_SHARE <= share <= 1 and is_sure):
        return None
    return Place(dimension.name, driver, share)


def _mix(why: Why, head: News) -> Mix | None:
    for dimension in why.dimensions:
        if found := _mix_of(dimension, head.direction):
            return found
    return None


def _mix_of(dimension: Dimension, direction: int) -> Mix | None:
    judged = [d for d in dimension.drivers if d.before and d.after and not d.is_thin]
    size = sum(_n(d) for d in judged)
    against = [d for d in judged if d.part.rate * direction < 0]
    mixed = sum(d.part.mix for d in dimension.drivers) * direction
    if dimension.hidden or len(judged) < 2 or mixed <= 0 or not size:
        return None
    if sum(_n(d) for d in against) < NEARLY_ALL * size:
        return None
    total = sum(_n(d) for d in judged), sum(_n_before(d) for d in judged)
    grown = [d for d in judged if d.name and _n(d) / total[0] > _n_before(d) / total[1]]
    movers = sorted(grown, key=lambda d: -d.part.mix * direction)
    return Mix(dimension.name, len(against), len(judged), tuple(movers[:3])) if movers else None


def _n(driver: Driver) -> float:
    return driver.after.n or 0.0 if driver.after else 0.0


def _n_before(driver: Driver) -> float:
    return driver.before.n or 0.0 if driver.before else 0.0


def told_once(stories: Iterable[Story]) -> list[Story]:
    """Best first; what is about the same place, or of one family in the whole, is told with the best of them."""
    kept: list[Story] = []
    for story in sorted(stories, key=lambda s: -s.score):
        twin = next((n for n, other in enumerate(kept) if _is_same(story, other)), None)
        if twin is None:
            kept.append(story)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, story.head))
    return kept


def _is_same(one: Story, other: Story) -> bool:
    """About the same place; or one of them about the whole, and of metrics that go together, for better or for worse
    alike. A mix is a story of its own."""
    if one.mix or other.mix:
        return False
    if _places(one) & _places(other):
        return True
    names = {one.head.line.metric.name, other.head.line.metric.name}
    if not (one.head.line.is_whole or other.head.line.is_whole):
        return False
    is_alike = _goodness(one.head) == _goodness(other.head)
    return is_alike and any(names <= set(family) for family in FAMILIES)


def _goodness(news: News) -> int:
    sides = {Better.HIGHER: 1, Better.LOWER: -1, Better.NEITHER: 0}
    return news.direction * sides[news.line.metric.better]


def _places(story: Story) -> set[tuple[str, str]]:
    """The values that it is about: those that changed, or the one that most of the whole's change is in."""
    found = {(n.line.dimension, n.line.name) for n in (story.head, *story.likewise) if n.line.name}
    if story.head.line.is_whole and story.place and story.place.share > MOST_OF_IT:
        found.add((story.place.dimension, story.place.driver.name))
    return found
