-- Seconds from a ticket's opening to its first answer, over answered tickets.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(response_seconds) as numerator,
    count(*) as denominator
from ticket
where
    response_seconds is not null
    and (getvariable('region') is null or region = getvariable('region'))
group by all
