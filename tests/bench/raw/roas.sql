-- Net revenue of the orders of sources with spend in the month, over that spend. The source is that of the order's first
-- line. Spend of no region is left out where a region is asked for.
-- One row per month and part.
with monthly_spend as (
    select
        date_trunc('month', day)::date as period,
        source,
        sum(spend) as all_of_it,
        coalesce(sum(spend) filter (getvariable('region') is null or region = getvariable('region')), 0) as spend
    from spent
    where day >= getvariable('start') and day < getvariable('stop')
    group by all
),

returned as (
    select
        date_trunc('month', money.day)::date as period,
        placed_order.source,
        sum(gross - refund) as net
    from money
    inner join placed_order using (order_key)
    where
        money.occurred_at >= getvariable('from_at')
        and money.occurred_at < getvariable('until_at')
        and (getvariable('region') is null or money.region = getvariable('region'))
    group by all
)

select
    monthly_spend.period,
    if(getvariable('breakdown') = 'source', monthly_spend.source, null) as part,
    sum(coalesce(net, 0)) as numerator,
    sum(spend) as denominator
from monthly_spend
left join returned using (period, source)
where all_of_it > 0
group by all
