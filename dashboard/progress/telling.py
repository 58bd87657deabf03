"""A story in words, and the view that proves it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard.language import Said, said
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric
from dashboard.metrics.written import Amount, Difference, Month
from dashboard.progress.news import News
from dashboard.progress.scan import GRAIN, Line
from dashboard.progress.stories import Mix, Place, Story
from dashboard.progress.unlike import Unlike, is_difference
from queries.slice import Window

SHOWN_MONTHS = 25
"""The newest month and those that it is judged by."""
LONG = 6
"""A record of fewer months is no news."""

PLURALS = {
    "region": said("regions"), "segment": said("segments"), "channel": said("channels"),
    "source": said("sources"), "category": said("categories"), "first_source": said("first sources"),
}  # fmt: skip
PLACES = {
    "source": said("what came by {name}"),
    "first_source": said("customers first brought by {name}"),
}


@dataclass(frozen=True)
class Link:
    """A page of the app and what its address says."""

    page: str
    query: tuple[tuple[str, str], ...]


def subject(metric: Metric, part: str, name: str) -> Said:
    """'Net promoter score (after delivery) in kitchen'."""
    label = said(metric.label)
    if part and name:
        return said("{metric} ({part}) in {name}", metric=label, part=part, name=name)
    if part:
        return said("{metric} ({part})", metric=label, part=part)
    return said("{metric} in {name}", metric=label, name=name) if name else label


def headline(story: Story) -> Said:
    """'Retention in North fell to 61 % in Jul 2026, lower than in any of the 19 months before.'"""
    line = story.head.line
    told = {
        "subject": subject(line.metric, line.part, line.name),
        "value": _value(story.head),
        "month": Month(line.newest.period.start),
    }
    if story.mix and story.before:
        return _mixed(story.mix, story.head, told | {"before": Month(story.before.start)})
    if story.head.unlike:
        return _away_from_the_rest(story.head, story.head.unlike, told)
    months, is_all = _months_of_record(line, story.head.direction)
    if months < LONG:
        return _against_usual(story.head, told | _usual(story.head))
    template = RECORDS[story.head.direction > 0, is_all]
    return said(template.template, months=months, **told)


RECORDS = {
    (True, True): said("{subject} rose to {value} in {month}, higher than in any of the {months} months before."),
    (False, True): said("{subject} fell to {value} in {month}, lower than in any of the {months} months before."),
    (True, False): said("{subject} rose to {value} in {month}, higher than at any time in {months} months."),
    (False, False): said("{subject} fell to {value} in {month}, lower than at any time in {months} months."),
}  # fmt: skip
"""By whether it rose, and whether the months are all that there are."""


def _against_usual(head: News, told: dict[str, object]) -> Said:
    if not _went_so(head):
        return said("{subject} was {value} in {month}; {low} to {high} is usual.", **told)
    if head.direction > 0:
        return said("{subject} rose to {value} in {month}; {low} to {high} is usual.", **told)
    return said("{subject} fell to {value} in {month}; {low} to {high} is usual.", **told)


def _away_from_the_rest(head: News, one: Unlike, told: dict[str, object]) -> Said:
    told |= {"gap": _distance(one, one.gap), "usual": _distance(one, one.usual)}
    if not _went_so(head):
        return said(
            "{subject} was {value} in {month}: {gap} against the rest, where {usual} is usual.",
            **told,
        )
    if head.direction > 0:
        return said(
            "{subject} rose to {value} in {month}: {gap} against the rest, where {usual} is usual.",
            **told,
        )
    return said(
        "{subject} fell to {value} in {month}: {gap} against the rest, where {usual} is usual.",
        **told,
    )


def _went_so(head: News) -> bool:
    """Against the month before the value moved to the side on which it is unusual: only then it rose or fell."""
    newest, *before = [v.value for v in reversed(head.line.values)]
    if newest is None or not before or before[0] is None:
        return False
    return (newest - before[0]) * head.direction > 0


def _distance(one: Unlike, gap: float) -> Difference:
    is_points = is_difference(one.line.metric)
    return Difference(gap if is_points else 100 * math.expm1(gap), is_points)


def _mixed(mix: Mix, head: News, told: dict[str, object]) -> Said:
    told |= {
        "count": mix.against,
        "of": mix.of,
        "places": PLURALS.get(mix.dimension, mix.dimension),
        "names": listed([driver.name for driver in mix.drivers if driver.name]),
    }
    if head.direction > 0:
        return said("{subject} was {value} in {month}, more than in {before}, though it fell in {count} of {of} "
            "{places} between the two: their weights have changed, most of all {names}.", **told)  # fmt: skip
    return said("{subject} was {value} in {month}, less than in {before}, though it rose in {count} of {of} "
        "{places} between the two: their weights have changed, most of all {names}.", **told)  # fmt: skip


def details(story: Story) -> tuple[Said, ...]:
    """Sentences that go with it: where it was, where else, what else."""
    found = []
    if story.place and story.before:
        found.append(_place(story.place, story.before, story.head.direction))
    if story.likewise:
        values = [said("{name} {value}", name=n.line.name, value=_value(n)) for n in story.likewise]
        found.append(said("Likewise: {values}.", values=listed(values)))
    if story.also:
        found.append(said("Also: {values}.", values=listed([_also(news) for news in story.also])))
    return tuple(found)


def _also(news: News) -> Said:
    name = subject(news.line.metric, news.line.part, news.line.name)
    if news.direction > 0:
        return said("{name} {value} (up)", name=name, value=_value(news))
    return said("{name} {value} (down)", name=name, value=_value(news))


def _place(place: Place, before: Window, direction: int) -> Said:
    template = PLACES.get(place.dimension)
    name = place.driver.name
    told = {
        "share": round(100 * place.share),
        "month": Month(before.start),
        "place": said(template.template, name=name) if template else name,
    }
    if direction > 0:
        return said("{share} % of the rise since {month} is {place}.", **told)
    return said("{share} % of the fall since {month} is {place}.", **told)


def listed(texts: Sequence[str]) -> str:
    """'North, South and East', each in the reader's language."""
    if len(texts) < 2:
        return texts[0] if texts else ""
    several = texts[0]
    for text in texts[1:-1]:
        several = said("{several}, {next}", several=several, next=text)
    return said("{several} and {last}", several=several, last=texts[-1])


def _value(news: News) -> Amount:
    assert news.line.newest.value is not None
    return _amount(news.line.metric, news.line.newest.value)


def _usual(news: News) -> dict[str, object]:
    assert news.limits is not None
    ends = {"low": news.limits.low, "high": news.limits.high}
    return {name: _amount(news.line.metric, number) for name, number in ends.items()}


def _amount(metric: Metric, number: float) -> Amount:
    return Amount(metric.unit, number, reads.currency())


def _months_of_record(line: Line, direction: int) -> tuple[int, bool]:
    """How many months before were all lower (higher); and whether those are all there are."""
    newest, *before = [v.value for v in reversed(line.values) if v.value is not None]
    for count, value in enumerate(before):
        if (newest - value) * direction <= 0:
            return count, False
    return len(before), True


def proof(story: Story) -> Link:
    """The metric's own page with its months; of a mix, where it changed."""
    if story.mix or story.head.unlike:
        return where(story) or _months_page(story.head.line)
    return _months_page(story.head.line)


def _months_page(line: Line) -> Link:
    window = line.newest.period.window
    first = line.slice.calendar.shifted(window.start, GRAIN, 1 - SHOWN_MONTHS)
    days = Window(max(first, line.slice.window.start), window.end)
    return Link("metric", _query(line, days, grain=GRAIN.value))


def where(story: Story) -> Link | None:
    """Explore's "where did it change", between the two months; None where nothing is known of it."""
    if story.before is None:
        return None
    line, now = story.head.line, story.head.line.newest.period.window
    calendar = line.slice.calendar
    is_previous = calendar.shifted(now.start, GRAIN, -1) == story.before.start
    return Link("explore", _query(line, now, compare="previous" if is_previous else "year"))


def _query(line: Line, days: Window, **more: str) -> tuple[tuple[str, str], ...]:
    query = {
        "metric": line.metric.name,
        "window": "custom",
        "from": days.start.isoformat(),
        "until": (days.end - timedelta(days=1)).isoformat(),
        **more,
    }
    if line.part:
        query[f"{line.metric.always_by[0]}_part"] = line.part
    if line.dimension:
        query[line.dimension] = line.name
    return tuple(query.items())
