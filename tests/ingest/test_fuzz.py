"""Whatever a file holds, it is refused in words or every row of it is accounted for."""

import random

import pytest

from dashboard.ingest.load import LOADED, REFUSED
from tests.ingest.conftest import Master

HEADER = "event_id,event,occurred_at,person_id,amount,currency,comment\n"


def _lines(chance: random.Random) -> list[bytes]:
    rows = [
        f"{n},order,2026-0{1 + n % 8}-1{n % 9} 10:00:00,p{n % 7},{n / 3:.2f},EUR,text {n}\n"
        for n in range(chance.randint(1, 60))
    ]
    return [line.encode() for line in [HEADER, *rows]]


def _quote(chance: random.Random, line: bytes) -> bytes:
    return line.replace(b",", b',"', chance.randint(1, 3))


def _mutated(chance: random.Random, line: bytes) -> bytes:
    where = chance.randrange(len(line))
    return chance.choice(
        [
            lambda: line[:where],
            lambda: line[:where] + bytes([chance.randrange(256)]) + line[where:],
            lambda: line[:where] + line[where + 1 :],
            lambda: _quote(chance, line),
            lambda: line + line,
            lambda: b"\n",
            lambda: b" ,  ,,,,,\n",
            lambda: line.replace(b"\n", b"\r"),
            lambda: line.replace(b",", chance.choice([b";", b"\t", b",,"])),
            lambda: line.replace(
                b"1", chance.choice([b"\xff", b"\0", b"=", b"\xe2\x80\xae", b"nan"])
            ),
            lambda: line.replace(b"text", b'"two\nlines"'),
            lambda: line.replace(b"text", b'"' + b"long " * chance.randint(1, 20_000) + b'"'),
        ]
    )()


def _file(seed: int) -> bytes:
    chance = random.Random(seed)
    lines = _lines(chance)
    for _ in range(chance.randint(1, 12)):
        index = chance.randrange(1 if chance.random() < 0.95 else 0, len(lines))
        lines[index] = _mutated(chance, lines[index] or b"\n")
    return b"".join(lines)


@pytest.mark.parametrize("block", range(5))
def test_no_row_is_lost_whatever_a_file_holds(master: Master, block: int):
    states = []
    for seed in range(block * 30, block * 30 + 30):
        result = master.load_text(_file(seed), f"{seed}.csv")
        assert result.state in (LOADED, REFUSED), (seed, result)
        assert "rows do not add up" not in result.message, seed
        assert "undone" not in result.message, (seed, result)
        states.append(result.state)
    assert states.count(LOADED) > 20
    assert master.one("select count(*) from quarantine") == master.one(
        "select sum(quarantined) from ledger"
    )
    assert master.one("select count(*) from events") == master.one("select sum(events) from ledger")
