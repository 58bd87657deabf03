"""What the demo company is: its feeds, people, orders, regions and channels."""

from datetime import datetime

import pytest

from dashboard.ingest.contract import EVENT_KINDS, SMALL_TABLES
from tests.ingest.demo.asking import EVENTS, rows, value


def test_there_are_about_as_many_events_as_asked_for(demo):
    assert value(demo, "select count(*) from events") == pytest.approx(EVENTS, rel=0.04)


def test_every_kind_of_event_and_every_small_table_is_there(demo):
    assert {kind for (kind,) in rows(demo, "select distinct event from events")} == set(EVENT_KINDS)
    for table in SMALL_TABLES:
        assert value(demo, f"select count(*) from {table}") > 0, table


def test_event_ids_are_unique(demo):
    assert value(demo, "select count(*) - count(distinct event_id) from events") == 0


def test_events_keep_to_the_contract(demo):
    broken = rows(
        demo,
        """
        select event, count(*)
        from events
        where
            occurred_at is null
            or occurred_at < timestamp '2024-03-31 22:00'
            or occurred_at >= timestamp '2026-09-30 22:00'
            or (event in ('order', 'refund', 'deal_won') and not (amount > 0 and currency in ('EUR', 'GBP')))
            or (event = 'survey_nps' and not score between 0 and 10)
            or (event = 'survey_csat' and not score between 1 and 5)
            or (event in ('survey_nps', 'survey_csat', 'survey_sent') and survey is null)
            or (event like 'ticket%' and ticket_id is null)
            or (event in ('order', 'refund', 'lead', 'deal_won', 'deal_lost') and order_id is null)
            or not weight > 0
            or region is null
            or channel is null
            or list_contains([region, segment, channel, source, category, device, campaign], '')
        group by event
        """,
    )
    assert broken == []


def test_the_ledger_accounts_for_every_row(demo):
    unequal = rows(
        demo,
        "select * from ledger where read <> accepted + quarantined + duplicate + ignored + blank",
    )
    assert unequal == []
    counted = rows(demo, "select feed, events from ledger where kind = 'events' order by feed")
    assert counted == rows(demo, "select feed, count(*) from events group by feed order by feed")
    assert value(demo, "select count(distinct (file_id, feed)) - count(*) from ledger") == 0
    ends = rows(demo, "select distinct covers_until from ledger")
    assert ends == [(datetime(2026, 9, 30, 22),)]  # midnight in Berlin


def test_lines_number_the_rows_of_each_feed(demo):
    assert (
        rows(
            demo,
            "select feed from events group by feed "
            "having min(line) <> 1 or max(line) <> count(*) or count(distinct line) <> count(*)",
        )
        == []
    )


def test_orders_have_lines_and_one_person_channel_and_instant(demo):
    sizes = rows(
        demo,
        """
        select min(lines), max(lines), avg(lines), max(different)
        from (
            select
                count(*) as lines,
                count(distinct (coalesce(person_id, ''), channel, region, occurred_at, currency)) as different
            from events
            where event = 'order'
            group by order_id
        )
        """,
    )[0]
    assert sizes[:2] == (1, 4)
    assert 1.5 < sizes[2] < 2.1
    assert sizes[3] == 1


def test_refunds_answers_and_deals_find_what_they_belong_to(demo):
    orphans = """
        select count(*)
        from events as later
        where later.event = $later and not exists (
            select 1
            from events as earlier
            where
                earlier.event = $earlier
                and coalesce(earlier.ticket_id, earlier.order_id) = coalesce(later.ticket_id, later.order_id)
                and earlier.occurred_at <= later.occurred_at
        )
    """
    for later, earlier in (
        ("refund", "order"),
        ("ticket_answered", "ticket_opened"),
        ("ticket_closed", "ticket_answered"),
        ("deal_won", "lead"),
    ):
        assert value(demo, orphans, later=later, earlier=earlier) == 0, later


def test_some_tickets_wait_and_some_stay_open(demo):
    counts = dict(rows(demo, "select event, count(distinct ticket_id) from events group by event"))
    assert 0.95 < counts["ticket_answered"] / counts["ticket_opened"] < 0.985
    assert 0.85 < counts["ticket_closed"] / counts["ticket_answered"] < 0.95


def test_visitors_become_customers_and_some_buyers_stay_nobody(demo):
    anonymous = value(
        demo,
        """
        select avg((person_id is null and visitor_id is null)::int)
        from events
        where event = 'order' and channel = 'store'
        """,
    )
    assert 0.15 < anonymous < 0.35
    both = value(
        demo, "select count(*) from events where person_id is not null and visitor_id is not null"
    )
    assert both > 0
    joined = value(
        demo,
        "select count(*) from dated where event = 'visit' and person_id is null and linked_person is not null",
    )
    assert joined > 0


def test_every_order_in_pounds_finds_a_rate_of_the_last_week(demo):
    missing = value(
        demo,
        """
        select count(*)
        from dated
        where currency = 'GBP' and not exists (
            select 1 from fx_rates where fx_rates.day between dated.day - 6 and dated.day
        )
        """,
    )
    assert missing == 0


def test_regions_and_channels_behave_differently(demo):
    assert value(demo, "select count(distinct region) from events") >= 10
    by_region = [
        share
        for (share,) in rows(
            demo,
            "select count(*) filter (event = 'order') / count(*) filter (event = 'visit') as share "
            "from events group by region order by share",
        )
    ]
    assert by_region[-1] > 2 * by_region[0]
    peak = "select count(*) filter (month(day) in (11, 12)) / count(*) from orders where year(day) = 2025"
    assert value(demo, peak) > 0.19  # two months of twelve are 0.167
