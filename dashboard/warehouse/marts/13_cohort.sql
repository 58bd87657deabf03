-- The calendar periods in which people ordered. One row per grain, person and period.
create temp table buyer_period as
select distinct calendar.grain, presence.person, calendar.period, calendar.period_end
from presence
inner join calendar using (day)
where presence.kind = 'buyer';

-- How the number of people who order comes about: those who order for the first time, those who ordered in the period
-- before too, those who come back after at least one period without; and those of the period before who stay away.
-- One row per grain, period, place of the first order and origin.
create table growth_period as
with stays as (
    select
        grain,
        person,
        period,
        period_end,
        lag(period_end) over person_periods as previous_end,
        lead(period) over person_periods as next_period
    from buyer_period
    window person_periods as (partition by grain, person order by period)
),

classes as (
    select
        grain,
        period,
        person,
        case
            when previous_end is null then 'new'
            when previous_end = period then 'returning'
            else 'resurrected'
        end as class
    from stays
    union all
    select grain, period_end, person, 'dormant'
    from stays
    where next_period is null or next_period > period_end
)

select
    classes.grain,
    classes.period,
    customer.who,
    customer.origin,
    count(case when classes.class = 'new' then 1 end) as new_people,
    count(case when classes.class = 'returning' then 1 end) as returning_people,
    count(case when classes.class = 'resurrected' then 1 end) as resurrected_people,
    count(case when classes.class = 'dormant' then 1 end) as dormant_people
from classes
inner join customer using (person)
group by all
order by all;

-- What people did in the periods from that of their first order (age 0) on: how many ordered, and the net revenue of
-- their orders, refunds on the order's day. One row per grain, first period, age, place of the first order and origin.
create table cohort as
with deeds as (
    select grain, person, period, 1 as buyers, 0::decimal(18, 6) as net
    from buyer_period
    union all
    select calendar.grain, customer_money.person, calendar.period, 0, coalesce(customer_money.net, 0)
    from customer_money
    inner join customer using (person)
    inner join calendar using (day)
    where customer_money.day >= customer.first_day
),

first_periods as (
    select calendar.grain, customer.person, calendar.period as cohort, customer.who, customer.origin
    from customer
    inner join calendar on customer.first_day = calendar.day
)

select
    first_periods.grain,
    first_periods.cohort,
    case first_periods.grain
        when 'week' then date_diff('day', first_periods.cohort, deeds.period) // 7
        when 'month' then date_diff('month', first_periods.cohort, deeds.period)
        when 'quarter' then date_diff('month', first_periods.cohort, deeds.period) // 3
        else date_diff('month', first_periods.cohort, deeds.period) // 12
    end::integer as age,
    first_periods.who,
    first_periods.origin,
    sum(deeds.buyers)::bigint as buyers,
    sum(deeds.net)::decimal(18, 6) as net
from deeds
inner join first_periods using (grain, person)
group by all
order by all;

-- The days on which a customer's story turns: the first order, the second order day, the first day that ends 90 days
-- without an order, the next order day after it. A day that has not come is 5000-01-01.
-- One row per person with an order.
create table lifetime as
with silences as (
    select person, min(day) + 90 as silent_day, arg_min(next_day, day) as return_day
    from presence
    where kind = 'buyer' and next_day > day + 90
    group by person
)

select
    customer.first_day,
    customer.person,
    customer.who,
    customer.origin,
    coalesce(customer.second_day, date '5000-01-01') as second_day,
    silences.silent_day,
    silences.return_day
from customer
inner join silences using (person)
order by first_day, person;

-- Orders with all their money, refunds of an order in it; and refunds that belong to no order, which count no order.
-- local_at is wall clock in the reporting zone; a person of NULL is nobody.
-- One row per order and per refund without one.
create table purchase as
with order_money as (
    select order_no, sum(gross) as gross, sum(gross) - sum(refund) as net
    from sale
    where order_no is not null
    group by order_no
)

select
    customer_order.day,
    customer_order.seq,
    customer_order.person,
    timezone(getvariable('zone'), timezone('UTC', customer_order.occurred_at)) as local_at,
    customer_order.who,
    coalesce(customer.origin, 0) as origin,
    customer_order.order_id,
    1::utinyint as orders,
    order_money.gross::decimal(18, 6) as gross,
    order_money.net::decimal(18, 6) as net
from customer_order
inner join order_money using (order_no)
left join customer using (person)
union all
select
    sale.day,
    sale.seq,
    sale.person,
    null,
    sale.who,
    coalesce(customer.origin, 0),
    null,
    0,
    0,
    -sale.refund
from sale
left join customer using (person)
where sale.order_no is null
order by day, seq;

-- The first visit of a day, with the days of the visits before and after: in a window [a, b) a person enters on the
-- row with previous_day < a <= day, under the region and segment of the row with day < b <= next_day.
-- One row per person and day with a visit.
create table visit_day as
with first_visits as (
    select
        day,
        person,
        min(seq) as seq,
        min(occurred_at) as visited_at,
        arg_min(channel, seq) as channel,
        arg_min(source, seq) as source,
        arg_min(campaign, seq) as campaign,
        arg_min(device, seq) as device
    from event
    where event = 'visit' and person is not null
    group by day, person
)

select
    first_visits.day,
    lag(first_visits.day, 1, date '0001-01-01')
        over (partition by first_visits.person order by first_visits.day) as previous_day,
    presence.next_day,
    first_visits.person,
    presence.who,
    presence.origin,
    first_visits.seq,
    first_visits.visited_at,
    first_visits.channel,
    first_visits.source,
    first_visits.campaign,
    first_visits.device
from first_visits
inner join presence
    on
        presence.kind = 'visitor'
        and first_visits.person = presence.person
        and first_visits.day = presence.day
order by first_visits.day, first_visits.person;

-- What may follow a visit: signups, and orders at their first line. One row per signup and order of somebody.
create table step as
select day, 'signup' as kind, seq, person, occurred_at
from event
where event = 'signup' and person is not null
union all
select day, 'order', seq, person, occurred_at
from customer_order
where person is not null
order by kind, day, seq;
