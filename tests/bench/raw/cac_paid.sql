-- Spend on paid sources over people whose first order lies in the month and came from one. Spend of no region is left
-- out where a region is asked for.
-- One row per month and part.
with paid_source as (
    select source
    from master.sources
    where is_paid
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
semi join paid_source using (source)
where
    day >= getvariable('start')
    and day < getvariable('stop')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
