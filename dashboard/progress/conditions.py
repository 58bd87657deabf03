"""Conditions of a rule: a tree of 'all of' and 'any of' over what is known of one period. True, false, or not known.

What is not known decides nothing: 'all of' is false as soon as one part is false, 'any of' true as soon as one is true
(the strong three-valued logic of Kleene 1952, §64). A rule speaks only where its tree is true.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.errors import BadUse, unknown
from dashboard.language import said

VALUE, CHANGE, SIGNAL, CHANCE, STATUS = "value", "change", "signal", "chance", "status"
PREVIOUS, YEAR = "previous", "year"
PERCENT, ABSOLUTE = "percent", "absolute"
BELOW, ABOVE, AT_MOST, AT_LEAST = "below", "above", "at_most", "at_least"
RISES, FALLS, MOVES = "rises", "falls", "moves"
BETTER, WORSE, ANY, MISSING = "better", "worse", "any", "missing"
NOISE = "noise"
LEVELS = (BELOW, ABOVE, AT_MOST, AT_LEAST)
IS = {
    VALUE: LEVELS, CHANGE: (RISES, FALLS, MOVES), SIGNAL: (BETTER, WORSE, ANY, MISSING),
    CHANCE: LEVELS, STATUS: ("one_of",),
}  # fmt: skip
"""What each kind of condition may say."""
OF_GOALS = (CHANCE, STATUS)
STATUSES = ("met", "on_track", "at_risk", "off_track", "too_early", "no_data")
DEEPEST, MOST = 5, 50
"""How deep a tree may be nested, and how many conditions it may have."""


@dataclass(frozen=True)
class Condition:
    """One thing that is or is not so of a period."""

    what: str
    how: str
    than: float | None = None
    """Of a value in the metric's unit, of a chance in percent."""
    against: str = ""
    measured: str = ""
    """Of a change: 'percent', or 'absolute' in the metric's unit."""
    among: tuple[str, ...] = ()
    """Of a status: any of these."""


@dataclass(frozen=True)
class Tree:
    """All of its parts, or any of them."""

    is_all: bool
    parts: tuple["Tree | Condition", ...]


@dataclass(frozen=True)
class Known:
    """What is known of one period; None is not known."""

    value: float | None = None
    previous: float | None = None
    year_ago: float | None = None
    signal: str | None = None
    """'better', 'worse', 'noise'; 'higher' or 'lower' of a metric that is good at neither end."""
    chance: float | None = None
    """0 to 1."""
    status: str | None = None
    is_missing: bool = False
    """Data are missing in it: nothing but that is known."""

    def before(self, against: str) -> float | None:
        return self.previous if against == PREVIOUS else self.year_ago


def truth(tree: Tree | Condition, known: Known) -> bool | None:
    """Whether it is so; None where that is not known."""
    if isinstance(tree, Condition):
        return _holds(tree, known)
    found = [truth(part, known) for part in tree.parts]
    decisive = not tree.is_all
    if decisive in found:
        return decisive
    return None if None in found else tree.is_all


def _holds(condition: Condition, known: Known) -> bool | None:
    if condition.what == SIGNAL and condition.how == MISSING:
        return known.is_missing
    if known.is_missing:
        return None
    match condition.what:
        case "value":
            return compared(condition, known.value)
        case "change":
            return _changed(condition, change(condition, known))
        case "signal":
            return _signalled(condition.how, known.signal)
        case "chance":
            return compared(condition, None if known.chance is None else known.chance * 100)
        case _:
            return None if known.status is None else known.status in condition.among


def compared(condition: Condition, number: float | None) -> bool | None:
    """A level: 'below' and 'above' leave the level itself out, 'at most' and 'at least' take it in."""
    if number is None or condition.than is None:
        return None
    return {
        BELOW: number < condition.than, ABOVE: number > condition.than,
        AT_MOST: number <= condition.than, AT_LEAST: number >= condition.than,
    }[condition.how]  # fmt: skip


def change(condition: Condition, known: Known) -> float | None:
    """By how much the value differs from the one it is held against; no percentage of nought."""
    before = known.before(condition.against)
    if known.value is None or before is None:
        return None
    if condition.measured == ABSOLUTE:
        return known.value - before
    return (known.value - before) / abs(before) * 100 if before else None


def _changed(condition: Condition, by: float | None) -> bool | None:
    if by is None or condition.than is None:
        return None
    return {
        RISES: by >= condition.than, FALLS: by <= -condition.than, MOVES: abs(by) >= condition.than,
    }[condition.how]  # fmt: skip


def _signalled(how: str, signal: str | None) -> bool | None:
    if signal is None:
        return None
    return signal != NOISE if how == ANY else signal == how


def conditions(tree: Tree | Condition) -> Iterator[Condition]:
    """Every condition of a tree, in order."""
    if isinstance(tree, Condition):
        yield tree
    else:
        for part in tree.parts:
            yield from conditions(part)


def read(written: Mapping[str, Any]) -> Tree:
    """A tree as the records and YAML have it; `BadUse` names what cannot be read."""
    found = _read(written, DEEPEST)
    tree = found if isinstance(found, Tree) else Tree(True, (found,))
    if len(list(conditions(tree))) > MOST:
        raise BadUse(said("A rule has at most {most} conditions.", most=MOST))
    return tree


def _read(written: Any, depth: int) -> Tree | Condition:
    if not isinstance(written, Mapping):
        raise BadUse(
            said(
                "A condition is written like {{what: value, is: below, than: 20}}, or {{all: […]}} and {{any: […]}}. "
                "'{written}' is not.",
                written=str(written),
            )
        )  # fmt: skip
    for join in ("all", "any"):
        if join in written:
            return _tree(written[join], join, depth)
    return _condition(written)


def _tree(parts: Any, join: str, depth: int) -> Tree:
    if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
        raise BadUse(said("'{join}' holds no condition. Write a list of at least one.", join=join))
    if not depth:
        raise BadUse(said("Conditions are nested at most {deepest} deep.", deepest=DEEPEST))
    return Tree(join == "all", tuple(_read(part, depth - 1) for part in parts))


def _condition(written: Mapping[str, Any]) -> Condition:
    what, how = str(written.get("what", "")), str(written.get("is", ""))
    if what not in IS:
        raise unknown("condition", what, IS)
    if what == STATUS:
        return Condition(what, "one_of", among=_among(written.get("than") or written.get("is")))
    if how not in IS[what]:
        raise unknown(f"way for '{what}' to be", how, IS[what])
    if what == SIGNAL:
        return Condition(what, how)
    than = _number(what, written.get("than"))
    if what != CHANGE:
        return Condition(what, how, than)
    against, measured = str(written.get("against", PREVIOUS)), str(written.get("in", PERCENT))
    if against not in (PREVIOUS, YEAR):
        raise unknown("period to compare with", against, (PREVIOUS, YEAR))
    if measured not in (PERCENT, ABSOLUTE):
        raise unknown("way to measure a change", measured, (PERCENT, ABSOLUTE))
    return Condition(what, how, than, against, measured)


def _number(what: str, than: Any) -> float:
    if isinstance(than, bool) or not isinstance(than, int | float) or than != than:
        raise BadUse(said("The condition on '{what}' needs a number in 'than'.", what=what))
    if what == CHANCE and not 0 <= than <= 100:
        raise BadUse(said("A chance lies between 0 and 100 percent; {than} does not.", than=than))
    if what == CHANGE and than < 0:
        raise BadUse(said("A change is written without a sign: 'falls' by 10, not 'rises' by −10."))
    return float(than)


def _among(told: Any) -> tuple[str, ...]:
    statuses = [told] if isinstance(told, str) else list(told or ())
    for status in statuses:
        if status not in STATUSES:
            raise unknown("status", str(status), STATUSES)
    if not statuses:
        names = ", ".join(STATUSES)
        raise BadUse(said("The condition on 'status' names none. There are: {names}.", names=names))
    return tuple(dict.fromkeys(statuses))


def written(tree: Tree | Condition) -> dict[str, Any]:
    """A tree as the records and YAML keep it."""
    if isinstance(tree, Tree):
        return {"all" if tree.is_all else "any": [written(part) for part in tree.parts]}
    facts: dict[str, Any] = {"what": tree.what, "is": tree.how}
    if tree.what == STATUS:
        return {**facts, "than": list(tree.among)}
    if tree.than is not None:
        facts["than"] = tree.than
    if tree.what == CHANGE:
        facts |= {"against": tree.against, "in": tree.measured}
    return facts


def plain(tree: Mapping[str, Any]) -> str:
    """A tree on one line, as the command line has it: 'value below 20 and (signal worse or chance below 50)'."""
    for join, word in (("all", " and "), ("any", " or ")):
        if join in tree:
            parts = [plain(part) for part in tree[join]]
            return parts[0] if len(parts) == 1 else f"({word.join(parts)})"
    than = tree.get("than", "")
    than = ",".join(than) if isinstance(than, list) else f"{than:g}" if than != "" else ""
    how = "" if tree["is"] == "one_of" else tree["is"]
    parts = [tree["what"], how, than, tree.get("in", ""), tree.get("against", "")]
    return " ".join(part for part in parts if part)
