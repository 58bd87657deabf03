-- Net revenue of people over those of them with an order. The region is that of the last order of the month,
-- of the last line or refund for people without one.
-- One row per month and part.
with acts as (
    select occurred_at, event_id, day, person_id, region, gross - refund as net, false as is_order
    from person_money
    union all
    select occurred_at, event_id, day, person_id, region, 0, true
    from customer_order
),

spenders as (
    select
        date_trunc('month', day)::date as period,
        person_id,
        arg_max_null(region, (is_order, occurred_at, event_id)) as region,
        bool_or(is_order) as is_buyer,
        sum(net) as net
    from acts
    where
        person_id is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    group by all
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    sum(net) as numerator,
    count(*) filter (is_buyer) as denominator
from spenders
where getvariable('region') is null or region = getvariable('region')
group by all
