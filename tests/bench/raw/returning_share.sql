-- Of the people who order in the month, those whose first order lies before it; with a region, those last seen there.
-- One row per month and part.
with buyers as (
    select
        date_trunc('month', day)::date as period,
        if(getvariable('breakdown') = 'channel', channel, null) as part,
        person_id
    from customer_order
    where
        person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
),

homes as (
    select
        date_trunc('month', day)::date as period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region
    from customer_order
    where
        person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
)

select
    buyers.period,
    part,
    count(*) filter (first_order.day < buyers.period) as numerator,
    count(*) as denominator
from buyers
inner join homes using (period, person_id)
inner join first_order using (person_id)
where getvariable('region') is null or homes.region = getvariable('region')
group by all
