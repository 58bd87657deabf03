"""Initiatives as a YAML file: read with the line of every mistake, and written so that it reads back the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any

import yaml

from dashboard.errors import BadData
from dashboard.progress import yaml_file
from dashboard.progress.roadmap import Milestone, Stage
from dashboard.progress.roadmap_draft import FIELDS, LINES, PARAGRAPHS, TEXT_LISTS, Draft, tidy

REQUIRED = ("title", "goal")
USUAL = {f.name: f.default for f in fields(Draft) if f.default is not MISSING}
ABOUT = """\
# The roadmap, for `milepost roadmap apply FILE`. `end` and `promised_by` are the first day no longer counted. A promise
# is in points (of the metric's own unit) or percent, with its sign. `milepost roadmap diff FILE` says what would
# change; what is changed after an initiative started says `because`.

"""


@dataclass(frozen=True)
class Entry:
    """An initiative of a file, and where it stands there."""

    draft: Draft
    line: int
    lines: Mapping[str, int]
    """Each name that it says → its line."""

    def line_of(self, field: str) -> int:
        return self.lines.get(field, self.line)


def read(text: str, name: str) -> list[Entry]:
    """The initiatives of a file; `BadData` lists all that is wrong with it, each with its line."""
    found: list[Entry] = []
    mistakes: list[str] = []
    for node in yaml_file.entries(text, name, "initiatives", "title"):
        try:
            found.append(_entry(node))
        except yaml_file.Mistaken as error:
            mistakes.append(f"{name}, line {error.line}: {error.words}")
    mistakes += [
        f"{name}, line {entry.line_of('title')}: '{entry.draft.title}' is the title of two initiatives. Rename one."
        for n, entry in enumerate(found)
        if entry.draft.title in {other.draft.title for other in found[:n]}
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


def _listed(node: yaml.Node, example: str) -> Sequence[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise yaml_file.Mistaken(node, f"here should be a list, such as [{example}].")
    nodes: Sequence[yaml.Node] = node.value
    return nodes


def _block(node: yaml.Node, what: str, read: Mapping[str, Any], needed: Sequence[str]) -> Any:
    """A block's values by name."""
    pairs = yaml_file.pairs(node, tuple(read))
    told = {n: read[n](v) for n, (_, v) in pairs.items() if not yaml_file.is_nothing(v)}
    for name in needed:
        if name not in told:
            raise yaml_file.Mistaken(node, f"'{name}' of the {what} is missing. Add it.")
    return told


STAGE = {
    "name": yaml_file.text, "what": yaml_file.text, "start": yaml_file.day, "end": yaml_file.day,
    "gate": yaml_file.text,
}  # fmt: skip
MILESTONE = {"name": yaml_file.text, "due": yaml_file.day, "done_on": yaml_file.day}


def _stages(node: yaml.Node) -> tuple[Stage, ...]:
    found = _listed(node, "{name: Pilot, start: 2026-01-01, end: 2026-07-01}")
    return tuple(Stage(**_block(one, "stage", STAGE, ("name",))) for one in found)


def _milestones(node: yaml.Node) -> tuple[Milestone, ...]:
    found = _listed(node, "{name: The pages are live, due: 2026-07-01}")
    return tuple(Milestone(**_block(one, "milestone", MILESTONE, ("name", "due"))) for one in found)


NUMBERS = (
    "position", "promised_effect", "cost_once", "cost_month", "benefit_low", "benefit_high", "confidence",
    "person_weeks",
)  # fmt: skip
READ: dict[str, Any] = {
    **dict.fromkeys((*LINES, *PARAGRAPHS, "state", "promised_unit", "design"), yaml_file.text),
    **dict.fromkeys(NUMBERS, yaml_file.number),
    **dict.fromkeys(("start", "end", "promised_by", "decided"), yaml_file.day),
    **dict.fromkeys((*TEXT_LISTS, "depends_on"), yaml_file.texts),
    "stages": _stages, "milestones": _milestones,
}  # fmt: skip
"""How each name's value is read."""


def write(drafts: Sequence[Draft]) -> str:
    """The initiatives as a file, in order; what is usual is left out."""
    return yaml_file.dumped("initiatives", [dict(_row(draft)) for draft in drafts], ABOUT)


def _row(draft: Draft) -> Iterator[tuple[str, Any]]:
    for name in FIELDS:
        value = getattr(draft, name)
        if name in (*REQUIRED, "state") or value != USUAL[name]:
            yield name, _written(value)


def _written(value: Any) -> Any:
    match value:
        case float():
            return yaml_file.plain(value)
        case tuple():
            return [_written(one) for one in value]
        case Stage() | Milestone():
            told = {field.name: getattr(value, field.name) for field in fields(value)}
            return {name: kept for name, kept in told.items() if kept not in (None, "")}
        case _:
            return value
