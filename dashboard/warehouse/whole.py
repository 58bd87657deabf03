"""Is a published version still what was published, and which one is read when it is not?

Its name carries the start of its SHA-256. Small files are hashed when they are first looked at. In large ones, hashed
by the server alone, DuckDB's checksum of every block it reads finds damage: no query answers from a damaged block.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import BadData, BadUse, Damaged
from dashboard.ingest.status import is_published
from dashboard.paths import Home
from dashboard.warehouse.publish import (
    FINGERPRINT,
    LOCKED,
    Version,
    current,
    fingerprint_of,
    first_allowed,
    named_by_current,
    point,
    sha256_of,
    versions,
)

HASHED_AT_ONCE = 128 << 20
"""Bytes up to which a file is hashed when it is first looked at: a tenth of a second."""
_BEFORE_BLOCKS = 3 * 4096  # bytes of headers in a DuckDB file
_REMEDY = "`milepost publish` builds it anew from what is loaded."

Seen = tuple[Path, int, int]
"""A file as it was looked at: path, size, time of its last change."""

_faults: dict[Seen, str] = {}
_hashed: set[Seen] = set()


@dataclass(frozen=True)
class InUse:
    """The version that is read, and what is to be said about it."""

    version: Version
    damage: str = ""
    """Which version is damaged, which is shown instead, what to do; empty where all is well."""


def in_use(home: Home) -> InUse:
    """The version that CURRENT names; where that is damaged, the last good one."""
    published = versions(home)
    named = next((version for version in published if version.is_current), None)
    if not published or (named and not fault(named.path)):
        return InUse(current(home))
    older = [version for version in published if not named or version.seq < named.seq]
    newer = [version for version in published if version not in (named, *older)]
    for version in [*older, *newer]:
        if not fault(version.path):
            return InUse(version, f"{_what_is_wrong(home, named)}: {_instead(version)} {_REMEDY}")
    raise Damaged(f"{_what_is_wrong(home, named)}, and no other version can be read. {_REMEDY}")


def fault(path: Path, is_thorough: bool = False) -> str:
    """What is wrong with a published file; empty where nothing is. Looked at again only when it has changed."""
    try:
        seen = _seen(path)
        if seen not in _faults or (is_thorough and seen not in _hashed and not _faults[seen]):
            _faults[seen] = _fault(seen, is_thorough)
    except OSError as error:
        return str(error.strerror)
    return _faults[seen]


def mark(path: Path, what: str) -> None:
    """Keep what a failed read said about a file."""
    with suppress(OSError):
        _faults[_seen(path)] = what


def _seen(path: Path) -> Seen:
    facts = path.stat()
    return path, facts.st_size, facts.st_mtime_ns


def is_up_to_date(home: Home) -> bool:
    """The version in use was built by the SQL of this very program."""
    path = in_use(home).version.path
    with duckdb.connect(str(path), read_only=True, config=dict(LOCKED)) as connection:
        return fingerprint_of(connection) == FINGERPRINT


def says_what_is_loaded(home: Home) -> bool:
    """The newest version is whole and current, of this program, and holds what the master holds."""
    newest = next(iter(versions(home)), None)
    if newest is None or fault(newest.path):
        return is_published(home, None)
    try:
        return newest.is_current and is_up_to_date(home) and is_published(home, newest.path)
    except duckdb.Error as error:
        mark(newest.path, str(error).splitlines()[0])
        return is_published(home, None)


def rollback(home: Home) -> Version:
    """Point CURRENT at the last good version before the one it names; `BadUse` where there is none."""
    published, first = versions(home), _first_allowed(home)
    named = next((version for version in published if version.is_current), None)
    if not published:
        return current(home)  # says that there is none
    for version in published:
        is_before = named is None or version.seq < named.seq
        if is_before and version.seq >= first and not fault(version.path):
            return point(home, version)
    seq = named.seq if named else published[0].seq
    raise BadUse(f"Version {seq} is the oldest that is kept whole; there is none to go back to.")


def _first_allowed(home: Home) -> int:
    """A way back must be there while the master itself cannot be read."""
    try:
        return first_allowed(home)
    except BadData:
        return 0


def _what_is_wrong(home: Home, named: Version | None) -> str:
    if named:
        return f"Version {named.seq} is damaged ({fault(named.path)})"
    name = named_by_current(home)
    if not home.current.exists():
        return "CURRENT, which names the version to show, is missing"
    if not name:
        return "CURRENT, which names the version to show, is empty"
    return f"CURRENT names '{name[:60]}', which is not there"


def _instead(version: Version) -> str:
    return f"version {version.seq} of {version.published_at:%Y-%m-%d} is shown instead."


def _fault(seen: Seen, is_thorough: bool) -> str:
    path, size, _ = seen
    if is_thorough or size <= HASHED_AT_ONCE:
        _hashed.add(seen)
        return "" if _sum_in_name(path) in ("", sha256_of(path)[:12]) else _OTHER_BYTES
    return _fault_of_headers(path, size)


_OTHER_BYTES = "it does not hold the bytes that were published"


def _fault_of_headers(path: Path, size: int) -> str:
    """Whether it opens and is as long as it says."""
    try:
        with duckdb.connect(str(path), read_only=True, config=dict(LOCKED)) as connection:
            [(block, blocks)] = connection.execute(
                "select block_size, total_blocks from pragma_database_size()"
            ).fetchall()
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return "it is cut off" if size < _BEFORE_BLOCKS + block * blocks else ""


def _sum_in_name(path: Path) -> str:
    found = re.fullmatch(r"warehouse-\d+-([0-9a-f]{12})\.duckdb", path.name)
    return found[1] if found else ""
