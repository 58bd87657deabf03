-- How far each feed's data reach, and when it was last loaded. One row per feed.
create table feed as
select
    feed,
    max(kind) as kind,
    min(first_at) as first_at,
    max(coalesce(covers_until, last_at)) as covered_until,
    max(loaded_at) as loaded_at,
    count(*) as files,
    sum(accepted)::bigint as accepted,
    sum(quarantined)::bigint as quarantined
from master.ledger
group by feed
order by feed;

-- Which kinds of event each feed gives ('spend' for the spend table, 'cost' for order lines that carry one).
-- One row per feed and kind.
create table feed_event as
select feed, event, count(*) as events, min(occurred_at) as first_at, max(occurred_at) as last_at
from master.events
group by feed, event
union all
select feed, 'cost', count(*), min(occurred_at), max(occurred_at)
from master.events
where event = 'order' and cost is not null
group by feed
union all
select feed, 'spend', count(*), min(day)::timestamp, max(day)::timestamp
from master.spend
group by feed
order by feed, event;

-- Days on which a feed and region said anything at all, in the reporting zone. One row per feed, region and day.
create temp table feed_day as
select
    feed,
    coalesce(region, '') as region,
    timezone(getvariable('zone'), timezone('UTC', occurred_at))::date as day,
    count(*) as events
from master.events
group by all;

-- Holes: spans in which a feed and region fell silent, at least two days and more than twice as long as any other silence
-- of theirs, where the share of days on which they otherwise speak (at least 28) makes it less likely than one in a billion.
-- One row per feed, region and span; end_day is the first day with data again.
create table hole as
with gaps as (
    select
        feed,
        region,
        day + 1 as start_day,
        lead(day) over (partition by feed, region order by day) as end_day
    from feed_day
),

silences as (
    select *, end_day - start_day as days
    from gaps
    where end_day > start_day
),

spans as (
    select feed, region, count(*) as active_days, max(day) - min(day) + 1 as days
    from feed_day
    group by feed, region
),

ranked as (
    select
        *,
        coalesce(
            max(days) over (
                partition by feed, region order by days desc, start_day
                rows between 1 following and unbounded following
            ), 0
        ) as next_longest
    from silences
),

judged as (
    select
        ranked.*,
        spans.active_days,
        (spans.active_days + 0.5) / (spans.days - ranked.days + 1) as active_share
    from ranked
    inner join spans using (feed, region)
)

select feed, region, start_day, end_day, days, active_share
from judged
where
    days >= 2
    and days > 2 * next_longest
    and active_days >= 28
    and power(1 - active_share, days) < 1e-9
order by feed, region, start_day;

-- How well visits and people are joined. One row.
create table identity as
select
    count(*) filter (event = 'visit') as visits,
    count(*) filter (event = 'visit' and not person.is_visitor) as joined_visits,
    count(*) filter (event = 'visit' and event.person is null) as nobodys_visits,
    (select coalesce(sum(conflicts), 0) from link)::bigint as conflicting_links,
    (select count(*) from link) as links
from event
left join person using (person);

create table ledger as from master.ledger;

create table quarantine as from master.quarantine;

create table settings as from master.settings;
