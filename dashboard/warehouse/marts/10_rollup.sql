-- Distinct people per calendar period and what they did: y is orders in recording channels (shopper), net revenue
-- (buyer), tickets (contact). People with a refund only have y but are not counted (people = 0). did: ordered (shopper),
-- had ordered before the period (buyer).
-- One row per kind, grain, period and person.
create temp table person_period as
with present as (
    select presence.kind, calendar.grain, calendar.period, presence.person, presence.who, presence.origin
    from presence
    inner join calendar using (day)
    where presence.next_day >= calendar.period_end
),

did as (
    select 'shopper' as kind, calendar.grain, calendar.period, person, count(*)::decimal(24, 6) as y, null as who
    from customer_order
    inner join calendar using (day)
    where person is not null and records_visits
    group by all
    union all
    select 'buyer', calendar.grain, calendar.period, person, sum(gross - refund)::decimal(24, 6), arg_max(who, seq)
    from sale
    inner join calendar using (day)
    where person is not null
    group by all
    union all
    select 'contact', calendar.grain, calendar.period, person, count(*)::decimal(24, 6), null
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
        customer.first_day,
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

select kind, grain, period, who, origin, x, y, x = 1 and if(kind = 'buyer', first_day < period, y > 0) as did
from together;

-- The same for people who could stay or leave: those in the base at the period's start; did: came back (retention),
-- fell silent (churn) or said goodbye (cancel_rate).
insert into person_period
with periods as (
    select distinct grain, period, period_end
    from calendar
),

lately as (
    select
        periods.grain,
        periods.period,
        periods.period_end,
        presence.person,
        presence.who,
        presence.origin,
        presence.day,
        presence.next_day
    from periods
    inner join presence
        on
            presence.kind = 'buyer'
            and presence.day < periods.period
            and presence.day >= periods.period - 90
            and presence.next_day >= periods.period
),

-- An order inside a period longer than ninety days can be the one before the silence.
later_silences as (
    select distinct periods.grain, periods.period, presence.person
    from periods
    inner join presence
        on
            presence.kind = 'buyer'
            and presence.day >= periods.period
            and presence.day + 90 < periods.period_end
            and presence.next_day > presence.day + 90
    where periods.period_end - periods.period > 90
),

goodbyes as (
    select distinct calendar.grain, calendar.period, cancel.person
    from cancel
    inner join calendar using (day)
),

stays as (
    select 'retention' as kind, grain, period, who, origin, next_day < period + 90 as did
    from lately
    union all
    select
        'churn',
        lately.grain,
        lately.period,
        lately.who,
        lately.origin,
        (lately.day + 90 < lately.period_end and lately.next_day > lately.day + 90)
        or later_silences.person is not null
    from lately
    left join later_silences using (grain, period, person)
    union all
    select
        'cancel_rate',
        periods.grain,
        periods.period,
        if(
            coalesce(standing.order_day >= periods.period - 90, false) and not standing.is_signup_later,
            standing.order_who,
            standing.signup_who
        ),
        standing.origin,
        goodbyes.person is not null
    from periods
    inner join standing
        on standing.from_day < periods.period and standing.until_day >= periods.period
    left join goodbyes
        on
            periods.grain = goodbyes.grain
            and periods.period = goodbyes.period
            and standing.person = goodbyes.person
    where standing.is_subscribed or standing.order_day >= periods.period - 90
)

select kind, grain, period, who, origin, 1, 0, did
from stays;

-- Distinct people per calendar period and what they did, added up.
-- One row per kind, grain, period and who.
create table people_period as
select
    kind,
    grain,
    period,
    who,
    count(*)::bigint as clusters,
    sum(x)::bigint as people,
    count(*) filter (did)::bigint as acted,
    sum(y)::decimal(24, 6) as y,
    coalesce(sum(y) filter (x = 1), 0)::decimal(24, 6) as xy,
    sum(y::double * y::double) as yy
from person_period
group by all
order by kind, grain, period;

-- The same by where the first order came from, one dimension at a time.
-- One row per kind, grain, period, dimension and value.
create table people_origin_period as
with values as (
    select
        person_period.*,
        unnest(['first_source', 'first_channel', 'first_category']) as dimension,
        unnest([first_source, first_channel, first_category]) as value
    from person_period
    inner join origin using (origin)
    where kind <> 'shopper' and kind <> 'visitor'
)

select
    kind,
    grain,
    period,
    dimension,
    value,
    count(*)::bigint as clusters,
    sum(x)::bigint as people,
    count(*) filter (did)::bigint as acted,
    sum(y)::decimal(24, 6) as y,
    coalesce(sum(y) filter (x = 1), 0)::decimal(24, 6) as xy,
    sum(y::double * y::double) as yy
from values
group by all
order by kind, grain, dimension, period;

drop table person_period;

-- What each person did in a period by channel, source, campaign or device of the event. Months first: quarters and
-- years are made of them. One row per grain, period, dimension, value and person.
create temp table person_value as
with acts as (
    select
        shop_day.day,
        unnest(['channel', 'source', 'campaign', 'device']) as dimension,
        unnest([channel, source, campaign, device]) as value,
        person,
        visits,
        orders,
        records_visits
    from shop_day
    where person is not null
)

select
    calendar.grain,
    calendar.period,
    dimension,
    value,
    person,
    sum(visits)::integer as visits,
    bool_or(records_visits) as is_shopper,
    sum(if(records_visits, orders, 0))::integer as y
from acts
inner join calendar using (day)
where calendar.grain in ('week', 'month')
group by all;

insert into person_value
select
    calendar.grain,
    calendar.period,
    dimension,
    value,
    person,
    sum(visits)::integer,
    bool_or(is_shopper),
    sum(y)::integer
from person_value
inner join calendar on person_value.period = calendar.day
where person_value.grain = 'month' and calendar.grain in ('quarter', 'year')
group by all;

-- The same as people_period by channel, source, campaign or device of the event, one value at a time.
-- One row per kind, grain, period, dimension, value and who.
create table people_value_period as
with present as (
    select presence.kind, calendar.grain, calendar.period, presence.person, presence.who
    from presence
    inner join calendar using (day)
    where presence.kind in ('shopper', 'visitor') and presence.next_day >= calendar.period_end
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
    sum(seen.y)::decimal(24, 6) as y,
    sum(seen.y)::decimal(24, 6) as xy,
    sum(seen.y * seen.y)::double as yy
from person_value as seen
inner join present using (grain, period, person)
where (present.kind = 'shopper' and seen.is_shopper) or (present.kind = 'visitor' and seen.visits > 0)
group by all
order by kind, grain, dimension, period;

-- The same for sets of channels or sources: which a shopper was seen under and ordered under, as sorted lists, so that
-- "people from e-mail or search" counts nobody twice. Weeks are answered from shop_day.
-- One row per grain, period, dimension and pair of lists.
create table people_set_period as
with person_sets as (
    select
        grain,
        period,
        dimension,
        list_sort(list(value)) as seen,
        list_sort(coalesce(list(value) filter (y > 0), [])) as did
    from person_value
    where is_shopper and grain <> 'week' and dimension in ('channel', 'source')
    group by grain, period, dimension, person
)

select grain, period, dimension, seen, did, count(*) as people
from person_sets
group by all
order by grain, dimension, period;

drop table person_value;

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
