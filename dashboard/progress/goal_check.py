"""Whether a goal can be kept: asked by the form, by files and by the command line, and answered the same."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.metrics import evaluate, switches
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from dashboard.progress import goal_numbers, goal_time
from dashboard.progress.goal import Kind, definition_of
from dashboard.progress.goal_draft import Draft, moved
from dashboard.records.keep import named
from queries.calendar import Calendar, Grain
from queries.slice import Slice, Window

LONGEST = 2000
"""Letters of a reason."""
ANY = Window(date(2000, 1, 1), date(2000, 2, 1))


class Mistake(NamedTuple):
    """What is wrong with one field of a draft, in words."""

    field: str
    words: str


@dataclass(frozen=True)
class Known:
    """What a draft is held against."""

    today: date
    """The first day that no data cover."""
    calendar: Calendar = field(default_factory=Calendar)
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Dimension → values that occur; a dimension that is not here is not looked at."""
    surveys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Kind of event → surveys that give it."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """Each goal that is kept or comes along → its parent."""
    metrics: Mapping[str, Metric] = field(default_factory=lambda: CATALOGUE)
    """What goals can be set on, by name."""
    points: Callable[[Draft, Metric], tuple[float, float] | None] = lambda draft, metric: None
    """Base and points of a change that was said in per cent, where the base is known."""
    wall_day: date = date.max
    """Today by the clock: nothing is decided later."""

    def of(self, metric: Metric, dimension: str) -> Sequence[str] | None:
        """The values of a dimension that a metric can have; None where that is not known."""
        if dimension == "survey" and self.surveys:
            return sorted({name for kind in metric.reads for name in self.surveys.get(kind, ())})
        return self.values.get(dimension)


def refuse(draft: Draft, known: Known, before: Draft | None = None) -> None:
    """`BadUse` with all that is wrong, a sentence each."""
    if found := mistakes(draft, known, before):
        raise BadUse(found[0].words if len(found) == 1 else "\n".join(m.words for m in found))


def mistakes(draft: Draft, known: Known, before: Draft | None = None) -> list[Mistake]:
    """All that is wrong with a draft; `before` is the goal as it is kept, None for a new one."""
    metric = known.metrics.get(draft.metric)
    found = [*_texts(draft), *_parent(draft, known), *_reasons(draft, known, before)]
    if metric is None:
        return [Mistake("metric", str_of(unknown("metric", draft.metric, known.metrics))), *found]
    if draft.grain not in list(Grain):
        found.insert(0, Mistake("grain", str_of(unknown("grain", draft.grain, list(Grain)))))
        return found
    if draft.kind not in list(Kind):
        found.insert(0, Mistake("kind", str_of(unknown("kind of goal", draft.kind, list(Kind)))))
        return found
    own = [
        *_direction(metric),
        *_slice(draft, metric, known),
        *_numbers(draft, metric, known),
        *goal_time.wrong(draft, known.calendar),
    ]
    if before is None or moved(before, draft):
        own += goal_time.too_late(draft, _read(draft, metric), known.today)
    return [*(Mistake(*pair) for pair in own), *found]


def str_of(error: BadUse) -> str:
    """What an error says, as it was said: translatable."""
    words: str = error.args[0]
    return words


def _read(draft: Draft, metric: Metric) -> Metric:
    """The metric as the draft defines it: how far it looks ahead follows the definition."""
    try:
        chosen = definition_of(draft.define)
        read = switches.variant(metric, chosen)
        return read.of(switches.defined(read, Slice(ANY), chosen))
    except BadUse:
        return metric  # said of the definition


def _numbers(draft: Draft, metric: Metric, known: Known) -> Iterator[tuple[str, str]]:
    """What is wrong with the numbers; a share of what can be nought or less, with the points that it would be."""
    for field_name, words in goal_numbers.wrong(draft, metric):
        percent = draft.change_percent
        is_of_share = (
            field_name == "change_percent" and percent and not goal_numbers.takes_percent(metric)
        )
        found = known.points(draft, metric) if is_of_share else None
        if found:
            words = said(
                "{words} {percent:+g} % of {base:.10g} is change_points: {points:g}.",
                words=words, percent=percent, base=round(found[0], 1), points=found[1],
            )  # fmt: skip
        yield field_name, words


def _direction(metric: Metric) -> Iterator[tuple[str, str]]:
    if metric.better is Better.NEITHER:
        yield (
            "metric",
            said(
                "{label} is better neither high nor low, so no goal can be set on it. Choose the number that "
                "it should serve.",
                label=said(metric.label),
            ),
        )


def _slice(draft: Draft, metric: Metric, known: Known) -> Iterator[tuple[str, str]]:
    """Dimensions and definition as the metric takes them; parts that are never pooled, named."""
    try:
        chosen = switches.definition(draft.define)
        metric = switches.variant(metric, chosen)
    except BadUse as error:
        yield "define", str_of(error)
        return
    slice = Slice(ANY, where=draft.where)
    try:
        asked = evaluate.checked(metric, slice)
    except BadUse as error:
        yield "where", str_of(error)
        return
    for part in asked.by:
        yield "where", _one_part(metric, part, known)
    for name, kept in draft.where:
        there = known.of(metric, name)
        for value in kept if there is not None else ():
            if value and value not in (there or ()):
                yield "where", str_of(unknown(name, value, there or ()))


def _one_part(metric: Metric, part: str, known: Known) -> str:
    if part == "channel":
        return said(
            "{label} is never pooled over all channels. Say which: one 'channel', or 'online' true or false.",
            label=said(metric.label),
        )
    there = ", ".join(f"'{value}'" for value in known.of(metric, part) or () if value)
    if there:
        return said(
            "{label} is never pooled over every {part}. Say which one: {there}.",
            label=said(metric.label), part=said(part), there=there,
        )  # fmt: skip
    return said(
        "{label} is never pooled over every {part}. Say which one.",
        label=said(metric.label), part=said(part),
    )  # fmt: skip


def _texts(draft: Draft) -> Iterator[Mistake]:
    for name, what in (
        ("name", "The goal's name"), ("owner", "The owner"), ("department", "The department"),
    ):  # fmt: skip
        text = getattr(draft, name)
        if text or name == "name":
            try:
                named(text, what)
            except BadUse as error:
                yield Mistake(name, str_of(error))
    for name in ("why", "because"):
        if len(getattr(draft, name)) > LONGEST:
            words = said(
                "The reason has {length} letters. Write at most {most}.",
                length=len(getattr(draft, name)), most=LONGEST,
            )  # fmt: skip
            yield Mistake(name, words)


def _parent(draft: Draft, known: Known) -> Iterator[Mistake]:
    """The parent is there, and the way up ends."""
    if not draft.parent:
        return
    others = {**known.parents, draft.name: draft.parent}
    if draft.parent not in known.parents and draft.parent != draft.name:
        yield Mistake("parent", str_of(unknown("goal", draft.parent, known.parents)))
        return
    way, above = [draft.name], draft.parent
    while above and above not in way:
        way.append(above)
        above = others.get(above, "")
    if above == draft.name:
        words = said(
            "'{name}' would stand above itself: {way}. Choose another parent.",
            name=draft.name, way=" → ".join([*way, above]),
        )  # fmt: skip
        yield Mistake("parent", words)


def _reasons(draft: Draft, known: Known, before: Draft | None) -> Iterator[Mistake]:
    """A goal that moves says why, anew; and on which day that was decided."""
    if before is not None and moved(before, draft):
        if not draft.because or draft.because == before.because:
            words = said(
                "The goal is moved ({what}). Say because of what.", what=_what(before, draft)
            )
            yield Mistake("because", words)
        if draft.decided and before.decided and draft.decided < before.decided:
            words = said(
                "It was decided on {day}, before what it changes ({earlier}).",
                day=draft.decided, earlier=before.decided,
            )  # fmt: skip
            yield Mistake("decided", words)
    if draft.decided and draft.decided > known.wall_day:
        words = said("It cannot have been decided on {day}: that is to come.", day=draft.decided)
        yield Mistake("decided", words)


SPOKEN = {
    "metric": said("metric"), "grain": said("period"), "define": said("definition"),
    "where": said("slice"), "kind": said("kind"), "target": said("target"),
    "change_percent": said("target"), "change_points": said("target"), "base": said("base"),
    "start": said("start"), "due": said("due date"), "name": said("name"),
    "milestones": said("milestones"), "owner": said("owner"), "department": said("department"),
    "why": said("why"), "pinned": said("pinned"), "parent": said("parent"),
    "because": said("reason"), "decided": said("day of the decision"), "closed": said("closed"),
}  # fmt: skip
"""What the fields of a draft are called."""


def _what(before: Draft, after: Draft) -> str:
    """'target and due date'."""
    return listed([SPOKEN[name] for name in moved(before, after)])


def listed(texts: Sequence[str]) -> str:
    """'target', 'target and due date', 'target, base and due date'; each once."""
    first, *others = dict.fromkeys(texts)
    for n, text in enumerate(others, 1):
        template = said("{first} and {second}") if n == len(others) else said("{first}, {second}")
        first = said(template, first=first, second=text)
    return first


def with_parents(known: Known, drafts: Sequence[Draft]) -> Known:
    """The same with goals that come along."""
    return replace(known, parents={**known.parents, **{d.name: d.parent for d in drafts}})
