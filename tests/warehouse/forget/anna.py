"""Anna, who is to be forgotten, those beside her, and what is asked of their home."""

import shutil
from datetime import date, datetime
from pathlib import Path

import duckdb

from dashboard.access import EVERYONE
from dashboard.ingest.audits import run_audits
from dashboard.ingest.load import Request, Result, load
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.master import opened_master
from dashboard.ingest.sources import found
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import Home
from dashboard.warehouse import forget as forgetting
from dashboard.warehouse import reader
from queries.slice import Slice, Window
from tests.everywhere import places

AT = datetime(2026, 9, 15, 12)


AUGUST = Slice(Window(date(2026, 8, 1), date(2026, 9, 1)))


HEAD = (
    "event_id,event,occurred_at,person_id,visitor_id,order_id,ticket_id,amount,currency,comment\n"
)


EVENTS = (
    HEAD + "e01,visit,2026-08-01,,cookie-anna,,,,,\n"  # hers by the link of e02
    "e02,order,2026-08-02,anna@x.org,cookie-anna,o-1,,10,EUR,\n"
    "e03,order,2026-08-02,,,o-1,,5,EUR,a line without anybody\n"  # hers: only she has o-1
    "e04,refund,2026-08-03,,,o-1,,2,EUR,\n"  # hers as well
    "e05,ticket_opened,2026-08-04,anna@x.org,,,t-1,,,late again\n"
    "e06,ticket_answered,2026-08-05,,,,t-1,,,\n"  # hers: only she has t-1
    "e07,visit,2026-08-05,,cookie-tablet,,,,,\n"  # hers by identities
    "e08,order,2026-08-06,bob@x.org,cookie-anna,o-2,,20,EUR,ordered for anna@x.org today\n"  # his
    "e09,order,2026-08-07,anna@x.org,,o-2,,3,EUR,\n"  # her line of his order
    "e10,refund,2026-08-08,,,o-2,,1,EUR,\n"  # o-2 is not hers alone: stays
    "e11,visit,2026-08-09,cem@x.org,cookie-cem,,,,,\n"
    "e12,visit,2026-08-09,anna@x.org.uk,,,,,,\n"  # somebody else, of a longer name
    "e13,visit,2026-13-09,anna@x.org,,,,,,\n"  # to quarantine
    "e14,visit,2026-13-09,cem@x.org,,,,,,\n"
    "e15,visit,2026-13-09,cem@x.org,,,,,,asked for anna@x.org there\n"
)


IDENTITIES = (
    "visitor_id,person_id,linked_at\n"
    "cookie-tablet,anna@x.org,2026-08-01\ncookie-cem,cem@x.org,2026-08-01\n"
)


HERS = ("cookie-anna", "cookie-tablet")


def put_in(home: Home, text: str, name: str, mapping: str = "milepost") -> Result:
    path = home.folder.parent / name
    path.write_text(text)
    with opened_master(home) as connection:
        [result] = load(
            connection,
            home,
            found([str(path)]),
            Request(read_mapping(mapping, home), AT, accepts_bad=True),
        )
    return result


def copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.folder, folder / "home")
    chosen = Home(folder / "home")
    reader.use(chosen)
    return chosen


def forget(home: Home, *ids: str) -> None:
    forgetting.forget(home, forgetting.plan(home, list(ids)), lambda what, share: None)


def master(home: Home, question: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.master), read_only=True) as connection:
        return connection.execute(question).fetchall()


def broken(home: Home) -> list[str]:
    with duckdb.connect(str(home.master), read_only=True) as connection:
        return [audit.name for audit in run_audits(connection) if audit.rows]


def revenue() -> float | None:
    [value] = evaluate.series(CATALOGUE["revenue"], EVERYONE, AUGUST)
    return value.value


def named(home: Home) -> list[str]:
    """Where she still stands; the one of the longer name is somebody else."""
    with_longer = places(home, "anna@x.org", *HERS)
    if not with_longer:
        return []
    return places(home, *HERS, "anna@x.org,", '"anna@x.org"', "anna@x.org ", "anna@x.org.csv")
