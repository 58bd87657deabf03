-- Days from lead to won deal over leads of the month that are won.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'source', source, null) as part,
    sum(greatest(won_on - day, 0)) as numerator,
    count(*) as denominator
from lead
where
    won_on is not null
    and day >= getvariable('start')
    and day < getvariable('stop')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
