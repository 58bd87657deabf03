-- When people answer: spans of UTC in which the wall clock of the reporting zone shows business hours. An hour that is
-- skipped is in no span, one that is shown twice is in two. Clock 0 is that of every region without hours of its own.
-- us_before: microseconds open before the span. One row per clock and span.
create table business_span as
with local_spans as (
    select
        from_at,
        until_at,
        ahead,
        from_at + to_seconds(ahead) as local_from,
        until_at + to_seconds(ahead) as local_until
    from zone_span
),

days as (
    select unnest(generate_series(min(local_from)::date, max(local_until)::date, interval 1 day)) as midnight
    from local_spans
),

openings as (
    select
        business_hour.clock,
        days.midnight + to_seconds(business_hour.opens) as opens_at,
        days.midnight + to_seconds(business_hour.closes) as closes_at
    from days
    inner join business_hour on isodow(days.midnight) - 1 = business_hour.weekday
),

open_spans as (
    select
        openings.clock,
        greatest(openings.opens_at, local_spans.local_from) - to_seconds(local_spans.ahead) as from_at,
        least(openings.closes_at, local_spans.local_until) - to_seconds(local_spans.ahead) as until_at
    from openings
    inner join local_spans
        on openings.opens_at < local_spans.local_until and openings.closes_at > local_spans.local_from
)

select
    clock,
    from_at,
    until_at,
    coalesce(
        sum(epoch_us(until_at) - epoch_us(from_at)) over (
            partition by clock order by from_at
            rows between unbounded preceding and 1 preceding
        ), 0
    )::bigint as us_before
from open_spans
order by clock, from_at;
