-- What people did in shops that are seen: visits and orders, as far as filters can tell them apart; and visits of nobody.
-- One row per person, day, who, channel, source, campaign and device.
create table shop_day as
with acts as (
    select event.day, event.person, who.who, channel, source, campaign, device, 1 as visits, 0 as orders
    from event
    inner join who using (region, segment, identified)
    where event.event = 'visit'
    union all
    select day, person, who, channel, source, campaign, device, 0, 1
    from customer_order
    where person is not null
)

select
    acts.day,
    acts.person,
    acts.who,
    acts.channel,
    acts.source,
    acts.campaign,
    acts.device,
    channel.records_visits,
    sum(acts.visits)::integer as visits,
    sum(acts.orders)::integer as orders
from acts
inner join channel using (channel)
group by all
order by acts.day, acts.person;

-- Visits, whoever made them. One row per day, who, channel and source.
create table day_visits as
select day, who, channel, source, sum(visits)::bigint as visits
from shop_day
where visits > 0
group by all
order by day;

-- The days on which a person was there, with the day of the next time: in a window [a, b) a person is counted
-- once, on the row with a <= day < b <= next_day, under the region and segment of that day's last event.
-- kind: shopper (visit or order where visits are recorded), visitor, buyer, contact (order or ticket).
-- One row per kind, person and day.
create table presence as
with acts as (
    select 'visitor' as kind, event.person, event.day, event.seq, who.who
    from event
    inner join who using (region, segment, identified)
    where event.event = 'visit'
    union all
    select 'shopper', event.person, event.day, event.seq, who.who
    from event
    inner join who using (region, segment, identified)
    inner join channel using (channel)
    where event.event = 'visit' and channel.records_visits
    union all
    select 'shopper', person, day, seq, who
    from customer_order
    where records_visits
    union all
    select 'buyer', person, day, seq, who
    from customer_order
    union all
    select 'contact', person, day, seq, who
    from customer_order
    union all
    select 'contact', person, day, seq, who
    from ticket
),

days as (
    select kind, person, day, arg_max(who, seq) as who
    from acts
    where person is not null
    group by kind, person, day
)

select
    days.kind,
    days.day,
    lead(days.day, 1, date '5000-01-01') over (partition by days.kind, days.person order by days.day) as next_day,
    days.person,
    days.who,
    coalesce(customer.origin, 0) as origin
from days
left join customer using (person)
order by days.kind, days.day, days.person;
