-- Orders of people who had ordered before.
-- One row per month and part.
with numbered_orders as (
    select
        *,
        person_id is not null
        and row_number() over (partition by person_id order by occurred_at, event_id) > 1 as is_repeat
    from customer_order
)

select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    count(*) filter (is_repeat) as numerator,
    null as denominator
from numbered_orders
where
    occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
