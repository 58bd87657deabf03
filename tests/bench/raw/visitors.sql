-- People with a visit.
-- One row per month and part.
with visitors as (
    select
        date_trunc('month', day)::date as period,
        if(getvariable('breakdown') = 'channel', channel, null) as part,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region
    from person_event
    where
        event = 'visit'
        and person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
)

select
    period,
    part,
    count(*) as numerator,
    null as denominator
from visitors
where getvariable('region') is null or region = getvariable('region')
group by all
