"""Online channels and the others over time: what they sell, how many orders, which share is online."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.catalogue.channels import CHANNEL_SHARE
from dashboard.metrics.catalogue.shop import CHANNEL_SALES, ORDERS
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value, change
from dashboard.views import (
    axes,
    marks,
    panel,
    pieces,
    tables,
    trends,
    widgets,
    words,
)
from dashboard.views.axes import Figure
from dashboard.views.choice import Choice, with_running_period
from dashboard.views.panel import Panel
from dashboard.views.time_pill import grain_words
from queries.calendar import Grain

MOST_TICKS = 6
SHOWN = ("revenue", "orders", "share")


@dataclass(frozen=True)
class Line:
    """One line: online channels or the others; `shown` holds what is drawn of each value, and its limits."""

    name: str
    values: tuple[Value, ...]
    shown: tuple[float | None, ...]
    limits: tuple[tuple[float | None, float | None], ...]

    @property
    def newest(self) -> tuple[Value, float] | None:
        """The newest complete period and what is drawn of it."""
        pairs = zip(self.values, self.shown, strict=True)
        whole = [(v, y) for v, y in pairs if v.is_complete and y is not None]
        return whole[-1] if whole else None


def draw(viewer: Viewer, choice: Choice) -> None:
    show = widgets.segments("over_time", _("Over time"), SHOWN, measure_words)
    calendar = reads.about().settings.calendar
    metric = CHANNEL_SHARE if show == "share" else CHANNEL_SALES
    slice = with_running_period(choice, calendar).slice(metric, calendar)
    parts = {_("online"): "true", _("other"): "false"}
    lines = [
        line(name, show, reads.series(metric.name, viewer, slice.filtered("online", [value])))
        for name, value in parts.items()
    ]
    panel.draw(of(lines, show, choice), viewer, select="brush", on_select=trends.zoomed)


def measure_words(name: str) -> str:
    return {"revenue": _("Net revenue"), "orders": _("Orders"), "share": _("Share")}[name]


def line(name: str, show: str, values: Sequence[Value]) -> Line:
    """Orders have no interval of their own here: they are what revenue was counted from."""
    if show == "orders":
        return Line(
            name, tuple(values), tuple(v.n for v in values), tuple((None, None) for _v in values)
        )
    limits = tuple((v.low, v.high) if v.is_complete else (None, None) for v in values)
    return Line(name, tuple(values), tuple(v.value for v in values), limits)


def of(lines: Sequence[Line], show: str, choice: Choice) -> Panel:
    told = [one for one in lines if any(y is not None for y in one.shown)]
    metric = _metric(show)
    if not told:
        reason = lines[0].values[-1].reason if lines and lines[0].values else ""
        said = _("Nothing to show over time: {reason}.", reason=_(reason or ""))
        return Panel("over_time", said, words.days(choice.window))
    values = [value for one in told for value in one.values]
    return Panel(
        key="over_time",
        finding=finding(told, show, choice.grain),
        about=pieces.joined(words.unit(metric, reads.currency()), grain_words(choice.grain),
                            words.days(choice.window), pieces.not_applied(CHANNEL_SALES, choice)),
        figure=figure(told, metric, choice.grain),
        alt=finding(told, show, choice.grain),
        table=[{_("channels"): one.name, **tables.value_row(v, choice.grain, reads.currency())}
               for one in told for v in one.values],
        exact=[{"channels": one.name, **row} for one in told for row in tables.exact_rows(one.values)],
        legend=_legend(told),
        definition=f"{_(metric.label)}: {_(metric.formula)}",
        notes_for=("channel_sales",) if show != "share" else ("channel_share",),
        window=choice.window,
        has_days=True,
        filters=choice.filters,
    ) if values else Panel("over_time", "", "")  # fmt: skip


def _metric(show: str) -> Metric:
    return {"revenue": CHANNEL_SALES, "orders": ORDERS, "share": CHANNEL_SHARE}[show]


def finding(lines: Sequence[Line], show: str, grain: Grain) -> str:
    """The newest complete period of each, and whether online changed since the one before."""
    newest = max((one.newest[0].period.start for one in lines if one.newest), default=None)
    if newest is None:
        return _("No period is complete yet")
    said = [
        _size(one, show) for one in lines if one.newest and one.newest[0].period.start == newest
    ]
    first = _("{period}: {sizes}", period=words.start(newest, grain), sizes=words.listed(said))
    return pieces.sentences(first, _changed(lines[0], show))


def _size(one: Line, show: str) -> str:
    size = words.value(_metric(show), one.newest[1] if one.newest else None, reads.currency())
    return _("{name} {size}", name=one.name, size=size)


def _changed(one: Line, show: str) -> str:
    """Whether the newest complete period of the first line can be told from the one before."""
    whole = [v for v in one.values if v.is_complete and v.value is not None]
    if show == "orders" or len(whole) < 2:
        return ""
    found = change(whole[-1], whole[-2])
    if found is None or found.verdict == "can't tell":
        return _("No change of {name} from the period before can be told from noise", name=one.name)
    unit = Unit.POINTS if show == "share" else Unit.MONEY
    size = pieces.signed(unit, found.difference, reads.currency())
    return _("{name}: {size} on the period before", name=one.name, size=size)


def figure(lines: Sequence[Line], metric: Metric, grain: Grain) -> Figure:
    """A line each with its band; what is not complete is dotted, its end named."""
    data = [trace for n, one in enumerate(lines) for trace in _traces(one, n, metric, grain)]
    layout = axes.layout(metric, reads.currency())
    layout["xaxis"] |= {"type": "date", **_ticks(lines[0].values, grain)}
    shown = [y for one in lines for y in one.shown]
    layout["yaxis"] |= {**axes.unit_axis(metric, shown, reads.currency()), "rangemode": "tozero"}
    layout["shapes"] = [_hole(v) for v in lines[0].values if v.missing]
    return {"data": data, "layout": marks.with_legend(layout)}


def _ticks(values: Sequence[Value], grain: Grain) -> Figure:
    """A handful of periods by name, in the reader's language."""
    step = max(1, -(-len(values) // MOST_TICKS))
    starts = [v.period.start for v in values[::step]]
    return {
        "tickvals": [day.isoformat() for day in starts],
        "ticktext": [words.start(day, grain) for day in starts],
    }


def _hole(value: Value) -> Figure:
    """Shaded over the period in which data are missing."""
    half = timedelta(days=value.period.window.days / 2)
    start = datetime.combine(value.period.start, time())
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": (start - half).isoformat(),
        "x1": (start + half).isoformat(), "y0": 0, "y1": 1, "fillcolor": axes.MISSING, "layer": "below",
        "line": {"width": 1, "color": axes.CONTEXT, "dash": "dot"},
    }  # fmt: skip


def _traces(one: Line, n: int, metric: Metric, grain: Grain) -> list[Figure]:
    days = [v.period.start.isoformat() for v in one.values]
    whole = [y if v.is_complete else None for v, y in zip(one.values, one.shown, strict=True)]
    open_ = [y if not v.is_complete else None for v, y in zip(one.values, one.shown, strict=True)]
    hovers = [
        _hover(v, y, metric, grain, one.name) for v, y in zip(one.values, one.shown, strict=True)
    ]
    hue = marks.HUES[n]
    common = {
        "type": "scatter",
        "x": days,
        "customdata": hovers,
        "showlegend": False,
        "hovertemplate": "%{customdata}<extra></extra>",
        "name": one.name,
    }
    symbol = marks.SYMBOLS[n]
    solid = {"color": hue, "width": 2.2, "dash": marks.DASHES[n]}
    ring = {"size": 9, "symbol": f"{symbol}-open", "color": hue, "line": {"width": 2}}
    dot = {"size": 6, "symbol": symbol, "color": hue}
    return [
        *marks.band(days, one.limits, hue),
        {
            **common,
            "y": whole,
            "mode": "lines+markers",
            "showlegend": True,
            "line": solid,
            "marker": dot,
        },
        {**common, "y": open_, "mode": "markers", "marker": ring},
    ]


def _hover(value: Value, shown: float | None, metric: Metric, grain: Grain, name: str) -> str:
    if metric is ORDERS:
        size = words.value(metric, shown)
        return f"{name}<br>{words.period(value.period, grain)}<br><b>{size}</b>"
    return f"{name}<br>{axes.hover(value, grain, reads.currency())}"


def _legend(lines: Sequence[Line]) -> str:
    said = (
        [_("Band: 95 % interval")]
        if any(low is not None for one in lines for low, _h in one.limits)
        else []
    )
    if any(not v.is_complete and v.value is not None for one in lines for v in one.values):
        said.append(_("hollow mark: not complete yet, not judged"))
    if any(v.missing for one in lines for v in one.values):
        said.append(_("shaded: data missing"))
    return pieces.joined(*said, _("drag over it to choose its days"))
