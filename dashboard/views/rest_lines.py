"""One value against the rest: a sentence, and two lines."""

from collections.abc import Sequence

from dashboard.language import _
from dashboard.metrics.evaluate import Value
from dashboard.metrics.rest import Rest
from dashboard.views import axes, explore, words
from dashboard.views.axes import CONTEXT, LINE, Figure, hover, note, unit_axis
from dashboard.views.charts import ticks
from dashboard.views.explore import Look
from queries.calendar import Grain


def finding(found: Rest, of: Look) -> str:
    """'North: 61.0 %, 4.2 points below the rest'; of a sum, how it has grown beside the rest."""
    name = explore.name_of(found.name)
    if found.level is None:
        return _moved(found, of, name)
    value = words.value(of.metric, found.one.now.value, of.currency)
    size = words.difference(of.metric.unit, found.level.difference, of.currency)
    told = {"name": name, "value": value, "size": size}
    if found.level.verdict == "up":
        return _("{name}: {value}, {size} above the rest", **told)
    if found.level.verdict == "down":
        return _("{name}: {value}, {size} below the rest", **told)
    told["size"] = words.sign(size, found.level.difference) + size
    return _("{name}: {value}; {size} against the rest cannot be told from noise", **told)


def _moved(found: Rest, of: Look, name: str) -> str:
    value = words.value(of.metric, found.one.now.value, of.currency)
    if found.moved is None:
        return _("{name}: {value}", name=name, value=value)
    size = words.points(words.number(abs(found.moved.difference), 1))
    told = {"name": name, "value": value, "size": size}
    if found.moved.verdict == "up":
        return _("{name}: {value}, grown {size} more than the rest", **told)
    if found.moved.verdict == "down":
        return _("{name}: {value}, grown {size} less than the rest", **told)
    return _("{name}: {value}; its growth cannot be told from that of the rest", **told)


def about(found: Rest, of: Look) -> str:
    """The rest's value and, of what is no sum, whether one has moved unlike the other."""
    rest = words.value(of.metric, found.others.now.value, of.currency)
    said = [_("the rest: {value}", value=rest), of.days]
    moved = found.moved
    if moved is not None and found.level is not None:
        size = words.difference(of.metric.unit, moved.difference, of.currency)
        size = words.sign(size, moved.difference) + size
        if moved.low is None or moved.verdict == "can't tell":
            said.append(_("change beside that of the rest {size}, within noise", size=size))
        else:
            said.append(_("change beside that of the rest {size}, beyond noise", size=size))
    return " · ".join(said)


def figure(
    one: Sequence[Value], others: Sequence[Value], name: str, grain: Grain, currency: str
) -> Figure:
    """The value as a line with its 95 % band of marks, the rest dotted in grey."""
    metric = one[0].metric
    days = [value.period.start.isoformat() for value in one]
    found = {value.period.start.isoformat(): value for value in others}
    layout = axes.layout(metric, currency)
    layout["height"] = 280
    layout["xaxis"] |= {"type": "date", **ticks([value.period.start for value in one], grain)}
    shown = [v.value for v in (*one, *others)]
    layout["yaxis"] |= unit_axis(metric, shown, currency)
    layout["annotations"] = [
        *_label(one, name, LINE),
        *_label(others, _("the rest"), CONTEXT),
    ]
    return {
        "data": [
            _line(days, [found.get(day) for day in days], _("the rest"), CONTEXT, "dot", grain, currency),
            _line(days, list(one), name, LINE, "solid", grain, currency),
        ],
        "layout": layout,
    }  # fmt: skip


def _line(
    days: list[str],
    values: Sequence[Value | None],
    name: str,
    color: str,
    dash: str,
    grain: Grain,
    currency: str,
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": days,
        "y": [v.value if v else None for v in values],
        "name": name,
        "line": {"color": color, "width": 2.2, "dash": dash},
        "marker": {
            "size": 6,
            "color": color,
            "symbol": ["circle" if v and v.is_complete else "circle-open" for v in values],
        },
        "customdata": [hover(v, grain, currency) if v else "" for v in values],
        "hovertemplate": "<b>%{fullData.name}</b><br>%{customdata}<extra></extra>",
        "connectgaps": False,
    }


def _label(values: Sequence[Value], name: str, color: str) -> list[Figure]:
    """The name beside the last point."""
    known = [value for value in values if value.value is not None]
    if not known:
        return []
    last = known[-1]
    day = last.period.start.isoformat()
    return [note(words.escaped(name), x=day, y=last.value, xanchor="left", xshift=9, color=color)]


def alt(found: Rest, of: Look) -> str:
    return f"{finding(found, of)}. {about(found, of)}."
