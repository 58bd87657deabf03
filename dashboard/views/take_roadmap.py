"""The roadmap to take along: by quarter what is done for which goal, what it promised, and what was found of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dashboard.access import Viewer
from dashboard.language import _, language, n_, said
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric, Unit
from dashboard.progress import roadmap
from dashboard.progress.roadmap import Initiative, State
from dashboard.records import initiatives as records
from dashboard.records.store import Store
from dashboard.records.tables import Verdict
from dashboard.takeaway.document import Chart, Document, Kind, Line, Section, table_of
from dashboard.views import figure_chart, kept, words

STATES = {
    State.RUNNING: said("running"), State.PLANNED: said("planned"), State.IDEA: said("idea"),
    State.DONE: said("done"), State.DROPPED: said("dropped"),
}  # fmt: skip
VERDICTS = {
    "moved": said("moved"), "not moved": said("not moved"), "cannot tell": said("cannot tell yet"),
    "wrong way": said("moved the wrong way"),
}  # fmt: skip
GATES = {"scale": said("scale"), "adjust": said("adjust"), "stop": said("stop")}


@dataclass(frozen=True)
class Shown:
    """One initiative with what was found of it, as far as the viewer may see it."""

    one: Initiative
    metric: Metric | None
    found: Verdict | None
    is_visible: bool


def document(viewer: Viewer, about: Sequence[str]) -> Document:
    """All initiatives; `about` says how far the data reach and of which version they are."""
    shown = _shown(viewer, kept.store())
    return Document(
        _("Roadmap"), summary(shown), tuple(about),
        (*_quarters(shown), *_measured(shown), *(_details(one) for one in shown if one.one.state is not State.IDEA)),
        language(), "milepost-roadmap",
    )  # fmt: skip


def _shown(viewer: Viewer, store: Store) -> list[Shown]:
    newest: dict[int, Verdict] = {}
    for verdict in records.verdicts(store):
        newest.setdefault(verdict.initiative_id, verdict)
    return [_one(one, newest.get(one.id), viewer, store) for one in roadmap.roadmap(store)]


def _one(one: Initiative, found: Verdict | None, viewer: Viewer, store: Store) -> Shown:
    """A verdict is of all regions, so only who may see all of them sees it."""
    is_visible = roadmap.may_see(one, viewer) and viewer.regions is None
    return Shown(one, roadmap.measured(one, store), found if is_visible else None, is_visible)


def summary(shown: Sequence[Shown]) -> str:
    """'14 initiatives: 3 running, 2 planned, 9 done.'"""
    if not shown:
        return _("No initiative is written down yet.")
    counts = [(sum(s.one.state is state for s in shown), word) for state, word in STATES.items()]
    told = [_("{count} {state}", count=words.number(n), state=_(word)) for n, word in counts if n]
    return n_(
        "{count} initiative: {states}.", "{count} initiatives: {states}.", len(shown), states=words.listed(told)
    )  # fmt: skip


def _quarters(shown: Sequence[Shown]) -> list[Section]:
    quarters = list(dict.fromkeys(s.one.quarter for s in shown))
    return [
        Section(
            quarter_words(quarter), table=table_of(row(s) for s in shown if s.one.quarter == quarter), level=1
        )
        for quarter in quarters
    ]  # fmt: skip


def quarter_words(quarter: str | None) -> str:
    """'2026 Q4', as periods are written."""
    return quarter.replace("-", " ") if quarter else _("In no quarter yet")


def row(shown: Shown) -> dict[str, str]:
    one = shown.one
    return {
        _("initiative"): one.title,
        _("goal"): words.sentence(_(one.goal.name)) if one.goal else "–",
        _("state"): _(STATES[one.state]),
        _("promise"): promise(shown),
        _("owner"): one.owner or "–",
        _("did it work?"): verdict(shown),
        _("measured"): measured(shown),
    }


def promise(shown: Shown) -> str:
    """'+1.5 points by 31 Mar 2027'."""
    one = shown.one
    if one.promised_effect is None:
        return "–"
    size = effect(one.promised_effect, one.promised_unit, shown.metric)
    if one.promised_by is None:
        return size
    return _("{effect} by {day}", effect=size, day=one.promised_by - timedelta(days=1))


def effect(value: float, unit: str, metric: Metric | None) -> str:
    """Signed, in the promise's unit: '+1.5 points', '−3 %', '+€40'."""
    if unit == "percent":
        size = f"{words.number(abs(value), 1)}{words.THIN}%"
        return words.sign(size, value) + size
    size = (
        words.number(abs(value), 1)
        if metric is None
        else words.difference(metric.unit, value, reads.currency())
    )
    return words.sign(size, value) + size


def verdict(shown: Shown) -> str:
    if shown.found:
        return _(VERDICTS.get(shown.found.verdict, shown.found.verdict))
    return "–" if shown.is_visible else _("of more regions than you may see")


def measured(shown: Shown) -> str:
    """'+0.9 points (0.2 to 1.6)'."""
    found = shown.found
    if found is None or found.effect is None:
        return "–"
    told = [
        effect(x, shown.one.promised_unit, shown.metric)
        for x in (found.effect, found.low, found.high)
        if x is not None
    ]
    if len(told) < 3:
        return told[0]
    return _("{effect} ({low} to {high})", effect=told[0], low=told[1], high=told[2])


def _measured(shown: Sequence[Shown]) -> list[Section]:
    """What was measured as a chart, one for each unit, for effects of different units have no common axis."""
    units: dict[str, list[Shown]] = {}
    for s in shown:
        if s.found and s.found.effect is not None:
            units.setdefault(_unit(s), []).append(s)
    return [
        Section(
            _("Measured effect, in {unit}", unit=unit), chart=_chart(found),
            table=table_of(
                {_("initiative"): s.one.title, _("promise"): promise(s), _("measured"): measured(s),
                 _("did it work?"): verdict(s), _("warehouse version"): s.found.version_seq if s.found else None}
                for s in found
            ), level=1,
        )
        for unit, found in units.items()
    ]  # fmt: skip


def _unit(shown: Shown) -> str:
    if shown.one.promised_unit == "percent":
        return _("per cent")
    if shown.metric is None or shown.metric.unit.value in ("percent", "points"):
        return _("points")
    return words.unit(shown.metric, reads.currency()) or _(shown.metric.label)


def _chart(found: Sequence[Shown]) -> Chart:
    known = [s.found for s in found if s.found is not None]
    effects, lows, highs = (
        tuple(getattr(v, name) for v in known) for name in ("effect", "low", "high")
    )
    line = Line(_("measured"), effects, low=lows, high=highs)
    alt = "; ".join(f"{s.one.title}: {measured(s)}" for s in found)
    axis = figure_chart.plain_axis([*line.values, *line.low, *line.high])
    return Chart(Kind.BARS, tuple(s.one.title for s in found), (line,), axis=axis, alt=alt)


def _details(shown: Shown) -> Section:
    """Everything that is asked of an initiative once it is planned."""
    one = shown.one
    facts = {
        _("State"): _(STATES[one.state]), _("Goal"): words.sentence(_(one.goal.name)) if one.goal else "",
        _("Promise"): promise(shown), _("Measured"): measured(shown) if shown.found else "",
        _("Hypothesis"): one.hypothesis, _("Must not get worse"): ", ".join(map(_guardrail, one.guardrails)),
        _("Pilot"): ", ".join(one.pilot), _("Control"): ", ".join(one.control),
        _("Stages"): "; ".join(_stage(stage) for stage in one.stages),
        _("Milestones"): "; ".join(_milestone(milestone) for milestone in one.milestones),
        _("Team"): ", ".join(one.team), _("Departments"): ", ".join(map(_, one.departments)),
        _("Systems"): ", ".join(one.systems), _("Processes"): ", ".join(one.processes),
        _("Cost"): _cost(one), _("Benefit a year"): _benefit(one), _("Where from"): one.benefit_why,
        _("Risks"): "; ".join(one.risks), _("Links"): ", ".join(one.links), _("Why it was dropped"): one.dropped_why,
        _("Changed since its start"): ", ".join(one.changed_since_start),
    }  # fmt: skip
    rows = [{_("what"): name, _("said"): text} for name, text in facts.items() if text]
    return Section(one.title, quarter_words(one.quarter), table=table_of(rows))


def _guardrail(name: str) -> str:
    from dashboard.metrics.catalogue import CATALOGUE

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
    currency = reads.currency()
    once = words.amount(Unit.MONEY, one.cost_once, currency) if one.cost_once is not None else ""
    month = words.amount(Unit.MONEY, one.cost_month, currency) if one.cost_month is not None else ""
    if once and month:
        return _("{once} once and {month} a month", once=once, month=month)
    return (
        _("{once} once", once=once) if once else _("{month} a month", month=month) if month else ""
    )


def _benefit(one: Initiative) -> str:
    currency = reads.currency()
    low, high = one.benefit_low, one.benefit_high
    if low is None or high is None:
        only = low if high is None else high
        return "" if only is None else words.amount(Unit.MONEY, only, currency)
    return _(
        "{low} to {high}", low=words.amount(Unit.MONEY, low, currency), high=words.amount(Unit.MONEY, high, currency)
    )  # fmt: skip
