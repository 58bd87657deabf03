"""The way from start to target as a bar: how far it is done, and where it should be by now."""

from dashboard.language import _
from dashboard.progress.standing import Standing
from dashboard.views import goal_words, pieces, words
from dashboard.views.goal_words import look

LOWEST, HIGHEST = 0.0, 140.0
"""Per cent of the way that the bar shows: it begins at the start, and goes so far past the target at most."""


def bar(standing: Standing, currency: str) -> str:
    """HTML; an empty track where there is no pace."""
    pace = standing.pace
    if pace is None or pace.way is None:
        return '<span class="mp-way" aria-hidden="true"><span class="mp-way-track"></span></span>'
    way, due = _within(pace.way), _within(pace.expected_way)
    high = max(100.0, way)

    def at(share: float) -> float:
        return 100 * share / high

    tone = f"mp-s-{look(standing).tone}"
    drawn = (
        pieces.mark(0.0, "mp-way-start")
        if pace.way < 0
        else f'<i class="mp-way-done {tone}" style="left:0.00%;width:{at(way):.2f}%"></i>'
    )
    drawn += pieces.mark(at(100.0), "mp-way-aim")
    if due is not None and pace.expected_way is not None:
        drawn += pieces.mark(min(99.4, at(due)), "mp-way-due")
    label = words.escaped(sentence(standing, currency))
    return (
        f'<span class="mp-way" role="img" aria-label="{label}" title="{label}">'
        f'<span class="mp-way-track">{drawn}</span></span>'
    )


def sentence(standing: Standing, currency: str) -> str:
    """What the bar shows, in words."""
    pace, goal = standing.pace, standing.goal
    if pace is None or pace.way is None:
        return _("no pace yet")
    text = goal_words.pace(standing, currency)
    if pace.start is None:
        return text
    start = words.value(goal.metric, pace.start, currency)
    if pace.way < 0:
        return pieces.sentences(words.sentence(backwards(standing, currency)), text)
    share = words.number(pace.way)
    return pieces.sentences(_("From {start}, {share} % of the way", start=start, share=share), text)


def ends(standing: Standing, currency: str) -> str:
    """Under the bar: what it should be by now; where it went the other way, that."""
    told = (
        backwards(standing, currency)
        or goal_words.now_change(standing)
        or goal_words.should_be(standing, currency)
    )
    return words.escaped(told)


def backwards(standing: Standing, currency: str) -> str:
    """'further away than at the start (19.6 %)': of a goal that moved away from its target; else ''."""
    pace, goal = standing.pace, standing.goal
    if pace is None or pace.way is None or pace.way >= 0:
        return ""
    if pace.start is None:
        return _("further away than at the start")
    start = words.value(goal.metric, pace.start, currency)
    return _("further away than at the start ({start})", start=start)


def _within(share: float | None) -> float:
    return max(LOWEST, min(HIGHEST, share or 0.0))
