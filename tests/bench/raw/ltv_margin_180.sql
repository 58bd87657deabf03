-- What people left after the cost of the goods in the 180 days from their first order in the month, where these days are
-- over: order lines that carry a cost, less what is given back of them. Refunds lie on the day of their order, with its
-- person. People without such a line are left out.
-- One row per month and part.
with newcomers as (
    select person_id, day as first_day, region
    from first_order
    where
        occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
        and day + 180 <= getvariable('covered_day')
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
    select newcomers.person_id, first_day, region, sum(margin) as margin
    from newcomers
    inner join order_money
        on
            newcomers.person_id = order_money.person_id
            and order_money.day >= first_day
            and order_money.day < first_day + 180
    group by all
    having bool_or(is_costed)
)

select
    date_trunc('month', first_day)::date as period,
    if(getvariable('breakdown') = 'region', region, null) as part,
    sum(margin) as numerator,
    count(*) as denominator
from worth
group by all
