-- Of the people who ordered in the 90 days before the month, those whose 90th day without an order lies in it. No month
-- has more than 90 days, so that day follows an order before its start.
-- One row per month and part.
with months as (
    select
        unnest(generate_series(getvariable('start'), getvariable('stop') - interval 1 day, interval 1 month))::date
            as period
),

order_days as (
    select
        person_id,
        day,
        arg_max_null(region, (occurred_at, event_id)) as region,
        lead(day) over (partition by person_id order by day) as next_day
    from customer_order
    where person_id is not null
    group by person_id, day
),

active_people as (
    select
        period,
        person_id,
        arg_max_null(region, day) as region,
        bool_or(
            day + 90 < period + interval 1 month and coalesce(next_day > day + 90, true)
        ) as fell_silent
    from months
    inner join order_days on day >= period - 90 and day < period
    group by period, person_id
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    count(*) filter (fell_silent) as numerator,
    count(*) as denominator
from active_people
where getvariable('region') is null or region = getvariable('region')
group by all
