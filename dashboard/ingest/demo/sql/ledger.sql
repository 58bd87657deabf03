-- Grain: one row per feed; every row that was read was accepted.
insert into ledger by name
with feeds as (
    select
        feed,
        file_id,
        'events' as kind,
        count(*) as rows_read,
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from events
    group by all
    union all by name
    select
        feed,
        file_id,
        'spend' as kind,
        count(*) as rows_read,
        min(day)::timestamp as first_at,
        max(day)::timestamp as last_at
    from spend
    group by all
    union all by name
    select
        feed,
        file_id,
        'fx_rates' as kind,
        count(*) as rows_read,
        min(day)::timestamp as first_at,
        max(day)::timestamp as last_at
    from fx_rates
    group by all
    union all by name
    select
        feed,
        file_id,
        'identities' as kind,
        count(*) as rows_read,
        min(linked_at) as first_at,
        max(linked_at) as last_at
    from identities
    group by all
    union all by name
    select
        feed,
        file_id,
        'channels' as kind,
        count(*) as rows_read
    from channels
    group by all
    union all by name
    select
        feed,
        file_id,
        'sources' as kind,
        count(*) as rows_read
    from sources
    group by all
)

select
    file_id,
    feed,
    'demo/' || feed || '.parquet' as path,
    getvariable('ends_at') as loaded_at,
    row_number() over (order by kind, feed) as seq,
    kind,
    rows_read as read,
    rows_read as accepted,
    0 as quarantined,
    0 as duplicate,
    0 as ignored,
    0 as blank,
    case kind when 'events' then rows_read else 0 end as events,
    '{}' as ignored_by,
    first_at,
    last_at,
    getvariable('ends_at') as covers_until
from feeds
order by seq;
