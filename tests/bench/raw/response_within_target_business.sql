-- Tickets answered within the target of business seconds, over those at least that old.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    count(*) filter (waited <= getvariable('target_seconds')) as numerator,
    count(*) as denominator
from business_ticket('answered')
where
    age >= getvariable('target_seconds')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
