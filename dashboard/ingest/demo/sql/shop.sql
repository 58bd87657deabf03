-- Feed of the shop: order lines, refunds, cancelled memberships.
insert into events by name
with orders as (
    select
        order_id || '-' || line as event_id,
        'order' as event,
        instant(day, second) as occurred_at,
        person_id_of(person) as person_id,
        case when is_tracked then cookie_of(person, 1) end as visitor_id,
        is_member as identified,
        region,
        segment,
        channel,
        source,
        category,
        device,
        campaign,
        order_id,
        quantity,
        amount,
        cost,
        currency
    from month_lines
),

returned_lines as (
    select
        *,
        day + 3 + floor(draw(line_key, 'refund day') * 18)::integer as refunded_on
    from month_lines
    where
        draw(line_key, 'refund') < refunds * case
            when category = story().quality.category and in_span(day, story().quality)
                then story().quality.refund_factor
            else 1
        end
),

refunds as (
    select
        'R' || order_id || '-' || line as event_id,
        'refund' as event,
        instant(refunded_on, second_of(wheel('ticket_hours'), line_key, 'refund')) as occurred_at,
        person_id_of(person) as person_id,
        is_member as identified,
        region,
        segment,
        channel,
        source,
        category,
        campaign,
        order_id,
        quantity,
        case when draw(line_key, 'part') < 0.15 then round(amount / 2, 2) else amount end as amount,
        currency
    from returned_lines
),

cancels as (
    select
        'X' || person as event_id,
        'cancel' as event,
        instant(cancelled_on, second_of(wheel('shop_hours'), person, 'cancel')) as occurred_at,
        person_id_of(person) as person_id,
        true as identified,
        region_on(cancelled_on, home_region, moved_on, moved_to) as region,
        segment,
        'web' as channel
    from customers
    where
        cancelled_on >= this_month().first_on
        and cancelled_on < this_month().first_on + this_month().days
),

rows_of_feed as (
    select * from orders
    union all by name
    select * from refunds
    union all by name
    select * from cancels
),

rows_in_time as (
    select *
    from rows_of_feed
    where occurred_at is not null
    order by occurred_at, event_id
)

select
    *,
    1.0 as weight,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id,
    getvariable('lines_before') + row_number() over () as line
from rows_in_time;
