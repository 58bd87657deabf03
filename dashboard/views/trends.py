"""The trend of a metric as a panel: the same picture on its own page and on every page that tells of it."""

from datetime import datetime, timedelta

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics.declare import Metric
from dashboard.views import charts, controls, metric, panel, tables, words
from dashboard.views.choice import Choice
from dashboard.views.metric import Found
from dashboard.views.panel import Panel, Selected
from dashboard.views.time_pill import grain_words
from queries.slice import Window


def draw(asked: Metric, viewer: Viewer, choice: Choice, key: str, part: str | None = None) -> Found:
    """A metric's trend under the filters that it takes; a brush over it selects time."""
    found = metric.read(asked, viewer, choice, part)
    panel.draw(of(found, choice, key), viewer, select="brush", on_select=zoomed)
    return found


def of(found: Found, choice: Choice, key: str = "trend") -> Panel:
    """The panel of what was read."""
    values = found.card.trail
    if not any(value.value is not None for value in values):
        return Panel(key, metric.finding(found), about(found))
    standing = found.standing
    goal = standing.level if standing and standing.goal.grain is found.grain else None
    return Panel(
        key=key,
        finding=metric.finding(found),
        about=about(found),
        figure=charts.trend(values, found.grain, found.currency, found.year_ago, goal),
        alt=charts.trend_alt(values, found.grain, found.currency),
        table=[tables.value_row(value, found.grain, found.currency) for value in values],
        exact=tables.exact_rows(values),
        legend=_legend(found),
        definition=f"{_(found.metric.label)}: {_(found.metric.formula)}",
        notes_for=(found.metric.name,),
        window=Window(values[0].period.start, max(values[-1].period.window.end, choice.window.end)),
        has_days=True,
        filters=choice.filters,
    )


def about(found: Found) -> str:
    """Unit, steps, days and n of the newest period."""
    shown, values = found.card.shown, found.card.trail
    days = Window(values[0].period.window.start, values[-1].period.window.end)
    said = [
        words.unit(found.metric, found.currency),
        grain_words(found.grain),
        words.days(days),
        words.counted(found.metric, shown.n) if shown else "",
    ]
    return " · ".join(text for text in said if text)


def zoomed(selected: Selected) -> None:
    """The span that was brushed becomes the window. A callback."""
    if selected.span is None:
        return
    first, last = (datetime.fromisoformat(text[:19].strip()).date() for text in selected.span)
    controls.show(first, max(first + timedelta(days=1), last))


def _legend(found: Found) -> str:
    """What the marks mean, only those that are there."""
    values = found.card.trail
    said = [_("Line: complete periods, with their 95 % interval")]
    if any(y is not None for y in found.year_ago):
        said.append(_("grey dots: a year before"))
    if any(v.value is not None and not v.is_complete for v in values):
        said.append(_("ring: not complete yet, not judged"))
    if any(v.missing for v in values):
        said.append(_("hatched: data missing"))
    return " · ".join([*said, _("drag over it to choose its days")])
