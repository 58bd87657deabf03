"""The pre-read: one page to send two days before, as it stands today; on the page, as Markdown and as one HTML file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from dashboard import language
from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import agenda, matters
from dashboard.progress.agenda import Item, Kind, about
from dashboard.progress.standing import Standing
from dashboard.progress.today import today
from dashboard.records.tables import Decision, Session
from dashboard.views import frame, goal_words, goals, kept, panel, words, workshop_words
from dashboard.views.digest_html import FONT

BEFORE = timedelta(days=2)


@dataclass(frozen=True)
class Part:
    """One item: what it is, why it is there, and the sentences that one should have read."""

    heading: str
    minutes: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Preread:
    """Everything on the page."""

    title: str
    about: str
    parts: tuple[Part, ...]
    more: str
    """What else is off track."""
    foot: str


def draw(found: Session, viewer: Viewer) -> None:
    frame.section(_("To read before"))
    st.caption(sent(found.planned_on, today()))
    page = preread(found, viewer)
    with st.container(horizontal=True, gap="small"):
        name = f"milepost-{found.quarter or found.planned_on.isoformat()}-{_('pre-read')}"
        st.download_button(
            _("As a page (HTML)"), html(page), f"{name}.html", "text/html", key="preread_html", icon=":material/html:"
        )  # fmt: skip
        st.download_button(
            _("As Markdown"), markdown(page), f"{name}.md", "text/markdown", key="preread_md",
            icon=":material/markdown:",
        )  # fmt: skip
    with st.expander(_("Look at it"), key="preread_look", expanded=False):
        st.html(f'<div class="mp-preread">{body(page)}</div>')


def sent(planned_on: date, today: date) -> str:
    """By when it is to be sent, as long as that day is not past."""
    if planned_on < today:
        return _("One page for everybody who comes.")
    if planned_on - BEFORE < today:
        return _("One page for everybody who comes, to be sent today.")
    day = words.day(planned_on - BEFORE)
    return _("One page for everybody who comes, to be sent by {day}.", day=day)


def preread(found: Session, viewer: Viewer) -> Preread:
    """What is talked about, why, and what the numbers of it are today."""
    items = workshop_words.items(found)
    by_id = {one.goal.id: one for one in goals.standings(viewer)}
    nothing: list[Decision] = []
    waiting = kept.read(lambda store: matters.open_decisions(store, but=found.id), nothing)
    parts = tuple(_part(n, item, by_id, waiting) for n, item in enumerate(items, 1))
    told = n_(
        "{day} · {count} minute · {items} items", "{day} · {count} minutes · {items} items", agenda.minutes(items),
        day=words.day(found.planned_on), items=len(items),
    )  # fmt: skip
    until = reads.about().covered_day - timedelta(days=1)
    foot = _("{version}. Data until {day}.", version=panel.version_words(), day=words.day(until))
    more = workshop_words.off_beside(items, viewer)
    return Preread(words.sentence(_(found.title)), told, parts, more, foot)


def _part(
    n: int, item: Item, by_id: dict[int, Standing], waiting: Sequence[Decision]
) -> Part:  # fmt: skip
    heading = f"{n}. {workshop_words.title(item)}"
    minutes = n_("{count} minute", "{count} minutes", item.minutes)
    lines = [workshop_words.why(item)] if item.why else []
    kind, id = about(item.ref) or ("", 0)
    if kind == "goal" and id in by_id:
        lines.append(_goal_line(by_id[id]))
    if item.kind is Kind.LOOK_BACK:
        lines += [_decision_line(one) for one in waiting]
    return Part(heading, minutes, tuple(lines))


def _goal_line(stands: Standing) -> str:
    currency = reads.currency()
    told = {
        "label": _(stands.goal.metric.label), "value": goal_words.value(stands, currency),
        "state": goal_words.state(stands.status), "day": words.day(stands.goal.due_on - timedelta(days=1)),
    }  # fmt: skip
    told["target"] = goal_words.aim(stands, currency)
    if not told["target"]:
        return _("{label}: {value}; {state}.", **told)
    if stands.chance is not None:
        told["chance"] = goal_words.percent(stands.chance)
    if stands.goal.is_against_year_ago:  # the target says of which period it is
        return (
            _("{label}: {value}, to be {target}; {state}.", **told)
            if stands.chance is None
            else _(
                "{label}: {value}, to be {target}; {state}, with a chance of {chance} %.", **told
            )
        )
    if stands.chance is None:
        return _("{label}: {value}, to be {target} by {day}; {state}.", **told)
    return _("{label}: {value}, to be {target} by {day}; {state}, with a chance of {chance} %.", **told)  # fmt: skip


def _decision_line(one: Decision) -> str:
    told = {"what": one.what, "who": one.who or _("nobody yet")}
    if one.due is None:
        return _("{what} ({who})", **told)
    return _("{what} ({who}, due on {day})", day=words.day(one.due), **told)


def markdown(page: Preread) -> str:
    """The page as Markdown; signs of its own in names are taken literally."""
    parts = [f"# {plain(page.title)}", plain(page.about)]
    for part in page.parts:
        parts.append(f"## {plain(part.heading)} ({plain(part.minutes)})")
        if part.lines:
            parts.append("\n".join(f"- {plain(line)}" for line in part.lines))
    if page.more:
        parts.append(plain(page.more))
    return "\n\n".join([*parts, f"*{plain(page.foot)}*"]) + "\n"


def plain(text: str) -> str:
    """A text in which nothing is read as Markdown or HTML."""
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def body(page: Preread) -> str:
    """Headings and lines as HTML."""
    more = f"<p>{words.escaped(page.more)}</p>" if page.more else ""
    return f"<h1>{words.escaped(page.title)}</h1><p>{words.escaped(page.about)}</p>" + "".join(
        map(_part_html, page.parts)
    ) + f"{more}<p><small>{words.escaped(page.foot)}</small></p>"  # fmt: skip


def _part_html(part: Part) -> str:
    lines = "".join(f"<li>{words.escaped(line)}</li>" for line in part.lines)
    return (
        f"<h2>{words.escaped(part.heading)} <small>{words.escaped(part.minutes)}</small></h2>"
        + (f"<ul>{lines}</ul>" if lines else "")
    )  # fmt: skip


def html(page: Preread) -> str:
    """One file that opens and prints anywhere."""
    style = (
        f"body{{{FONT};max-width:46rem;margin:2rem auto;padding:0 1rem;color:#16202a;line-height:1.4}}h1{{margin:0}}"
        "h2{font-size:1.05rem;margin:1rem 0 .2rem}small{color:#5a6b7a;font-weight:400}"
        "ul{margin:.2rem 0;padding-left:1.2rem}"
        "@page{size:A4;margin:15mm}"
    )
    return (
        f'<!doctype html><html lang="{language.language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{words.escaped(page.title)}</title><style>{style}</style></head><body>{body(page)}</body></html>\n"
    )
