-- Spend over people whose first order lies in the month. Spend of no region is left out where a region is asked for.
-- One row per month and part.
with spent as (
    select
        spend.day,
        source,
        region,
        if(
            spend.currency <> getvariable('currency'),
            round(amount * fx_rates.rate, 6)::decimal(18, 6),
            amount
        ) as spend
    from master.spend
    asof left join master.fx_rates
        on spend.currency = fx_rates.currency and spend.day >= fx_rates.day
),

both_sides as (
    select day, source, region, spend, 0 as customers
    from spent
    union all
    select day, source, region, 0, 1
    from first_order
)

select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'source', source, null) as part,
    sum(spend) as numerator,
    sum(customers) as denominator
from both_sides
where
    day >= getvariable('start')
    and day < getvariable('stop')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
