"""A sheet of three events, the same as CSV, and how it is loaded."""

import io
import zipfile
from datetime import date, datetime

from tests.ingest.conftest import Master

HEADER = ("event_id", "event", "occurred_at", "person_id", "amount", "currency")


ROWS = [
    ("a", "order", datetime(2026, 8, 1, 10, 30), "007", 49.9, "EUR"),
    ("b", "order", date(2026, 8, 2), 17850, 120, "EUR"),
]


CSV = """event_id,event,occurred_at,person_id,amount,currency
a,order,2026-08-01 10:30:00,007,49.9,EUR
b,order,2026-08-02,17850,120,EUR
"""


def load(master: Master, content: bytes, name: str = "a.xlsx", mapping: str = "milepost"):
    return master.load_text(content, name, mapping)


def archive(name: str, content: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()
