"""Public data, loaded by the mappings that ship, give the figures that others printed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from dashboard.ingest.audits import ERROR, run_audits
from dashboard.ingest.files import opened_records
from dashboard.ingest.load import Request, load, utc_now
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.master import opened_master
from dashboard.ingest.sources import copied, found
from dashboard.paths import Home

Data = Callable[[str], Path]
RETAIL = "online_retail/online_retail.csv.gz"


class Loaded:
    """Real files in a master of their own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, home: Home) -> None:
        self.connection = connection
        self.home = home

    def load(self, mapping: str, *files: Path) -> None:
        request = Request(read_mapping(mapping), utc_now())
        results = load(self.connection, self.home, found(map(str, files)), request)
        assert {result.message for result in results} == {""}

    def row(self, question: str) -> tuple[Any, ...]:
        (row,) = self.connection.execute(question).fetchall()
        return row

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(question).fetchall()


@pytest.fixture(scope="module")
def retail(real_data: Data, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    path = real_data(RETAIL)
    home = Home(tmp_path_factory.mktemp("retail"))
    with opened_master(home) as connection:
        loaded = Loaded(connection, home)
        loaded.load("online_retail", path)
        yield loaded


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Loaded]:
    home = Home(tmp_path / "home")
    with opened_master(home) as connection:
        yield Loaded(connection, home)


def test_the_raw_rows_are_read_to_the_last(real_data: Data, tmp_path: Path):
    """Figure 1: 541,909 rows, 25,900 invoices, 4,372 customers, 406,829 rows with a customer."""
    (source,) = found([str(real_data(RETAIL))])
    mapping = read_mapping("online_retail")
    with copied(source, tmp_path) as copy, opened_records(source, copy, mapping) as opened:
        records, layout = opened
        batches = list(records.batches)
    invoice = f"c{layout.positions['InvoiceNo']}"
    customer = f"c{layout.positions['CustomerID']}"
    with duckdb.connect() as connection:
        connection.register("raw", pa.Table.from_batches(batches))
        row = connection.execute(
            f"select count(*), count(distinct {invoice}), "
            f"count(distinct nullif({customer}, '')), count(nullif({customer}, '')) from raw"
        ).fetchone()
    assert row == (541_909, 25_900, 4_372, 406_829)


def test_every_row_of_the_shop_is_accounted_for(retail: Loaded):
    assert retail.row(
        "select read, accepted, quarantined, duplicate, ignored, blank, ignored_by from ledger"
    ) == (
        541_909,
        534_129,
        0,
        5_263,
        2_517,
        0,
        '{"bad debt": 2, "no price": 1179, "stock write-off": 1336}',
    )


def test_gross_revenue_orders_customers_and_countries(retail: Loaded):
    """Figure 2."""
    assert retail.row(
        "select sum(amount)::decimal(18, 2)::varchar, count(distinct order_id), "
        "count(distinct person_id), round(sum(amount) / count(distinct order_id), 2)::double "
        "from events where event = 'order'"
    ) == ("10642110.80", 19_960, 4_338, 533.17)
    countries = retail.rows(
        "select region, sum(amount)::varchar from events where event = 'order' "
        "group by 1 order by sum(amount) desc limit 4"
    )
    assert countries == [
        ("United Kingdom", "9001744.094000"),
        ("Netherlands", "285446.340000"),
        ("EIRE", "283140.520000"),
        ("Germany", "228678.400000"),
    ]


def test_what_known_customers_spent_and_who_came_back(retail: Loaded):
    """Figures 3 (total) and 4: 2,845 of 4,338 by invoices, 2,790 by order days."""
    assert retail.row(
        """
        with customers as (
            select
                person_id, sum(amount) as spent, count(distinct order_id) as orders,
                count(distinct timezone('Europe/London', timezone('UTC', occurred_at))::date) as days
            from events where event = 'order' and identified group by person_id
        )
        select sum(spent)::decimal(18, 2)::varchar, count(*),
            count(*) filter (orders > 1), count(*) filter (days > 1)
        from customers
        """
    ) == ("8887208.89", 4_338, 2_845, 2_790)


def test_what_was_lost_to_cancellations(retail: Loaded):
    """Figure 5."""
    question = "select sum(amount)::decimal(18, 2)::varchar from events where event = 'refund'"
    assert retail.row(question) == ("893979.73",)


def test_the_cohort_of_december_2010(retail: Loaded):
    """Figure 7."""
    rows = retail.rows(
        """
        with bought as (
            select distinct person_id, date_trunc('month', occurred_at) as month
            from events where event = 'order' and identified
        ),
        cohort as (
            select person_id from bought group by 1 having min(month) = '2010-12-01'
        )
        select count(*) from bought semi join cohort using (person_id) group by month order by month
        """
    )
    assert [count for (count,) in rows] == [
        885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235,
    ]  # fmt: skip


def test_november_and_december_with_every_repeat(real_data: Data, empty: Loaded):
    """Figure 6: known customers, repeats kept."""
    empty.load("online_retail_keep_duplicates", real_data(RETAIL))
    question = """
        select
            sum(amount) filter (event = 'order')::decimal(18, 2)::varchar,
            sum(if(event = 'order', amount, -amount))::decimal(18, 2)::varchar
        from events where identified and occurred_at >= '{}' and occurred_at < '{}'
    """
    assert empty.row(question.format("2011-11-01", "2011-12-01"))[0] == "1161817.38"
    assert empty.row(question.format("2011-12-01", "2011-12-10")) == ("518192.79", "342506.38")
    assert empty.row(question.format("2011-11-01", "2011-11-10"))[1] == "345156.25"
    assert empty.row("select sum(duplicate)::integer, sum(ignored)::integer from ledger") == (
        0,
        2_517,
    )


@pytest.mark.faults
def test_daily_files_and_parquet_give_the_same_events(
    real_data: Data, retail: Loaded, empty: Loaded, tmp_path: Path
):
    """305 files with customers such as 13995.0, then the same rows as Parquet: all known."""
    columns = "* exclude (file_id, line)"
    empty.load("online_retail", real_data("online_retail/online_retail_by_day.zip"))
    assert empty.row("select count(*) from ledger") == (305,)
    retail.connection.execute(
        f"copy (select {columns} from events) to '{tmp_path}/one.parquet' (format parquet)"
    )
    assert empty.row("select count(*) from events") == (534_129,)
    assert empty.row(
        f"select count(*) from (select {columns} from events except from '{tmp_path}/one.parquet')"
    ) == (0,)
    empty.load("online_retail", real_data("online_retail/online_retail.parquet"))
    assert empty.row("select accepted, duplicate, ignored from ledger where seq = 306") == (
        0,
        539_392,
        2_517,
    )


def test_the_airport_survey_of_2017(real_data: Data, empty: Loaded):
    """Figure 10; blanks are out, and both waves load by one mapping."""
    empty.load(
        "sfo_survey",
        real_data("sfo_survey/2016_SFO_Customer_Survey.csv"),
        real_data("sfo_survey/2017_SFO_Customer_Survey.csv"),
    )
    assert empty.row(
        """
        select
            count(*) filter (score >= 9), count(*) filter (score between 7 and 8),
            count(*) filter (score <= 6), count(*),
            round(100 * avg(case when score >= 9 then 1 when score <= 6 then -1 else 0 end), 2),
            round(
                100 * sum(case when score >= 9 then weight when score <= 6 then -weight end)
                / sum(weight), 2
            )
        from events where event = 'survey_nps'
        """
    ) == (1_436, 968, 342, 2_746, 39.84, 40.40)
    assert empty.rows(
        "select year(occurred_at), count(*), min(score), max(score) from events "
        "where event = 'survey_csat' group by 1 order by 1"
    ) == [(2016, 2_919, 1, 5), (2017, 2_688, 1, 5)]


def test_cdnow_keeps_its_repeats_and_merges_a_customers_day(real_data: Data, empty: Loaded):
    empty.load("cdnow", real_data("cdnow_sample/CDNOW_sample.txt"))
    assert empty.row(
        "select count(*), count(distinct person_id), count(distinct order_id), "
        "count(*) filter (amount = 0) from events"
    ) == (6_919, 2_357, 6_696, 8)


def test_no_audit_finds_an_error_in_real_data(retail: Loaded):
    broken = [audit.name for audit in run_audits(retail.connection) if audit.rows]
    assert not [a.name for a in run_audits(retail.connection) if a.rows and a.severity == ERROR]
    assert broken == ["refund_has_order"]


INCIDENTS = "incident_log/incident_event_log.csv.gz"
LEADS = "olist_leads/olist_marketing_qualified_leads_dataset.csv"
DEALS = "olist_leads/olist_closed_deals_dataset.csv"


def test_each_incident_is_opened_once_and_closed_when_it_was_resolved(
    real_data: Data, empty: Loaded
):
    """SOURCES: 24,918 incidents, 23,362 resolved after 178 h on average and 22.1 h in the median."""
    empty.load("incident_log", real_data(INCIDENTS))
    assert empty.row(
        "select read, accepted, quarantined, duplicate, ignored, blank, events, ignored_by from ledger"
    ) == (141_712, 24_918, 0, 0, 116_794, 0, 48_280, '{"later row of number": 116794}')
    assert empty.row(
        """
        select
            count(*), count(closed_at), count(*) - count(closed_at),
            round(avg(minutes) / 60, 2), round(median(minutes) / 60, 1),
            count(distinct person_id)
        from (
            select
                ticket_id, any_value(person_id) as person_id,
                min(occurred_at) filter (event = 'ticket_closed') as closed_at,
                date_diff(
                    'minute', min(occurred_at) filter (event = 'ticket_opened'), closed_at
                ) as minutes
            from events
            group by ticket_id
        )
        """
    ) == (24_918, 23_362, 1_556, 178.17, 22.1, 5_244)  # the 5,245th caller of SOURCES is `?`
    assert [a.name for a in run_audits(empty.connection) if a.rows] == []


def test_leads_are_won_by_origin_and_an_empty_origin_is_not_an_unknown_one(
    real_data: Data, empty: Loaded
):
    """Figure 11: 842 of 8,000; social 75 of 1,350; 60 origins are empty, 1,099 are `unknown`."""
    empty.load("olist_leads", real_data(LEADS))
    empty.load("olist_deals", real_data(DEALS))
    assert empty.rows(
        "select feed, read, accepted, quarantined, duplicate, ignored, blank from ledger order by seq"
    ) == [
        ("olist_leads", 8_000, 8_000, 0, 0, 0, 0),
        ("olist_deals", 842, 842, 0, 0, 0, 0),
    ]
    origins = empty.rows(
        """
        select lead.source, count(*), count(deal.order_id)
        from events as lead
        left join events as deal on deal.order_id = lead.order_id and deal.event = 'deal_won'
        where lead.event = 'lead'
        group by 1
        """
    )
    found = {origin: (leads, won) for origin, leads, won in origins}
    assert sum(leads for leads, _ in found.values()) == 8_000
    assert sum(won for _, won in found.values()) == 842
    assert found["social"] == (1_350, 75)
    assert found["organic_search"] == (2_296, 271)
    assert found["paid_search"] == (1_586, 195)
    assert found["unknown"] == (1_099, 179)
    assert found[None][0] == 60
    assert [a.name for a in run_audits(empty.connection) if a.rows] == []
