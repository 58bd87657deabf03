-- Visits by people whom the visit says to be identified, over all visits.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    count(*) filter (identified) as numerator,
    count(*) as denominator
from dated_event
where
    event = 'visit'
    and occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
