-- Money of a person's orders on the order's day, refunds netted on the day of their order where it is found.
-- One row per person, day and kind of money.
create temp table customer_money as
with order_money as (
    select
        customer_order.person,
        customer_order.day,
        event.amount as net
    from event
    inner join customer_order on coalesce(event.order_id, 'event:' || event.event_id) = customer_order.order_key
    where event.event = 'order'
),

refund_money as (
    select
        if(customer_order.order_no is null, event.person, customer_order.person) as person,
        coalesce(customer_order.day, event.day) as day,
        -event.amount as net
    from event
    left join customer_order on event.order_id = customer_order.order_key
    where event.event = 'refund'
)

select person, day, sum(net) as net
from (from order_money union all from refund_money)
where person is not null
group by person, day;

-- Where people's first orders came from, as one number; 0 is that of people without an order.
-- One row per combination that occurs, and the 0.
create table origin as
with combinations as (
    select distinct source as first_source, channel as first_channel, category as first_category
    from customer_order
    where person is not null and not is_repeat
)

select
    (row_number() over (order by first_source, first_channel, first_category))::integer as origin,
    first_source,
    first_channel,
    first_category
from combinations
union all
select 0, '', '', ''
order by origin;

-- People who ever ordered: first order and its dimensions, last order, net revenue in the days from the first.
-- One row per person with an order.
create table customer as
with first_orders as (
    select *
    from customer_order
    where person is not null and not is_repeat
),

totals as (
    select person, count(*) as orders, max(day) as last_day, max(occurred_at) as last_order_at
    from customer_order
    where person is not null
    group by person
),

worth as (
    select
        person,
        sum(net) as net_revenue,
        sum(case when customer_money.day < first_orders.day + 90 then net else 0 end) as net_90,
        sum(case when customer_money.day < first_orders.day + 180 then net else 0 end) as net_180,
        sum(case when customer_money.day < first_orders.day + 365 then net else 0 end) as net_365
    from customer_money
    inner join first_orders using (person)
    where customer_money.day >= first_orders.day
    group by person
)

select
    first_orders.day as first_day,
    first_orders.person,
    first_orders.who,
    origin.origin,
    first_orders.source,
    first_orders.channel,
    first_orders.category,
    first_orders.campaign,
    first_orders.device,
    first_orders.occurred_at as first_order_at,
    totals.last_order_at,
    totals.last_day,
    totals.orders,
    coalesce(net_revenue, 0)::decimal(18, 6) as net_revenue,
    coalesce(net_90, 0)::decimal(18, 6) as net_90,
    coalesce(net_180, 0)::decimal(18, 6) as net_180,
    coalesce(net_365, 0)::decimal(18, 6) as net_365
from first_orders
inner join totals using (person)
left join worth using (person)
inner join origin
    on
        origin.origin > 0
        and first_orders.source = origin.first_source
        and first_orders.channel = origin.first_channel
        and first_orders.category = origin.first_category
order by first_day, person;
