"""Goals as a YAML file: read with the line of every mistake, and written so that it reads back the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

import yaml

from dashboard.errors import BadData
from dashboard.progress import yaml_file
from dashboard.progress.goal import Milestone
from dashboard.progress.goal_draft import FIELDS, Draft, tidy, where_of

REQUIRED = ("name", "metric", "start", "due")
USUAL = {f.name: f.default for f in fields(Draft) if f.default is not MISSING}
ABOUT = """\
# Goals, for `milepost goals apply FILE`. Windows are half-open: `start` is the first day, `due` and `end` the first day
# no longer counted. Units are the metric's, as `milepost show` prints them. `milepost goals diff FILE` says what would
# change; a goal that moves says `because`.

"""


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
    for node in yaml_file.entries(text, name, "goals", "name"):
        try:
            found.append(_entry(node))
        except yaml_file.Mistaken as error:
            mistakes.append(f"{name}, line {error.line}: {error.words}")
    mistakes += [
        f"{name}, line {entry.line_of('name')}: '{entry.draft.name}' is the name of two goals. Rename one."
        for n, entry in enumerate(found)
        if entry.draft.name in {other.draft.name for other in found[:n]}
    ]
    if mistakes:
        raise BadData("\n".join(mistakes))
    return found


def _entry(node: yaml.Node) -> Entry:
    pairs = yaml_file.pairs(node, FIELDS)
    for name in REQUIRED:
        if name not in pairs or yaml_file.is_nothing(pairs[name][1]):
            raise yaml_file.Mistaken(node, f"'{name}' is missing. Add it.")
    told = {n: READ[n](v) for n, (_, v) in pairs.items() if not yaml_file.is_nothing(v)}
    lines = {name: key.start_mark.line + 1 for name, (key, _) in pairs.items()}
    return Entry(tidy(Draft(**told)), node.start_mark.line + 1, lines)


TRUTHS = ("identified", "online")


def _where(node: yaml.Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(node, yaml.MappingNode):
        raise yaml_file.Mistaken(node, "here should be a block, such as {region: [North]}.")
    found: dict[str, tuple[str, ...]] = {}
    for key, value in node.value:
        name = yaml_file.text(key)
        if name in found:
            raise yaml_file.Mistaken(key, f"'{name}' stands twice. Take one out.")
        kept = yaml_file.texts(value)
        found[name] = tuple(text.lower() for text in kept) if name in TRUTHS else kept
    return where_of(found)


def _base(node: yaml.Node) -> tuple[date, date] | None:
    pairs = yaml_file.pairs(node, ("start", "end", "year_ago"))
    if "year_ago" in pairs:
        if len(pairs) > 1 or not yaml_file.truth(pairs["year_ago"][1]):
            raise yaml_file.Mistaken(node, "write {year_ago: true}, or start and end of a window.")
        return None
    for name in ("start", "end"):
        if name not in pairs:
            raise yaml_file.Mistaken(node, f"'{name}' of the base is missing. Add it.")
    return yaml_file.day(pairs["start"][1]), yaml_file.day(pairs["end"][1])


def _milestones(node: yaml.Node) -> tuple[Milestone, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise yaml_file.Mistaken(
            node, "here should be a list, such as [{on: 2026-07-01, level: 19}]."
        )
    return tuple(_milestone(one) for one in node.value)


def _milestone(node: yaml.Node) -> Milestone:
    # an unquoted `on` is text here: nodes are read as they stand
    pairs = yaml_file.pairs(node, ("on", "level", "text"))
    for name in ("on", "level"):
        if name not in pairs:
            raise yaml_file.Mistaken(node, f"'{name}' of the milestone is missing. Add it.")
    text = yaml_file.text(pairs["text"][1]) if "text" in pairs else ""
    return Milestone(yaml_file.day(pairs["on"][1]), yaml_file.number(pairs["level"][1]), text)


READ: dict[str, Any] = {
    **dict.fromkeys(
        ("name", "metric", "grain", "kind", "owner", "department", "why", "parent", "because"), yaml_file.text
    ),
    **dict.fromkeys(("target", "change_percent", "change_points"), yaml_file.number),
    **dict.fromkeys(("start", "due", "decided", "closed"), yaml_file.day),
    "where": _where, "define": yaml_file.texts, "base": _base, "milestones": _milestones, "pinned": yaml_file.truth,
}  # fmt: skip
"""How each name's value is read."""


def write(drafts: Sequence[Draft]) -> str:
    """The goals as a file, in order; what is usual is left out."""
    return yaml_file.dumped("goals", [dict(_row(draft)) for draft in drafts], ABOUT)


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
                {
                    "on": m.on,
                    "level": yaml_file.plain(m.level),
                    **({"text": m.text} if m.text else {}),
                }
                for m in value
            ]
        case "base":
            return {"start": value[0], "end": value[1]} if value else None
        case _:
            return yaml_file.plain(value) if isinstance(value, float) else value
