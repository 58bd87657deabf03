"""Words that code said, kept in a record so that they can be put into another language when they are read again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dashboard.language import Said, said

Kept = dict[str, Any]
"""`words` is the template in English, `with` what was filled in."""


def kept(text: str) -> Kept:
    """As JSON can hold it: plain text has nothing filled in."""
    if isinstance(text, Said):
        return {
            "words": text.template,
            "with": {name: _kept_value(value) for name, value in text.values.items()},
        }
    return {"words": str(text)} if text else {}


def spoken(found: Mapping[str, Any] | str | None) -> str:
    """What was kept, as it was said; plain text stays what it is."""
    if not found:
        return ""
    if isinstance(found, str):
        return found
    values = {name: _value(value) for name, value in (found.get("with") or {}).items()}
    return said(str(found.get("words", "")), **values)


def _kept_value(value: Any) -> Any:
    if isinstance(value, Said):
        return kept(value)
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return date.fromisoformat(value["day"]) if "day" in value else spoken(value)
    return value
