"""The Voice page: one score of one survey, everything that stands behind it, and what is opened on it."""

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access import Viewer
from dashboard.language import _, n_, said
from dashboard.metrics import evaluate, reads, voice, voice_reach
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.metrics.voice import Distribution, Flows
from dashboard.views import (
    drill,
    metric,
    panel,
    periods,
    trends,
    voice_board,
    voice_figures,
    voice_queue,
    voice_topics,
    widgets,
    words,
)
from dashboard.views.choice import Choice
from dashboard.views.metric import Found
from dashboard.views.panel import Panel
from queries.slice import Slice
from queries.voice_rows import CLASSES, KINDS, scores_of

LOOKS = {
    "score": said("Score"),
    "topics": said("Topics and comments"),
    "queue": said("To call back"),
}
"""Looks at the same answers."""


@dataclass(frozen=True)
class Asked:
    """Which score of which survey is looked at, and in which days."""

    metric: Metric
    survey: str
    slice: Slice
    """The whole window, of this survey alone."""
    found: Found
    choice: Choice
    viewer: Viewer

    @property
    def title(self) -> str:
        return _("{label} ({survey})", label=_(self.metric.label), survey=self.survey)


def bar() -> DeltaGenerator:
    """The row in which score and survey are chosen."""
    return st.container(horizontal=True, vertical_alignment="bottom", gap="small")


def kind() -> Metric:
    """Which score the address names, of those for which there are answers."""
    known = [name for name in ("nps", "csat", "nps_unweighted") if _is_there(CATALOGUE[name])]
    names = known or ["nps"]
    return CATALOGUE[widgets.choose("score", _("Score"), names, said=_label, width=280)]


def _is_there(metric: Metric) -> bool:
    return not coverage(metric).missing_kinds


def _label(name: str) -> str:
    return _(CATALOGUE[name].label)


def look() -> str:
    return widgets.segments("look", _("Show"), list(LOOKS), said=lambda name: _(LOOKS[name]))


def read(chosen: Metric, viewer: Viewer, choice: Choice, survey: str | None) -> Asked | None:
    """The answers of one survey; None where nobody has answered."""
    if not _is_there(chosen):
        return None
    found = metric.read(chosen, viewer, choice, survey)
    if found.card.group in ("", None):
        return None
    slice = found.slice.with_window(choice.window)
    return Asked(chosen, found.card.group, replace(slice, grain=None), found, choice, viewer)


def surveys(chosen: Metric, viewer: Viewer, choice: Choice) -> list[str]:
    return metric.part_names(chosen, viewer, choice) if _is_there(chosen) else []


def subtitle(asked: Asked | None, choice: Choice) -> str:
    about = [asked.title] if asked else []
    return " · ".join(filter(None, (*about, words.days(choice.window), choice.filters)))


def draw(asked: Asked | None, shown: str) -> None:
    """The look that was chosen; where there are no answers, what to do."""
    if asked is None:
        st.info(
            _(
                "No answers to surveys in these days and under these filters. Choose other days, or load answers "
                "(events survey_nps and survey_csat)."
            ),
            icon=":material/forum:",
        )
        return
    periods.refused(asked.metric, asked.choice)
    match shown:
        case "topics":
            voice_topics.draw(asked.metric, asked.viewer, asked.slice, asked.choice)
        case "queue":
            voice_queue.draw(asked.metric, asked.viewer, asked.slice, asked.choice)
        case _:
            _score(asked)


def _score(asked: Asked) -> None:
    _headline(asked)
    panel.draw(trends.of(asked.found, asked.choice, "voice_trend"), asked.viewer, select="brush",
               on_select=trends.zoomed)  # fmt: skip
    left, right = st.columns(2, gap="medium")
    with left:
        _distribution(asked)
    with right:
        _flows(asked)
    _classes(asked)
    _opened(asked)
    voice_board.draw(asked.metric, asked.viewer, asked.slice, asked.choice)
    _response(asked)


def _headline(asked: Asked) -> None:
    """The score of the whole window: value, limits, n, what changed, and what could have been seen."""
    found = reads.whole(asked.metric.name, asked.viewer, asked.slice)
    if not found or found[0].value is None:
        reason = _(found[0].reason or "") if found else ""
        st.html(f'<p class="mp-none">{words.escaped(_("No value: {reason}", reason=reason))}</p>')
        return
    [now] = found
    metric = asked.metric
    thin = " · " + _("thin: under 30") if now.is_thin else ""
    limits = _("95 %: {limits}", limits=words.limits(metric, now.low, now.high))
    so_far = " · " + _(now.reason) if now.reason else ""
    st.html(
        f'<div class="mp-big"><span class="mp-value">{words.escaped(words.value(metric, now.value))}</span>'
        f'<span class="mp-range">{words.escaped(limits)}</span>'
        f'<span class="mp-foot">{words.escaped(words.counted(metric, now.n) + thin + so_far)}</span></div>'
        f'<p class="mp-verdict">{words.escaped(verdict(now, _before(asked)))}</p>'
        f'<p class="mp-quiet">{words.escaped(visible_words(asked))}</p>'
    )


def verdict(now: Value, before: Value | None) -> str:
    """Whether the score moved, in words."""
    if before is None or before.value is None:
        return _("Nothing to compare with in the days before")
    said = {
        "days": words.days(before.period.window), "before": words.value(now.metric, before.value),
    }  # fmt: skip
    change = evaluate.change(now, before)
    if change is None or change.low is None or change.high is None:
        return _("Not compared with {days} ({before}): one of the two is not complete", **said)
    size = words.difference(now.metric.unit, change.difference)
    moved = _(
        "{low} to {high}",
        low=voice_figures.signed(change.low),
        high=voice_figures.signed(change.high),
    )
    said |= {"size": size, "moved": moved}
    match change.verdict:
        case "up":
            return _("Up by {size} ({moved}) from {before} in {days}", **said)
        case "down":
            return _("Down by {size} ({moved}) from {before} in {days}", **said)
        case _:
            return _(
                "No change from {before} in {days} that can be told from noise ({moved})", **said
            )


def visible_words(asked: Asked) -> str:
    """'With 365 answers here and 402 before, only a change of 14.9 points or more would show …'"""
    [now] = reads.whole(asked.metric.name, asked.viewer, asked.slice) or (None,)
    if now is None or now.value is None:
        return ""
    other = _before(asked)
    seen = voice_reach.visible(now, other)
    if other and other.n:
        sizes = _(
            "With {n} answers here and {other} in {days}",
            n=words.number(seen.n), other=words.number(seen.other_n), days=words.days(other.period.window),
        )  # fmt: skip
    else:
        sizes = _("With {n} answers here and as many elsewhere", n=words.number(seen.n))
    if seen.rise is None and seen.fall is None:
        return _("{sizes}, no change could be told from noise.", sizes=sizes)
    if asked.metric.unit is Unit.POINTS:
        return _(
            "{sizes}, the smallest change you could see is {points} points (four times in five, at 95 %).",
            sizes=sizes, points=words.number(seen.rise or 0, 1),
        )  # fmt: skip
    return _(
        "{sizes}, the smallest change you could see is a rise of {rise} or a fall of {fall} points (four times in "
        "five, at 95 %).",
        sizes=sizes, rise=_or_none(seen.rise), fall=_or_none(seen.fall),
    )  # fmt: skip


def _or_none(points: float | None) -> str:
    return _("none") if points is None else words.number(abs(points), 1)


def _before(asked: Asked) -> Value | None:
    if asked.choice.compared is None:
        return None
    slice = asked.slice.with_window(asked.choice.compared)
    found = reads.whole(asked.metric.name, asked.viewer, slice)
    return found[0] if found else None


def _about(asked: Asked, *said: str) -> str:
    return " · ".join((words.days(asked.slice.window), *said))


def _distribution(asked: Asked) -> None:
    [found] = voice.distributions(asked.metric, asked.viewer, asked.slice)
    key = "voice_distribution"
    if found.reason:
        said = _("No distribution: {reason}", reason=_(found.reason))
        panel.draw(Panel(key, said, words.days(asked.slice.window)), asked.viewer)
        return
    panel.draw(
        Panel(
            key, distribution_finding(found),
            _about(asked, n_("{count} answer", "{count} answers", found.n), _("share of weight; numbers are answers")),
            voice_figures.distribution(found), alt=voice_figures.distribution_alt(found),
            table=_distribution_table(found), exact=found.rows(), notes_for=(asked.metric.name,),
            window=asked.slice.window, filters=asked.choice.filters, definition=_definition(asked.metric),
        ),
        asked.viewer, select="points", on_select=lambda told: _open_score(told.points),
    )  # fmt: skip


def _classes(asked: Asked) -> None:
    """The people of each class, for keyboards and phones too."""
    if not asked.viewer.may_see_people:
        return
    with st.container(horizontal=True, gap="small"):
        for spec, name in (
            ("all", _("everybody")),
            *((f"class:{one}", _name(asked, one)) for one in CLASSES),
        ):
            st.button(_("People: {name}", name=name), key=f"voice_{spec}", icon=":material/group:", type="tertiary",
                      on_click=drill.open, args=(f"voice:{spec}",))  # fmt: skip


def _name(asked: Asked, one: int) -> str:
    return voice_figures.class_words(asked.metric, one)


def _open_score(points: tuple[object, ...]) -> None:
    """The people who gave the score that was clicked. A callback."""
    first = points[0] if points else {}
    score = str(first.get("x", "")) if isinstance(first, dict) else ""
    if score.isdigit():
        drill.open(f"voice:score:{score}")


def distribution_finding(found: Distribution) -> str:
    """'52 % promoters, 34 % passives, 15 % detractors'."""
    said = [
        _("{share} % {name}", name=voice_figures.class_words(found.metric, one),
          share=words.number(found.share(scores_of(KINDS[found.metric.name], one)) or 0, 1))
        for one in CLASSES
    ]  # fmt: skip
    return ", ".join(said)


def _distribution_table(found: Distribution) -> list[dict[str, object]]:
    return [
        {
            _("score"): row["score"], _("class"): _(row["class"]), _("answers"): row["answers"],
            _("share"): f"{words.number(row['share'] or 0, 1)} %",
        }
        for row in found.rows()
    ]  # fmt: skip


def _flows(asked: Asked) -> None:
    found = voice.flows_of(asked.metric, asked.viewer, asked.slice)
    key = "voice_flows"
    if found.reason:
        said = _("Nobody to follow: {reason}", reason=_(found.reason))
        panel.draw(Panel(key, said, words.days(found.now)), asked.viewer)
        return
    parts = drill.opened("voice") or []
    opened = ":".join(parts[1:]) if parts[:1] == ["flow"] else ""
    panel.draw(
        Panel(
            key, flows_finding(found),
            _("people by their last answer in {now}, and their last in the {days} days before",
              now=words.days(found.now), days=words.number(found.before.days)),
            html=voice_figures.flows_html(found, opened), alt=flows_finding(found),
            table=_flows_table(found), exact=found.rows(), window=asked.slice.window,
            legend=_("▲ better than before · ▼ worse · = the same class. Click a number for its people."),
            filters=asked.choice.filters, definition=_definition(asked.metric),
        ),
        asked.viewer, on_click=lambda click: drill.open(f"voice:flow:{click.value}"),
    )  # fmt: skip


def flows_finding(found: Flows) -> str:
    """'Of 130 people who answered before, 28 moved up and 22 down; 233 have not answered again'."""
    both = [f for f in found.flows if f.earlier is not None and f.later is not None]
    up = sum(f.people for f in both if (f.later or 0) > (f.earlier or 0))
    down = sum(f.people for f in both if (f.later or 0) < (f.earlier or 0))
    silent = sum(f.people for f in found.flows if f.later is None)
    return _(
        "Of {both} who answered before and again, {up} moved up and {down} down; {silent} have not answered again, "
        "{new} are new",
        both=n_("{count} person", "{count} people", sum(f.people for f in both)),
        up=words.number(up), down=words.number(down), silent=words.number(silent),
        new=words.number(found.came_from(None)),
    )  # fmt: skip


def _flows_table(found: Flows) -> list[dict[str, object]]:
    return [
        {
            _("before"): voice_figures.class_words(found.metric, flow.earlier),
            _("now"): voice_figures.class_words(found.metric, flow.later),
            _("people"): flow.people,
        }
        for flow in found.flows
    ]  # fmt: skip


def _definition(metric: Metric) -> str:
    return f"{_(metric.label)}: {_(metric.formula)}"


def _opened(asked: Asked) -> None:
    """The people of what was clicked, beneath it."""
    parts = drill.opened("voice")
    if parts:
        voice_topics.people(asked.metric, asked.viewer, asked.slice, parts)


def _response(asked: Asked) -> None:
    """Who answers at all: surveys sent, of the same name."""
    rate = CATALOGUE["response_rate"]
    if not _is_there(rate):
        st.caption(_("No response rate: nothing says which surveys were sent."))
        return
    names = surveys(rate, asked.viewer, asked.choice)
    if asked.survey in names:
        trends.draw(rate, asked.viewer, asked.choice, "voice_response", asked.survey)
