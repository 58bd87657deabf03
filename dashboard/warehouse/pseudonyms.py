"""Pseudonyms: what people are called for viewers who may see single people but not who they are.

A pseudonym is a keyed hash of the person's id (HMAC-SHA-256, RFC 2104), cut short. It is the same in every published
version, so a row can be opened by it and a link keeps; without the key, which lies in the home, nobody can work out an
id from it, or it from an id.
"""

import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dashboard.errors import BadData
from dashboard.paths import Home
from queries.kept_people import key_of

START = "p-"
DIGITS = 14
"""Hexadecimal: among two million people the chance that any two share one is below 3 in 100,000."""
_BLOCK = 64  # bytes of a block of SHA-256


@dataclass(frozen=True)
class Mask:
    """The key of a home, as questions need it. Never printed."""

    inner: bytes = field(repr=False)
    outer: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def pseudonym(self, person_id: str, is_visitor: bool) -> str:
        digest = hmac.digest(self.key, key_of(person_id, is_visitor).encode(), "sha256")
        return START + digest.hex()[:DIGITS]


def mask(home: Home) -> Mask:
    """The mask of a home; its key is made when it is first needed."""
    return _mask(home.people_key, _made(home.people_key))


def is_one(text: str) -> bool:
    """Whether a text has the shape of a pseudonym."""
    digits = text.removeprefix(START)
    return (
        text.startswith(START) and len(digits) == DIGITS and set(digits) <= set("0123456789abcdef")
    )


@lru_cache(maxsize=8)
def _mask(path: Path, changed_ns: int) -> Mask:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) < 16:
        raise BadData(
            f"{path} holds no key. Copy the one from a backup, so that people keep their pseudonyms; or remove it, "
            "and everybody gets a new one."
        )
    block = key.ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block) for pad in (0x36, 0x5C))
    return Mask(inner, outer, key)


def _made(path: Path) -> int:
    """Make the key where there is none, readable by its owner only; when it was written."""
    if not path.exists():
        beside = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
            _keep_the_first(beside, path)
        finally:
            beside.unlink()
    return path.stat().st_mtime_ns


def _keep_the_first(beside: Path, path: Path) -> None:
    """Whoever was quicker has made the key."""
    try:
        os.link(beside, path)
    except FileExistsError:
        return
