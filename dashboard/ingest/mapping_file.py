"""A mapping file as plain YAML values, checked against the JSON Schema; each mistake in words."""

import json
from collections.abc import Hashable, Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from dashboard.errors import BadData
from dashboard.paths import MAPPINGS

SCHEMA = MAPPINGS / "mapping.schema.json"


class _Loader(yaml.SafeLoader):
    """YAML without its surprises: keys are text and stand once; `no`, `on` and dates stay text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        result: dict[Hashable, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in result:
                problem = f"'{key.value}' stands twice" if _is_text(key) else "a name is not text"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            result[key.value] = self.construct_object(value, deep=deep)
        return result


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


_PLAIN = {
    "tag:yaml.org,2002:null": r"^(?:~|null|)$",
    "tag:yaml.org,2002:bool": r"^(?:true|false)$",
    "tag:yaml.org,2002:int": r"^-?(?:0|[1-9][0-9]*)$",
    "tag:yaml.org,2002:float": r"^-?[0-9]+\.[0-9]+$",
}
_Loader.yaml_implicit_resolvers = {}


def _resolve_plainly() -> None:
    import re

    for tag, pattern in _PLAIN.items():
        _Loader.add_implicit_resolver(tag, re.compile(pattern), None)


_resolve_plainly()


def contents(path: Path) -> dict[str, Any]:
    """The values of a mapping file that has the shape of one; `BadData` lists what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadData(f"{path.name}: the mapping is not UTF-8 text. Save it as UTF-8.") from None
    return shaped(text, path.name)


def shaped(text: str, name: str) -> dict[str, Any]:
    """The same of a text that would be a file of this name."""
    try:
        values = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise BadData(f"{name}{_place(error)}: {_problem(error)}. Mend the YAML.") from None
    except RecursionError:
        raise BadData(f"{name}: the mapping is nested too deeply.") from None
    mistakes = list(_mistakes(values))
    if mistakes:
        raise BadData("\n".join(f"{name}: {mistake}" for mistake in mistakes))
    result: dict[str, Any] = values
    return result


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark else ""


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or error).splitlines()[0].rstrip(".")


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _mistakes(values: Any) -> Iterator[str]:
    for error in sorted(_validator().iter_errors(values), key=lambda error: error.json_path):
        place = error.json_path.removeprefix("$").removeprefix(".")
        yield f"{place}: {_sentence(error)}" if place else _sentence(error)


def _sentence(error: ValidationError) -> str:
    value = error.instance
    match error.validator:
        case "additionalProperties":
            return _unknown_key(error)
        case "required":
            missing = [key for key in error.validator_value if key not in value]
            return f"'{missing[0]}' is missing. Add it."
        case "dependentRequired":
            return f"{error.message}. Write both or neither."
        case "enum":
            return f"'{value}' is not known. {_near(str(value), error.validator_value)}"
        case "type":
            kinds = error.validator_value
            wanted = kinds if isinstance(kinds, str) else " or ".join(kinds)
            return f"{value!r} should be {_KINDS.get(wanted, wanted)}. {_quoting(value, wanted)}"
        case "pattern":
            return f"'{value}' does not have the form {error.validator_value}."
        case _:
            return f"{error.message}."


_KINDS = {
    "object": "a block of names and values",
    "string": "text",
    "array": "a list",
    "boolean": "true or false",
    "string or object": "text or a block",
}


def _quoting(value: Any, wanted: str) -> str:
    if "string" in wanted and isinstance(value, int | float | bool):
        return f"Put it in quotes: '{value}', or write {{constant: {str(value).lower()}}}."
    return "Mend it."


def _unknown_key(error: ValidationError) -> str:
    known = list(error.schema.get("properties", ()))
    extra = [str(key) for key in error.instance if key not in known]
    return f"'{extra[0]}' is not known here. {_near(extra[0], known)}"


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean '{near[0]}'?"
    return "Known are: " + ", ".join(map(str, known)) + "."
