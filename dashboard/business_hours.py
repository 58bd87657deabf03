"""Business hours as people write them: `mon-fri 09:00-17:30; North: mon-sat 08:00-20:00, sun 10:00-14:00`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.errors import BadUse

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXAMPLE = "mon-fri 09:00-17:30; North: mon-sat 08:00-20:00"

_DAY = "|".join(WEEKDAYS)
_RULE = re.compile(rf"(?:(?P<region>[^:]*[^:\s])\s*:\s*)?(?P<hours>(?:{_DAY})\b.*)", re.I | re.S)
_HOURS = re.compile(
    rf"(?P<first>{_DAY})(?:\s*-\s*(?P<last>{_DAY}))?\s+(?P<opens>\d\d?:\d\d)\s*-\s*(?P<closes>\d\d?:\d\d)",
    re.I,
)


@dataclass(frozen=True)
class Opening:
    """Open on these weekdays (0 is Monday) from one minute of the day to another."""

    weekdays: tuple[int, ...]
    opens: int
    closes: int

    def __str__(self) -> str:
        days = WEEKDAYS[self.weekdays[0]]
        if len(self.weekdays) > 1:
            days += f"-{WEEKDAYS[self.weekdays[-1]]}"
        return f"{days} {_clock(self.opens)}-{_clock(self.closes)}"


@dataclass(frozen=True)
class Hours:
    """The hours of one region; `region` is None for everywhere else."""

    region: str | None
    openings: tuple[Opening, ...]

    def __str__(self) -> str:
        hours = ", ".join(map(str, self.openings))
        return hours if self.region is None else f"{self.region}: {hours}"


def business_hours(text: str) -> tuple[Hours, ...]:
    """The hours of everywhere first, then those of regions; none for '' and 'none'. `BadUse` says what is wrong."""
    if text.strip().lower() in ("", "none"):
        return ()
    found = [_hours(rule.strip()) for rule in text.split(";") if rule.strip()]
    named = [hours.region for hours in found]
    for region in named:
        if named.count(region) > 1:
            where = f"for {region}" if region else "without a region"
            raise _bad(f"gives hours {where} twice")
    if None not in named:
        raise _bad(
            f"gives hours for {', '.join(map(str, named))} only, and none for everywhere else"
        )
    return tuple(sorted(found, key=lambda hours: (hours.region is not None, hours.region or "")))


def written(hours: Sequence[Hours]) -> str:
    """As the settings keep it."""
    return "; ".join(map(str, hours))


def _hours(rule: str) -> Hours:
    match = _RULE.fullmatch(rule)
    if match is None:
        raise _bad(
            f"says '{rule}', which does not begin with a weekday or with a region and a colon"
        )
    openings = tuple(_opening(part.strip()) for part in match["hours"].split(","))
    _refuse_overlaps(openings)
    return Hours(match["region"].strip() if match["region"] else None, openings)


def _opening(part: str) -> Opening:
    match = _HOURS.fullmatch(part)
    if match is None:
        raise _bad(f"says '{part}', which is not weekdays and hours")
    first, last = (
        WEEKDAYS.index((match[name] or match["first"]).lower()) for name in ("first", "last")
    )
    opens, closes = _minute(match["opens"]), _minute(match["closes"])
    if closes <= opens:
        raise _bad(
            f"says '{part}', which closes before it opens. Hours past midnight are two: "
            "`mon 22:00-24:00, tue 00:00-06:00`"
        )
    return Opening(tuple((first + n) % 7 for n in range((last - first) % 7 + 1)), opens, closes)


def _minute(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise _bad(f"says '{clock}', which is no time of day from 00:00 to 24:00")
    return hour * 60 + minute


def _refuse_overlaps(openings: Sequence[Opening]) -> None:
    seen: set[tuple[int, int]] = set()
    for opening in openings:
        minutes = {(d, m) for d in opening.weekdays for m in range(opening.opens, opening.closes)}
        if minutes & seen:
            raise _bad(f"says '{opening}', which overlaps the hours before it")
        seen |= minutes


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _bad(what: str) -> BadUse:
    return BadUse(f"business_hours {what}. Write it so: `{EXAMPLE}`, or `none`.")
