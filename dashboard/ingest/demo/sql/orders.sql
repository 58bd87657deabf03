-- Orders of one month: first orders of new customers, orders of those who stay, orders of nobody in shops.
-- Grain: one row per order.
create or replace temp table month_orders as
with repeat_slots as (
    select
        *,
        unnest(range(orders)) + 1 as nth
    from month_people
),

dated_slots as (
    select
        *,
        month_key * 100 + nth as order_key,
        this_month().first_on + pick(wheel('month_days'), draw(order_key, 'day')) as day,
        second_of(wheel('shop_hours'), order_key, 'order') as second
    from repeat_slots
),

repeat_orders as (
    select *
    from dated_slots
    where day > joined_on and stays_on(day, left_on, back_on, gone_on)
),

first_orders as (
    select
        *,
        0 as nth,
        month_key * 100 as order_key,
        joined_on as day,
        joined_second as second
    from month_people
    where joined_on >= this_month().first_on
),

all_orders as (
    select * from first_orders
    union all by name
    select * from repeat_orders
),

placed_orders as (
    select
        order_key,
        nth,
        person,
        is_member,
        day,
        second,
        segment,
        region_on(day, home_region, moved_on, moved_to) as region,
        case
            when nth = 0 then source
            else pick(wheel('repeat_sources'), draw(order_key, 'source'))
        end as source,
        pick(
            wheel('month_channels'),
            case
                when draw(order_key, 'habit') < 0.6 then draw(person, 'channel')
                else draw(order_key, 'channel')
            end
        ) as usual_channel
    from all_orders
),

channelled_orders as (
    select
        placed_orders.*,
        case
            when usual_channel = 'web' and draw(order_key, 'app') < regions.app then 'app' else usual_channel
        end as channel
    from placed_orders
    inner join regions using (region)
),

store_orders as (
    select
        region,
        region_no,
        round(
            count(*) * company().orders.anonymous_store_share
            / (1 - company().orders.anonymous_store_share)
        )::bigint as orders
    from channelled_orders
    inner join regions using (region)
    where channel = 'store'
    group by all
),

nobody_slots as (
    select
        region,
        -(((this_month().number + 1) * 100 + region_no) * 100000000 + unnest(range(orders)) + 1)::bigint
            as order_key
    from store_orders
),

nobody_orders as (
    select
        order_key,
        region,
        'store' as channel,
        false as is_member,
        this_month().first_on + pick(wheel('month_days'), draw(order_key, 'day')) as day,
        second_of(wheel('shop_hours'), order_key, 'order') as second
    from nobody_slots
),

everybody_orders as (
    select * exclude (usual_channel) from channelled_orders
    union all by name
    select * from nobody_orders
)

select
    order_key,
    nth,
    'O' || strftime(this_month().first_on, '%y%m') || '-'
    || case when person is null then 'S' || -order_key % 10000000000 else person || '-' || nth end
        as order_id,
    person,
    is_member,
    day,
    second,
    region,
    segment,
    channel,
    source,
    pick(company_sources.campaigns, draw(order_key, 'campaign')) as campaign,
    case
        when channel = 'web' then pick(wheel('devices'), draw(coalesce(person, order_key), 'device'))
        when channel = 'app' then 'phone'
    end as device,
    coalesce(company_channels.records_visits, false) as is_tracked
from everybody_orders
left join company_sources using (source)
left join company_channels using (channel);

-- Grain: one row per line of an order.
create or replace temp table month_lines as
with slots as (
    select
        month_orders.*,
        unnest(range(
            1
            + (draw(order_key, 'lines') < company().orders.more_lines[1])::integer
            + (draw(order_key, 'lines') < company().orders.more_lines[2])::integer
            + (draw(order_key, 'lines') < company().orders.more_lines[3])::integer
        )) + 1 as line
    from month_orders
),

picked_lines as (
    select
        *,
        order_key * 10 + line as line_key,
        pick(wheel('month_categories'), draw(line_key, 'category')) as category,
        1 + (draw(line_key, 'quantity') < 0.22)::integer + (draw(line_key, 'quantity') < 0.06)::integer
            as quantity
    from slots
),

priced_lines as (
    select
        picked_lines.*,
        categories.cost as cost_share,
        categories.refunds,
        regions.currency,
        round(
            quantity * categories.price * regions.price * coalesce(segments.basket, 0.7)
            * this_month().price_level * exp(0.45 * normal_draw(line_key, 'price') - 0.1), 2
        )::decimal(18, 6) as amount
    from picked_lines
    inner join categories using (category)
    inner join regions using (region)
    left join segments using (segment)
)

select
    *,
    case
        when draw(line_key, 'cost known') < 0.97
            then round(
                amount::double * cost_share * (0.94 + 0.12 * draw(line_key, 'cost')), 2
            )::decimal(18, 6)
    end as cost
from priced_lines;
