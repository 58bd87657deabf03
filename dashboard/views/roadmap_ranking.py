"""The ideas in their rank as a table: what each is worth, who spent dots on it, and where the people run out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.language import _, n_
from dashboard.progress.choose import Choice, used, would_fit
from dashboard.progress.roadmap import Initiative
from dashboard.views import roadmap_words, words
from dashboard.views.board_cells import table
from dashboard.views.panel import Panel


@dataclass(frozen=True)
class Ranking:
    """The ideas, the best first, and what that is read from."""

    ideas: Sequence[Choice]
    capacity: float | None = None
    """Person-weeks that there are; None: no line."""
    by_dots: bool = False
    workshop: date | None = None
    """The day of the workshop whose dots are among them."""

    @property
    def has_dots(self) -> bool:
        return any(one.spent.dots for one in self.ideas)


def panel_of(found: Ranking, currency: str) -> Panel:
    return Panel(
        key="roadmap_choose",
        finding=finding(found),
        about=about(found),
        html=html(found, currency),
        table=[row(n, one, currency, found.workshop) for n, one in enumerate(found.ideas, 1)],
        exact=[exact(one) for one in found.ideas],
        legend=legend(found),
    )


def about(found: Ranking) -> str:
    """What the rank is."""
    if not found.by_dots:
        return _(
            "expected money a year for each unit of money of the first year: effect × worth × confidence ÷ cost"
        )
    if not found.has_dots:
        return _("by worth for its cost, until somebody spends a dot")
    if found.workshop is None:
        return _("the most dots first, and among equals the most worth for its cost")
    return _(
        "the most dots first, those of the workshop of {day} among them, and among equals the most worth for its cost",
        day=found.workshop,
    )


def finding(found: Ranking) -> str:
    """'2 of 5 ideas fit: 9 of 10 person-weeks are used.'"""
    within = sum(one.is_within for one in found.ideas)
    if found.by_dots and not found.has_dots:
        return _("Nobody has spent a dot yet, so dots rank nothing.")
    if found.capacity is None:
        return n_("{count} idea to choose from.", "{count} ideas to choose from.", len(found.ideas))
    return n_(
        "{within} of {count} idea fits: {used} of {capacity} person-weeks are used.",
        "{within} of {count} ideas fit: {used} of {capacity} person-weeks are used.",
        len(found.ideas), within=within, used=roadmap_words.plain(used(found.ideas)),
        capacity=roadmap_words.plain(found.capacity),
    )  # fmt: skip


def legend(found: Ranking) -> str:
    """What stands below the line and would still fit."""
    if found.capacity is None:
        return ""
    small = would_fit(found.ideas, found.capacity)
    told = [
        _("{title} ({weeks})", title=one.initiative.title, weeks=roadmap_words.weeks(one.initiative.person_weeks))
        for one in small
    ]  # fmt: skip
    return (
        n_(
            "Below the line, one would still fit into what is left: {ideas}.",
            "Below the line, each of these would still fit into what is left: {ideas}.",
            len(small), ideas=words.listed(told),
        )
        if small
        else ""
    )  # fmt: skip


def html(found: Ranking, currency: str) -> str:
    """A table with a line under the last that fits."""
    facts = [
        _("For each unit spent"), _("Benefit a year"), _("Cost of the first year"), _("Sure"), _("Person-weeks"),
    ]  # fmt: skip
    head = [_("Idea"), *_with_dots(facts, _("Dots"), found)]
    rows: list[str] = []
    is_open = found.capacity is not None
    for one in found.ideas:
        if is_open and not one.is_within:
            rows.append(_line(found, one, len(head)))
            is_open = False
        rows.append(_row(one, currency, found))
    return table(_("Ideas, the best first"), head, rows)


def _with_dots(cells: list[str], dots: str, found: Ranking) -> list[str]:
    """What ranks stands first."""
    return [dots, *cells] if found.by_dots else [*cells[:-1], dots, cells[-1]]


def _line(found: Ranking, after: Choice, width: int) -> str:
    why = words.escaped(cut(found, after))
    return f'<tr class="mp-capacity"><td colspan="{width}"><span>{why}</span></td></tr>'


def cut(found: Ranking, after: Choice) -> str:
    """Why the list is cut before `after`."""
    facts = {
        "used": roadmap_words.plain(used(found.ideas)),
        "capacity": roadmap_words.plain(found.capacity or 0.0),
    }
    needed = after.initiative.person_weeks
    if needed is None:
        return _(
            "The list is cut here: {used} of {capacity} person-weeks are used, the next does not say what it takes.",
            **facts,
        )
    return _(
        "The list is cut here: {used} of {capacity} person-weeks are used, the next needs {needed}.",
        **facts, needed=roadmap_words.plain(needed),
    )  # fmt: skip


def _row(one: Choice, currency: str, found: Ranking) -> str:
    idea = one.initiative
    title = words.escaped(idea.title)
    name = f'<button type="button" class="mp-who" data-click="{idea.id}">{title}</button>'
    cells = [
        _score(one), _benefit(one, currency), roadmap_words.money(one.cost, currency), _sure(idea),
        roadmap_words.weeks(idea.person_weeks) or "–",
    ]  # fmt: skip
    every = _with_dots(cells, "\n".join(_dots(one, found.workshop)) or "–", found)
    drawn = "".join(f'<td class="mp-lines-kept">{words.escaped(text)}</td>' for text in every)
    why = f'<small class="mp-why">{words.escaped(_(one.reason))}</small>' if one.reason else ""
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
    return roadmap_words.share(idea.confidence) or "–"


def _dots(one: Choice, workshop: date | None) -> list[str]:
    """'3 by 2 people', '4 of the workshop of 1 Oct 2026'."""
    here, there = one.here, one.in_workshop
    told = []
    if here.dots:
        told.append(
            n_("{dots} by {count} person", "{dots} by {count} people", here.voters, dots=here.dots)
        )
    if there.dots:
        told.append(_("{dots} of the workshop of {day}", dots=there.dots, day=workshop))
    return told


def row(place: int, one: Choice, currency: str, workshop: date | None = None) -> dict[str, Any]:
    idea = one.initiative
    return {
        _("place"): place, _("idea"): idea.title, _("for each unit spent"): _score(one),
        _("benefit a year"): _benefit(one, currency),
        _("cost of the first year"): roadmap_words.money(one.cost, currency),
        _("sure"): _sure(idea), _("dots"): "; ".join(_dots(one, workshop)) or "–", _("person-weeks"): idea.person_weeks,
        _("fits"): _("yes") if one.is_within else _("no"), _("note"): _(one.reason),
    }  # fmt: skip


def exact(one: Choice) -> dict[str, Any]:
    idea, score, benefit = one.initiative, one.score, one.benefit
    return {
        "id": idea.id, "title": idea.title, "score": score.value if score else None,
        "score_low": score.low if score else None, "score_high": score.high if score else None,
        "benefit": benefit.value if benefit else None, "benefit_low": benefit.low if benefit else None,
        "benefit_high": benefit.high if benefit else None, "by_hand": one.is_by_hand, "cost_first_year": one.cost,
        "confidence": idea.confidence, "dots": one.spent.dots, "workshop_dots": one.in_workshop.dots,
        "voters": one.spent.voters, "person_weeks": idea.person_weeks, "is_within": one.is_within,
        "reason": str(one.reason),
    }  # fmt: skip
