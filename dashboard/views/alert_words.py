"""Rules and what they say, in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dashboard import language
from dashboard.language import _, speaking
from dashboard.metrics import switches
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import THIN
from dashboard.progress import conditions
from dashboard.progress.conditions import Condition, Tree
from dashboard.progress.goal import definition_of
from dashboard.progress.series import metric_of
from dashboard.progress.watch import Written
from dashboard.views import goal_words, state, words
from queries.calendar import Grain

WINDOWS = {
    Grain.DAY: "last-26-weeks", Grain.WEEK: "last-52-weeks", Grain.MONTH: "last-24-months",
    Grain.QUARTER: "last-16-quarters", Grain.YEAR: "last-9-years",
}  # fmt: skip
"""What a link shows, so that the period stands among others."""


def written(facts: dict[str, Any], spoken: str) -> Written:
    """A message in a language, as channels are sent it."""
    with speaking(spoken):
        link = link_of(facts)
        return Written(
            title(facts), "\n".join([*lines(facts), words_of_link(link)]), link, facts=facts
        )


def words_of_link(link: str) -> str:
    """The line that leads to the proof."""
    return _("See it: {address}", address=address_of(link))


def address_of(link: str) -> str:
    """Where people open this page of Milepost."""
    from dashboard.identity import public_address

    return f"{public_address()}/{link}"


def metric(facts: Mapping[str, Any]) -> Metric | None:
    """The metric of a message, as it was read."""
    found = metric_of(str(facts["metric"]))
    return switches.variant(found, definition_of(facts.get("defined") or ())) if found else None


def subject(facts: Mapping[str, Any]) -> str:
    """'Conversion', 'Conversion (region: North)'."""
    found = metric(facts)
    label = _(found.label) if found else str(facts["metric"])
    about = slice_words(facts.get("concerns") or {})
    return _("{metric} ({slice})", metric=label, slice=about) if about else label


def slice_words(concerns: Mapping[str, Any]) -> str:
    """'region: North, South; channel: web', or nothing."""
    return "; ".join(
        _(
            "{dimension}: {values}",
            dimension=words.dimension(name), values=", ".join(words.named(value) for value in kept),
        )
        for name, kept in concerns.items()
    )  # fmt: skip


def period(facts: Mapping[str, Any]) -> str:
    return words.start(date.fromisoformat(facts["period"]), Grain(facts["grain"]))


def title(facts: Mapping[str, Any]) -> str:
    """'Conversion (region: North): 18.2 % in Sep 2026'."""
    if facts["kind"] == "missing":
        return _(
            "{subject}: data missing in {period}", subject=subject(facts), period=period(facts)
        )
    return _(
        "{subject}: {value} in {period}", subject=subject(facts), value=value(facts, facts["value"]),
        period=period(facts),
    )  # fmt: skip


def value(facts: Mapping[str, Any], number: float | None) -> str:
    found = metric(facts)
    return words.value(found, number, facts.get("currency", "")) if found else str(number)


def level(facts: Mapping[str, Any], number: float) -> str:
    """A level that somebody set: '20 %' where a value would be '20.0 %'."""
    found = metric(facts)
    return words.target(found, number, facts.get("currency", "")) if found else plain(number)


def lines(facts: Mapping[str, Any]) -> list[str]:
    """What a message says beneath its title, a line each."""
    told = _missing(facts) if facts["kind"] == "missing" else _alert(facts)
    return [line for line in told if line]


def _alert(facts: Mapping[str, Any]) -> list[str]:
    return [_sure(facts), _thin(facts), _compared(facts), *_goal(facts), _rule(facts)]


def _thin(facts: Mapping[str, Any]) -> str:
    few = facts["n"] is not None and facts["n"] < THIN
    return _("That is fewer than {thin}: read it with care.", thin=THIN) if few else ""


def _sure(facts: Mapping[str, Any]) -> str:
    """'18.2 %, with 95 % certainty between 17.9 and 18.6 %, from 12,345 shoppers.'"""
    found = metric(facts)
    if found is None:
        return ""
    number = value(facts, facts["value"])
    limits = words.limits(found, facts["low"], facts["high"], facts.get("currency", ""))
    counted = words.counted(found, facts["n"])
    if limits and counted:
        return _(
            "{value} (95 % interval {limits}), from {counted}.",
            value=number, limits=limits, counted=counted,
        )  # fmt: skip
    if limits:
        return _("{value} (95 % interval {limits}).", value=number, limits=limits)
    return (
        _("{value}, from {counted}.", value=number, counted=counted)
        if counted
        else _("{value}.", value=number)
    )


def _compared(facts: Mapping[str, Any]) -> str:
    before, ago = _known(facts, "previous"), _known(facts, "year_ago")
    if before and ago:
        return _("The period before it: {before}; a year before: {ago}.", before=before, ago=ago)
    if before:
        return _("The period before it: {before}.", before=before)
    return _("A year before: {ago}.", ago=ago) if ago else ""


def _known(facts: Mapping[str, Any], name: str) -> str:
    return "" if facts.get(name) is None else value(facts, facts[name])


def _goal(facts: Mapping[str, Any]) -> list[str]:
    if not facts.get("goal"):
        return []
    told = [_("Goal: {name}.", name=words.sentence(_(facts["goal"]["name"])))]
    if facts.get("status"):
        told.append(_("Status: {status}.", status=status(facts["status"])))
    if facts.get("chance") is not None:
        told.append(_("Chance to meet it: {percent}.", percent=chance(facts["chance"])))
    return told


def chance(share: float) -> str:
    """'41 %', '< 1 %': an alert or a digest tells it only of what is not decided."""
    return f"{goal_words.percent(share)}{words.THIN}%"


def percent(number: float) -> str:
    return f"{plain(round(number))}{words.THIN}%"


def plain(number: float) -> str:
    """'7.5', '10': no more digits than it has."""
    return language.decimal(f"{number:,.10g}")


def _rule(facts: Mapping[str, Any]) -> str:
    tree = conditions.read(facts["conditions"])
    return _(
        "Alert “{name}”: {conditions}.", name=facts["rule"], conditions=tree_words(tree, facts)
    )


def _missing(facts: Mapping[str, Any]) -> list[str]:
    holes = [_hole(*row) for row in facts.get("missing") or ()]
    return [
        *holes,
        _(
            "The alert “{name}” does not judge this period: what is missing would look like a change.",
            name=facts["rule"],
        ),
    ]


def _hole(feed: str, region: str, start: str, end: str) -> str:
    first, last = (
        date.fromisoformat(start),
        date.fromordinal(date.fromisoformat(end).toordinal() - 1),
    )
    if not region:
        return _("Feed {feed}: nothing from {first} to {last}.", feed=feed, first=first, last=last)
    return _(
        "Feed {feed}, {region}: nothing from {first} to {last}.",
        feed=feed, region=region, first=first, last=last,
    )  # fmt: skip


def tree_words(tree: Tree | Condition, facts: Mapping[str, Any], is_inner: bool = False) -> str:
    """'value below 20 % and signal: worse', with brackets where one tree stands in another."""
    if isinstance(tree, Condition):
        return condition(tree, facts)
    told = [tree_words(part, facts, is_inner=len(tree.parts) > 1) for part in tree.parts]
    if len(told) == 1:
        return told[0]
    joined = words.listed(told) if tree.is_all else alternatives(told)
    return _("({conditions})", conditions=joined) if is_inner else joined


def alternatives(texts: list[str]) -> str:
    """'a, b or c'."""
    return _("{several} or {last}", several=", ".join(texts[:-1]), last=texts[-1])


def condition(of: Condition, facts: Mapping[str, Any]) -> str:
    """One condition, in words."""
    match of.what:
        case "value":
            return _level(of.how, level(facts, of.than or 0))
        case "chance":
            return _("chance {level}", level=_level_only(of.how, percent(of.than or 0)))
        case "change":
            return _change(of, facts)
        case "signal":
            return signal(of.how)
        case _:
            return _("status {names}", names=" / ".join(status(name) for name in of.among))


def _level(how: str, level: str) -> str:
    return {
        "below": _("value below {level}", level=level), "above": _("value above {level}", level=level),
        "at_most": _("value at most {level}", level=level),
        "at_least": _("value at least {level}", level=level),
    }[how]  # fmt: skip


def _level_only(how: str, level: str) -> str:
    return {
        "below": _("below {level}", level=level), "above": _("above {level}", level=level),
        "at_most": _("at most {level}", level=level), "at_least": _("at least {level}", level=level),
    }[how]  # fmt: skip


def _change(of: Condition, facts: Mapping[str, Any]) -> str:
    found = metric(facts)
    if of.measured == conditions.PERCENT or found is None:
        size = f"{plain(of.than or 0)}{words.THIN}%"
    else:
        size = _size(found, of.than or 0, facts.get("currency", ""))
    is_year = of.against == conditions.YEAR
    return {
        "rises": _("up by {size} or more on a year before", size=size) if is_year
        else _("up by {size} or more on the period before", size=size),
        "falls": _("down by {size} or more on a year before", size=size) if is_year
        else _("down by {size} or more on the period before", size=size),
        "moves": _("up or down by {size} or more on a year before", size=size) if is_year
        else _("up or down by {size} or more on the period before", size=size),
    }[of.how]  # fmt: skip


def _size(metric: Metric, number: float, currency: str) -> str:
    """A difference that somebody set: '2 points' where a measured one would be '2.0 points'."""
    if metric.unit in (Unit.PERCENT, Unit.POINTS):
        return words.points(plain(number))
    return words.target(metric, number, currency)


def signal(how: str) -> str:
    return {
        "better": _("really better (signal)"), "worse": _("really worse (signal)"),
        "any": _("really better or worse (signal)"), "missing": _("data missing"),
    }[how]  # fmt: skip


def status(name: str) -> str:
    """A status by its name in rules."""
    return {
        "met": _("met"), "on_track": _("on track"), "at_risk": _("at risk"), "off_track": _("off track"),
        "too_early": _("too early to tell"), "no_data": _("missing data"),
    }.get(name, name)  # fmt: skip


def link_of(facts: Mapping[str, Any]) -> str:
    """The page that proves it: the goal, or the metric in the same slice and grain."""
    if facts.get("goal"):
        return f"goals?goal={facts['goal']['id']}"
    grain = Grain(facts["grain"])
    query = [("metric", str(facts["metric"])), ("grain", grain.value), ("window", WINDOWS[grain])]
    found = metric_of(str(facts["metric"]))
    for name, kept in (facts.get("concerns") or {}).items():
        if found and name in found.always_by and name not in state.DIMENSIONS:
            query += [(f"{name}_part", value) for value in kept[:1]]
        else:
            query += [(name, value) for value in state.written(kept)]
    query += [
        ("define_" + name, chosen) for name, chosen in definition_of(facts.get("defined") or ())
    ]
    return f"metric?{urlencode(query)}"
