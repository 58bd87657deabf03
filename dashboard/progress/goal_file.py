"""Goals as a YAML file: read with the line of every mistake, and written so that it reads back the same."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from difflib import get_close_matches
from typing import Any

import yaml

from dashboard.errors import BadData
from dashboard.progress.goal import Milestone
from dashboard.progress.goal_draft import FIELDS, Draft, tidy, where_of

REQUIRED = ("name", "metric", "start", "due")
USUAL = {f.name: f.default for f in fields(Draft) if f.default is not MISSING}
ABOUT = """\
# Goals, for `milepost goals apply FILE`. Windows are half-open: `start` is the first day, `due` and `end` the first day
# no longer counted. Units are the metric's, as `milepost show` prints them. `milepost goals diff FILE` says what would
# change; a goal that moves says `because`.

"""


class _Mistaken(Exception):
    """A value of the file that cannot be read, and where."""

    def __init__(self, node: yaml.Node, words: str) -> None:
        super().__init__(words)
        self.line = node.start_mark.line + 1
        self.words = words


@dataclass(frozen=True)
class Entry:
    """A goal of a file, and where it stands there."""

    draft: Draft
    line: int
    lines: Mapping[str, int]
    """Each name that it says → its line."""

    def line_of(self, field: str) -> int:
        return self.lines.get(field, self.line)


def read(text: str, name: str) -> list[Entry]:
    """The goals of a file; `BadData` lists all that is wrong with it, each with its line."""
    found: list[Entry] = []
    mistakes: list[str] = []
    for node in _goals(text, name):
        try:
            found.append(_entry(node))
        except _Mistaken as error:
            mistakes.append(f"{name}, line {error.line}: {error.words}")
    mistakes += [
        f"{name}, line {entry.line_of('name')}: '{entry.draft.name}' is the name of two goals. Rename one."
        for n, entry in enumerate(found)
        if entry.draft.name in {other.draft.name for other in found[:n]}
    ]
    if mistakes:
        raise BadData("\n".join(mistakes))
    return found


def _goals(text: str, name: str) -> Sequence[yaml.Node]:
    """The entries below `goals:`."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise BadData(f"{name}: it refers to parts of itself (*). Write them out.")
        root = yaml.compose(text, yaml.SafeLoader)
        pairs = _pairs(root, ("goals",)) if root else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = str(getattr(error, "problem", None) or error).splitlines()[0].rstrip(".")
        raise BadData(f"{name}{place}: {problem}. Mend the YAML.") from None
    except RecursionError:
        raise BadData(f"{name}: it is nested too deeply.") from None
    except _Mistaken as error:
        raise BadData(f"{name}, line {error.line}: {error.words}") from None
    goals = pairs.get("goals", (None, None))[1]
    if goals is None or (isinstance(goals, yaml.ScalarNode) and not goals.value):
        return []
    if not isinstance(goals, yaml.SequenceNode):
        raise BadData(f"{name}: 'goals' should be a list. Begin each goal with '- name: …'.")
    entries: Sequence[yaml.Node] = goals.value
    return entries


Pairs = dict[str, tuple[yaml.Node, yaml.Node]]


def _pairs(node: yaml.Node, known: Sequence[str]) -> Pairs:
    """A block's names and values; an unknown name, and one that stands twice, is a mistake."""
    if not isinstance(node, yaml.MappingNode):
        raise _Mistaken(node, f"here should be a block of names and values: {', '.join(known)}.")
    found: Pairs = {}
    for key, value in node.value:
        text = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if text not in known:
            raise _Mistaken(key, f"'{text}' is not known here. {_near(text, known)}")
        if text in found:
            raise _Mistaken(key, f"'{text}' stands twice. Take one out.")
        found[text] = (key, value)
    return found


def _near(text: str, known: Sequence[str]) -> str:
    near = get_close_matches(text, known, n=1, cutoff=0.5)
    return f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(known)}."


def _entry(node: yaml.Node) -> Entry:
    pairs = _pairs(node, FIELDS)
    for name in REQUIRED:
        if name not in pairs or _is_nothing(pairs[name][1]):
            raise _Mistaken(node, f"'{name}' is missing. Add it.")
    told = {n: READ[n](v) for n, (_, v) in pairs.items() if not _is_nothing(v)}
    lines = {name: key.start_mark.line + 1 for name, (key, _) in pairs.items()}
    return Entry(tidy(Draft(**told)), node.start_mark.line + 1, lines)


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _text(node: yaml.Node) -> str:
    """As it stands there: 2026 is text, and so is no."""
    if not isinstance(node, yaml.ScalarNode):
        raise _Mistaken(node, "here should be text. Put it in quotes.")
    text: str = node.value
    return text


def _number(node: yaml.Node) -> float:
    text = _text(node)
    try:
        number = float(text.replace("_", ""))
    except ValueError:
        raise _Mistaken(node, f"'{text}' is not a number. Write one such as 20 or 4.5.") from None
    if not math.isfinite(number):
        raise _Mistaken(node, f"'{text}' is not a number. Write one such as 20 or 4.5.")
    return number


def _day(node: yaml.Node) -> date:
    text = _text(node)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Mistaken(node, f"'{text}' is not a date. Dates are written 2026-01-31.") from None


def _truth(node: yaml.Node) -> bool:
    text = _text(node).lower()
    if text not in ("true", "false"):
        raise _Mistaken(node, f"'{text}' should be true or false.")
    return text == "true"


def _texts(node: yaml.Node) -> tuple[str, ...]:
    """A list of texts; a single one stands for a list."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple("" if _is_nothing(one) else _text(one) for one in nodes)


TRUTHS = ("identified", "online")


def _where(node: yaml.Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(node, yaml.MappingNode):
        raise _Mistaken(node, "here should be a block, such as {region: [North]}.")
    found: dict[str, tuple[str, ...]] = {}
    for key, value in node.value:
        name = _text(key)
        if name in found:
            raise _Mistaken(key, f"'{name}' stands twice. Take one out.")
        kept = _texts(value)
        found[name] = tuple(text.lower() for text in kept) if name in TRUTHS else kept
    return where_of(found)


def _base(node: yaml.Node) -> tuple[date, date] | None:
    pairs = _pairs(node, ("start", "end", "year_ago"))
    if "year_ago" in pairs:
        if len(pairs) > 1 or not _truth(pairs["year_ago"][1]):
            raise _Mistaken(node, "write {year_ago: true}, or start and end of a window.")
        return None
    for name in ("start", "end"):
        if name not in pairs:
            raise _Mistaken(node, f"'{name}' of the base is missing. Add it.")
    return _day(pairs["start"][1]), _day(pairs["end"][1])


def _milestones(node: yaml.Node) -> tuple[Milestone, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _Mistaken(node, "here should be a list, such as [{on: 2026-07-01, level: 19}].")
    return tuple(_milestone(one) for one in node.value)


def _milestone(node: yaml.Node) -> Milestone:
    # an unquoted `on` is text here: nodes are read as they stand
    pairs = _pairs(node, ("on", "level", "text"))
    for name in ("on", "level"):
        if name not in pairs:
            raise _Mistaken(node, f"'{name}' of the milestone is missing. Add it.")
    text = _text(pairs["text"][1]) if "text" in pairs else ""
    return Milestone(_day(pairs["on"][1]), _number(pairs["level"][1]), text)


READ: dict[str, Any] = {
    **dict.fromkeys(
        ("name", "metric", "grain", "kind", "owner", "department", "why", "parent", "because"), _text
    ),
    **dict.fromkeys(("target", "change_percent", "change_points"), _number),
    **dict.fromkeys(("start", "due", "decided", "closed"), _day),
    "where": _where, "define": _texts, "base": _base, "milestones": _milestones, "pinned": _truth,
}  # fmt: skip
"""How each name's value is read."""


def write(drafts: Sequence[Draft]) -> str:
    """The goals as a file, in order; what is usual is left out."""
    rows = [dict(_row(draft)) for draft in drafts]
    if not rows:
        return ABOUT + "goals: []\n"
    body = yaml.dump(
        {"goals": rows}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return ABOUT + str(body)


class _Dumper(yaml.SafeDumper):
    """Lists stand below their name, indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _row(draft: Draft) -> Iterator[tuple[str, Any]]:
    for name in ORDER:
        value = getattr(draft, name)
        if name == "base" and draft.kind == "change":
            yield name, _written_base(draft)
        elif name in REQUIRED or name in ("grain", "kind") or value != USUAL[name]:
            yield name, _written(name, value)


ORDER = (
    "name", "metric", "grain", "where", "define", "kind", "target", "change_percent", "change_points",
    "base", "start", "due", "milestones", "owner", "department", "why", "pinned", "parent", "because",
    "decided", "closed",
)  # fmt: skip


def _written_base(draft: Draft) -> dict[str, Any]:
    if draft.base is None:
        return {"year_ago": True}
    return {"start": draft.base[0], "end": draft.base[1]}


def _written(name: str, value: Any) -> Any:
    match name:
        case "where":
            return {dimension: list(kept) for dimension, kept in value}
        case "define":
            return list(value)
        case "milestones":
            return [
                {"on": m.on, "level": _plain(m.level), **({"text": m.text} if m.text else {})}
                for m in value
            ]
        case "base":
            return {"start": value[0], "end": value[1]} if value else None
        case _:
            return _plain(value) if isinstance(value, float) else value


def _plain(number: float) -> float | int:
    """20 for 20.0."""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
