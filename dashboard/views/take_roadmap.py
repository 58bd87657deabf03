"""The roadmap to take along: by quarter what is done for which goal, what it promised, and what was found of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.language import _, language, n_, said
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric, Unit
from dashboard.progress import roadmap
from dashboard.progress.ledger import ledger
from dashboard.progress.proof import Proof, changed_words, worked
from dashboard.progress.roadmap import STARTED, Initiative, State
from dashboard.progress.roadmap_check import SPOKEN
from dashboard.progress.roadmap_versions import moved_since, roadmap_as_of, titles
from dashboard.records.store import Store
from dashboard.takeaway.document import Chart, Document, Kind, Line, Section, table_of
from dashboard.views import (
    figure_chart,
    kept,
    proof_chart,
    proof_words,
    roadmap_ledger,
    roadmap_past,
    roadmap_words,
    words,
)

GATES = {"scale": said("scale"), "adjust": said("adjust"), "stop": said("stop")}
ORDER = (State.RUNNING, State.PLANNED, State.IDEA, State.DONE, State.DROPPED)


@dataclass(frozen=True)
class Shown:
    """One initiative with what was found of it; no proof of what has not begun, nor for who may not see its numbers."""

    one: Initiative
    metric: Metric | None
    proof: Proof | None
    is_visible: bool
    waits_for: tuple[str, ...] = ()
    """What comes first, by title."""


def document(viewer: Viewer, about: Sequence[str], on: date | None = None) -> Document:
    """All initiatives, as they are or as they stood at the end of a day.

    `about` says how far the data reach and of which version they are; verdicts are of these data.
    """
    store = kept.store()
    found = _initiatives(store, on)
    shown = [_one(one, found, viewer, store) for one in found]
    as_of = [_("The roadmap as it stood at the end of {day}", day=on)] if on else []
    return Document(
        _("Roadmap"), summary(shown), (*as_of, *about),
        (
            *_quarters(shown), *_ledger(shown, viewer, store), *_moved(store, on),
            *(section for one in shown if one.one.state is not State.IDEA for section in _details(one)),
        ),
        language(), "milepost-roadmap",
    )  # fmt: skip


def of_one(viewer: Viewer, about: Sequence[str], id: int) -> Document | None:
    """One initiative; None where there is none of this number."""
    store = kept.store()
    found = roadmap.initiative(store, id)
    if found is None:
        return None
    sections = tuple(_details(_one(found, roadmap.roadmap(store), viewer, store)))
    below = words.sentence(_(found.goal.name)) if found.goal else ""
    return Document(found.title, below, tuple(about), sections, language(), "milepost-roadmap")


def _initiatives(store: Store, on: date | None) -> Sequence[Initiative]:
    return roadmap_as_of(store, on) if on else roadmap.roadmap(store)


def _one(one: Initiative, every: Sequence[Initiative], viewer: Viewer, store: Store) -> Shown:
    is_visible = roadmap.may_see(one, viewer)
    is_proven = is_visible and one.state in STARTED
    known = titles(every)
    return Shown(
        one, roadmap.measured(one, store), worked(one, viewer, store) if is_proven else None, is_visible,
        tuple(known[id] for id in one.depends_on if id in known),
    )  # fmt: skip


def summary(shown: Sequence[Shown]) -> str:
    """'14 initiatives: 3 running, 2 planned, 9 done.'"""
    if not shown:
        return _("No initiative is written down yet.")
    counts = [(sum(s.one.state is state for s in shown), state) for state in ORDER]
    told = [roadmap_words.counted(n, state) for n, state in counts if n]
    return n_(
        "{count} initiative: {states}.", "{count} initiatives: {states}.", len(shown), states=words.listed(told)
    )  # fmt: skip


def _quarters(shown: Sequence[Shown]) -> list[Section]:
    quarters = list(dict.fromkeys(s.one.quarter for s in shown))
    return [
        Section(
            _quarter(quarter), table=table_of(row(s) for s in shown if s.one.quarter == quarter), level=1
        )
        for quarter in quarters
    ]  # fmt: skip


def _quarter(name: str | None) -> str:
    return roadmap_words.quarter(name, reads.about().settings.calendar)


def row(shown: Shown) -> dict[str, str]:
    one = shown.one
    return {
        _("initiative"): one.title,
        _("goal"): words.sentence(_(one.goal.name)) if one.goal else "–",
        _("state"): roadmap_words.state(one.state),
        _("promise"): roadmap_words.promise(one, shown.metric, reads.currency()),
        _("owner"): one.owner or "–",
        _("did it work?"): verdict(shown),
        _("measured"): measured(shown),
    }


def verdict(shown: Shown) -> str:
    if shown.proof:
        return _(proof_words.look(shown.proof).word)
    return "–" if shown.is_visible else _("of more regions than you may see")


def measured(shown: Shown) -> str:
    """'+0.9 points (95 %: +0.2 points to +1.6 points), promised +1.5 points'."""
    return (proof_words.effect(shown.proof, reads.currency()) if shown.proof else "") or "–"


def _ledger(shown: Sequence[Shown], viewer: Viewer, store: Store) -> Iterator[Section]:
    """What all that is done promised and what was measured, as a table and as a chart for each unit."""
    done = [s for s in shown if s.one.state is State.DONE and s.is_visible]
    if not done:
        return
    told, currency = ledger([s.one for s in done], viewer, store), reads.currency()
    rows = [roadmap_ledger.row(entry, currency) for entry in told.entries]
    small = tuple(_(note) for note in told.notes)
    yield Section(_(told.sentence), table=table_of(rows), small=small, level=1)
    units: dict[str, list[Shown]] = {}
    for s in done:
        if s.proof and s.proof.effect is not None:
            units.setdefault(_unit(s), []).append(s)
    for unit, found in units.items():
        yield Section(_("Measured effect, in {unit}", unit=unit), chart=_chart(found))


def _unit(shown: Shown) -> str:
    if shown.one.promised_unit == "percent":
        return _("per cent")
    if shown.metric is None or shown.metric.unit in (Unit.PERCENT, Unit.POINTS):
        return _("points")
    return words.unit(shown.metric, reads.currency()) or _(shown.metric.label)


def _chart(found: Sequence[Shown]) -> Chart:
    """A bar for each with its limits; effects of different units have no common axis."""
    known = [s.proof for s in found if s.proof is not None]
    line = Line(
        _("measured"), tuple(p.effect for p in known), low=tuple(p.low for p in known),
        high=tuple(p.high for p in known),
    )  # fmt: skip
    alt = "; ".join(f"{s.one.title}: {measured(s)}" for s in found)
    axis = figure_chart.plain_axis([0.0, *line.values, *line.low, *line.high])
    return Chart(Kind.BARS, tuple(s.one.title for s in found), (line,), axis=axis, alt=alt)


def _moved(store: Store, on: date | None) -> list[Section]:
    """Of a past day: what is otherwise now."""
    if on is None:
        return []
    calendar = reads.about().settings.calendar
    rows = [roadmap_past.row(one, calendar) for one in moved_since(store, on)]
    told = () if rows else (_("Nothing has moved since {day}.", day=on),)
    return [Section(_("Moved since"), sentences=told, table=table_of(rows), level=1)]


def _details(shown: Shown) -> Iterator[Section]:
    """Everything that is asked of an initiative once it is planned, and the chart of what came of it."""
    rows = [{_("what"): name, _("said"): text} for name, text in _facts(shown).items() if text]
    changed = changed_words([SPOKEN.get(name, name) for name in shown.one.changed_since_start])
    told = [_(shown.proof.reason)] if shown.proof else []
    yield Section(
        shown.one.title, _quarter(shown.one.quarter), (*told, *map(_, changed)), table=table_of(rows)
    )  # fmt: skip
    if shown.proof and shown.proof.series and shown.proof.trial:
        yield from _proven(shown.one, shown.proof)


def _proven(one: Initiative, proof: Proof) -> Iterator[Section]:
    """Pilot and control, then the gap between them; guardrails and method beneath."""
    assert proof.trial is not None
    currency = reads.currency()
    finding = proof_words.finding(proof, currency)
    lines = proof_chart.lines_of(proof, currency)
    drawn = figure_chart.of_lines(lines, proof_chart.alt(lines, finding))
    how = [proof.method, proof.pre_period.reason if proof.pre_period else None, *proof.notes]
    small = [proof_words.guardrail(guard, currency) for guard in proof.guardrails] + [
        _(text) for text in how if text
    ]
    for n, picture in enumerate(drawn):
        names = words.listed([line.name for line in picture.lines])
        yield Section(
            finding if not n else words.sentence(names), one.title, chart=picture,
            table=None if n else table_of(proof_chart.rows_in_words(lines)), small=() if n else tuple(small),
        )  # fmt: skip


def _facts(shown: Shown) -> dict[str, str]:
    one = shown.one
    return {
        _("State"): roadmap_words.state(one.state),
        _("Goal"): words.sentence(_(one.goal.name)) if one.goal else "",
        _("Promise"): roadmap_words.promise(one, shown.metric, reads.currency()),
        _("Days"): roadmap_words.span(one),
        _("Hypothesis"): one.hypothesis,
        _("Must not get worse"): ", ".join(map(_guardrail, one.guardrails)),
        _("Pilot"): ", ".join(one.pilot),
        _("Control"): ", ".join(one.control),
        _("Stages"): "; ".join(map(_stage, one.stages)),
        _("Milestones"): "; ".join(map(_milestone, one.milestones)),
        _("Team"): ", ".join(one.team),
        _("Departments"): ", ".join(map(_, one.departments)),
        _("Systems"): ", ".join(one.systems),
        _("Processes"): ", ".join(one.processes),
        _("Comes after"): ", ".join(shown.waits_for),
        _("Confidence"): roadmap_words.share(one.confidence),
        _("Person-weeks"): roadmap_words.plain(one.person_weeks),
        _("Costs"): _cost(one),
        _("Benefit a year"): _benefit(one),
        _("Where from"): one.benefit_why,
        _("Risks"): "; ".join(one.risks),
        _("Links"): ", ".join(one.links),
        _("Why it was dropped"): one.dropped_why,
    }


def _guardrail(name: str) -> str:
    return _(CATALOGUE[name].label) if name in CATALOGUE else name


def _stage(stage: roadmap.Stage) -> str:
    last = stage.end - timedelta(days=1) if stage.end else None
    told = [text for text in (stage.name, stage.what) if text]
    told += [_("from {day}", day=stage.start)] if stage.start else []
    told += [_("until {day}", day=last)] if last else []
    told += (
        [_("at its end: {gate}", gate=_(GATES.get(stage.gate, stage.gate)))] if stage.gate else []
    )
    return ", ".join(told)


def _milestone(milestone: roadmap.Milestone) -> str:
    if milestone.done_on:
        return _(
            "{name} by {due}, done on {day}",
            name=milestone.name,
            due=milestone.due,
            day=milestone.done_on,
        )
    return _("{name} by {due}", name=milestone.name, due=milestone.due)


def _cost(one: Initiative) -> str:
    costs = (one.cost_once, one.cost_month)
    once, month = (roadmap_words.money(x, reads.currency()) if x else "" for x in costs)
    if once and month:
        return _("{once} once and {month} a month", once=once, month=month)
    return (
        _("{once} once", once=once) if once else _("{month} a month", month=month) if month else ""
    )


def _benefit(one: Initiative) -> str:
    told = [
        roadmap_words.money(x, reads.currency())
        for x in (one.benefit_low, one.benefit_high)
        if x is not None
    ]
    return _("{low} to {high}", low=told[0], high=told[1]) if len(told) == 2 else "".join(told)
