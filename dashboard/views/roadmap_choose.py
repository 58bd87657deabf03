"""Which ideas to take up: ranked by worth for their cost, with dots and a line where the people run out."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress.choose import Choice, choices, dropped
from dashboard.progress.roadmap import Initiative
from dashboard.records import ideas
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import clickable, frame, kept, panel, roadmap_words, state, who, widgets, words
from dashboard.views.board_cells import table

SCORE, DOTS = "score", "dots"


def draw(found: Sequence[Initiative], viewer: Viewer, on_click: Any) -> None:
    """The ranking with its line, the reader's dots, and what was dropped with its reason."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = widgets.segments("rank", _("Ranked by"), (SCORE, DOTS), _rank_words)
        capacity = _capacity()
    ranked = choices(found, viewer, kept.store(), capacity=capacity, by_dots=by == DOTS)
    if not ranked:
        st.info(
            _("There is no idea to choose from. Write one down first."), icon=":material/lightbulb:"
        )
    else:
        panel.draw(panel_of(ranked, capacity, reads.currency()), viewer, on_click=on_click)
        _dots(ranked)
    _dropped(dropped(found))


def _rank_words(name: str) -> str:
    return {SCORE: _("By worth for its cost"), DOTS: _("By dots")}[name]


def _capacity() -> float | None:
    """Person-weeks that there are, as the address holds them; None: no line."""
    told = state.one("weeks")
    kept_weeks = float(told) if told.replace(".", "", 1).isdigit() else None
    st.number_input(
        _("Person-weeks that there are"), min_value=0.0, value=None, placeholder=_("no line"), format="%.10g",
        key=state.held("w_weeks", kept_weeks), on_change=state.teller("w_weeks", "weeks"), width=230,
    )  # fmt: skip
    return kept_weeks


def panel_of(ranked: Sequence[Choice], capacity: float | None, currency: str) -> panel.Panel:
    return panel.Panel(
        key="roadmap_choose",
        finding=finding(ranked, capacity),
        about=_(
            "expected money a year for each unit of money of the first year: effect × worth × confidence ÷ cost"
        ),
        html=html(ranked, capacity, currency),
        table=[row(n, one, currency) for n, one in enumerate(ranked, 1)],
        exact=[exact(one) for one in ranked],
    )


def finding(ranked: Sequence[Choice], capacity: float | None) -> str:
    within = sum(one.is_within for one in ranked)
    if capacity is None:
        return n_("{count} idea to choose from.", "{count} ideas to choose from.", len(ranked))
    return n_(
        "{within} of {count} idea fits into {weeks}.", "{within} of {count} ideas fit into {weeks}.",
        len(ranked), within=within, weeks=roadmap_words.weeks(capacity),
    )  # fmt: skip


def html(ranked: Sequence[Choice], capacity: float | None, currency: str) -> str:
    """A table with a line under the last that fits."""
    head = [
        _("Idea"), _("For each unit spent"), _("Benefit a year"), _("Cost of the first year"), _("Sure"),
        _("Dots"), _("Person-weeks"),
    ]  # fmt: skip
    rows: list[str] = []
    for n, one in enumerate(ranked):
        if capacity is not None and not one.is_within and (n == 0 or ranked[n - 1].is_within):
            rows.append(_line(capacity, len(head)))
        rows.append(_row(one, currency))
    return table(_("Ideas, the best first"), head, rows)


def _line(capacity: float, width: int) -> str:
    text = _("Here {weeks} are used up", weeks=roadmap_words.weeks(capacity))
    return f'<tr class="mp-capacity"><td colspan="{width}">{words.escaped(text)}</td></tr>'


def _row(one: Choice, currency: str) -> str:
    idea = one.initiative
    title = words.escaped(idea.title)
    name = f'<button type="button" class="mp-who" data-click="{idea.id}">{title}</button>'
    cells = [
        _score(one), _benefit(one, currency), roadmap_words.money(one.cost, currency), _sure(idea),
        _dots_words(one), roadmap_words.weeks(idea.person_weeks) or "–",
    ]  # fmt: skip
    drawn = "".join(f"<td>{words.escaped(text)}</td>" for text in cells)
    why = f"<br><small>{words.escaped(_(one.reason))}</small>" if one.reason else ""
    return f'<tr><th scope="row">{name}{why}</th>{drawn}</tr>'


def _score(one: Choice) -> str:
    """'2.4 (1.1 to 4.0)'."""
    if one.score is None:
        return "–"
    low, value, high = (
        words.number(x, 2) for x in (one.score.low, one.score.value, one.score.high)
    )
    return _("{value} ({low} to {high})", value=value, low=low, high=high)


def _benefit(one: Choice, currency: str) -> str:
    if one.benefit is None:
        return "–"
    low, value, high = (
        roadmap_words.money(x, currency)
        for x in (one.benefit.low, one.benefit.value, one.benefit.high)
    )
    told = _("{value} ({low} to {high})", value=value, low=low, high=high)
    return _("{benefit}, as its owner expects", benefit=told) if one.is_by_hand else told


def _sure(idea: Initiative) -> str:
    return "–" if idea.confidence is None else f"{words.number(100 * idea.confidence)}{words.THIN}%"


def _dots_words(one: Choice) -> str:
    if not one.spent.dots:
        return "–"
    return n_(
        "{dots} by {count} person",
        "{dots} by {count} people",
        one.spent.voters,
        dots=one.spent.dots,
    )


def row(place: int, one: Choice, currency: str) -> dict[str, Any]:
    idea = one.initiative
    return {
        _("place"): place, _("idea"): idea.title, _("for each unit spent"): _score(one),
        _("benefit a year"): _benefit(one, currency),
        _("cost of the first year"): roadmap_words.money(one.cost, currency),
        _("sure"): _sure(idea), _("dots"): one.spent.dots, _("person-weeks"): idea.person_weeks,
        _("fits"): _("yes") if one.is_within else _("no"), _("note"): _(one.reason),
    }  # fmt: skip


def exact(one: Choice) -> dict[str, Any]:
    idea, score, benefit = one.initiative, one.score, one.benefit
    return {
        "id": idea.id, "title": idea.title, "score": score.value if score else None,
        "score_low": score.low if score else None, "score_high": score.high if score else None,
        "benefit": benefit.value if benefit else None, "benefit_low": benefit.low if benefit else None,
        "benefit_high": benefit.high if benefit else None, "by_hand": one.is_by_hand, "cost_first_year": one.cost,
        "confidence": idea.confidence, "dots": one.spent.dots, "voters": one.spent.voters,
        "person_weeks": idea.person_weeks, "is_within": one.is_within, "reason": str(one.reason),
    }  # fmt: skip


def _dots(ranked: Sequence[Choice]) -> None:
    """Five dots of the reader's own."""
    who.matters()
    by = who.known()
    nothing: dict[int, int] = {}
    own = kept.read(lambda store: ideas.of_voter(store, by.name), nothing) if by else nothing
    label = n_("My dots: {count} spent", "My dots: {count} spent", sum(own.values()))
    with (
        st.expander(label, key="roadmap_dots", icon=":material/how_to_vote:"),
        st.form("dots_form", border=False),
    ):
        st.caption(_("Each has {most} dots. Several may go to one idea.", most=ideas.DOTS))
        for one in ranked:
            idea = one.initiative
            st.number_input(
                idea.title, 0, ideas.DOTS, own.get(idea.id, 0), width=330,
                key=f"dots_{idea.id}_{by.name if by else ''}",
            )  # fmt: skip
        ids = [one.initiative.id for one in ranked]
        st.form_submit_button(
            _("Spend them"), type="primary", on_click=_spend, args=(ids, by.name if by else "")
        )


def _spend(ids: Sequence[int], name: str) -> None:
    counts = {id: int(st.session_state[f"dots_{id}_{name}"]) for id in ids}

    def write(store: Store, by: Actor) -> None:
        ideas.spend(store, by.name, counts)

    who.acts(write, _("Your dots are spent."))


def _dropped(found: Sequence[Initiative]) -> None:
    """Each with its reason: whoever has the idea next asks."""
    if not found:
        return
    frame.section(_("Dropped"))
    lines = "".join(
        f'<li><button type="button" class="mp-who" data-click="{one.id}">{words.escaped(one.title)}</button>: '
        f"{words.escaped(one.dropped_why or '–')}</li>"
        for one in found
    )
    clickable.html(f'<ul class="mp-points">{lines}</ul>', "roadmap_dropped", _open)


def _open(click: clickable.Click) -> None:
    if click.value.isdigit():
        state.tell(initiative=click.value)
