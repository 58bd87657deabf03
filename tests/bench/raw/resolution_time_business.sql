-- Business seconds from a ticket's opening to its first closing, over closed tickets.
-- One row per month and part.
select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(waited) as numerator,
    count(*) as denominator
from business_ticket('closed')
where
    waited is not null
    and (getvariable('region') is null or region = getvariable('region'))
group by all
