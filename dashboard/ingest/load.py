"""Loading: files to counted rows, each file in one transaction with its ledger entry."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from dashboard.business_hours import business_hours
from dashboard.errors import BadData, BadUse, MilepostError, Refused, is_no_room, unknown
from dashboard.ingest import forgotten, ledger, staging, verdicts
from dashboard.ingest.files import delivered, opened_records
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.master import is_of_damage
from dashboard.ingest.money import mark_unrated, settle_money, suggested_currency
from dashboard.ingest.quarantine import keep_rejected
from dashboard.ingest.query import Query
from dashboard.ingest.refusals import Refusal, clear_refusal, keep_refusal, refuse_bad
from dashboard.ingest.sources import Copy, Source
from dashboard.ingest.spool import Told
from dashboard.ingest.verdicts import NOTHING, Counts
from dashboard.paths import Home
from dashboard.settings import Settings, store_setting, stored_settings

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""

LOADED, KNOWN, REFUSED = "loaded", "already loaded", "refused"


@dataclass(frozen=True)
class Result:
    """What became of one file."""

    path: str
    state: str
    counts: Counts = NOTHING
    message: str = ""
    is_news: bool = False
    """Whether the master file changed."""
    code: str = ""
    """Why the file is refused: one of REFUSALS."""

    @property
    def is_spoilt(self) -> bool:
        """Whether every row went to quarantine."""
        return 0 < self.counts.read == self.counts.quarantined + self.counts.blank


@dataclass(frozen=True)
class Request:
    """How files are to be loaded."""

    mapping: Mapping
    loaded_at: datetime  # naive UTC
    covers_until: date | None = None
    accepts_bad: bool = False
    """Whether a file with more than one bad row in ten is loaded all the same."""


Seen = Callable[[Source | Query, Result], None]
"""Called after each source, while what was staged of it is still there."""


def utc_now() -> datetime:
    """The instant of a load, chosen once at the edge."""
    return datetime.now(UTC).replace(tzinfo=None)


def load(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    sources: Sequence[Source | Query],
    request: Request,
    progress: Progress = lambda what, share: None,
    seen: Seen = lambda source, result: None,
) -> list[Result]:
    """Load every source into the master; a refused file leaves no trace and stops no other."""
    _refuse_future(request)
    _clear_scratch(home)
    staging.create_reasons(connection)
    results = []
    for index, source in enumerate(sources):
        share = index / len(sources)
        progress(source.label, share)
        told = _teller(progress, source.label, share)
        try:
            results.append(_load_source(connection, home, source, request, told))
        except BadData as error:
            if is_of_damage(error):
                raise
            results.append(_refused(connection, source, request, error))
        except Exception as error:
            if _stops_all(error):
                raise
            results.append(_refused(connection, source, request, _unforeseen(source, error)))
        seen(source, results[-1])
    return results


def _stops_all(error: Exception) -> bool:
    """Whether the next file would fare no better, or a developer asked to see the failure."""
    is_known = isinstance(error, MilepostError | OSError)
    return is_known or is_no_room(error) or bool(os.environ.get("MILEPOST_DEBUG"))


def _unforeseen(source: Source | Query, error: Exception) -> Refused:
    return Refused(
        "unforeseen",
        f"{source.label}: Milepost itself failed on this file ({type(error).__name__}), and nothing of it is "
        "loaded. Please report it with what MILEPOST_DEBUG=1 prints.",
    )


def _teller(progress: Progress, label: str, share: float) -> Callable[[int], None]:
    """Tells how many rows were read, each number once: a spool counts them before they are staged."""
    told = 0

    def tell(rows: int) -> None:
        nonlocal told
        if rows != told:
            told = rows
            progress(f"{label}: {rows:,} rows", share)

    return tell


def _refused(
    connection: duckdb.DuckDBPyConnection,
    source: Source | Query,
    request: Request,
    error: BadData,
) -> Result:
    code = error.code if isinstance(error, Refused) else "failed"
    refusal = Refusal(source.label, request.mapping.name, code, request.loaded_at)
    with transaction(connection, source.label):
        keep_refusal(connection, refusal)
    return Result(source.label, REFUSED, message=str(error), code=code)


def _clear_scratch(home: Home) -> None:
    """Take away what a killed load or forget left behind; the caller holds the lock."""
    for pattern in ("reading-*", "forgetting-*"):
        for leftover in home.scratch.glob(pattern):
            leftover.unlink()


def _refuse_future(request: Request) -> None:
    if request.covers_until and request.covers_until > request.loaded_at.date():
        raise BadUse(
            f"--covers-until is {request.covers_until}, which is still to come. "
            "Name the first day that the files do not cover, today at the latest."
        )


def _load_source(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    source: Source | Query,
    request: Request,
    told: Told,
) -> Result:
    mapping = request.mapping
    with (
        delivered(source, mapping, home.scratch, told) as copy,
        transaction(connection, source.label),
    ):
        entry = _entry(connection, source, copy, request)
        clear_refusal(connection, entry.path, entry.feed)
        if ledger.is_known(connection, copy.sha256, entry.feed):
            is_news = bool(entry.covers_until) and ledger.state_coverage(connection, entry)
            return Result(source.label, KNOWN, is_news=is_news)
        counts = _load_new(connection, source, copy, request, told)
        return Result(source.label, LOADED, counts, is_news=True)


def _entry(
    connection: duckdb.DuckDBPyConnection, source: Source | Query, copy: Copy, request: Request
) -> ledger.Entry:
    until = request.covers_until
    zone = stored_settings(connection).zone or request.mapping.zone or "UTC"
    return ledger.Entry(
        file_id=copy.sha256,
        feed=request.mapping.name,
        path=source.label,
        kind=request.mapping.kind,
        loaded_at=request.loaded_at,
        covers_until=ledger.midnight(until, zone) if until else None,
    )


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, label: str) -> Iterator[None]:
    """One transaction; what goes wrong in it is undone and said in words."""
    connection.execute("begin transaction")
    try:
        yield
        connection.execute("commit")
    except duckdb.Error as error:
        _rolled_back(connection)
        reason = str(error).splitlines()[0].rstrip(".")
        remedy = " Make room on the disk, then load it again." if is_no_room(error) else ""
        raise BadData(f"{label}: the load failed and was undone: {reason}.{remedy}") from error
    except BaseException:
        _rolled_back(connection)
        raise


def _rolled_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("rollback")
    except duckdb.Error:
        return  # the failure itself has already ended the transaction


def _load_new(
    connection: duckdb.DuckDBPyConnection,
    source: Source | Query,
    copy: Copy,
    request: Request,
    told: Told = lambda rows: None,
) -> Counts:
    mapping = request.mapping
    read = judge(connection, source, copy, request, told=told)
    _refuse_change(source, copy)
    counts = verdicts.counts(connection, read)
    if not counts.is_complete:
        raise BadData(f"{source.label}: rows do not add up ({counts}). Please report this.")
    entry = _entry(connection, source, copy, request)
    if counts.quarantined:
        staging.reject(connection)
        if not request.accepts_bad:
            refuse_bad(connection, source.label, counts)
        keep_rejected(connection, entry)
    verdicts.add(connection, mapping.table, entry.feed, entry.file_id)
    ledger.enter(connection, entry, counts, stored_settings(connection).reporting_zone)
    return counts


def judge(
    connection: duckdb.DuckDBPyConnection,
    source: Source | Query,
    copy: Copy,
    request: Request,
    most: int | None = None,
    told: Told = lambda rows: None,
) -> int:
    """Stage what the rows of a file make, or its first ones, and find what is wrong with them; rows read."""
    mapping, at = request.mapping, request.loaded_at
    with opened_records(source, copy, mapping) as (records, layout):
        read = staging.take_in(connection, records.first(most), layout, copy.sha256, at, told)
    choose_settings(connection, mapping)
    finish(connection, mapping)
    if staging.lacks_text(connection):
        with opened_records(source, copy, mapping) as (records, layout):
            staging.read_again(connection, records.first(most), layout, at)
    forgotten.leave_out_faulty(connection, mapping)
    return read


def finish(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Judge staged rows by what is there already: forgotten people, rates, duplicates, conflicts."""
    forgotten.leave_out(connection, mapping)
    if mapping.kind in ("events", "spend"):
        mark_unrated(connection, mapping.kind)
        staging.set_aside(connection)
    if mapping.table:
        verdicts.compare_small(connection, mapping.table)
    else:
        verdicts.compare_events(connection)


def choose_settings(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """The first file decides on reporting currency and zone where nobody has."""
    settings = stored_settings(connection)
    if mapping.kind == "events" and not settings.zone:
        store_setting(connection, "zone", mapping.zone or "UTC")
    if mapping.kind in ("events", "spend") and not settings.currency:
        currency = mapping.currency or suggested_currency(connection)
        if currency:
            store_setting(connection, "currency", currency)


def change_setting(
    connection: duckdb.DuckDBPyConnection, name: str, value: str
) -> tuple[int, bool]:
    """Keep a setting; how many rows that leaves without a rate, and whether anything is loaded."""
    with transaction(connection, "settings"):
        if name == "currency":
            _refuse_other_money(connection, value.upper())
        settings = store_setting(connection, name, value)
        if name == "business_hours":
            _refuse_unknown_regions(connection, settings)
        moved = settle_money(connection) if name in ("currency", "zone") else 0
    return moved, staging.number(connection, "select count(*) from ledger") > 0


def _refuse_unknown_regions(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """A misspelt region would go by the hours of everywhere else without a word."""
    regions = [region for (region,) in connection.execute(
        "select distinct region from events where region is not null order by region"
    ).fetchall()]  # fmt: skip
    for hours in business_hours(settings.business_hours):
        if regions and hours.region is not None and hours.region not in regions:
            raise unknown("region", hours.region, regions)


def _refuse_other_money(connection: duckdb.DuckDBPyConnection, currency: str) -> None:
    """Rates lead to the reporting currency, and money without a rate is not counted: neither may turn into another."""
    now = stored_settings(connection).currency
    if now in ("", currency):
        return
    rates = staging.number(connection, "select count(*) from fx_rates")
    [(others,)] = connection.execute(
        "select count(*) from events where amount is not null and currency <> ?", [currency]
    ).fetchall()
    if rates or others:
        raise BadData(
            f"currency is {now} and cannot become {currency} any more: {rates:,} rates lead to {now} and "
            f"{others:,} amounts are not in {currency}. Say it before the first load, in a home of its own: "
            f"`milepost --home FOLDER settings set currency {currency}`."
        )


def _refuse_change(source: Source | Query, copy: Copy) -> None:
    """A file that grew while it was read would be known by the wrong hash."""
    if copy.is_changed:
        raise Refused(
            "file_changed", f"{source.label}: the file changed while it was read. Load it again."
        )
