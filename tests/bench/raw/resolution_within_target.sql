-- Tickets closed within the target, over those at least that old.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    count(*) filter (resolution_seconds <= getvariable('resolution_target_seconds')) as numerator,
    count(*) as denominator
from ticket
where
    epoch(getvariable('covered_at') - opened_at) >= getvariable('resolution_target_seconds')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
