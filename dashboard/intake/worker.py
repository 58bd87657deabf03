"""The process that loads what was dropped, publishes it, or makes the demo, as `work` asks for it."""

import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import Busy, MilepostError, is_no_room
from dashboard.ingest.files import delivered
from dashboard.ingest.load import LOADED, REFUSED, Request, Result, utc_now
from dashboard.ingest.lock import locked
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.outcomes import outcomes, parts
from dashboard.ingest.query import Query
from dashboard.ingest.sources import Source, found
from dashboard.ingest.trial import tried
from dashboard.intake import work
from dashboard.intake.background import background
from dashboard.intake.loading import (
    PUBLISHED,
    demo_and_publish,
    foretell,
    load_and_publish,
    part_of,
    publish_news,
)
from dashboard.intake.uploads import Upload, read_json, write_json
from dashboard.intake.work import (
    ASKED,
    BUSY,
    DONE,
    FAILED,
    RUNNING,
    TOLD,
)

_PAUSE_SECONDS = 0.2
TOO_MANY_BAD = "too_many_bad"


def main(folder: Path) -> None:
    """Do what was asked for; whatever happens is told in words."""
    asked = read_json(folder / ASKED) or {}
    teller = _Teller(folder)
    try:
        teller.tell(DONE, **_done(Upload(folder.name, folder), asked, teller.progress))
    except Busy as error:
        teller.tell(BUSY, message=str(error))
    except MilepostError as error:
        teller.tell(FAILED, message=str(error))
    except Exception as error:
        traceback.print_exc()
        teller.tell(FAILED, message=_unforeseen(error))


def _done(
    upload: Upload, asked: dict[str, Any], bar: Callable[[str, float], None]
) -> dict[str, Any]:
    match asked["kind"]:
        case work.LOAD:
            return _load(upload, asked, bar)
        case work.MAKE_DEMO:
            demo_and_publish(upload.home, asked["events"], 1, bar, asked["wait"])
            return {"is_published": True}
        case _:
            with locked(upload.home, asked["wait"]):
                publish_news(upload.home, part_of(bar, 0, PUBLISHED))
            foretell(upload.home, part_of(bar, PUBLISHED, 1))
            return {"results": asked["before"].get("results", []), "is_published": True}


def _load(
    upload: Upload, asked: dict[str, Any], bar: Callable[[str, float], None]
) -> dict[str, Any]:
    """Files are named as they came, without the folder they stand in."""
    home = upload.home
    mapping = read_mapping(asked["mapping"], home)
    covered = date.fromisoformat(asked["covers_until"]) if asked["covers_until"] else None
    request = Request(mapping, utc_now(), covered, asked["accepts_bad"])
    rows: list[dict[str, Any]] = []

    def seen(connection: duckdb.DuckDBPyConnection, source: Source | Query, result: Result) -> None:
        assert isinstance(source, Source)
        rows.append({**_told(result), **_looked_at(connection, source, result, request, upload)})

    os.chdir(upload.files)
    sources = found(asked["files"])
    load_and_publish(home, sources, request, bar, asked["wait"], seen, asked["publishes"])
    is_news = any(row["state"] == LOADED for row in rows)
    return {"results": rows, "is_published": asked["publishes"] and is_news}


def _told(result: Result) -> dict[str, Any]:
    counts = asdict(result.counts)
    return {
        "file": result.path,
        "state": result.state,
        "code": result.code,
        "message": result.message,
        "counts": counts,
    }


def _looked_at(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    result: Result,
    request: Request,
    upload: Upload,
) -> dict[str, Any]:
    """Outcomes with rows; of a file with too many bad ones, what would have become of its rows."""
    upload.scratch.mkdir(exist_ok=True)
    if result.state == LOADED:
        with delivered(source, request.mapping, upload.scratch) as copy:
            rows = outcomes(connection, source, copy, request.mapping, request.loaded_at)
        return {"parts": [asdict(p) for p in parts(connection)], "rows": [asdict(r) for r in rows]}
    if result.state == REFUSED and result.code == TOO_MANY_BAD:
        found = tried(
            source, request.mapping, upload.scratch, request.loaded_at, background(connection)
        )
        return {
            "counts": asdict(found.counts),
            "parts": [asdict(p) for p in found.parts],
            "rows": [asdict(r) for r in found.rows],
        }
    return {"parts": [], "rows": []}


def _unforeseen(error: Exception) -> str:
    if is_no_room(error):
        return (
            "There is no room left to write. What was loaded before is kept, and what was published is still "
            "shown. Make room, then try again."
        )
    return (
        f"Milepost itself failed ({type(error).__name__}), and nothing half loaded is left. Please report it with "
        f"the file {'work.log'} of the upload's folder."
    )


class _Teller:
    """Writes down how far the work is, a few times a second at most."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / TOLD
        self.at = 0.0

    def progress(self, what: str, share: float) -> None:
        if time.monotonic() - self.at > _PAUSE_SECONDS:
            self.at = time.monotonic()
            self.tell(RUNNING, what=what, share=share)

    def tell(self, state: str, **more: Any) -> None:
        write_json(self.path, {"state": state, **more})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
