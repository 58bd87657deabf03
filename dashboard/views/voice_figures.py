"""Pictures of a score: its distribution, who changed their mind, what topics do to it. Pure: rows -> figure or HTML."""

from collections.abc import Mapping, Sequence

from dashboard.language import _, n_
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.voice import Distribution, Flows, class_of
from dashboard.metrics.voice_topics import Topic
from dashboard.views import axes, words
from dashboard.views.axes import CONTEXT, Figure
from queries.voice_rows import CLASSES, KINDS

GOOD, EVEN, BAD = "#00897b", "#8a96a3", "#d35400"
COLOURS = {1: GOOD, 0: EVEN, -1: BAD}
SHAPES = {1: "", 0: ".", -1: "/"}
"""Patterns, so that classes differ without colour too."""
STATES = (*CLASSES, None)


def class_words(metric: Metric, one: int | None) -> str:
    """'promoters', 'dissatisfied', 'no answer'."""
    if one is None:
        return _("no answer")
    if KINDS[metric.name] == "csat":
        return {1: _("satisfied"), 0: _("neither"), -1: _("dissatisfied")}[one]
    return {1: _("promoters"), 0: _("passives"), -1: _("detractors")}[one]


def distribution(found: Distribution) -> Figure:
    """One bar per score, as high as its share of the weight, coloured and hatched by class."""
    kind, scores = KINDS[found.metric.name], list(found.answers)
    layout = axes.plain_layout()
    layout["yaxis"] |= {"ticksuffix": " %", "rangemode": "tozero"}
    layout["xaxis"] |= {"type": "category"}
    layout |= {"height": 300, "bargap": 0.12, "showlegend": True, "margin": {**layout["margin"], "r": 16},
               "legend": {"orientation": "h", "x": 0, "y": 1.12}}  # fmt: skip
    return {
        "data": [
            _score_bars(found, [s for s in scores if class_of(kind, s) == one], one)
            for one in reversed(CLASSES)
        ],
        "layout": layout,
    }


def _score_bars(found: Distribution, scores: Sequence[int], one: int) -> Figure:
    shares = [found.share([score]) for score in scores]
    name = class_words(found.metric, one)
    said = [
        f"{n_('{count} answer', '{count} answers', found.answers[score])} · {name}"
        for score in scores
    ]
    return {
        "type": "bar", "name": f"{name} {words.number(found.share(scores) or 0, 1)} %",
        "x": [str(score) for score in scores], "y": shares, "customdata": said,
        "text": [words.number(found.answers[score]) for score in scores], "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": COLOURS[one], "opacity": 0.75, "pattern": {"shape": SHAPES[one], "size": 6}},
        "hovertemplate": "<b>%{x}</b>: %{y:.1f} %<br>%{customdata}<extra></extra>",
    }  # fmt: skip


def distribution_alt(found: Distribution) -> str:
    return " ".join(
        _("{score}: {answers}, {share}.", score=score, share=f"{words.number(found.share([score]) or 0, 1)} %",
          answers=n_("{count} answer", "{count} answers", count))
        for score, count in found.answers.items()
    )  # fmt: skip


def flows_html(found: Flows, opened: str = "") -> str:
    """A table of aligned cells: a row per class before, a column per class now; each cell opens its people."""
    metric = found.metric
    head = "".join(
        f'<th scope="col">{words.escaped(class_words(metric, one))}</th>' for one in STATES
    )
    most = max((flow.people for flow in found.flows), default=1)
    body = "".join(_flow_row(found, earlier, most, opened) for earlier in STATES)
    sums = "".join(
        f"<td>{words.number(sum(f.people for f in found.flows if f.later == later))}</td>"
        for later in STATES
    )
    before, now, every = _("before ↓ now →"), _("everybody"), words.number(_everybody(found))
    label = words.escaped(_("People by their answer before and now"))
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{label}"><table class="mp-triangle">'
        f'<thead><tr><th scope="col">{words.escaped(before)}</th>{head}<th scope="col">{words.escaped(now)}</th></tr>'
        f'</thead><tbody>{body}<tr class="mp-mean"><th scope="row">{words.escaped(now)}</th>{sums}<td>{every}</td></tr>'
        "</tbody></table></div>"
    )


def _everybody(found: Flows) -> int:
    return sum(flow.people for flow in found.flows)


def _flow_row(found: Flows, earlier: int | None, most: int, opened: str) -> str:
    people = {flow.later: flow.people for flow in found.flows if flow.earlier == earlier}
    cells = "".join(
        _flow_cell(earlier, later, people.get(later, 0), most, opened) for later in STATES
    )
    title = words.escaped(class_words(found.metric, earlier))
    return f'<tr><th scope="row"><span>{title}</span></th>{cells}<td>{words.number(sum(people.values()))}</td></tr>'


def _flow_cell(earlier: int | None, later: int | None, people: int, most: int, opened: str) -> str:
    """Better ▲, worse ▼, the same =; as dark as it has people."""
    if earlier is None and later is None:
        return '<td class="mp-blank"></td>'
    mark = ""
    if earlier is not None and later is not None:
        mark = "= " if earlier == later else "▲ " if later > earlier else "▼ "
    spec = f"{state(earlier)}:{state(later)}"
    shade = max(1, round(9 * people / most)) if people else 0
    pressed = "true" if opened == spec else "false"
    if not people:
        return f"<td><span>{mark}0</span></td>"
    return (
        f'<td class="mp-heat mp-h{shade}"><button type="button" data-click="{spec}" aria-pressed="{pressed}">'
        f"{mark}{words.number(people)}</button></td>"
    )


def state(one: int | None) -> str:
    """A class as the address writes it."""
    return "none" if one is None else str(one)


def topics(found: Sequence[Topic], labels: Mapping[str, str], metric: Metric) -> Figure:
    """One bar per topic: what it does to the score, with its interval; within noise in grey."""
    shown = list(reversed(found))
    layout = axes.plain_layout()
    layout["xaxis"] |= {
        "showgrid": True,
        "zeroline": True,
        "zerolinecolor": CONTEXT,
        "ticksuffix": "",
    }
    layout |= {"height": 70 + 34 * len(shown), "margin": {**layout["margin"], "r": 24}}
    layout["xaxis"]["title"] = {"text": impact_unit(metric), "font": {"size": 12}}
    low = [max(0.0, (t.impact or 0) - t.low) if t.low is not None else 0 for t in shown]
    high = [max(0.0, t.high - (t.impact or 0)) if t.high is not None else 0 for t in shown]
    return {
        "data": [{
            "type": "bar", "orientation": "h",
            "x": [topic.impact for topic in shown],
            "y": [f"{label(labels, topic.name)} ({words.number(topic.n)})" for topic in shown],
            "marker": {
                "color": [_topic_colour(topic) for topic in shown], "opacity": 0.7,
                "pattern": {"shape": ["." if t.is_noise else "" for t in shown], "size": 5},
            },
            "error_x": {"type": "data", "symmetric": False, "array": high, "arrayminus": low,
                        "color": CONTEXT, "thickness": 1.2, "width": 4},
            "customdata": [topic_words(topic, metric) for topic in shown],
            "hovertemplate": "<b>%{y}</b><br>%{customdata}<extra></extra>",
        }],
        "layout": layout,
    }  # fmt: skip


def impact_unit(metric: Metric) -> str:
    return (
        _("points of the score")
        if metric.unit is Unit.POINTS
        else _("percentage points of satisfied")
    )


def _topic_colour(topic: Topic) -> str:
    if topic.is_noise or topic.impact is None:
        return CONTEXT
    return GOOD if topic.impact > 0 else BAD


def label(labels: Mapping[str, str], topic: str) -> str:
    return labels.get(topic, topic)


def topic_words(topic: Topic, metric: Metric) -> str:
    """'moves the score by −3.4 (−5.6 to −1.1); 9 comments, score −92.3'."""
    if topic.impact is None:
        return _(topic.reason or "")
    moved = _(
        "moves the score by {size} ({low} to {high})",
        size=signed(topic.impact), low=signed(topic.low or 0), high=signed(topic.high or 0),
    )  # fmt: skip
    spoken = _("{comments}, score {value}", value=words.value(metric, topic.value),
               comments=n_("{count} comment", "{count} comments", topic.n))  # fmt: skip
    noise = " · " + _("within noise") if topic.is_noise else ""
    return f"{moved}; {spoken}{noise}"


def signed(number: float) -> str:
    size = words.number(abs(number), 1)
    return words.sign(size, number) + size
