"""While a target is typed: the last periods with it, where the usual range lies, and what could be shown at all."""

from collections.abc import Iterator

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import goals
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.goal_draft import Draft
from dashboard.progress.goal_relations import relations
from dashboard.progress.setting import Setting, as_goal, setting
from dashboard.views import charts, goal_typed, kept, panel, words
from dashboard.views.axes import Figure, note
from dashboard.views.goal_typed import Form
from dashboard.views.panel import Panel
from queries.calendar import Grain

USUAL = "rgba(0,112,95,0.10)"
USUAL_TEXT = "#00705f"


def draw(form: Form, draft: Draft, viewer: Viewer) -> None:
    """Chart and sentences; where the draft cannot be read yet, why."""
    try:
        found = setting(as_goal(draft, form.metric, form.id), viewer, kept.store())
    except MilepostError as error:
        st.info(_(error.args[0]), icon=":material/info:")
        return
    currency = reads.currency()
    if found.values:
        panel.draw(of(found, currency), viewer)
    else:
        st.info(_("There is no complete period of this number yet, so nothing can be said of a target."),
                icon=":material/info:")  # fmt: skip
    said = [*_turned(form, viewer, currency), *sentences(found, currency)]
    said += [_(text) for text in _beside(form, draft, found, currency)]
    lines = "".join(f"<li>{words.escaped(text)}</li>" for text in said)
    st.html(f'<ul class="mp-list">{lines}</ul>')


def of(found: Setting, currency: str) -> Panel:
    """The last periods with the level that is typed and the range that is usual."""
    metric, grain = found.goal.metric, found.goal.grain
    figure = charts.trend(found.values, grain, currency, goal=found.level)
    if found.usual:
        figure = with_usual(figure, found)
    return Panel(
        key="goal_setting",
        finding=_headline(found, currency),
        about=" · ".join(filter(None, [words.unit(metric, currency), words.counted(metric, found.n)])),
        figure=figure,
        alt=charts.trend_alt(found.values, grain, currency),
        table=[
            {_("period"): words.period(v.period, grain), _("value"): words.value(metric, v.value, currency)}
            for v in found.values
        ],
    )  # fmt: skip


def with_usual(figure: Figure, found: Setting) -> Figure:
    """The figure with the range in which the next period lies if nothing changes."""
    assert found.usual is not None
    band = {
        "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": found.usual.low, "y1": found.usual.high,
        "fillcolor": USUAL, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip
    text = note(
        _("usual range"), x=1, y=found.usual.high, xref="paper", xanchor="right", yanchor="bottom",
        color=USUAL_TEXT,
    )  # fmt: skip
    layout = figure["layout"]
    return {
        **figure,
        "layout": {
            **layout,
            "shapes": [band, *layout.get("shapes", ())],
            "annotations": [*layout.get("annotations", ()), text],
        },
    }


def _headline(found: Setting, currency: str) -> str:
    """How often the level was reached."""
    count = len(found.values)
    if found.level is None:
        return n_(
            "The last complete period of this number",
            "The last {count} complete periods of this number",
            count,
        )
    level = words.target(found.goal.metric, found.level, currency)
    if found.goal.kind is Kind.TOTAL:
        return _(
            "{level} in each period, on average; reached in {reached} of the last {count}",
            level=level, reached=found.reached, count=count,
        )  # fmt: skip
    return _("{level} was reached in {reached} of the last {count} periods",
             level=level, reached=found.reached, count=count)  # fmt: skip


def sentences(found: Setting, currency: str) -> Iterator[str]:
    """Where the usual range lies, and which change the data could show by the due date."""
    metric = found.goal.metric
    if found.usual:
        limits = words.limits(metric, found.usual.low, found.usual.high, currency)
        yield _("Usual range of a period, if nothing changes: {limits}.", limits=limits)
        if found.level is not None and found.usual.low <= found.level <= found.usual.high:
            yield _("The target lies inside it: single periods may reach it without any change.")
    elif found.why_not_usual:
        yield _("No usual range yet: {reason}.", reason=_(found.why_not_usual))
    yield from _visible(found, currency)


def _visible(found: Setting, currency: str) -> Iterator[str]:
    metric, grain = found.goal.metric, found.goal.grain
    if found.visible is None:
        if found.goal.kind is not Kind.TOTAL and found.values:
            yield _(
                "Which change could be shown by the due date cannot be told: this number has no interval."
            )
        return
    size = words.difference(metric.unit, found.visible, currency)
    n = words.counted(metric, found.n) or _("as much data as now")
    per = _per(grain)
    asked = found.asked
    if asked is not None and 0 < asked < found.visible:
        yield _(
            "With {n} {per} you cannot see {asked}: a change smaller than {size} does not stand out from chance "
            "by the due date.",
            n=n, per=per, asked="+" + words.difference(metric.unit, asked, currency) if metric.better == "higher"
            else words.MINUS + words.difference(metric.unit, asked, currency), size=size,
        )  # fmt: skip
    else:
        yield _(
            "With {n} {per}, the smallest change that the data could show by the due date is {size}.",
            n=n, per=per, size=size,
        )  # fmt: skip


def _per(grain: Grain) -> str:
    return {
        Grain.DAY: _("a day"), Grain.WEEK: _("a week"), Grain.MONTH: _("a month"),
        Grain.QUARTER: _("a quarter"), Grain.YEAR: _("a year"),
    }[grain]  # fmt: skip


def _turned(form: Form, viewer: Viewer, currency: str) -> Iterator[str]:
    """A share of a score that can be nought or less, as it will be kept."""
    if turned := goal_typed.points(form, viewer, kept.store()):
        percent, base, points = turned
        unit = form.metric.unit
        size = words.difference(unit, points, currency)
        yield _(
            "{metric} can be zero or negative, so the change is kept in points: {percent} % of {base} is {points}.",
            metric=_(form.metric.label), percent=f"{percent:+g}", base=words.amount(unit, base, currency),
            points=words.sign(size, points) + size,
        )  # fmt: skip


def _beside(form: Form, draft: Draft, found: Setting, currency: str) -> list[str]:
    """What the other goals say of it."""
    nothing: tuple[Goal, ...] = ()
    others = [goal for goal in kept.read(goals.goals, nothing) if goal.id != form.id]
    parent = next((goal for goal in others if draft.parent and goal.name == draft.parent), None)
    children = [goal for goal in others if form.id and goal.parent_id == form.id]
    return list(relations(found, others, children, parent, currency))
