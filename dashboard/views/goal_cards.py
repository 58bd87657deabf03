"""A goal as a card: the front answers in one look, the back says why. Pure HTML, for whoever shows goals.

`card` is a button that tells `goal:<id>` when it is clicked; what opens then is `back`, drawn by goal_back.py.
"""

from collections.abc import Sequence

from dashboard.language import _, said
from dashboard.progress.signals import Verdict
from dashboard.progress.standing import Standing
from dashboard.progress.status import Status
from dashboard.views import goal_bar, goal_words, words
from dashboard.views.goal_words import look

SIGNALS = {
    Verdict.BETTER: ("▲", said("really better"), "better"),
    Verdict.WORSE: ("▼", said("really worse"), "worse"),
    Verdict.HIGHER: ("▲", said("really higher"), "even"),
    Verdict.LOWER: ("▼", said("really lower"), "even"),
    Verdict.NOISE: ("≈", said("no real change"), "even"),
}
"""What the newest period says, for the front of a card: mark, words, tone."""


def cards(found: Sequence[Standing], currency: str, opened: int | None = None) -> str:
    """Cards side by side, as many in a row as there is room for."""
    drawn = "".join(card(one, currency, is_open=one.goal.id == opened) for one in found)
    return f'<div class="mp-goals mp-goals{min(5, len(found))}">{drawn}</div>'


def card(standing: Standing, currency: str, is_open: bool = False) -> str:
    """The front: value, target, status, chance, the way with its pace, what the gap is worth."""
    goal = standing.goal
    lines = [
        f'<span class="mp-g-head"><b>{words.escaped(goal_words.title(goal))}</b>{pill(standing)}</span>',
        f'<span class="mp-g-value"><b>{words.escaped(goal_words.value(standing, currency))}</b>'
        f"<span>{words.escaped(goal_words.target(standing, currency))}</span></span>",
        goal_bar.bar(standing, currency),
        f'<span class="mp-g-pace">{goal_bar.ends(standing, currency) or "&nbsp;"}</span>',
        _line(_("Chance"), chance(standing)),
        _line(_("Gap"), worth(standing, currency)),
        f'<span class="mp-g-foot">{foot(standing)}</span>',
    ]
    return (
        f'<button type="button" class="mp-hit mp-gcard mp-s-{look(standing).tone}" '
        f'data-click="goal:{goal.id}" aria-expanded="{str(is_open).lower()}" '
        f'title="{words.escaped(_("Why: the back of the card"))}">{"".join(lines)}</button>'
    )


def _line(label: str, drawn: str) -> str:
    return (
        f'<span class="mp-g-line"><small>{words.escaped(label)}</small><span>{drawn}</span></span>'
    )


def pill(standing: Standing) -> str:
    """The status: shape, word and colour."""
    shown = look(standing)
    return f'<span class="mp-pill mp-s-{shown.tone}"><i>{shown.mark}</i> {words.escaped(_(shown.word))}</span>'


def chance(standing: Standing) -> str:
    """'41 %, about even'; without one, why."""
    if standing.chance is None:
        reason = words.escaped(_(standing.no_chance))
        return f'<span title="{reason}">{words.escaped(_(standing.no_chance_brief))}</span>'
    number = f"{goal_words.percent(standing.chance)}{words.THIN}%"
    return f"<b>{words.escaped(number)}</b> {words.escaped(_(standing.chance_word))}"


def worth(standing: Standing, currency: str) -> str:
    """'about €23,000 a year'; where it is not put in money, that."""
    text = goal_words.gap_worth(standing.worth, currency)
    return words.escaped(text or _(standing.worth.brief))


def foot(standing: Standing) -> str:
    """'Sep 2026 · no real change'."""
    parts = [words.escaped(goal_words.when(standing)), signal(standing)]
    return " · ".join(part for part in parts if part)


def signal(standing: Standing) -> str:
    """Whether it really changed, in a word: the second axis."""
    found = standing.signal
    if found is None or standing.status is Status.NO_DATA:
        return ""
    mark, word, tone = SIGNALS.get(found.verdict, ("", "", ""))
    return f'<span class="mp-{tone}">{mark} {words.escaped(_(word))}</span>' if word else ""
