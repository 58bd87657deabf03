-- A rate holds for seven days: the newest rate of at most seven days before each day.
-- One row per currency and day.
create temp table rate as
with held as (
    select
        currency,
        (day + span.days::integer)::date as day,
        rate,
        span.days as age
    from master.fx_rates
    cross join range(0, 8) as span(days)
)

select currency, day, arg_min(rate, age) as rate
from held
group by currency, day;

-- Every event with its person, its local day and its money in the reporting currency; unknown text is ''. Money without
-- a rate is never guessed: a load has moved it to quarantine before.
-- seq orders events by instant, ties by event_id. One row per event.
create temp table event as
with local_events as (
    select
        events.*,
        timezone(getvariable('zone'), timezone('UTC', occurred_at)) as local_at,
        coalesce(events.person_id, link.person_id, events.visitor_id) as resolved_id,
        events.person_id is null and link.person_id is null as is_visitor
    from master.events
    left join link using (visitor_id)
)

select
    (row_number() over (order by occurred_at, event_id))::integer as seq,
    event,
    event_id,
    occurred_at,
    local_at::date as day,
    person.person,
    person.bucket,
    coalesce(region, '') as region,
    coalesce(segment, '') as segment,
    coalesce(identified, false) as identified,
    coalesce(channel, '') as channel,
    coalesce(source, '') as source,
    coalesce(category, '') as category,
    coalesce(device, '') as device,
    coalesce(campaign, '') as campaign,
    order_id,
    ticket_id,
    case
        when amount is null or local_events.currency is null then amount
        when local_events.currency = getvariable('currency') then amount
        when rate.rate is null
            then error('An amount in ' || local_events.currency || ' has no rate: it belongs in quarantine.')
        else round(amount * rate.rate, 6)::decimal(18, 6)
    end as amount,
    case
        when cost is null or local_events.currency is null then cost
        when local_events.currency = getvariable('currency') then cost
        when rate.rate is null
            then error('An amount in ' || local_events.currency || ' has no rate: it belongs in quarantine.')
        else round(cost * rate.rate, 6)::decimal(18, 6)
    end as cost,
    score,
    weight,
    coalesce(survey, '') as survey,
    if(event in ('survey_nps', 'survey_csat'), comment, null) as comment
from local_events
left join person
    on local_events.resolved_id = person.person_id and local_events.is_visitor = person.is_visitor
left join rate
    on
        local_events.currency = rate.currency
        and local_events.local_at::date = rate.day
        and local_events.currency <> getvariable('currency');

-- Region, segment and whether identified, as one number: one row per combination that occurs.
create table who as
with combinations as (
    select distinct region, segment, identified
    from event
)

select
    (row_number() over (order by region, segment, identified))::smallint as who,
    region,
    segment,
    identified
from combinations
order by who;

-- Channels, declared or seen; one that nobody declared records visits when a visit came through it.
-- One row per channel.
create table channel as
with seen as (
    select channel, bool_or(event = 'visit') or channel = '' as records_visits
    from event
    group by channel
)

select
    coalesce(seen.channel, channels.channel) as channel,
    coalesce(channels.is_online, false) as is_online,
    coalesce(channels.records_visits, seen.records_visits, false) as records_visits
from seen
full join master.channels using (channel)
order by channel;
