-- Of the people who ordered in the 90 days before the month or were subscribed at its start, those who cancel in it. The
-- region is that of the last of these orders and of the signups of someone subscribed.
-- One row per month and part.
with months as (
    select
        unnest(generate_series(getvariable('start'), getvariable('stop') - interval 1 day, interval 1 month))::date
            as period
),

acts as materialized (
    select person_id, day, occurred_at, event_id, region, event
    from customer_order
    union all
    select person_id, day, occurred_at, event_id, region, event
    from person_event
    where event in ('signup', 'cancel')
),

standings as (
    select
        period,
        person_id,
        arg_max(event, (occurred_at, event_id)) filter (event <> 'order') is not distinct from 'signup' as is_subscribed,
        bool_or(event = 'order') as is_active,
        arg_max_null(region, (occurred_at, event_id)) filter (event = 'order') as order_region,
        arg_max_null(region, (occurred_at, event_id)) filter (event <> 'cancel') as order_or_signup_region
    from months
    inner join acts on day < period and (event <> 'order' or day >= period - 90)
    where person_id is not null
    group by period, person_id
),

base as (
    select
        period,
        person_id,
        if(is_subscribed, order_or_signup_region, order_region) as region
    from standings
    where is_active or is_subscribed
),

goodbyes as (
    select distinct date_trunc('month', day)::date as period, person_id
    from acts
    where event = 'cancel'
),

marked_base as (
    select base.*, goodbyes.person_id is not null as has_cancelled
    from base
    left join goodbyes using (period, person_id)
)

select
    period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    count(*) filter (has_cancelled) as numerator,
    count(*) as denominator
from marked_base
where getvariable('region') is null or region = getvariable('region')
group by all
