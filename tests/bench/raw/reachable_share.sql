-- People with an id of their own who ordered, signed up, became a lead or spoke of consent before the month's end, and
-- those of them whose last word is consent. The region is that of the last such event.
-- One row per month and part. A breakdown is of the last day of the window.
with months as (
    select
        period,
        if(
            getvariable('breakdown') is null,
            (period + interval 1 month)::date,
            getvariable('stop')
        ) as month_end
    from (
        select
            unnest(generate_series(getvariable('start'), getvariable('stop') - interval 1 day, interval 1 month))::date
                as period
    )
),

acts as materialized (
    select person_id, day, occurred_at, event_id, region, event
    from customer_order
    union all
    select person_id, day, occurred_at, event_id, region, event
    from person_event
    where event in ('signup', 'lead', 'consent_given', 'consent_withdrawn')
),

standings as (
    select
        period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region,
        arg_max(event, (occurred_at, event_id)) filter (event like 'consent%') is not distinct from 'consent_given'
            as is_reachable
    from months
    inner join acts on day < month_end
    where person_id not like 'visitor:%'
    group by period, person_id
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    count(*) filter (is_reachable) as numerator,
    count(*) as denominator
from standings
where getvariable('region') is null or region = getvariable('region')
group by all
