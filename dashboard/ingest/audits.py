"""Audits of what was loaded: questions that must return no rows, each with a sentence."""

from dataclasses import dataclass
from typing import Any

import duckdb

ERROR, WARNING = "error", "warning"
_EXAMPLES = 20


@dataclass(frozen=True)
class Audit:
    """A question whose rows are breaches of the sentence."""

    name: str
    sentence: str
    severity: str
    question: str


@dataclass(frozen=True)
class AuditResult:
    """How many rows breach an audit, with the first few."""

    name: str
    sentence: str
    severity: str
    rows: int
    examples: tuple[dict[str, Any], ...] = ()

    @property
    def is_clean(self) -> bool:
        return self.rows == 0


AUDITS = (
    Audit(
        "row_identity",
        "Every row read is accepted, quarantined, a duplicate, ignored or blank.",
        ERROR,
        """
        select path, feed, read, accepted, quarantined, duplicate, ignored, blank
        from ledger
        where read <> accepted + quarantined + duplicate + ignored + blank
        """,
    ),
    Audit(
        "quarantine_counted",
        "The ledger counts as many quarantined rows as wait in quarantine.",
        ERROR,
        """
        select path, feed, quarantined, coalesce(rows, 0) as waiting
        from ledger
        left join (
            select file_id, feed, count(*) as rows from quarantine
            where resolved_at is null group by all
        ) using (file_id, feed)
        where quarantined <> coalesce(rows, 0)
        """,
    ),
    Audit(
        "events_counted",
        "The ledger counts as many events as a file has in the master.",
        ERROR,
        """
        select path, feed, ledger.events, coalesce(rows, 0) as present
        from ledger
        left join (
            select file_id, feed, count(*) as rows from events group by all
        ) using (file_id, feed)
        where kind = 'events' and ledger.events <> coalesce(rows, 0)
        """,
    ),
    Audit(
        "event_id_unique",
        "No two events have one id.",
        ERROR,
        "select event_id, count(*) as events from events group by event_id having count(*) > 1",
    ),
    Audit(
        "amount_not_negative",
        "No amount is below zero.",
        ERROR,
        "select event_id, event, amount from events where amount < 0",
    ),
    Audit(
        "money_has_amount",
        "Orders and refunds carry an amount and a currency.",
        ERROR,
        """
        select event_id, event, amount, currency from events
        where event in ('order', 'refund') and (amount is null or currency is null)
        """,
    ),
    Audit(
        "scores_in_range",
        "NPS answers lie from 0 to 10, CSAT answers from 1 to 5, and both name their survey.",
        ERROR,
        """
        select event_id, event, score, survey from events
        where (event = 'survey_nps' and (score is null or score not between 0 and 10))
            or (event = 'survey_csat' and (score is null or score not between 1 and 5))
            or (event in ('survey_nps', 'survey_csat') and survey is null)
        """,
    ),
    Audit(
        "occurred_in_reach",
        "No event happened more than a day after its file was loaded.",
        ERROR,
        """
        select event_id, occurred_at, loaded_at from events
        join (select file_id, feed, loaded_at from ledger) using (file_id, feed)
        where occurred_at > loaded_at + interval 24 hours
        """,
    ),
    Audit(
        "answer_has_ticket",
        "Every ticket answered or closed was opened.",
        WARNING,
        """
        select event_id, event, ticket_id from events
        where event in ('ticket_answered', 'ticket_closed')
            and ticket_id not in (
                select ticket_id from events where event = 'ticket_opened' and ticket_id is not null
            )
        """,
    ),
    Audit(
        "answer_after_opening",
        "No ticket is answered or closed before it was opened.",
        WARNING,
        """
        select later.event_id, later.event, later.ticket_id, later.occurred_at, opened_at
        from events as later
        join (
            select ticket_id, min(occurred_at) as opened_at from events
            where event = 'ticket_opened' group by ticket_id
        ) as opened on opened.ticket_id = later.ticket_id
        where later.event in ('ticket_answered', 'ticket_closed') and later.occurred_at < opened_at
        """,
    ),
    Audit(
        "refund_has_order",
        "Every refund finds its order by order_id.",
        WARNING,
        """
        select event_id, order_id from events
        where event = 'refund' and (order_id is null or order_id not in (
            select order_id from events where event = 'order' and order_id is not null
        ))
        """,
    ),
    Audit(
        "refund_within_order",
        "No order is refunded by more than it was worth.",
        WARNING,
        """
        select order_id, currency,
            sum(amount) filter (event = 'order') as ordered,
            sum(amount) filter (event = 'refund') as refunded
        from events
        where event in ('order', 'refund') and order_id is not null
        group by order_id, currency
        having refunded > ordered
        """,
    ),
    Audit(
        "order_has_one_person",
        "The lines of an order belong to one person.",
        WARNING,
        """
        select order_id, count(distinct person_id) as people from events
        where event = 'order' and order_id is not null
        group by order_id having count(distinct person_id) > 1
        """,
    ),
    Audit(
        "deal_has_lead",
        "Every deal finds its lead by order_id.",
        WARNING,
        """
        select event_id, event, order_id from events
        where event in ('deal_won', 'deal_lost') and order_id not in (
            select order_id from events where event = 'lead' and order_id is not null
        )
        """,
    ),
    Audit(
        "business_hours_region",
        "Every region that business_hours names has events.",
        WARNING,
        """
        select region
        from (
            select unnest(regexp_extract_all(value, '; ([^:]+): ', 1)) as region
            from settings where name = 'business_hours'
        )
        where region not in (select region from events where region is not null)
            and exists (select 1 from events)
        """,
    ),
    Audit(
        "visitor_links_one_person",
        "A visitor is linked to one person.",
        WARNING,
        """
        select visitor_id, count(distinct person_id) as people
        from (
            select visitor_id, person_id from events
            where visitor_id is not null and person_id is not null
            union all
            select visitor_id, person_id from identities
        )
        group by visitor_id having count(distinct person_id) > 1
        """,
    ),
)


def run_audits(connection: duckdb.DuckDBPyConnection) -> list[AuditResult]:
    """Every audit on a connection that sees the tables of a master."""
    return [_result(connection, audit) for audit in AUDITS]


def _result(connection: duckdb.DuckDBPyConnection, audit: Audit) -> AuditResult:
    found = connection.execute(f"select count(*) from ({audit.question})").fetchone()
    assert found
    examples: tuple[dict[str, Any], ...] = ()
    if found[0]:
        cursor = connection.execute(f"from ({audit.question}) limit {_EXAMPLES}")
        names = [column[0] for column in cursor.description or ()]
        examples = tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return AuditResult(audit.name, audit.sentence, audit.severity, found[0], examples)


def raw_counts(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """What the master holds, by feed and kind of event, with no rule of a metric applied."""
    cursor = connection.execute(
        """
        select
            feed, event, count(*) as events, count(distinct person_id) as people,
            count(distinct order_id) as orders, sum(amount)::double as amount, currency,
            min(occurred_at) as first_at, max(occurred_at) as last_at
        from events
        group by feed, event, currency
        order by feed, event, currency
        """
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
