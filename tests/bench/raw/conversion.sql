-- Of the people who visited or ordered where visits are recorded, those who ordered.
-- One row per month and part.
with shoppers as (
    select
        date_trunc('month', day)::date as period,
        if(getvariable('breakdown') = 'channel', channel, null) as part,
        person_id,
        arg_max_null(region, (occurred_at, event_id)) as region,
        sum(orders) as orders
    from shop_act
    group by all
)

select
    period,
    part,
    count(*) filter (orders > 0) as numerator,
    count(*) as denominator
from shoppers
where getvariable('region') is null or region = getvariable('region')
group by all
