"""What the growth of sales says in words: reached, missed or not to be told, and which channel."""

from dashboard.language import Said, _, decimal, said
from dashboard.metrics.evaluate import Value
from dashboard.metrics.year_on_year import ALL, ONLINE, OTHER, Channels, Line
from dashboard.progress.goal import Goal
from dashboard.views import pieces, words


def finding(found: Channels, aim: Goal | None) -> str:
    """'Online sales grew by 34 % on the same days a year before (20 to 49 %): the goal of +25 % …'"""
    if found.days is None:
        return _("No growth can be told: {reason}.", reason=_(found.reason or ""))
    online = found.together(ONLINE) if aim and aim.part == "online" else None
    line = online or found.together(ALL)
    if line is None or line.growth is None or line.growth.value is None:
        return _("No growth can be told: {reason}.", reason=_reason(line))
    return pieces.sentences(
        _grew(line, line.growth, aim if online or not _part(aim) else None), _which(found)
    )


def _part(aim: Goal | None) -> str:
    return aim.part if aim else ""


def _reason(line: Line | None) -> str:
    return _(line.growth.reason or "") if line and line.growth else _("nothing was sold")


def _grew(line: Line, growth: Value, aim: Goal | None) -> str:
    told = {
        "who": subject(line),
        "growth": growth_words(growth.value),
        "limits": limits_words(growth),
        "goal": growth_words(aim.change_percent, digits=0) if aim else "",
    }
    return _(_template(growth, aim.change_percent if aim else None).template, **told)


def _template(growth: Value, aim: float | None) -> Said:
    """What can be said of a growth, by what its limits leave open."""
    if growth.missing:
        return said(
            "{who}: {growth} on the same days a year before, not judged, since data are missing"
        )
    if growth.low is None or growth.high is None:
        return said("{who}: {growth} on the same days a year before, from too few to say how sure")
    if aim is not None and growth.low >= aim:
        return said(
            "{who} reach the goal of {goal}: {growth} on the same days a year before ({limits})"
        )
    if aim is not None and growth.high < aim:
        return said(
            "{who} miss the goal of {goal}: {growth} on the same days a year before ({limits})"
        )
    if aim is not None:
        return said(
            "{who}: {growth} on the same days a year before; whether that is the goal of {goal} cannot be told "
            "({limits})"
        )
    if growth.low > 0:
        return said("{who} grew: {growth} on the same days a year before ({limits})")
    if growth.high < 0:
        return said("{who} shrank: {growth} on the same days a year before ({limits})")
    return said(
        "{who}: {growth} on the same days a year before, which cannot be told from no change ({limits})"
    )


def subject(line: Line) -> str:
    if line.together == ONLINE:
        return _("Online sales")
    if line.together == OTHER:
        return _("Other sales")
    return _("All sales") if line.together else words.named(line.channel)


def _which(found: Channels) -> str:
    """The channel that added most among those that surely grew, and the one that surely lost most."""
    sure = [one for one in found.each if one.growth and not one.growth.missing]
    up = [one for one in sure if one.growth and (one.growth.low or 0) > 0]
    down = [
        one for one in sure if one.growth and one.growth.high is not None and one.growth.high < 0
    ]
    if not up and not down:
        return _("No single channel's change can be told from noise")
    told: dict[str, str] = {}
    if up:
        told |= _named(max(up, key=_added), "most", "rise")
    if down:
        told |= _named(min(down, key=_added), "least", "fall")
    if up and down:
        return _(
            "Of the channels that surely grew, {most} added most ({rise}); {least} surely shrank ({fall})",
            **told,
        )
    if up:
        return _("Of the channels that surely grew, {most} added most ({rise})", **told)
    return _("{least} surely shrank ({fall})", **told)


def _named(line: Line, name: str, size: str) -> dict[str, str]:
    value = line.growth.value if line.growth else None
    return {name: words.named(line.channel), size: growth_words(value)}


def _added(line: Line) -> float:
    return (line.growth.numerator or 0.0) if line.growth else 0.0


def growth_words(value: float | None, digits: int = 1) -> str:
    """'+34.2 %'."""
    if value is None:
        return "–"
    size = f"{decimal(f'{abs(value):,.{digits}f}')}{words.THIN}%"
    return words.sign(size, value) + size


def limits_words(growth: Value) -> str:
    if growth.low is None or growth.high is None:
        return ""
    return _("{low} to {high}", low=growth_words(growth.low), high=growth_words(growth.high))
