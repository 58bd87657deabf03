-- What people spent, net, in the 365 days from their first order in the month, where these days are over. Refunds lie on
-- the day of their order, with its person.
-- One row per month and part.
with newcomers as (
    select person_id, day as first_day, region
    from first_order
    where
        occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
        and day + 365 <= getvariable('covered_day')
        and (getvariable('region') is null or region = getvariable('region'))
),

order_money as (
    select
        if(customer_order.order_key is null, person_money.person_id, customer_order.person_id) as person_id,
        coalesce(customer_order.day, person_money.day) as day,
        gross - refund as net
    from person_money
    left join customer_order using (order_key)
),

worth as (
    select newcomers.person_id, sum(net) as net
    from newcomers
    inner join order_money
        on
            newcomers.person_id = order_money.person_id
            and order_money.day >= first_day
            and order_money.day < first_day + 365
    group by newcomers.person_id
)

select
    date_trunc('month', first_day)::date as period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    sum(coalesce(net, 0)) as numerator,
    count(*) as denominator
from newcomers
left join worth using (person_id)
group by all
