"""What is spoken of: topics with what they do to the score, the comments themselves, and the people behind both."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.access import EVERYONE, Viewer
from dashboard.language import _, language, n_
from dashboard.metrics import voice
from dashboard.metrics.declare import Metric
from dashboard.metrics.person import address
from dashboard.metrics.voice_topics import FEWEST_JUDGED, Topic, Topics, labels_in, topics_of
from dashboard.views import drill, links, panel, state, voice_figures, widgets, words
from dashboard.views import people as people_panel
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Panel
from queries.answer_list import MOST_ANSWERS
from queries.slice import Slice
from queries.voice_rows import CLASSES, KINDS

TOPIC = "topic"
FEW_LISTED = 50
"""Comments that a page draws; files hold more."""


def draw(metric: Metric, viewer: Viewer, slice: Slice, choice: Choice) -> None:
    """Topics, then the comments that the chosen topic, class and words leave."""
    labels = labels_in(viewer, language())
    found = topics_of(metric, viewer, slice)
    if found.reason:
        st.info(no_comments(found), icon=":material/forum:")
        return
    panel.draw(_panel(found, labels, slice, choice), viewer, select="points",
               on_select=lambda told: _choose(told.points, found.topics))  # fmt: skip
    _chips(found, labels)
    parts = drill.opened("voice")
    if parts:
        people(metric, viewer, slice, parts)
    _comments(metric, viewer, slice, choice, labels)


def no_comments(found: Topics) -> str:
    if found.answers:
        return _("Nobody wrote anything: none of the {answers} has words. Ask for a comment beside the score.",
                 answers=n_("{count} answer", "{count} answers", found.answers))  # fmt: skip
    return _("No topics: {reason}", reason=_(found.reason or ""))


def _panel(found: Topics, labels: Mapping[str, str], slice: Slice, choice: Choice) -> Panel:
    shares = _(
        "{silent} speak of none of the topics", silent=_of(found.without_topic, found.comments)
    )
    return Panel(
        "voice_topics", finding(found, labels),
        " · ".join([words.days(slice.window), n_("{count} comment", "{count} comments", found.comments),
                    _("of {answers}", answers=n_("{count} answer", "{count} answers", found.answers)), shares]),
        voice_figures.topics(found.topics, labels, found.metric),
        alt=_alt(found, labels),
        table=_table(found, labels), exact=[topic.row() for topic in found.topics],
        legend=_(
            "Score of all answers less the score of those without the topic, with 95 % limits. Dotted grey: within "
            "noise, or fewer than {fewest} comments. A topic is found by lists of English and Russian words: it says "
            "what is spoken of, not whether it is praised, and proves no cause. Click a bar to read its comments.",
            fewest=FEWEST_JUDGED,
        ),
        definition=_("Impact: {formula}", formula="n_t × (S_t − S) / (N − n_t)"), notes_for=(found.metric.name,),
        window=slice.window, filters=choice.filters,
    )  # fmt: skip


def _alt(found: Topics, labels: Mapping[str, str]) -> str:
    return " ".join(
        f"{voice_figures.label(labels, one.name)}: {voice_figures.topic_words(one, found.metric)}."
        for one in found.topics
    )


def _of(part: int, whole: int) -> str:
    return f"{words.number(100 * part / whole if whole else 0)} %"


def finding(found: Topics, labels: Mapping[str, str]) -> str:
    """Which topic pulls the score down most, where that is beyond noise."""
    sure = [topic for topic in found.topics if not topic.is_noise and topic.impact is not None]
    harmful = [topic for topic in sure if (topic.impact or 0) < 0]
    if harmful:
        worst = harmful[0]
        return _("{topic} pulls the score down most: by {size} points",
                 topic=voice_figures.label(labels, worst.name), size=words.number(-(worst.impact or 0), 1))  # fmt: skip
    if sure:
        best = sure[-1]
        return _("No topic pulls the score down by more than noise; {topic} lifts it most: by {size} points",
                 topic=voice_figures.label(labels, best.name), size=words.number(best.impact or 0, 1))  # fmt: skip
    return _("No topic moves the score by more than noise")


def _table(found: Topics, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            _("topic"): voice_figures.label(labels, topic.name), _("comments"): topic.n,
            _("share of comments"): f"{words.number(topic.share, 1)} %",
            _("score"): words.value(found.metric, topic.value),
            _("impact"): "" if topic.impact is None else voice_figures.signed(topic.impact),
            _("95 % interval"): _limits(topic), _("beyond noise"): _("no") if topic.is_noise else _("yes"),
        }
        for topic in found.topics
    ]  # fmt: skip


def _limits(topic: Topic) -> str:
    if topic.low is None or topic.high is None:
        return ""
    low, high = voice_figures.signed(topic.low), voice_figures.signed(topic.high)
    return _("{low} to {high}", low=low, high=high)


def _choose(points: Sequence[Mapping[str, Any]], topics: Sequence[Topic]) -> None:
    """Show the comments of the bar that was clicked. A callback."""
    number = points[0].get("point_index", points[0].get("point_number")) if points else None
    if isinstance(number, int) and 0 <= number < len(topics):
        _toggle(list(reversed(topics))[number].name)


def _toggle(name: str) -> None:
    state.tell(topic=None if state.one(TOPIC) == name else name)


def _chips(found: Topics, labels: Mapping[str, str]) -> None:
    """The topics as buttons, by number of comments: for keyboards, phones and who sees no bars."""
    chosen = state.one(TOPIC)
    options = [topic.name for topic in sorted(found.topics, key=lambda topic: -topic.n)]
    if chosen and chosen not in options:
        options.append(chosen)
    counts = {topic.name: topic.n for topic in found.topics}
    st.pills(
        _("Topic"), options, key=state.held("w_topic", chosen or None),
        format_func=lambda name: f"{voice_figures.label(labels, name)} {words.number(counts.get(name, 0))}",
        on_change=state.teller("w_topic", TOPIC), label_visibility="collapsed",
    )  # fmt: skip


def _comments(
    metric: Metric, viewer: Viewer, slice: Slice, choice: Choice, labels: Mapping[str, str]
) -> None:
    if not viewer.may_see_people:
        st.info(_("Comments are people's own words. You may see numbers but not single people."),
                icon=":material/visibility_off:")  # fmt: skip
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        text = widgets.search("said", _("Find words in comments"))
        options = ["all", *(str(one) for one in CLASSES)]
        mood = widgets.segments("mood", _("Who"), options, said=lambda one: _mood(metric, one))
    topic = state.one(TOPIC)
    classes = () if mood == "all" else (int(mood),)
    topics = (topic,) if topic else ()
    rows, count = voice.answers(metric, viewer, slice, classes, topics, text, is_commented=True)
    panel.draw(
        Panel(
            "voice_comments", comments_finding(count, topic, labels, text), _about(rows, count, slice),
            html=comments_html(rows[:FEW_LISTED], metric, labels), alt=_("Comments, newest first"),
            table=[comment_row(row, labels) for row in rows], window=slice.window, filters=choice.filters,
        ),
        viewer, on_click=_clicked,
    )  # fmt: skip
    if topic and count:
        st.button(_("People who speak of it"), key="voice_topic_people", icon=":material/group:", type="tertiary",
                  on_click=drill.open, args=(f"voice:topic:{topic}",))  # fmt: skip


def _mood(metric: Metric, one: str) -> str:
    return _("everybody") if one == "all" else voice_figures.class_words(metric, int(one))


def comments_finding(count: int, topic: str, labels: Mapping[str, str], text: str) -> str:
    found = n_("{count} comment", "{count} comments", count)
    about = voice_figures.label(labels, topic)
    if topic and text:
        return _("{comments} on {topic} with “{text}”", comments=found, topic=about, text=text)
    if topic:
        return _("{comments} on {topic}", comments=found, topic=about)
    if text:
        return _("{comments} with “{text}”", comments=found, text=text)
    return _("{comments} in these days", comments=found)


def _about(rows: Sequence[Mapping[str, Any]], count: int, slice: Slice) -> str:
    said = [words.days(slice.window), _("newest first")]
    if count > FEW_LISTED:
        listed = min(count, MOST_ANSWERS)
        said.append(_("{shown} shown, {listed} in files", shown=FEW_LISTED, listed=listed))
    return " · ".join(said)


def comments_html(rows: Sequence[Mapping[str, Any]], metric: Metric, labels: Mapping[str, str]) -> str:  # fmt: skip
    """One card per comment: score, words, topics, where and when, and the way to the person."""
    if not rows:
        return f'<p class="mp-none">{words.escaped(_("No comments here. Take a filter, a topic or a word out."))}</p>'
    return f'<div class="mp-voices">{"".join(_card(row, metric, labels) for row in rows)}</div>'


def _card(row: Mapping[str, Any], metric: Metric, labels: Mapping[str, str]) -> str:
    one = voice.class_of(KINDS[metric.name], row["score"])
    kind = words.escaped(voice_figures.class_words(metric, one))
    tags = "".join(
        f'<button type="button" class="mp-tag" data-click="topic:{words.escaped(name)}">'
        f"{words.escaped(voice_figures.label(labels, name))}</button>"
        for name in sorted(row["topics"])
    )
    where = [
        words.day(row["day"]),
        *filter(None, (row["region"], row["segment"], row["channel"], row["category"])),
    ]
    name = person_link(row)
    return (
        f'<article class="mp-voice mp-voice{one + 1}"><b title="{kind}">'
        f'{row["score"]}</b><div><p>{words.escaped(row["comment"] or "")}</p>'
        f'<small>{words.escaped(" · ".join(where))} {name}</small> {tags}</div></article>'
    )  # fmt: skip


def person_link(row: Mapping[str, Any]) -> str:
    """The way to a person's story; nothing for an answer of nobody."""
    if not row["person_id"]:
        return words.escaped(_("nobody known"))
    told = words.escaped(address(row["person_id"], row["is_visitor"]))
    name = words.escaped(row["person_id"])
    return f'<button type="button" class="mp-who" data-click="person:{told}">{name}</button>'


def _clicked(click: Click) -> None:
    what, _colon, name = click.value.partition(":")
    if what == "topic":
        _toggle(name)
    elif what == "person":
        links.go(links.to("person", id=name))


def comment_row(row: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        _("day"): row["day"], _("score"): row["score"], _("comment"): row["comment"] or "",
        _("topics"): ", ".join(voice_figures.label(labels, name) for name in sorted(row["topics"])),
        _("region"): row["region"] or "", _("segment"): row["segment"] or "",
        _("channel"): row["channel"] or "", _("category"): row["category"] or "",
        _("person"): row["person_id"] or "",
    }  # fmt: skip


def people(metric: Metric, viewer: Viewer, slice: Slice, parts: Sequence[str]) -> None:
    """The people of what is opened; what cannot be read opens nothing."""
    asked = voice.opened(metric, slice, parts)
    if asked is None:
        return
    title = opened_words(metric, parts)
    drill.in_sight()
    st.html(f'<h3 class="mp-finding">{words.escaped(title)}</h3>')
    people_panel.panel(viewer, asked[1], asked[0], title, "voice")
    drill.closing("close_voice")


def opened_words(metric: Metric, parts: Sequence[str]) -> str:
    """'Who answered 3', 'Who went from promoters to detractors'."""
    match list(parts):
        case ["all"]:
            return _("Who answered")
        case ["score", score]:
            return _("Who answered {score}", score=score)
        case ["class", one]:
            return _("Who is among the {name}", name=voice_figures.class_words(metric, int(one)))
        case ["flow", earlier, later]:
            return _("Who was “{earlier}” before and is “{later}” now",
                     earlier=_class(metric, earlier), later=_class(metric, later))  # fmt: skip
        case [_kind, name]:
            topic = voice_figures.label(labels_in(EVERYONE, language()), name)
            return _("Who speaks of: {topic}", topic=topic)
        case _:
            return ""


def _class(metric: Metric, text: str) -> str:
    return voice_figures.class_words(metric, None if text == "none" else int(text))
