-- Of the people who ordered in the 90 days before the month, those who order in the 90 days from its start.
-- One row per month and part.
with months as (
    select
        unnest(generate_series(getvariable('start'), getvariable('stop') - interval 1 day, interval 1 month))::date
            as period
),

active_people as (
    select
        period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) filter (day < period) as region,
        bool_or(day >= period) as came_back
    from months
    inner join customer_order on day >= period - 90 and day < period + 90
    where person_id is not null
    group by period, person_id
    having bool_or(day < period)
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    count(*) filter (came_back) as numerator,
    count(*) as denominator
from active_people
where getvariable('region') is null or region = getvariable('region')
group by all
