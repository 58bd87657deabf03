-- Margin in the 365 days from the first order, per new customer of the month of whom a cost is known, over what one of
-- the month's new customers cost. Every month and part of the demo knows a cost. Refunds lie on the day of their order.
-- One row per month and part.
with newcomers as (
    select person_id, day as first_day, source, day + 365 <= getvariable('covered_day') as is_old
    from first_order
    where
        occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
        and (getvariable('region') is null or region = getvariable('region'))
),

costed_order as (
    select
        order_key,
        count(cost) as lines,
        sum(if(cost is null, 0, gross)) as costed,
        sum(gross) as gross
    from money
    group by order_key
),

order_money as (
    select
        if(customer_order.order_key is null, person_money.person_id, customer_order.person_id) as person_id,
        coalesce(customer_order.day, person_money.day) as day,
        person_money.cost is not null as is_costed,
        case
            when person_money.cost is not null then person_money.gross - person_money.cost
            when customer_order.order_key is null then -person_money.refund
            when costed_order.lines = 0 then 0
            when costed_order.gross = 0 then -person_money.refund
            else -person_money.refund * costed_order.costed / costed_order.gross
        end as margin
    from person_money
    left join customer_order using (order_key)
    left join costed_order using (order_key)
),

worth as (
    select newcomers.person_id, sum(margin) as margin
    from newcomers
    inner join order_money
        on
            newcomers.person_id = order_money.person_id
            and order_money.day >= first_day
            and order_money.day < first_day + 365
    where is_old
    group by newcomers.person_id
    having bool_or(is_costed)
),

both_sides as (
    select date_trunc('month', first_day)::date as period, source, 1 as won, margin, 0 as spend
    from newcomers
    left join worth using (person_id)
    union all
    select date_trunc('month', day)::date, source, 0, null, spend
    from spent
    where
        day >= getvariable('start')
        and day < getvariable('stop')
        and (getvariable('region') is null or region = getvariable('region'))
)

select
    period,
    if(getvariable('breakdown') = 'source', source, null) as part,
    avg(margin) as numerator,
    sum(spend) / sum(won) as denominator
from both_sides
group by all
having sum(won) > 0 and sum(spend) > 0 and count(margin) > 0
