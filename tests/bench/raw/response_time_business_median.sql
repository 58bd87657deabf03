-- Kaplan-Meier: the first time at which no more than half of the tickets wait, in business time, unanswered ones censored
-- where the data end.
-- One row per month and part.
with waits as (
    select
        date_trunc('month', day)::date as period,
        if(getvariable('breakdown') = 'channel', channel, null) as part,
        coalesce(waited, age) as seconds,
        count(waited) as answered,
        count(*) as tickets
    from business_ticket('answered')
    where getvariable('region') is null or region = getvariable('region')
    group by all
),

risks as (
    select
        *,
        sum(tickets) over (
            partition by period, part order by seconds
            rows between current row and unbounded following
        ) as at_risk
    from waits
),

curve as (
    select
        *,
        product((at_risk - answered) / at_risk) over (
            partition by period, part order by seconds
            rows between unbounded preceding and current row
        ) as still_waiting
    from risks
)

-- A product of fractions may miss one half by a rounding error.
select
    period,
    part,
    min(seconds) as numerator,
    1 as denominator
from curve
where answered > 0 and still_waiting <= 0.5 + 1e-9
group by all
