"""Lines of a mapping as a person would write them, with a doubt beside them."""

import json
import re
from dataclasses import dataclass

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_ ]*[A-Za-z0-9_]|[A-Za-z_]")
_LEFT_ALONE = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True)
class Line:
    """A line, and what somebody should look at."""

    text: str
    check: str = ""

    def __str__(self) -> str:
        return f"{self.text}  # check: {' '.join(self.check.split())}" if self.check else self.text


def quoted(text: str) -> str:
    """A text as YAML reads it back."""
    if _PLAIN.fullmatch(text) and text.lower() not in _LEFT_ALONE:
        return text
    return json.dumps(text, ensure_ascii=False)
