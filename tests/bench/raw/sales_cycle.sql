-- Kaplan-Meier over leads of the month, those not won censored where the data end (leads and deals of the demo come from
-- one feed): the first day by which half of those are won that are won at all.
-- One row per month and part.
with waits as (
    select
        date_trunc('month', day)::date as period,
        if(getvariable('breakdown') = 'source', source, null) as part,
        greatest(least(won_on, getvariable('covered_day')) - day, 0) as days,
        count(won_on) filter (won_on <= getvariable('covered_day')) as won,
        count(*) as leads
    from lead
    where
        day >= getvariable('start')
        and day < getvariable('stop')
        and (getvariable('region') is null or region = getvariable('region'))
    group by all
),

risks as (
    select
        *,
        sum(leads) over (
            partition by period, part order by days
            rows between current row and unbounded following
        ) as at_risk
    from waits
),

curve as (
    select
        *,
        1 - product((at_risk - won) / at_risk) over (
            partition by period, part order by days
            rows between unbounded preceding and current row
        ) as won_by_then
    from risks
),

shares as (
    select *, max(won_by_then) over (partition by period, part) as won_at_all
    from curve
)

-- A product of fractions may miss one half by a rounding error.
select
    period,
    part,
    min(days) as numerator,
    1 as denominator
from shares
where won > 0 and won_by_then >= won_at_all * (0.5 - 1e-9)
group by all
