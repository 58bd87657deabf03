-- Net revenue of people in the month × the mean months from the first order ever to the last in the month / months in which
-- each of those who order in it did (one, in a month). Who has a refund only adds money alone.
-- One row per month and part.
with people as (
    select
        date_trunc('month', day)::date as period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region,
        max(day) as last_day
    from customer_order
    where
        person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
),

spendings as (
    select
        date_trunc('month', day)::date as period,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region,
        sum(gross - refund) as net
    from person_money
    where
        person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
),

together as (
    select
        spendings.period,
        if(people.person_id is null, spendings.region, people.region) as region,
        net,
        people.person_id is not null as ordered,
        (last_day - first_order.day) / 30.4375 as life
    from spendings
    left join people using (period, person_id)
    left join first_order using (person_id)
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    sum(net)::double * avg(life) filter (ordered) as numerator,
    count(*) filter (ordered) as denominator
from together
where getvariable('region') is null or region = getvariable('region')
group by all
