-- The business time that nine in ten answered tickets do not exceed.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    quantile_disc(waited, 0.9) as numerator,
    1 as denominator
from business_ticket('answered')
where
    waited is not null
    and (getvariable('region') is null or region = getvariable('region'))
group by all
