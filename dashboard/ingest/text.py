"""Text files as lines: encodings by their mark, and a refusal of what is no text."""

import codecs
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from dashboard.errors import Refused
from dashboard.ingest.records import Faulty

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = {
    b"\x1f\x8b": "compressed with gzip; end its name with .gz",
    b"PK\x03\x04": "a zip archive or an Excel workbook; end its name with .zip or .xlsx, or save it as CSV",
    b"PAR1": "a Parquet file; end its name with .parquet",
}


@contextmanager
def opened_text(path: Path, label: str, encoding: str) -> Iterator[TextIO]:
    """The file as text, every kind of line end kept; bytes that are no UTF-8 come as surrogates."""
    start = _start(path)
    _refuse_binary(label, start)
    chosen = next((name for mark, name in _MARKS if start.startswith(mark)), encoding)
    if not chosen.startswith("utf"):
        _refuse_utf8(path, label, chosen)
    errors = "surrogateescape" if chosen.startswith("utf-8") else "strict"
    with path.open(encoding=chosen, errors=errors, newline="") as stream:
        try:
            yield stream
        except UnicodeDecodeError:
            raise Refused(
                "wrong_encoding",
                f"{label}: the file is not written in {chosen}. "
                "Name its encoding in the mapping, e.g. encoding: cp1252.",
            ) from None


def _refuse_utf8(path: Path, label: str, stated: str) -> None:
    """Letters beyond ASCII that happen to be UTF-8 are UTF-8: in another encoding they would be noise."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond = False
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(1 << 20):
                beyond |= not decoder.decode(chunk).isascii()
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return
    if beyond:
        raise Refused(
            "wrong_encoding",
            f"{label}: the mapping says encoding: {stated}, but the file is written in UTF-8. "
            "Take encoding out of the mapping.",
        )


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4096)


def _refuse_binary(label: str, start: bytes) -> None:
    if not start:
        raise Refused("empty_file", f"{label}: the file is empty. Export it again.")
    for magic, remedy in _MAGIC.items():
        if start.startswith(magic):
            raise Refused("other_format", f"{label}: this is no text file but {remedy}.")
    has_mark = any(start.startswith(mark) for mark, _ in _MARKS)
    if not has_mark and start.count(b"\0") > len(start) // 10:
        raise Refused("not_text", f"{label}: this is no text file. Export it as CSV in UTF-8.")


class Lines:
    """Lines that can be put back, with the number of the next one."""

    def __init__(self, stream: Iterator[str], number: int = 1) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self.number = number
        self.taken: list[str] = []
        """Lines given since `begin`."""

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else next(self._stream)
        self.number += 1
        self.taken.append(line)
        return line

    def begin(self) -> None:
        """Forget what was taken: a new record starts here."""
        self.taken = []

    def put_back(self, lines: list[str]) -> None:
        """The next lines will be these."""
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)

    def several(self, count: int) -> list[str]:
        """Up to so many lines, none at the end."""
        lines = [self._waiting.popleft() for _ in range(min(count, len(self._waiting)))]
        lines.extend(islice(self._stream, count - len(lines)))
        self.number += len(lines)
        return lines


def unreadable(line: int, text: str) -> Faulty | None:
    """What is wrong with a line's characters, if anything."""
    whole = text.rstrip("\r\n")
    if _UNSEEN.search(whole):
        shown = whole.encode("utf-8", "replace").decode()
        return Faulty(line, "control_character", _UNSEEN.sub(_named, shown))
    try:
        whole.encode()
    except UnicodeEncodeError:
        escaped = _HALF.sub("\ufffd", whole).encode("utf-8", "surrogateescape")
        return Faulty(line, "bad_encoding", escaped.decode("utf-8", "replace"))
    return None


def is_readable(lines: list[str]) -> bool:
    """Whether no line holds a byte that is no UTF-8, or a character that cannot be seen."""
    try:
        return is_plain("".join(lines).encode())
    except UnicodeEncodeError:
        return False


def is_plain(content: bytes) -> bool:
    """Whether UTF-8 holds no character that cannot be seen; quick, as whole files pass through it."""
    if len(content.translate(None, _CONTROLS)) < len(content):
        return False
    if content.isascii():
        return True
    return not any(
        start in content and unseen.search(content) for start, unseen in _UNSEEN_BYTES.items()
    )


_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r")) + b"\x7f"
_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Half of a pair of UTF-16 by itself, as JSON may spell it out: no character."""
_UNSEEN_BYTES = {
    b"\xc2": re.compile(rb"\xc2[\x80-\x9f]"),
    b"\xe2\x80": re.compile(rb"\xe2\x80[\xaa-\xae]"),
    b"\xe2\x81": re.compile(rb"\xe2\x81[\xa6-\xa9]"),
    b"\xef\xbb\xbf": re.compile(rb"\xef\xbb\xbf"),
}


def _named(character: re.Match[str]) -> str:
    return f"<U+{ord(character[0]):04X}>"
