"""The back of a goal's card: why it has its status, whether it really changed, what is needed, and how it is known."""

from collections.abc import Sequence

from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import milestones, signal_words
from dashboard.progress.goal import Goal
from dashboard.progress.milestones import Come
from dashboard.progress.signals import Verdict
from dashboard.progress.standing import Standing
from dashboard.progress.status import Status
from dashboard.records.tables import CheckIn
from dashboard.views import goal_cards, goal_links, goal_words, pieces, words

GOOD = (Status.MET, Status.ON_TRACK)
BAD = (Status.AT_RISK, Status.OFF_TRACK)


def back(standing: Standing, check_in: CheckIn | None, currency: str) -> str:
    """HTML: what stands beside the chart."""
    lines = "".join(
        f"<dt>{words.escaped(name)}</dt><dd>{text}</dd>"
        for name, text in facts(standing, check_in, currency)
        if text
    )
    head = goal_words.because(standing)
    return (
        f'<div class="mp-gback"><p class="mp-gwhy">{goal_cards.pill(standing)} {words.escaped(head)}</p>'
        f"{_corner(standing)}<dl>{lines}</dl>{_ways_on(standing.goal)}</div>"
    )


def corner(standing: Standing) -> str:
    """What status and signal say together, as `said`; '' where one of them says nothing."""
    if standing.signal is None or standing.status not in (*GOOD, *BAD):
        return ""
    verdict = standing.signal.verdict
    if not (verdict.is_signal or verdict is Verdict.NOISE):
        return ""
    return signal_words.corner(standing.status in GOOD, verdict, standing.goal.grain)


def _corner(standing: Standing) -> str:
    text = _(corner(standing))
    if not text and standing.signal is not None and standing.status is not Status.NO_DATA:
        text = _(
            "Whether it really changed cannot be told: {reason}.", reason=_(standing.signal.reason)
        )
    return f'<p class="mp-gcorner">{words.escaped(text)}</p>' if text else ""


def facts(standing: Standing, check_in: CheckIn | None, currency: str) -> Sequence[tuple[str, str]]:
    """Name and HTML of each line."""
    goal = standing.goal
    texts = [
        (_("Now"), _now(standing, currency)),
        (_("Pace"), goal_words.pace(standing, currency)),
        (_("Needed"), goal_words.needed(standing, currency)),
        (_("Chance"), _chance(standing)),
        (_("Gap"), _gap(standing, currency)),
        (_("Time"), pieces.joined(goal_words.due(goal), goal_words.days_left(standing))),
        (_("Milestones"), _milestones(standing, currency)),
        (_("Moved"), _moved(standing)),
        (_("Owner"), ", ".join(filter(None, (goal.owner, _(goal.department))))),
        (_("Why"), _(goal.why)),
        (_("Last check-in"), _check_in(check_in)),
    ]
    return [(name, words.escaped(text)) for name, text in texts]


def _now(standing: Standing, currency: str) -> str:
    value = goal_words.value(standing, currency)
    limits = ""
    if standing.latest is not None and standing.value == standing.latest.value:
        latest = standing.latest
        limits = words.limits(standing.goal.metric, latest.low, latest.high, currency)
    counted = words.counted(standing.goal.metric, standing.latest.n) if standing.latest else ""
    return pieces.joined(value, goal_words.when(standing), limits, counted)


def _chance(standing: Standing) -> str:
    if standing.chance is None:
        return _("none: {reason}", reason=_(standing.no_chance))
    return goal_words.chance(standing)


def _gap(standing: Standing, currency: str) -> str:
    worth = standing.worth
    if worth.amount is None:
        return _(worth.reason)
    amount, between = goal_words.gap_worth(worth, currency), goal_words.worth_range(worth, currency)
    return _("{amount} ({range}): {sum}", amount=amount, range=between, sum=_(worth.sum))


def _milestones(standing: Standing, currency: str) -> str:
    goal, calendar = standing.goal, reads.about().settings.calendar
    return "; ".join(
        pieces.joined(
            words.day(one.on), words.target(goal.metric, one.level, currency), _(one.text),
            outcome(milestones.come(standing, one, calendar), goal, currency),
        )
        for one in goal.milestones
    )  # fmt: skip


def outcome(come: Come | None, goal: Goal, currency: str) -> str:
    """'missed: 66.4 %', 'reached: 18.1 %'; nothing before the day."""
    if come is None:
        return ""
    if come.value is None:
        return _("its value is not known")
    value = words.value(goal.metric, come.value, currency)
    return (
        _("reached: {value}", value=value) if come.is_reached else _("missed: {value}", value=value)
    )


def _moved(standing: Standing) -> str:
    """'twice, last on 3 Mar 2026'; nothing for a goal that never was."""
    moved = standing.moved
    if not moved.times or moved.last_on is None:
        return ""
    return n_(
        "{count} time, on {day}", "{count} times, last on {day}", moved.times, day=moved.last_on
    )


def _check_in(one: CheckIn | None) -> str:
    if one is None:
        return ""
    return pieces.joined(words.day(one.on_day), one.created_by, _(one.status), one.text)


def _ways_on(goal: Goal) -> str:
    """To the goal's own page and to its metric."""
    ways = [
        (goal_links.to_goal(goal), _("Open the goal")),
        (goal_links.to_metric(goal), _("Open the metric")),
    ]
    drawn = "".join(
        f'<a class="mp-go" href="{words.escaped(to)}" data-click="{words.escaped(to)}">{words.escaped(text)}</a>'
        for to, text in ways
        if to
    )
    return f'<p class="mp-gways">{drawn}</p>'


def how(standing: Standing) -> list[str]:
    """How each number came about, a sentence each."""
    texts = [
        _(
            "Status: the first rule that holds, of data/goals/status.yaml or of your own; {reason}.",
            reason=_(standing.because),
        ),
    ]
    if standing.pace is not None:
        texts.append(_("Pace: {how}.", how=_(standing.pace.how)))
    if standing.foreseen is not None and standing.foreseen.method_words:
        texts.append(_("Chance: {method}, 2,000 paths.", method=_(standing.foreseen.method_words)))
    if standing.worth.sum:
        texts.append(
            _(
                "Gap: {sum}; the range comes from the 95 % limits of its parts.",
                sum=_(standing.worth.sum),
            )
        )
    if standing.signal is not None:
        texts.append(_("Really changed or not: {reason}.", reason=_(standing.signal.reason)))
        texts += [_(text) for text in standing.signal.how]
    return texts
