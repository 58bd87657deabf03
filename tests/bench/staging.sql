-- What every question over raw events begins with, as views over the attached master: whose an event is, on which local
-- day, for how much, which order, which ticket. A question that uses a view pays for it.

-- Who each visitor belongs to: the earliest link, then the smaller person_id. One row per visitor.
create view link as
with links as (
    select visitor_id, occurred_at as linked_at, person_id
    from master.events
    where visitor_id is not null and person_id is not null
    union all
    select visitor_id, coalesce(linked_at, timestamp '-infinity'), person_id
    from master.identities
)

select visitor_id, arg_min(person_id, (linked_at, person_id)) as person_id
from links
group by visitor_id;

-- Events with their local day. One row per event.
create view dated_event as
select
    *,
    timezone(getvariable('zone'), timezone('UTC', occurred_at))::date as day
from master.events;

-- Events with their person as well. One row per event.
create view person_event as
select
    dated_event.* replace (coalesce(dated_event.person_id, link.person_id, 'visitor:' || visitor_id) as person_id)
from dated_event
left join link using (visitor_id);

-- Money at the latest rate of the day or of the seven days before it. One row per order line and refund.
create view money as
with sales as (
    select
        *,
        coalesce(order_id, 'event:' || event_id) as order_key,
        if(currency <> getvariable('currency'), currency, null) as foreign_currency
    from dated_event
    where event in ('order', 'refund')
),

rated_sales as (
    select
        sales.*,
        if(sales.day - fx_rates.day <= 7, fx_rates.rate, null) as rate
    from sales
    asof left join master.fx_rates
        on sales.foreign_currency = fx_rates.currency and sales.day >= fx_rates.day
),

converted_sales as (
    select
        *,
        if(foreign_currency is null, amount, round(amount * rate, 6)::decimal(18, 6)) as converted_amount,
        if(foreign_currency is null, cost, round(cost * rate, 6)::decimal(18, 6)) as converted_cost
    from rated_sales
)

select
    event_id,
    occurred_at,
    day,
    person_id,
    visitor_id,
    region,
    channel,
    order_key,
    if(event = 'order', coalesce(converted_amount, 0), 0) as gross,
    if(event = 'refund', coalesce(converted_amount, 0), 0) as refund,
    if(event = 'order', converted_cost, null) as cost
from converted_sales;

-- The same with the person. One row per order line and refund.
create view person_money as
select money.* replace (coalesce(money.person_id, link.person_id, 'visitor:' || visitor_id) as person_id)
from money
left join link using (visitor_id);

-- Orders at their first line. One row per order.
create view placed_order as
select *, coalesce(order_id, 'event:' || event_id) as order_key
from dated_event
where event = 'order'
qualify row_number() over (partition by order_key order by occurred_at, event_id) = 1;

-- The same with the person. One row per order.
create view customer_order as
select placed_order.* replace (coalesce(placed_order.person_id, link.person_id, 'visitor:' || visitor_id) as person_id)
from placed_order
left join link using (visitor_id);

-- The first order ever of everybody who ordered. One row per person.
create view first_order as
select *
from customer_order
where person_id is not null
qualify row_number() over (partition by person_id order by occurred_at, event_id) = 1;

-- Channels that record visits: they say so, or say nothing and have a visit. One row per channel.
create view recording_channel as
select channel
from master.channels
where records_visits
union
select channel
from master.events
where
    event = 'visit'
    and channel not in (select channel from master.channels where records_visits is not null);

-- Visits and orders of people where visits are recorded. One row per visit and order.
create view shop_act as
with acts as (
    select event_id, occurred_at, day, person_id, region, channel, 0 as orders
    from person_event
    where event = 'visit'
    union all
    select event_id, occurred_at, day, person_id, region, channel, 1
    from customer_order
)

select *
from acts
where
    person_id is not null
    and occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (channel is null or channel in (select channel from recording_channel));

-- Tickets at their first opening, with the first answer and the first closing from then on. One row per ticket.
create view ticket as
with openings as (
    select *
    from dated_event
    where event = 'ticket_opened'
    qualify row_number() over (partition by coalesce(ticket_id, 'event:' || event_id) order by occurred_at, event_id) = 1
),

steps as (
    select ticket_id, event, occurred_at
    from master.events
    where event in ('ticket_answered', 'ticket_closed')
)

select
    any_value(openings.day) as day,
    any_value(openings.occurred_at) as opened_at,
    openings.event_id,
    any_value(person_id) as person_id,
    any_value(visitor_id) as visitor_id,
    any_value(region) as region,
    any_value(channel) as channel,
    min(steps.occurred_at) filter (steps.event = 'ticket_answered') as answered_at,
    min(steps.occurred_at) filter (steps.event = 'ticket_closed') as closed_at,
    epoch(answered_at - any_value(openings.occurred_at)) as response_seconds,
    epoch(closed_at - any_value(openings.occurred_at)) as resolution_seconds
from openings
left join steps
    on openings.ticket_id = steps.ticket_id and steps.occurred_at >= openings.occurred_at
where
    openings.occurred_at >= getvariable('from_at')
    and openings.occurred_at < getvariable('until_at')
group by openings.event_id;

-- Leads at their first mention, with the day of the first won deal of the same order_id. One row per lead.
create view lead as
with first_leads as (
    select *
    from dated_event
    where event = 'lead'
    qualify row_number() over (partition by coalesce(order_id, 'event:' || event_id) order by occurred_at, event_id) = 1
),

deals as (
    select order_id, min(day) as won_on
    from dated_event
    where event = 'deal_won' and order_id is not null
    group by order_id
)

select first_leads.day, first_leads.source, first_leads.region, deals.won_on
from first_leads
left join deals using (order_id);

-- Business hours as the settings write them. One row per region (NULL is everywhere else), weekday and opening.
create view business_hour as
with rules as (
    select trim(unnest(string_split(value, ';'))) as rule
    from master.settings
    where name = 'business_hours'
),

parts as (
    select
        nullif(regexp_extract(rule, '^([^:]+): ', 1), '') as region,
        trim(unnest(string_split(regexp_replace(rule, '^[^:]+: ', ''), ','))) as part
    from rules
),

spelt_parts as (
    select
        *,
        ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as names,
        list_position(names, left(part, 3)) as first_day,
        coalesce(list_position(names, nullif(regexp_extract(part, '^...-(...)', 1), '')), first_day) as last_day,
        regexp_extract(part, '(\d+:\d+)-', 1) as opens,
        regexp_extract(part, '-(\d+:\d+)', 1) as closes
    from parts
)

select
    region,
    weekday,
    left(opens, 2)::integer * 60 + right(opens, 2)::integer as opens,
    left(closes, 2)::integer * 60 + right(closes, 2)::integer as closes
from spelt_parts
inner join range(1, 8) as days(weekday) on (weekday - first_day + 7) % 7 <= (last_day - first_day + 7) % 7;

-- Tickets with the business seconds to their first answer or closing, NULL while they wait, and to where the data end (of
-- those that do not wait, at most of a month). One row per ticket.
create macro business_ticket(step) as table
with ends as (
    select
        *,
        case step when 'answered' then answered_at else closed_at end as ended_at,
        if(
            ended_at is null,
            getvariable('covered_at'),
            least(opened_at + interval 31 days, getvariable('covered_at'))
        ) as aged_at
    from ticket
),

days as (
    select
        *,
        unnest(generate_series(
            timezone(getvariable('zone'), timezone('UTC', opened_at))::date,
            timezone(getvariable('zone'), timezone('UTC', greatest(aged_at, ended_at)))::date,
            interval 1 day
        )) as midnight
    from ends
),

open_days as (
    select
        days.*,
        timezone('UTC', timezone(getvariable('zone'), midnight + to_minutes(business_hour.opens))) as opens_at,
        timezone('UTC', timezone(getvariable('zone'), midnight + to_minutes(business_hour.closes))) as closes_at
    from days
    left join business_hour
        on
            business_hour.weekday = isodow(days.midnight)
            and business_hour.region is not distinct from
            if(days.region in (select region from business_hour), days.region, null)
)

select
    event_id,
    any_value(day) as day,
    any_value(region) as region,
    any_value(channel) as channel,
    if(
        any_value(ended_at) is null,
        null,
        coalesce(
            sum(greatest(0, epoch(least(closes_at, ended_at) - greatest(opens_at, opened_at))))
                filter (opens_at is not null),
            0
        )
    ) as waited,
    coalesce(
        sum(greatest(0, epoch(least(closes_at, aged_at) - greatest(opens_at, opened_at))))
            filter (opens_at is not null),
        0
    ) as age
from open_days
group by event_id;

-- Spend in the reporting currency. One row per row of spend.
create view spent as
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
    on spend.currency = fx_rates.currency and spend.day >= fx_rates.day;
