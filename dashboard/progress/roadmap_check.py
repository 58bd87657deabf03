"""Whether an initiative can be kept: asked by the form, by files and by the command line, and answered the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from dashboard.progress import roadmap_dates, roadmap_numbers
from dashboard.progress.goal_check import Mistake, listed, str_of
from dashboard.progress.roadmap import AT_WORK, State
from dashboard.progress.roadmap_draft import JUDGED_BY, PARAGRAPHS, TEXT_LISTS, Draft
from dashboard.progress.trial import share_of
from dashboard.records.initiatives import DESIGNS, GATES, STATES, UNITS
from dashboard.records.keep import named

LONGEST = 5000
"""Letters of a paragraph."""
LONGEST_LINE, MOST_LINES = 1000, 200
"""Letters of one line of a list, and its lines: of a team, of risks, of what a stage does."""


@dataclass(frozen=True)
class Known:
    """What a draft is held against."""

    wall_day: date
    """Today by the clock: nothing is decided or has begun later."""
    goals: Mapping[str, Metric] = field(default_factory=dict)
    """Each goal's name → its metric."""
    metrics: Mapping[str, Metric] = field(default_factory=lambda: CATALOGUE)
    """What an effect can be looked for in, by name."""
    depends_on: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Each initiative that is kept or comes along → those that come before it."""
    regions: Sequence[str] | None = None
    """Those that occur; None: not known, and not looked at."""


def with_others(known: Known, drafts: Sequence[Draft]) -> Known:
    """The same with initiatives that come along."""
    return replace(
        known, depends_on={**known.depends_on, **{d.title: d.depends_on for d in drafts}}
    )


def refuse(
    draft: Draft, known: Known, before: Draft | None = None, has_started: bool = False
) -> None:
    """`BadUse` with all that is wrong, a sentence each."""
    if found := mistakes(draft, known, before, has_started):
        raise BadUse(found[0].words if len(found) == 1 else "\n".join(m.words for m in found))


def mistakes(
    draft: Draft, known: Known, before: Draft | None = None, has_started: bool = False
) -> list[Mistake]:
    """All that is wrong with a draft; `before` is it as it is kept, `has_started` whether it ever ran."""
    choices = list(_choices(draft))
    if choices:
        return choices
    return [
        *_texts(draft),
        *_asked_first(draft, known),
        *_metric(draft, known),
        *(Mistake(*pair) for pair in roadmap_numbers.wrong(draft, metric_of(draft, known))),
        *(Mistake(*pair) for pair in roadmap_dates.wrong(draft, known.wall_day)),
        *_guardrails(draft, known),
        *_design(draft, known),
        *_asked_at_work(draft),
        *_order(draft, known),
        *_reasons(draft, known, before, has_started),
    ]


def metric_of(draft: Draft, known: Known) -> Metric | None:
    """What its effect is looked for in."""
    return known.metrics.get(draft.metric) if draft.metric else known.goals.get(draft.goal)


def _choices(draft: Draft) -> Iterator[Mistake]:
    for name, kind, there in (
        ("state", "state", STATES), ("promised_unit", said("unit of a promise"), UNITS),
        ("design", "design", DESIGNS),
    ):  # fmt: skip
        if getattr(draft, name) not in there:
            yield Mistake(name, str_of(unknown(kind, getattr(draft, name), there)))
    for stage in draft.stages:
        if stage.gate is not None and stage.gate not in GATES:
            yield Mistake("stages", str_of(unknown(said("answer at a gate"), stage.gate, GATES)))


def _texts(draft: Draft) -> Iterator[Mistake]:
    for name, what in (
        ("title", "The initiative's title"), ("owner", "The owner"), ("department", "The department"),
    ):  # fmt: skip
        if getattr(draft, name) or name == "title":
            try:
                named(getattr(draft, name), what)
            except BadUse as error:
                yield Mistake(name, str_of(error))
    for name in PARAGRAPHS:
        if len(getattr(draft, name)) > LONGEST:
            words = said(
                "The text has {length} letters. Write at most {most}.",
                length=len(getattr(draft, name)), most=LONGEST,
            )  # fmt: skip
            yield Mistake(name, words)
    told = {name: getattr(draft, name) for name in (*TEXT_LISTS, "depends_on")}
    told["stages"] = [text for stage in draft.stages for text in (stage.name, stage.what)]
    told["milestones"] = [one.name for one in draft.milestones]
    for name, texts in told.items():
        if (longest := max(map(len, texts), default=0)) > LONGEST_LINE:
            words = said(
                "A line has {length} letters. Write at most {most}.", length=longest, most=LONGEST_LINE
            )  # fmt: skip
            yield Mistake(name, words)
        if len(texts) > MOST_LINES:
            words = said(
                "{count} lines are too many. Write at most {most}.", count=len(texts), most=MOST_LINES
            )  # fmt: skip
            yield Mistake(name, words)
    for rows in ("stages", "milestones"):
        if not all(one.name for one in getattr(draft, rows)):
            yield Mistake(
                rows, said("Every stage and every milestone has a name. Write a few letters.")
            )


def _asked_first(draft: Draft, known: Known) -> Iterator[Mistake]:
    """What every idea says: a goal, an effect with its day, an owner; and what is dropped, why."""
    if draft.goal and draft.goal not in known.goals:
        yield Mistake("goal", str_of(unknown("goal", draft.goal, known.goals)))
    is_over = draft.state in (State.DONE, State.DROPPED)
    if not draft.goal and not is_over:
        yield Mistake("goal", said("The goal is missing. Say which goal it serves."))
    if draft.promised_effect is None:
        words = said(
            "The promised effect is missing. Say by how many points or per cent, with its sign."
        )
        yield Mistake("promised_effect", words)
    if draft.promised_by is None:
        yield Mistake(
            "promised_by", said("The day is missing by which the effect is promised. Say one.")
        )
    if not draft.owner:
        yield Mistake("owner", said("The owner is missing. Say whose initiative it is."))
    if draft.state == State.DROPPED and not draft.dropped_why:
        yield Mistake(
            "dropped_why", said("It is dropped. Say why: whoever has the idea next asks.")
        )


def _metric(draft: Draft, known: Known) -> Iterator[Mistake]:
    if draft.metric and draft.metric not in known.metrics:
        yield Mistake("metric", str_of(unknown("metric", draft.metric, known.metrics)))
        return
    metric = metric_of(draft, known)
    if metric and metric.better is Better.NEITHER:
        words = said(
            "{label} is better neither high nor low, so no effect on it can be promised. Choose another metric.",
            label=said(metric.label),
        )  # fmt: skip
        yield Mistake("metric", words)


def _guardrails(draft: Draft, known: Known) -> Iterator[Mistake]:
    own = metric_of(draft, known)
    for name in draft.guardrails:
        guardrail = known.metrics.get(name)
        if guardrail is None:
            yield Mistake("guardrails", str_of(unknown("metric", name, known.metrics)))
        elif guardrail.better is Better.NEITHER:
            words = said(
                "{label} is better neither high nor low, so it cannot get worse. Choose another guardrail.",
                label=said(guardrail.label),
            )  # fmt: skip
            yield Mistake("guardrails", words)
        elif own and guardrail.name == own.name:
            words = said(
                "{label} is what the effect is promised on; a guardrail is another metric that must not get worse.",
                label=said(guardrail.label),
            )  # fmt: skip
            yield Mistake("guardrails", words)


def _design(draft: Draft, known: Known) -> Iterator[Mistake]:
    """Regions that are tried first, and those that they are held against."""
    if draft.design == "none":
        for name in ("pilot", "control"):
            if getattr(draft, name):
                words = said(
                    "There is no pilot (design: none), so there is none to name. Say regions or people."
                )
                yield Mistake(name, words)
    is_share = len(draft.control) <= 1 and all(map(share_of, draft.control))
    if draft.design == "people" and not is_share:
        words = said(
            "'{text}' is no share of people to hold out. Write one between 0 and 100 %, such as 20 %.",
            text=", ".join(draft.control),
        )  # fmt: skip
        yield Mistake("control", words)
    if draft.design == "regions":
        for name in ("pilot", "control"):
            for region in getattr(draft, name):
                if known.regions is not None and region not in known.regions:
                    yield Mistake(name, str_of(unknown("region", region, known.regions)))
        both = [region for region in draft.pilot if region in draft.control]
        if both:
            words = said(
                "{regions} cannot be pilot and control. Take it out of one.", regions=listed(both)
            )
            yield Mistake("control", words)
        if not draft.pilot and draft.state in (*AT_WORK, State.DONE):
            yield Mistake("pilot", said("It is tried in regions first. Say which."))


ASKED = {
    "hypothesis": said("the hypothesis"), "guardrails": said("guardrail metrics"), "stages": said("stages"),
    "start": said("the first day"), "team": said("the team"),
}  # fmt: skip
"""Without these nothing is planned or run."""
ALSO_ASKED = (
    "departments", "systems", "processes", "cost_once", "cost_month", "benefit_low", "benefit_high", "benefit_why",
    "milestones", "risks", "links", "confidence", "person_weeks",
)  # fmt: skip
"""These are asked too, and may stay open."""


def still_open(draft: Draft) -> tuple[str, ...]:
    """What is asked of an initiative that is planned or runs and not answered yet."""
    if draft.state not in AT_WORK:
        return ()
    return tuple(name for name in ALSO_ASKED if getattr(draft, name) in (None, "", ()))


def _asked_at_work(draft: Draft) -> Iterator[Mistake]:
    if draft.state not in AT_WORK:
        return
    template = said("It is planned. Add {what}, or leave it an idea.")
    if draft.state == State.RUNNING:
        template = said("It runs. Add {what}, or leave it an idea.")
    for name, what in ASKED.items():
        if getattr(draft, name) in (None, "", ()):
            yield Mistake(name, said(template, what=what))
    if draft.cost_once is None and draft.cost_month is None:
        yield Mistake("cost_once", said(template, what=said("its cost (once, per month, or both)")))


def _order(draft: Draft, known: Known) -> Iterator[Mistake]:
    """What comes first is there, and the way back ends."""
    others = {**known.depends_on, draft.title: draft.depends_on}
    for title in draft.depends_on:
        if title not in others:
            yield Mistake("depends_on", str_of(unknown("initiative", title, known.depends_on)))
    if circle := _circle(draft.title, others):
        words = said(
            "'{title}' would wait for itself: {way}. Take one of them out of what comes first.",
            title=draft.title, way=" → ".join(circle),
        )  # fmt: skip
        yield Mistake("depends_on", words)


def _circle(title: str, others: Mapping[str, Sequence[str]]) -> list[str]:
    """A way from an initiative through what comes first back to itself; none where there is none."""
    waiting, seen = [[title]], set[str]()
    while waiting:
        way = waiting.pop()
        for first in others.get(way[-1], ()):
            if first == title:
                return [*way, first]
            if first not in seen:
                seen.add(first)
                waiting.append([*way, first])
    return []


SPOKEN = {
    "hypothesis": said("hypothesis"), "metric": said("metric"), "start": said("start"),
    "promised_by": said("day of the promise"), "promised_effect": said("promised effect"),
    "promised_unit": said("promised effect"), "guardrails": said("guardrails"), "design": said("design"),
    "pilot": said("pilot"), "control": said("control"),
}  # fmt: skip
"""What the fields are called that are frozen at the start."""


def judged_anew(before: Draft, after: Draft) -> tuple[str, ...]:
    """The fields that it is judged by and that differ."""
    return tuple(name for name in JUDGED_BY if getattr(before, name) != getattr(after, name))


def _reasons(
    draft: Draft, known: Known, before: Draft | None, has_started: bool
) -> Iterator[Mistake]:
    """What is judged otherwise after it started says why, anew; and on which day that was decided."""
    changed = judged_anew(before, draft) if before and has_started else ()
    if before and changed and (not draft.because or draft.because == before.because):
        words = said(
            "It has started, and what it is judged by is changed ({what}). Say because of what.",
            what=listed([SPOKEN[name] for name in changed]),
        )  # fmt: skip
        yield Mistake("because", words)
    if draft.decided and draft.decided > known.wall_day:
        words = said("It cannot have been decided on {day}: that is to come.", day=draft.decided)
        yield Mistake("decided", words)
    elif before and draft.decided and before.decided and draft.decided < before.decided:
        words = said(
            "It was decided on {day}, before what it changes ({earlier}).",
            day=draft.decided, earlier=before.decided,
        )  # fmt: skip
        yield Mistake("decided", words)
