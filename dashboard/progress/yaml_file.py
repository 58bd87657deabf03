"""YAML that people write: read node by node with the line of every mistake, and written so that it reads back alike."""

import math
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

import yaml

from dashboard.errors import BadData


class Mistaken(Exception):
    """A value of the file that cannot be read, and where."""

    def __init__(self, node: yaml.Node, words: str) -> None:
        super().__init__(words)
        self.line = node.start_mark.line + 1
        self.words = words


def entries(text: str, name: str, title: str, begin: str) -> Sequence[yaml.Node]:
    """The entries below `title:`, which is all that the file has; `begin` is how each of them begins."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            raise BadData(f"{name}: it refers to parts of itself (*). Write them out.")
        root = yaml.compose(text, yaml.SafeLoader)
        found = pairs(root, (title,)) if root else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        problem = str(getattr(error, "problem", None) or error).splitlines()[0].rstrip(".")
        raise BadData(f"{name}{place}: {problem}. Mend the YAML.") from None
    except RecursionError:
        raise BadData(f"{name}: it is nested too deeply.") from None
    except Mistaken as error:
        raise BadData(f"{name}, line {error.line}: {error.words}") from None
    listed = found.get(title, (None, None))[1]
    if listed is None or (isinstance(listed, yaml.ScalarNode) and not listed.value):
        return []
    if not isinstance(listed, yaml.SequenceNode):
        raise BadData(f"{name}: '{title}' should be a list. Begin each entry with '- {begin}: …'.")
    nodes: Sequence[yaml.Node] = listed.value
    return nodes


Pairs = dict[str, tuple[yaml.Node, yaml.Node]]


def pairs(node: yaml.Node, known: Sequence[str]) -> Pairs:
    """A block's names and values; an unknown name, and one that stands twice, is a mistake."""
    if not isinstance(node, yaml.MappingNode):
        raise Mistaken(node, f"here should be a block of names and values: {', '.join(known)}.")
    found: Pairs = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name not in known:
            raise Mistaken(key, f"'{name}' is not known here. {_near(name, known)}")
        if name in found:
            raise Mistaken(key, f"'{name}' stands twice. Take one out.")
        found[name] = (key, value)
    return found


def _near(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(known)}."


def is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def text(node: yaml.Node) -> str:
    """As it stands there: 2026 is text, and so is no."""
    if not isinstance(node, yaml.ScalarNode):
        raise Mistaken(node, "here should be text. Put it in quotes.")
    told: str = node.value
    return told


def number(node: yaml.Node) -> float:
    told = text(node)
    try:
        found = float(told.replace("_", ""))
    except ValueError:
        raise Mistaken(node, f"'{told}' is not a number. Write one such as 20 or 4.5.") from None
    if not math.isfinite(found):
        raise Mistaken(node, f"'{told}' is not a number. Write one such as 20 or 4.5.")
    return found


def day(node: yaml.Node) -> date:
    told = text(node)
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Mistaken(node, f"'{told}' is not a date. Dates are written 2026-01-31.") from None


def truth(node: yaml.Node) -> bool:
    told = text(node).lower()
    if told not in ("true", "false"):
        raise Mistaken(node, f"'{told}' should be true or false.")
    return told == "true"


def texts(node: yaml.Node) -> tuple[str, ...]:
    """A list of texts; a single one stands for a list."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple("" if is_nothing(one) else text(one) for one in nodes)


def dumped(title: str, rows: Sequence[dict[str, Any]], about: str) -> str:
    """A file of such entries."""
    if not rows:
        return f"{about}{title}: []\n"
    body = yaml.dump({title: rows}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return about + str(body)


def plain(number: float) -> float | int:
    """20 for 20.0: whole numbers are written without a point."""
    return int(number) if number == int(number) and abs(number) < 1e15 else number


class _Dumper(yaml.SafeDumper):
    """Lists stand below their name, indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True
