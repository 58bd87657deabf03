-- Weight of answers 4 and 5 over the weight of all, each survey by itself.
-- One row per month, survey and part.
select
    date_trunc('month', day)::date as period,
    survey,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(if(score >= 4, coalesce(weight, 1), 0)) as numerator,
    sum(coalesce(weight, 1)) as denominator
from dated_event
where
    event = 'survey_csat'
    and score is not null
    and occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
