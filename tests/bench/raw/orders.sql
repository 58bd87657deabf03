-- Orders on the day of their first line.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    count(*) as numerator,
    null as denominator
from placed_order
where
    occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
