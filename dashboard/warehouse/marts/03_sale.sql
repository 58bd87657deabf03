-- Orders: counted at their first line. is_repeat: the person had ordered before.
-- One row per order.
create temp table customer_order as
with lines as (
    select *, coalesce(order_id, 'event:' || event_id) as order_key
    from event
    where event = 'order'
),

first_lines as (
    select *
    from lines
    qualify row_number() over (partition by order_key order by seq) = 1
)

select
    (row_number() over (order by first_lines.seq))::integer as order_no,
    order_key,
    order_id,
    first_lines.seq,
    occurred_at,
    day,
    person,
    coalesce(bucket, md5_number_lower('order:' || order_key) % 64)::utinyint as bucket,
    who.who,
    channel,
    source,
    category,
    campaign,
    device,
    channel.records_visits,
    person is not null
    and row_number() over (partition by person order by first_lines.seq) > 1 as is_repeat
from first_lines
inner join who using (region, segment, identified)
inner join channel using (channel);

-- What was bought and given back. `orders` is 1 on an order's first line, `category_orders` 1 on the first line
-- of an order in a category; order_channel, order_source and order_campaign are those of the order's first line.
-- One row per order line and per refund.
create table sale as
with order_lines as (
    select
        event.seq,
        customer_order.order_no,
        event.day,
        event.person,
        coalesce(event.bucket, customer_order.bucket) as bucket,
        who.who,
        event.channel,
        event.source,
        event.category,
        event.campaign,
        event.device,
        customer_order.channel as order_channel,
        customer_order.source as order_source,
        customer_order.campaign as order_campaign,
        coalesce(event.amount, 0) as gross,
        0::decimal(18, 6) as refund,
        event.cost,
        if(event.cost is null, null, event.amount) as costed_gross,
        (event.seq = customer_order.seq)::utinyint as orders,
        (event.seq = customer_order.seq and customer_order.is_repeat)::utinyint as repeat_orders
    from event
    inner join customer_order on coalesce(event.order_id, 'event:' || event.event_id) = customer_order.order_key
    inner join who using (region, segment, identified)
    where event.event = 'order'
),

refunds as (
    select
        event.seq,
        customer_order.order_no,
        event.day,
        event.person,
        coalesce(
            event.bucket,
            md5_number_lower('order:' || coalesce(event.order_id, 'event:' || event.event_id)) % 64
        )::utinyint as bucket,
        who.who,
        event.channel,
        event.source,
        event.category,
        event.campaign,
        event.device,
        coalesce(customer_order.channel, event.channel) as order_channel,
        coalesce(customer_order.source, event.source) as order_source,
        coalesce(customer_order.campaign, event.campaign) as order_campaign,
        0::decimal(18, 6) as gross,
        coalesce(event.amount, 0) as refund,
        null::decimal(18, 6) as cost,
        null::decimal(18, 6) as costed_gross,
        0::utinyint as orders,
        0::utinyint as repeat_orders
    from event
    left join customer_order on event.order_id = customer_order.order_key
    inner join who using (region, segment, identified)
    where event.event = 'refund'
)

select * from order_lines
union all
select * from refunds
order by day, seq;

-- Which categories an order contains, on the order's own day and dimensions.
-- One row per order and category.
create table order_category as
with line_categories as (
    select distinct coalesce(order_id, 'event:' || event_id) as order_key, category
    from event
    where event = 'order'
)

select
    customer_order.day,
    customer_order.order_no,
    customer_order.seq,
    customer_order.person,
    customer_order.bucket,
    customer_order.who,
    customer_order.channel,
    customer_order.source,
    line_categories.category,
    customer_order.campaign,
    customer_order.device,
    customer_order.channel as order_channel,
    customer_order.is_repeat::utinyint as repeat_orders
from line_categories
inner join customer_order using (order_key)
order by customer_order.day, customer_order.order_no;
