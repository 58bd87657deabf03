"""Reads the rules of a goal's status: data/goals/status.yaml, or a home's own status.yaml, which stands in its place.

A mistake is named with its file and line; nobody is judged by rules that nobody wrote.
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import yaml

from dashboard.errors import BadData
from dashboard.paths import GOALS, Home
from dashboard.progress.status import FACTS, GIVEN, TRUTHS, Condition, Rule, Rules, Status

SHIPPED = GOALS / "status.yaml"
COMPARED = re.compile(r"(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*%?")
YES, NO = ("yes", "true"), ("no", "false")


def rules(home: Home) -> Rules:
    """Those in use; `BadData` says what is wrong with them, and where."""
    path = home.status_rules if home.status_rules.exists() else SHIPPED
    found = path.stat()
    return _kept(path, found.st_mtime_ns, found.st_size)


def stamp(home: Home) -> tuple[int, int]:
    """Changes when a home's own rules do."""
    if not home.status_rules.exists():
        return 0, 0
    found = home.status_rules.stat()
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _kept(path: Path, changed_at: int, size: int) -> Rules:
    return read(path)


def read(path: Path) -> Rules:
    """The rules of a file."""
    try:
        whole = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise BadData(f"{path} is not written in UTF-8: {error.reason}.") from error
    except yaml.YAMLError as error:
        raise BadData(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    said = _Said(path)
    facts = said.mapping(whole, "the file", ("rules", "otherwise"))
    if "rules" not in facts or "otherwise" not in facts:
        raise BadData(f"{path} needs a list of `rules:` and, for where none holds, `otherwise:`.")
    listed = facts["rules"]
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        raise said.wrong(listed, "`rules:` is a list of rules, each with `status:` and `when:`.")
    return Rules(tuple(said.rule(node) for node in listed.value), said.status(facts["otherwise"]))


class _Said:
    """What stands in a file, piece by piece; what is wrong is said with its line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def wrong(self, node: yaml.Node | None, text: str) -> BadData:
        line = f", line {node.start_mark.line + 1}" if node else ""
        return BadData(f"{self.path}{line}: {text}")

    def mapping(
        self, node: yaml.Node | None, what: str, known: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, f"{what} says {_listed(known)}.")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name not in known:
                raise self.wrong(key, f"{what} knows no '{name}'.{_meant(name, known)}")
            if name in found:
                raise self.wrong(key, f"'{name}' stands here twice. Write each condition once.")
            found[name] = value
        return found

    def rule(self, node: yaml.Node) -> Rule:
        facts = self.mapping(node, "a rule", ("status", "when"))
        if "status" not in facts or "when" not in facts:
            raise self.wrong(node, "a rule needs `status:` and `when:`.")
        when = self.mapping(facts["when"], "`when:`", tuple(FACTS))
        if not when:
            raise self.wrong(facts["when"], "`when:` needs at least one condition.")
        conditions = tuple(self.condition(name, value) for name, value in when.items())
        return Rule(self.status(facts["status"]), conditions)

    def status(self, node: yaml.Node) -> Status:
        names = tuple(status.value for status in GIVEN)
        name = str(node.value)
        if name not in names:
            raise self.wrong(node, f"'{name}' is no status.{_meant(name, names)}")
        return Status(name)

    def condition(self, fact: str, node: yaml.Node) -> Condition:
        text = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if fact in TRUTHS:
            if text.lower() not in (*YES, *NO):
                raise self.wrong(node, f"`{fact}:` is yes or no.")
            return Condition(fact, is_so=text.lower() in YES)
        found = COMPARED.fullmatch(text)
        if not found:
            raise self.wrong(
                node, f"`{fact}: {text}` is no comparison. Write one such as `{fact}: '< 67'`."
            )
        return Condition(fact, sign=found[1], than=float(found[2]))


def _meant(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, 1)
    return f" Did you mean '{close[0]}'?" if close else f" Known are {_listed(known)}."


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
