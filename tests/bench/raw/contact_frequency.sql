-- Tickets opened by people over people who ordered or opened one. The region is that of the last of these in the month.
-- One row per month and part.
with acts as (
    select occurred_at, event_id, day, person_id, region, 0 as tickets
    from customer_order
    union all
    select
        opened_at,
        event_id,
        day,
        coalesce(ticket.person_id, link.person_id, 'visitor:' || visitor_id),
        region,
        1
    from ticket
    left join link using (visitor_id)
),

contacts as (
    select
        date_trunc('month', day)::date as period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region,
        sum(tickets) as tickets
    from acts
    where
        person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    sum(tickets) as numerator,
    count(*) as denominator
from contacts
where getvariable('region') is null or region = getvariable('region')
group by all
