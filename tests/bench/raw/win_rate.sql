-- Leads with a won deal over leads of the month.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'source', source, null) as part,
    count(won_on) as numerator,
    count(*) as denominator
from lead
where
    day >= getvariable('start')
    and day < getvariable('stop')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
