-- Distinct people per calendar period and what they did: y is orders in recording channels (shopper), net revenue
-- (buyer), tickets (contact). People with a refund only have y but are not counted (people = 0).
-- One row per kind, grain, period, who and origin.
create table people_period as
with present as (
    select presence.kind, calendar.grain, calendar.period, presence.person, presence.who, presence.origin
    from presence
    inner join calendar using (day)
    where presence.next_day >= calendar.period_end
),

did as (
    select 'shopper' as kind, calendar.grain, calendar.period, person, count(*)::double as y, null as who
    from customer_order
    inner join calendar using (day)
    where person is not null and records_visits
    group by all
    union all
    select 'buyer', calendar.grain, calendar.period, person, sum(gross - refund)::double, arg_max(who, seq)
    from sale
    inner join calendar using (day)
    where person is not null
    group by all
    union all
    select 'contact', calendar.grain, calendar.period, person, count(*)::double, null
    from ticket
    inner join calendar using (day)
    where person is not null
    group by all
),

together as (
    select
        coalesce(present.kind, did.kind) as kind,
        coalesce(present.grain, did.grain) as grain,
        coalesce(present.period, did.period) as period,
        coalesce(present.who, did.who) as who,
        coalesce(present.origin, customer.origin, 0) as origin,
        (present.person is not null)::utinyint as x,
        coalesce(did.y, 0) as y
    from present
    full join did
        on
            present.kind = did.kind
            and present.grain = did.grain
            and present.period = did.period
            and present.person = did.person
    left join customer on did.person = customer.person
)

select
    kind,
    grain,
    period,
    who,
    origin,
    count(*)::bigint as clusters,
    sum(x)::bigint as people,
    count(*) filter (x = 1 and y > 0)::bigint as acted,
    sum(y) as y,
    sum(x * y) as xy,
    sum(y * y) as yy
from together
group by all
order by kind, grain, period;

-- The same by channel, source, campaign or device of the event, one value at a time.
-- One row per kind, grain, period, dimension, value and who.
create table people_value_period as
with present as (
    select presence.kind, calendar.grain, calendar.period, presence.person, presence.who
    from presence
    inner join calendar using (day)
    where presence.kind in ('shopper', 'visitor') and presence.next_day >= calendar.period_end
),

acts as (
    select calendar.grain, calendar.period, 'channel' as dimension, channel as value, person, visits, orders, records_visits
    from shop_day
    inner join calendar using (day)
    union all
    select calendar.grain, calendar.period, 'source', source, person, visits, orders, records_visits
    from shop_day
    inner join calendar using (day)
    union all
    select calendar.grain, calendar.period, 'campaign', campaign, person, visits, orders, records_visits
    from shop_day
    inner join calendar using (day)
    union all
    select calendar.grain, calendar.period, 'device', device, person, visits, orders, records_visits
    from shop_day
    inner join calendar using (day)
),

seen as (
    select
        grain,
        period,
        dimension,
        value,
        person,
        sum(visits) as visits,
        bool_or(records_visits) as is_shopper,
        sum(if(records_visits, orders, 0))::double as y
    from acts
    group by all
)

select
    present.kind,
    grain,
    period,
    seen.dimension,
    seen.value,
    present.who,
    count(*)::bigint as clusters,
    count(*)::bigint as people,
    count(*) filter (seen.y > 0)::bigint as acted,
    sum(seen.y) as y,
    sum(seen.y) as xy,
    sum(seen.y * seen.y) as yy
from seen
inner join present using (grain, period, person)
where (present.kind = 'shopper' and seen.is_shopper) or (present.kind = 'visitor' and seen.visits > 0)
group by all
order by kind, grain, dimension, period;

-- Sales per calendar period, one dimension at a time ('' is all together), kept apart by bucket of the person's hash so
-- that the spread between people can be told. One row per grain, period, dimension, value and bucket.
create table sales_period as
with lines as (
    select
        sale.day,
        sale.bucket,
        who.region,
        who.segment,
        who.identified::varchar as identified,
        sale.channel,
        sale.source,
        sale.campaign,
        sale.device,
        sale.order_channel,
        gross,
        refund,
        cost,
        costed_gross,
        orders,
        repeat_orders
    from sale
    inner join who using (who)
),

day_values as (
    select
        day,
        bucket,
        case
            when grouping(region) = 0 then 'region'
            when grouping(segment) = 0 then 'segment'
            when grouping(identified) = 0 then 'identified'
            when grouping(channel) = 0 then 'channel'
            when grouping(source) = 0 then 'source'
            when grouping(campaign) = 0 then 'campaign'
            when grouping(device) = 0 then 'device'
            when grouping(order_channel) = 0 then 'order_channel'
            else ''
        end as dimension,
        coalesce(region, segment, identified, channel, source, campaign, device, order_channel, '') as value,
        sum(gross) as gross,
        sum(refund) as refund,
        sum(cost) as cost,
        sum(costed_gross) as costed_gross,
        sum(orders) as orders,
        sum(repeat_orders) as repeat_orders
    from lines
    group by grouping sets (
        (day, bucket),
        (day, bucket, region),
        (day, bucket, segment),
        (day, bucket, identified),
        (day, bucket, channel),
        (day, bucket, source),
        (day, bucket, campaign),
        (day, bucket, device),
        (day, bucket, order_channel)
    )
)

select
    calendar.grain,
    calendar.period,
    dimension,
    value,
    bucket,
    sum(gross)::decimal(18, 6) as gross,
    sum(refund)::decimal(18, 6) as refund,
    sum(cost)::decimal(18, 6) as cost,
    sum(costed_gross)::decimal(18, 6) as costed_gross,
    sum(orders)::bigint as orders,
    sum(repeat_orders)::bigint as repeat_orders
from day_values
inner join calendar using (day)
group by all
order by calendar.grain, dimension, calendar.period;
