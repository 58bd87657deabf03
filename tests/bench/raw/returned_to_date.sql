-- Of the people who ordered before the month's end, those who did on two days or more.
-- One row per month and part.
with months as (
    select
        unnest(generate_series(getvariable('start'), getvariable('stop') - interval 1 day, interval 1 month))::date
            as period
),

people as (
    select
        period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region,
        count(distinct day) as days
    from months
    inner join customer_order on day < period + interval 1 month
    where person_id is not null
    group by period, person_id
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    count(*) filter (days > 1) as numerator,
    count(*) as denominator
from people
where getvariable('region') is null or region = getvariable('region')
group by all
