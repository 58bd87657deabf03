-- What people who ordered in a calendar period, or have money in it, spent (y), in how many months they ordered (m) and how
-- many months lie between their first order ever and the last one of the period (l); n counts those with an order.
-- One row per grain, period and who.
create table life_period as
with orders as (
    select
        calendar.grain,
        calendar.period,
        presence.person,
        count(distinct date_trunc('month', presence.day)) as m,
        max(presence.day) as last_day,
        arg_max(presence.who, presence.day) as who
    from presence
    inner join calendar using (day)
    where presence.kind = 'buyer'
    group by all
),

money as (
    select calendar.grain, calendar.period, person, sum(gross - refund)::double as y, arg_max(who, seq) as who
    from sale
    inner join calendar using (day)
    where person is not null
    group by all
),

lives as (
    select
        money.grain,
        money.period,
        coalesce(orders.who, money.who) as who,
        (orders.person is not null)::integer as x,
        money.y,
        coalesce(orders.m, 0)::double as m,
        coalesce((orders.last_day - customer.first_day) / 30.4375, 0)::double as l
    from money
    left join orders using (grain, period, person)
    left join customer using (person)
)

select
    grain,
    period,
    who,
    count(*) as clusters,
    sum(x)::bigint as n,
    sum(y) as y,
    sum(m) as m,
    sum(l) as l,
    sum(y * y) as yy,
    sum(y * m) as ym,
    sum(y * l) as yl,
    sum(y * x) as yx,
    sum(m * m) as mm,
    sum(m * l) as ml,
    sum(l * l) as ll
from lives
group by grain, period, who
order by grain, period, who;
