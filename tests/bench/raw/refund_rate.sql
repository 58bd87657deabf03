-- What was given back over what was sold.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(refund) as numerator,
    sum(gross) as denominator
from money
where
    occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
