"""What a load was asked to read: files, folders, globs and members of zip archives."""

import glob
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from gzip import BadGzipFile, GzipFile
from itertools import pairwise
from lzma import LZMAError
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from dashboard.errors import BadUse, Refused

PARQUET = (".parquet", ".pq")
JSON_LINES = (".jsonl", ".ndjson")
TEXT = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods")
"""Spreadsheets whose faulty cells cannot be told from empty ones: each is refused in words."""
KNOWN = PARQUET + JSON_LINES + TEXT + WORKBOOKS
_LOCK_OF_A_WORKBOOK = "~$"  # beside a workbook that is open in Excel
_CHUNK = 1 << 20
_LONGEST_LINE = 16 << 20
_BOMB_BYTES = 256 << 20
_BOMB_RATIO = 200


@dataclass(frozen=True)
class Source:
    """One file, or one member of a zip archive; of a workbook the sheet that was asked for."""

    path: Path
    member: str | None = None
    sheet: str | None = None

    @property
    def label(self) -> str:
        """As the user would name it."""
        file = f"{self.path}/{self.member}" if self.member else str(self.path)
        return _shown(f"{file}:{self.sheet}" if self.sheet else file)

    @property
    def name(self) -> str:
        """Its name without folders and without .gz, in small letters."""
        return Path(self.member or self.path.name).name.lower().removesuffix(".gz")

    @property
    def is_gzip(self) -> bool:
        return (self.member or self.path.name).lower().endswith(".gz")

    @property
    def ending(self) -> str:
        return Path(self.name).suffix


@dataclass(frozen=True)
class Copy:
    """A source as plain bytes on disk, with what identifies it."""

    path: Path
    sha256: str
    size: int
    stamp: tuple[int, int] | None = None
    """When a file that is read where it stands was last written, and its inode."""

    @property
    def is_changed(self) -> bool:
        """Whether the file is another one than was hashed."""
        now = self.path.stat()
        is_other = self.stamp not in (None, (now.st_mtime_ns, now.st_ino))
        return is_other or now.st_size != self.size


def found(names: Iterable[str]) -> list[Source]:
    """Every source that the names stand for, each once, in the order asked for."""
    sources: dict[Source, None] = {}
    for name in names:
        sources.update(dict.fromkeys(_found(name)))
    return list(sources)


def _among(name: str) -> list[Source]:
    """The sources of one match of many: an archive with nothing to load stops no other file."""
    path = Path(name)
    try:
        return _found(name)
    except BadUse:
        if path.suffix.lower() != ".zip":
            raise
        return [Source(path)]


def _found(name: str) -> list[Source]:
    path = Path(name)
    if path.is_dir():
        return _in_folder(path)
    if path.is_file():
        return _members(path, "*") if path.suffix.lower() == ".zip" else [Source(path)]
    book, _, sheet = name.rpartition(":")
    if book.lower().removesuffix(".gz").endswith(WORKBOOKS):
        return [replace(source, sheet=sheet) for source in _found(book)]
    archive = _archive(name)
    if archive:
        return _members(*archive)
    matches = sorted(Path(match) for match in glob.glob(name, recursive=True))
    matches = [match for match in matches if not match.name.startswith(_LOCK_OF_A_WORKBOOK)]
    if matches:
        return [source for match in matches for source in _among(str(match))]
    raise BadUse(f"{name}: there is no such file or folder. Check the path for a slip.")


def _in_folder(folder: Path) -> list[Source]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and _is_known(path.name))
    if not paths:
        raise BadUse(
            f"{folder}: the folder holds no file to load. Known endings: {_endings()}, each also "
            "with .gz, and .zip."
        )
    return [source for path in paths for source in _among(str(path))]


def _is_known(name: str) -> bool:
    lower = name.lower().removesuffix(".gz")
    is_hidden = name.startswith((".", _LOCK_OF_A_WORKBOOK))
    return not is_hidden and lower.endswith((*KNOWN, *OTHER_WORKBOOKS, ".zip"))


def _endings() -> str:
    return ", ".join(TEXT + WORKBOOKS + JSON_LINES + PARQUET)


def _archive(name: str) -> tuple[Path, str] | None:
    """The archive and member in `a.zip:member` or `a.zip/member`; the member may be a pattern."""
    for mark in (".zip:", ".zip/"):
        head, found_mark, member = name.partition(mark)
        archive = Path(head + ".zip")
        if found_mark and member and archive.is_file():
            return archive, member
    return None


def _members(archive: Path, pattern: str) -> list[Source]:
    try:
        names = _member_names(archive)
    except Refused:
        return [Source(archive)]  # refused when its turn comes, so that it stops no other file
    if pattern in names:
        return [Source(archive, pattern)]
    chosen = [name for name in names if fnmatch(name, pattern) and _is_member(name)]
    if not chosen:
        raise BadUse(
            f"{archive}: no member '{pattern}' to load. It holds: {', '.join(names[:5])}"
            f"{' …' if len(names) > 5 else ''}."
        )
    return [Source(archive, name) for name in chosen]


def _member_names(archive: Path) -> list[str]:
    """The files of a sound archive."""
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [info for info in opened.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise Refused(
            "damaged_archive", f"{_shown(archive)}: not a readable zip archive ({error})."
        ) from None
    names = sorted(info.filename for info in members)
    doubled = [name for name, next_name in pairwise(names) if name == next_name]
    if doubled:
        raise Refused(
            "doubled_member",
            f"{_shown(archive)}: two members are called '{_shown(doubled[0])}'. Pack it again.",
        )
    size = sum(info.file_size for info in members)
    refuse_bomb(_shown(archive), size, archive.stat().st_size)
    return names


def _shown(name: str | Path) -> str:
    """A name as one may print it: what cannot be seen, or turns the writing, is spelt out."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in str(name)
    )


def _is_member(name: str) -> bool:
    return not name.startswith("__MACOSX/") and _is_known(Path(name).name)


@contextmanager
def copied(source: Source, scratch: Path) -> Iterator[Copy]:
    """The source's decompressed bytes as a file, hashed; a plain file is read where it stands."""
    if source.member is None and source.path.suffix.lower() == ".zip":
        if not any(_is_member(name) for name in _member_names(source.path)):
            raise Refused(
                "empty_file",
                f"{source.label}: the archive holds no file to load. Known endings: {_endings()}.",
            )
        raise Refused("damaged_archive", f"{source.label}: the archive changed. Load it again.")
    if source.member is None and not source.is_gzip:
        with _readable(source):
            copy = _hashed(source)
        yield copy
        return
    with NamedTemporaryFile(dir=scratch, prefix="reading-") as target:
        with _readable(source):
            digest, size = _decompressed(source, target)
        yield Copy(Path(target.name), digest, size)


@contextmanager
def _readable(source: Source) -> Iterator[None]:
    try:
        yield
    except (BadGzipFile, zipfile.BadZipFile, EOFError, zlib.error, LZMAError) as error:
        raise Refused(
            "damaged_archive",
            f"{source.label}: the compressed file is damaged or cut off ({error}). "
            "Fetch it again from where it came.",
        ) from None
    except FileNotFoundError:
        raise Refused("unreadable", f"{source.label}: the file is gone. Load it again.") from None
    except (PermissionError, NotImplementedError, RuntimeError) as error:
        raise Refused("unreadable", f"{source.label}: the file cannot be read ({error}).") from None


def _hashed(source: Source) -> Copy:
    digest = hashlib.sha256()
    ends = _LineEnds(source)
    with source.path.open("rb") as stream:
        stat = os.fstat(stream.fileno())
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            ends.see(chunk)
        stamp = (stat.st_mtime_ns, stat.st_ino)
        return Copy(source.path, digest.hexdigest(), stream.tell(), stamp)


def _decompressed(source: Source, target: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    ends = _LineEnds(source)
    with _compressed(source) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            ends.see(chunk)
            target.write(chunk)
            size += len(chunk)
            refuse_bomb(source.label, size, source.path.stat().st_size)
    target.flush()
    return digest.hexdigest(), size


class _LineEnds:
    """Stops at text that goes on and on without a line end: it would be read as one line."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._without = 0

    def see(self, chunk: bytes) -> None:
        has_end = b"\n" in chunk or b"\r" in chunk
        self._without = 0 if has_end else self._without + len(chunk)
        if self._without >= _LONGEST_LINE and self._source.ending in TEXT + JSON_LINES:
            raise Refused(
                "line_too_long",
                f"{self._source.label}: no line end within {_LONGEST_LINE >> 20} MB. Export the file "
                "with one row per line.",
            )


@contextmanager
def _compressed(source: Source) -> Iterator[IO[bytes]]:
    if source.member is None:
        with GzipFile(source.path) as stream:
            yield stream  # type: ignore[misc]
        return
    with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as member:
        yield GzipFile(fileobj=member) if source.is_gzip else member  # type: ignore[misc]


def refuse_bomb(label: str, size: int, packed: int) -> None:
    """Stop where so many bytes came out of so few."""
    if size > _BOMB_BYTES and size > _BOMB_RATIO * packed:
        raise Refused(
            "bomb",
            f"{label}: the file grows to more than {_BOMB_RATIO} times its size when "
            "decompressed. If it is sound, decompress it yourself and load the result.",
        )
