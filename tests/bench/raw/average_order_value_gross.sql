-- Order amounts over orders on the day of their first line.
-- One row per month and part.
with rows_and_orders as (
    select occurred_at, day, region, channel, gross, 0 as orders
    from money
    union all
    select occurred_at, day, region, channel, 0, 1
    from placed_order
)

select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(gross) as numerator,
    sum(orders) as denominator
from rows_and_orders
where
    occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
