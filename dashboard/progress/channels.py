"""Channels: named addresses to which messages are sent, kept in the home and not in the records, for they hold secrets.

Only their owner may read the file. No address is ever shown, logged or put into an error: of each, its kind is.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, unquote

import yaml

from dashboard.errors import BadData, BadUse, unknown
from dashboard.language import said
from dashboard.paths import Home

OWNER_ONLY = 0o600
NAME = re.compile(r"[\w-][\w .-]{0,39}")
MARK = "***"
LONG = 6
"""A shorter piece of an address is taken out only where it stands alone."""


class Address(str):
    """An address: text that does not say itself where a value is shown."""

    def __repr__(self) -> str:
        return f"<{self.kind} address>"

    @property
    def kind(self) -> str:
        """'mailto', 'json', 'slack': what stands before '://'."""
        return self.partition("://")[0].lower()


def channels(home: Home) -> dict[str, Address]:
    """Name → address, by name."""
    path = home.channels
    if not path.exists():
        return {}
    if path.stat().st_mode & 0o077:
        with contextlib.suppress(OSError):
            path.chmod(OWNER_ONLY)
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        found = None  # what a parser says would show a line of the file
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise BadData(
            said("{path} cannot be read. It holds one line per channel: NAME: ADDRESS.", path=str(path))
        )  # fmt: skip
    return {str(name): Address(text) for name, text in sorted(found.items())}


def names(home: Home) -> list[str]:
    """Names of the channels; none where the file cannot be read."""
    try:
        return list(channels(home))
    except (BadData, OSError):
        return []


def address(home: Home, name: str) -> Address:
    """The address of a channel; `BadUse` where there is none of that name."""
    found = channels(home)
    if name not in found:
        raise unknown("channel", name, found)
    return found[name]


def refuse_unknown(home: Home, wanted: Iterable[str]) -> None:
    """`BadUse` for a channel that there is not."""
    known = channels(home)
    for name in wanted:
        if name not in known:
            raise unknown("channel", name, known)


def add(home: Home, name: str, told: str) -> None:
    """Keep an address under a name; one that is there already is replaced."""
    if not NAME.fullmatch(name):
        raise BadUse(
            said("'{name}' is no name for a channel. Use letters, digits, '-', '_', '.' and spaces, at most 40.",
                 name=name)
        )  # fmt: skip
    if "://" not in told:
        raise BadUse(
            said("That is no address. Apprise addresses look like mailto://user:password@example.org.")
        )  # fmt: skip
    _write(home, {**channels(home), name: Address(told)})


def remove(home: Home, name: str) -> None:
    address(home, name)
    _write(home, {n: told for n, told in channels(home).items() if n != name})


def _write(home: Home, kept: dict[str, Address]) -> None:
    """The whole file anew, readable by its owner from its first byte on."""
    home.folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({n: str.__str__(told) for n, told in kept.items()}, allow_unicode=True)
    handle, made = tempfile.mkstemp(dir=home.folder, prefix=".channels-")  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, home.channels)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def without_secrets(words: str, told: Address) -> str:
    """A text in which no piece of an address stands, in whatever way it was written."""
    pieces = {
        piece for piece in re.split(r"[/:@?&=#,;+ ]+", told.partition("://")[2]) if len(piece) > 2
    }
    written = {str.__str__(told), *pieces}
    written |= {unquote(text) for text in written} | {quote(text, safe="") for text in written}
    for text in sorted(written, key=len, reverse=True):
        alone = "" if len(text) >= LONG else r"\b"
        words = re.sub(f"{alone}{re.escape(text)}{alone}", MARK, words)
    return words
