-- Of the people whose first order lies in the month, those with an order on a later one of the 90 days from it.
-- One row per month and part.
with newcomers as (
    select person_id, day as first_day, region
    from first_order
    where
        occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
        and (getvariable('region') is null or region = getvariable('region'))
),

returns as (
    select distinct newcomers.person_id
    from newcomers
    inner join customer_order
        on
            newcomers.person_id = customer_order.person_id
            and customer_order.day > first_day
            and customer_order.day < first_day + 90
)

select
    date_trunc('month', first_day)::date as period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    count(returns.person_id) as numerator,
    count(*) as denominator
from newcomers
left join returns using (person_id)
group by all
