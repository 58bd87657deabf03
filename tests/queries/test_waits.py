"""How long people wait, where answers are known further than openings."""

from datetime import date, datetime
from pathlib import Path

from dashboard.access import EVERYONE
from dashboard.warehouse import reader
from queries.response_waits import response_waits
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import World, event

MARCH = Window(date(2025, 3, 1), date(2025, 4, 1))


def test_an_answer_after_the_data_end_still_waited_there(tmp_path: Path) -> None:
    """Opened at 10:00. a: answered at 10:05, 300 s. b: at 13:00. c: never. The data end at 12:00: 7,200 s so far."""
    ten = datetime(2025, 3, 3, 10)
    opened = [event(f"{t}1", "ticket_opened", ten, person_id=t, ticket_id=t) for t in "abc"]
    answered = [
        event("a2", "ticket_answered", datetime(2025, 3, 3, 10, 5), ticket_id="a"),
        event("b2", "ticket_answered", datetime(2025, 3, 3, 13), ticket_id="b"),
    ]
    published(World([*opened, *answered], coverage=datetime(2025, 3, 4)), tmp_path)
    noon = Slice(MARCH, covered_at=datetime(2025, 3, 3, 12))
    [row] = reader.read(EVERYONE, response_waits, noon)
    assert (sorted(row["waits"]), sorted(row["waiting"])) == ([300], [7200, 7200])
    [row] = reader.read(EVERYONE, response_waits, Slice(MARCH, covered_at=datetime(2025, 3, 4)))
    assert (sorted(row["waits"]), sorted(row["waiting"])) == ([300, 10_800], [14 * 3600])
