"""Hundreds of damaged files, damaged in ten ways: each is refused in words, or every row of it is accounted for.

The rows of a file are counted here by a reader of a few lines, which knows quotes and line ends and
nothing of how the product reads.
"""

import random
import re
from collections.abc import Callable

import pytest

from dashboard.ingest.load import LOADED, REFUSED
from dashboard.ingest.reasons import REFUSALS
from tests.ingest.conftest import Master

HEADER = b"event_id,event,occurred_at,person_id,amount,currency,comment\n"
PER_WAY = 25
"""In `make test`, and as many again in `make test-faults`."""

Chance = random.Random
Lines = list[bytes]


def _lines(chance: Chance, name: str) -> Lines:
    return [HEADER] + [
        f"{name}-{n},order,2026-0{1 + n % 8}-1{n % 9} 10:00:00,p{n % 7},{n / 3:.2f},EUR,text {n}\n".encode()
        for n in range(chance.randint(1, 40))
    ]


def _some(chance: Chance, lines: Lines, change: Callable[[bytes], bytes]) -> Lines:
    """Between one and five rows changed; the header is left as it is."""
    changed = list(lines)
    for _ in range(chance.randint(1, 5)):
        index = chance.randrange(1, len(changed))
        changed[index] = change(changed[index])
    return changed


def _cut(chance: Chance, lines: Lines) -> Lines:
    return _some(chance, lines, lambda line: line[: chance.randrange(len(line))] + b"\n")


def _noise(chance: Chance, lines: Lines) -> Lines:
    noise = [bytes([n]) for n in range(256) if n not in b'\r\n"']

    def change(line: bytes) -> bytes:
        where = chance.randrange(len(line))
        return line[:where] + chance.choice(noise) + line[where:]

    return _some(chance, lines, change)


def _twice(chance: Chance, lines: Lines) -> Lines:
    return _some(chance, lines, lambda line: line + line)


def _open_quote(chance: Chance, lines: Lines) -> Lines:
    return _some(chance, lines, lambda line: line.replace(b",text", b',"text'))


def _blank(chance: Chance, lines: Lines) -> Lines:
    blank = [b"\n", b" ,  ,,,,,\n", b"   \n", b"\r\n"]
    return _some(chance, lines, lambda line: line + chance.choice(blank))


def _ends(chance: Chance, lines: Lines) -> Lines:
    end = chance.choice([b"\r", b"\r\n"])
    return [line.replace(b"\n", end) for line in lines]


def _delimiters(chance: Chance, lines: Lines) -> Lines:
    other = chance.choice([b";", b"\t", b",,"])
    return _some(chance, lines, lambda line: line.replace(b",", other))


def _values(chance: Chance, lines: Lines) -> Lines:
    odd = [
        b"nan",
        b"1e400",
        b"-5",
        b"\xe2\x80\xae",
        b"2026-13-45",
        b"1.2E+12",
        b"",
        b"\xef\xbb\xbf",
    ]

    def change(line: bytes) -> bytes:
        cells = line.rstrip(b"\n").split(b",")
        cells[chance.randrange(len(cells))] = chance.choice(odd)
        return b",".join(cells) + b"\n"

    return _some(chance, lines, change)


def _quoted(chance: Chance, lines: Lines) -> Lines:
    texts = [b'"two\nlines"', b'"a ""word"""', b'"' + b"long " * 20_000 + b'"', b'"a, b"']

    def change(line: bytes) -> bytes:
        head, _, _ = line.partition(b"text")
        return head + chance.choice(texts) + b"\n"

    return _some(chance, lines, change)


def _header(chance: Chance, lines: Lines) -> Lines:
    first = chance.choice(
        [
            lines[0][: chance.randrange(1, len(lines[0]))] + b"\n",
            lines[0].replace(b"event_id", b"person_id"),
            lines[0].replace(b",", b";"),
            lines[0].replace(b"amount,currency", b"currency,amount"),
            lines[0].replace(b"comment", b"comment,mood"),
            lines[0].replace(b"comment", b" comment  "),
            b"\xef\xbb\xbf" + lines[0],
            b"",
        ]
    )
    return [first, *lines[1:]]


WAYS = [_cut, _noise, _twice, _open_quote, _blank, _ends, _delimiters, _values, _quoted, _header]


def _records(content: bytes) -> int:
    """Rows below the header: a line, or several where a quote that opens a cell closes further down.

    A quote that never closes, or closes within a cell, opens nothing.
    """
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    lines = lines[1:-1] if lines[-1] == b"" else lines[1:]
    count = 0
    while lines:
        lines = lines[_length(lines) :]
        count += 1
    return count


def _length(lines: list[bytes]) -> int:
    """Lines of the first record; one where the quote never closes at the end of a cell."""
    text = lines[0]
    for end in range(1, len(lines) + 1):
        state = _state(text)
        if state != OPEN:
            return end if state == WHOLE else 1
        if end < len(lines):
            text += b"\n" + lines[end]
    return 1


WHOLE, OPEN, BROKEN = "whole", "open", "broken"
_QUOTED = re.compile(rb'"(?:[^"]|"")*"')


def _state(text: bytes) -> str:
    """Whether the text is whole records, ends inside a quoted cell, or has a quote closed amiss."""
    place = 0
    while place <= len(text):
        if text[place : place + 1] == b'"':
            closed = _QUOTED.match(text, place)
            if not closed:
                return OPEN
            place = closed.end()
            if text[place : place + 1] not in (b",", b""):
                return BROKEN
        else:
            place = (text.find(b",", place) + 1 or len(text) + 1) - 1
        place += 1
    return WHOLE


@pytest.mark.parametrize("first", [0, pytest.param(PER_WAY, marks=pytest.mark.faults)])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_no_row_is_lost_whatever_is_done_to_a_file(
    master: Master, way: Callable[..., Lines], first: int
):
    states = []
    for seed in range(first, first + PER_WAY):
        chance = random.Random(f"{way.__name__} {seed}")
        content = b"".join(way(chance, _lines(chance, f"{seed}")))
        before = master.rows("select count(*), (select count(*) from quarantine) from events")
        result = master.load_text(content, f"{seed}.csv", accepts_bad=seed % 2 == 0)
        counts = result.counts
        states.append(result.state)
        if result.state == REFUSED:
            assert result.code in REFUSALS, (seed, result)
            assert result.code != "failed", (seed, result)
            after = master.rows("select count(*), (select count(*) from quarantine) from events")
            assert after == before, (seed, result)
            assert not master.rows(
                "from ledger where path = $1", str(master.folder / f"{seed}.csv")
            )
            continue
        assert result.state == LOADED, (seed, result)
        assert counts.read == _records(content), (seed, result)
        parts = counts.accepted + counts.quarantined + counts.duplicate + counts.ignored
        assert counts.read == parts + counts.blank, (seed, result)
    assert LOADED in states
    assert master.one("select count(*) from quarantine") == master.one(
        "select sum(quarantined) from ledger"
    )
    assert master.one("select count(*) from events") == master.one("select sum(events) from ledger")
