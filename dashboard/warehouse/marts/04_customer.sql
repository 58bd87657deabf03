-- Money of a person's orders on the order's day, refunds netted on the day of their order where it is found. The margin
-- is that of lines that carry a cost: their amounts less their costs, less what is given back of them (of an order with
-- other lines too, in the proportion of the amounts). The cost stays spent.
-- One row per person and day.
create temp table customer_money as
with order_money as (
    select
        customer_order.order_no,
        customer_order.person,
        customer_order.day,
        sum(coalesce(event.amount, 0)) as gross,
        sum(if(event.cost is null, 0, coalesce(event.amount, 0))) as costed_gross,
        coalesce(sum(event.cost), 0) as cost,
        count(event.cost) as costed_lines
    from event
    inner join customer_order on coalesce(event.order_id, 'event:' || event.event_id) = customer_order.order_key
    where event.event = 'order'
    group by customer_order.order_no, customer_order.person, customer_order.day
),

refund_money as (
    select
        if(customer_order.order_no is null, event.person, customer_order.person) as person,
        coalesce(customer_order.day, event.day) as day,
        event.amount,
        case
            when customer_order.order_no is null then event.amount
            when order_money.costed_lines = 0 then 0
            when order_money.costed_gross = order_money.gross then event.amount
            else event.amount::double * order_money.costed_gross::double / order_money.gross::double
        end::decimal(24, 10) as costed_amount
    from event
    left join customer_order on event.order_id = customer_order.order_key
    left join order_money using (order_no)
    where event.event = 'refund'
),

together as (
    select person, day, gross as net, (costed_gross - cost)::decimal(24, 10) as margin, costed_lines
    from order_money
    union all
    select person, day, -amount, -costed_amount, 0
    from refund_money
)

select person, day, sum(net) as net, sum(margin) as margin, sum(costed_lines) as costed_lines
from together
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

-- People who ever ordered: first order and its dimensions, second order day, last order, net revenue and margin in the
-- days from the first. A margin is NULL where none of their order lines on those days carries a cost.
-- One row per person with an order.
create table customer as
with first_orders as (
    select *
    from customer_order
    where person is not null and not is_repeat
),

totals as (
    select
        person,
        count(*) as orders,
        min(customer_order.day) filter (customer_order.day > first_orders.day) as second_day,
        max(customer_order.day) as last_day,
        max(customer_order.occurred_at) as last_order_at
    from customer_order
    inner join first_orders using (person)
    group by person
),

aged_money as (
    select customer_money.*, customer_money.day - first_orders.day as age
    from customer_money
    inner join first_orders using (person)
    where customer_money.day >= first_orders.day
),

worth as (
    select
        person,
        sum(net) as net_revenue,
        sum(if(age < 90, net, 0)) as net_90,
        sum(if(age < 180, net, 0)) as net_180,
        sum(if(age < 365, net, 0)) as net_365,
        if(sum(if(age < 90, costed_lines, 0)) = 0, null, sum(if(age < 90, margin, 0))) as margin_90,
        if(sum(if(age < 180, costed_lines, 0)) = 0, null, sum(if(age < 180, margin, 0))) as margin_180,
        if(sum(if(age < 365, costed_lines, 0)) = 0, null, sum(if(age < 365, margin, 0))) as margin_365
    from aged_money
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
    totals.second_day,
    totals.last_order_at,
    totals.last_day,
    totals.orders,
    coalesce(net_revenue, 0)::decimal(18, 6) as net_revenue,
    coalesce(net_90, 0)::decimal(18, 6) as net_90,
    coalesce(net_180, 0)::decimal(18, 6) as net_180,
    coalesce(net_365, 0)::decimal(18, 6) as net_365,
    margin_90::decimal(24, 10) as margin_90,
    margin_180::decimal(24, 10) as margin_180,
    margin_365::decimal(24, 10) as margin_365
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
