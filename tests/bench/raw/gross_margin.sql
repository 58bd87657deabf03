-- What is left after the cost of goods over what was sold, of lines that carry a cost.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(gross - cost) as numerator,
    sum(gross) as denominator
from money
where
    cost is not null
    and occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
