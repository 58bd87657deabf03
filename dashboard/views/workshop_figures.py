"""Pictures of a workshop, as pure functions: how a group voted, a figure as it was kept, chances against what came."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import language
from dashboard.insight.agreement import Share, Spread
from dashboard.insight.hindsight import Row
from dashboard.language import _, n_
from dashboard.metrics.declare import Unit
from dashboard.metrics.written import amount, target
from dashboard.progress.series import metric_of
from dashboard.progress.votes import Question
from dashboard.views import proof_chart, roadmap_words, words
from dashboard.views.axes import CONTEXT, GOAL, LINE, Figure, plain_layout
from queries.calendar import Grain


def spread_html(found: Spread) -> str:
    """A column for each ten per cent, with the middle half shaded and the median marked."""
    most = max(found.bars)
    columns = "".join(_column(n, count, most) for n, count in enumerate(found.bars))
    label = words.escaped(spread_words(found))
    low, middle, high = (_place(x) for x in (found.low, found.middle, found.high))
    return (
        f'<div class="mp-votes" role="img" aria-label="{label}"><div class="mp-columns">{columns}</div>'
        f'<div class="mp-half"><i style="left:{low}%;width:{high - low:.2f}%"></i><b style="left:{middle}%"></b></div>'
        "</div>"
    )


def _column(n: int, count: int, most: int) -> str:
    height = 100 * count / most if most else 0
    shown = f"<b>{count}</b>" if count else ""
    return f'<div><span style="height:{height:.1f}%">{shown}</span><small>{10 * n}{words.THIN}%</small></div>'


def _place(chance: float) -> float:
    """Where a chance lies, in per cent of the width: the columns of 0 and 100 % have their middles inside."""
    return round(100 * (chance * 10 + 0.5) / 11, 2)


def spread_words(found: Spread) -> str:
    """'7 votes: the median is 60 %, the middle half from 40 to 70 %; far apart: let the two ends say why.'"""
    told = {
        "middle": _percent(found.middle), "low": _percent(found.low), "high": _percent(found.high),
    }  # fmt: skip
    if found.n == 1:
        return _("One vote: {middle} %.", **told)
    if found.is_far_apart:
        return n_(
            "{count} vote: the median is {middle} %, the middle half from {low} to {high} %. "
            "They lie far apart: let the "
            "lowest and the highest say why.",
            "{count} votes: the median is {middle} %, the middle half from {low} to {high} %. "
            "They lie far apart: let the "
            "lowest and the highest say why.",
            found.n, **told,
        )  # fmt: skip
    return n_(
        "{count} vote: the median is {middle} %, the middle half from {low} to {high} %.",
        "{count} votes: the median is {middle} %, the middle half from {low} to {high} %.",
        found.n, **told,
    )  # fmt: skip


def _percent(chance: float) -> str:
    return language.number(100 * chance)


def shares_html(asked: Question, found: Sequence[Share]) -> str:
    """A bar for each answer, with how many gave it and how sure they were."""
    names = dict(asked.options)
    rows = "".join(_bar(_(names[one.answer]), one) for one in found)
    label = words.escaped(shares_words(asked, found))
    return f'<div class="mp-votes mp-answers" role="img" aria-label="{label}">{rows}</div>'


def _bar(name: str, one: Share) -> str:
    sure = ""
    if one.sureness is not None:
        sure = _("{percent} % sure", percent=_percent(one.sureness))
    return (
        f'<div><span>{words.escaped(name)}</span><i><em style="width:{100 * one.share:.1f}%"></em></i>'
        f"<b>{one.n}</b><small>{words.escaped(sure)}</small></div>"
    )


def shares_words(asked: Question, found: Sequence[Share]) -> str:
    """'Scale it 4, Adjust it 2, Stop it 1'."""
    names = dict(asked.options)
    return ", ".join(f"{_(names[one.answer])} {one.n}" for one in found)


def dots_html(rows: Sequence[Mapping[str, Any]]) -> str:
    """A bar for each idea, with its dots and how many people spent them."""
    if not rows:
        return f'<p class="mp-quiet">{words.escaped(_("No dots are spent yet."))}</p>'
    most = max(int(row["dots"]) for row in rows) or 1
    drawn = "".join(
        f"<div><span>{words.escaped(_(str(row['idea'])))}</span><i><em "
        f'style="width:{100 * int(row["dots"]) / most:.1f}%">'
        f"</em></i><b>{int(row['dots'])}</b><small>"
        f"{words.escaped(n_('{count} voter', '{count} voters', int(row['voters'])))}</small></div>"
        for row in rows
    )
    label = words.escaped(", ".join(f"{_(str(row['idea']))} {int(row['dots'])}" for row in rows))
    return f'<div class="mp-votes mp-answers" role="img" aria-label="{label}">{drawn}</div>'


def kept_amount(figure: Mapping[str, Any], value: Any) -> str:
    """A number of a kept figure in its unit; '–' where there is none."""
    if value is None:
        return "–"
    if unit := figure.get("effect_unit"):
        metric = metric_of(str(figure.get("metric") or ""))
        return roadmap_words.effect(float(value), unit, metric, str(figure.get("currency") or ""))
    if figure.get("unit") not in set(Unit):
        return language.number(float(value), 1)
    return amount(Unit(figure["unit"]), float(value), str(figure.get("currency") or ""))


def kept_period(figure: Mapping[str, Any]) -> str:
    """'Jun 2026', of a total 'until Jun 2026': the period that the value of a kept figure is of; '' where none is."""
    start = kept_start(figure)
    if start is None or figure.get("grain") not in set(Grain):
        return ""
    period = words.start(start, Grain(figure["grain"]))
    return _("until {period}", period=period) if figure.get("is_total") else period


def kept_start(figure: Mapping[str, Any]) -> date | None:
    """The first day of that period. Figures kept before this was written down have it in their newest row."""
    told = figure.get("period")
    rows = [row for row in figure.get("rows") or () if row.get("period") and "value" in row]
    if not told and rows and rows[-1]["value"] == figure.get("value"):
        told = rows[-1]["period"]
    return date.fromisoformat(str(told)) if told else None


def kept_target(figure: Mapping[str, Any]) -> str:
    """The target of a kept figure, as somebody set it: '20 %'."""
    if figure.get("unit") not in set(Unit):
        return kept_amount(figure, figure.get("target"))
    return target(Unit(figure["unit"]), float(figure["target"]), str(figure.get("currency") or ""))


def kept_figure(figure: Mapping[str, Any]) -> Figure | None:
    """The rows as they were kept; None where there are not two. Of a goal its values as a line, the target dashed;
    of an initiative pilot, control and gap."""
    if lines := proof_chart.lines_kept(figure):
        return proof_chart.figure(lines)
    rows = [
        row
        for row in figure.get("rows") or ()
        if row.get("value") is not None and row.get("period")
    ]
    if len(rows) < 2:
        return None
    layout = plain_layout() | {"height": 220}
    layout["margin"] = {"l": 8, "r": 16, "t": 12, "b": 8}
    days = [str(row["period"]) for row in rows]
    told = sorted({days[0], days[len(days) // 2], days[-1]})
    layout["xaxis"] |= {
        "type": "date", "tickvals": told, "ticktext": [words.day(date.fromisoformat(d)) for d in told],
    }  # fmt: skip
    data = [
        {
            "type": "scatter", "mode": "lines+markers", "x": days, "y": [row["value"] for row in rows],
            "line": {"color": LINE, "width": 2}, "marker": {"size": 5, "color": LINE},
            "customdata": [_hover(figure, row) for row in rows], "hovertemplate": "%{customdata}<extra></extra>",
        }
    ]  # fmt: skip
    if figure.get("target") is not None:
        levels = [row.get("target", figure["target"]) for row in rows]
        data.append(
            {
                "type": "scatter", "mode": "lines", "x": days, "y": levels,
                "line": {"color": GOAL, "width": 2, "dash": "dash"}, "hoverinfo": "skip",
            }
        )  # fmt: skip
    return {"data": data, "layout": layout}


def _hover(figure: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    parts = [
        words.day(date.fromisoformat(row["period"])),
        f"<b>{kept_amount(figure, row['value'])}</b>",
    ]
    if row.get("numerator") is not None and row.get("denominator") is not None:
        parts.append(
            f"{language.number(float(row['numerator']))} / {language.number(float(row['denominator']))}"
        )
    return "<br>".join(parts)


def calibration_figure(rows: Sequence[Row]) -> Figure:
    """For each of the five words: the mean chance that was said, and the share that came; dots joined by a line."""
    known = [row for row in rows if row.n]
    names = [f"{_(row.word.value)}<br>n = {row.n}" for row in known]
    layout = plain_layout() | {"height": 260, "showlegend": True}
    layout["legend"] = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    layout["margin"] = {"l": 8, "r": 16, "t": 40, "b": 8}
    layout["yaxis"] |= {"range": [-4, 104], "ticksuffix": " %"}
    return {
        "data": [
            _points(names, [row.told for row in known], _("said, on average"), CONTEXT, "square"),
            _points(names, [row.came for row in known], _("came true"), LINE, "circle"),
        ],
        "layout": layout,
    }


def _points(
    names: Sequence[str], shares: Sequence[float | None], name: str, color: str, symbol: str
) -> Figure:
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": list(names),
        "y": [None if share is None else 100 * share for share in shares],
        "marker": {"symbol": symbol, "size": 13, "color": color},
        "hovertemplate": f"{name}: %{{y:.0f}} %<extra></extra>",
    }  # fmt: skip
