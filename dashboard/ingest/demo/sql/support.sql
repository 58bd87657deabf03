-- Feed of the help desk: tickets opened, answered, closed.
create or replace temp table month_tickets as
with slots as (
    select
        *,
        unnest(range(tickets)) as nth,
        month_key * 100 + nth as ticket_key,
        this_month().first_on + pick(wheel('month_ticket_days'), draw(ticket_key, 'ticket day')) as day
    from month_people
),

tickets as (
    select
        *,
        region_on(day, home_region, moved_on, moved_to) as region,
        pick(wheel('ticket_channels'), draw(ticket_key, 'channel')) as channel
    from slots
    where day >= joined_on and stays_on(day, left_on, back_on, gone_on)
),

-- The mean of a lognormal is its median times exp(sigma ** 2 / 2).
timed_tickets as (
    select
        tickets.*,
        regions.satisfaction,
        instant(day, second_of(wheel('ticket_hours'), ticket_key, 'ticket')) as opened_at,
        company().tickets.response_hours * 3600 * regions.response
        * company_channels.response / getvariable('mean_channel_response')
        * factor_since(day, story().support_change, story().support_change.response_factor)
        * exp(
            company().tickets.spread * normal_draw(ticket_key, 'answer') - company().tickets.spread ** 2 / 2
        ) as response_seconds
    from tickets
    inner join regions using (region)
    inner join company_channels using (channel)
)

select
    ticket_key,
    'T' || strftime(this_month().first_on, '%y%m') || '-' || person || '-' || nth as ticket_id,
    case when draw(ticket_key, 'nobody') >= company().tickets.nobody_share then person end as person,
    is_member,
    region,
    satisfaction,
    segment,
    channel,
    case
        when draw(ticket_key, 'has category') < 0.8
            then pick(wheel('month_categories'), draw(ticket_key, 'category'))
    end as category,
    day,
    opened_at,
    case
        when draw(ticket_key, 'waits') >= company().tickets.waiting_share
            then opened_at + to_seconds(greatest(20, response_seconds)::bigint)
    end as answered_at,
    case
        when draw(ticket_key, 'stays open') >= company().tickets.open_share
            then answered_at + to_seconds((72000 * exp(0.9 * normal_draw(ticket_key, 'close')))::bigint)
    end as closed_at
from timed_tickets
where opened_at is not null;

insert into events by name
with steps as (
    select
        'A' as letter,
        'ticket_opened' as event,
        opened_at as occurred_at,
        *
    from month_tickets
    union all by name
    select
        'B' as letter,
        'ticket_answered' as event,
        answered_at as occurred_at,
        *
    from month_tickets
    union all by name
    select
        'C' as letter,
        'ticket_closed' as event,
        closed_at as occurred_at,
        *
    from month_tickets
),

rows_in_time as (
    select
        ticket_id || letter as event_id,
        event,
        occurred_at,
        person_id_of(person) as person_id,
        is_member and person is not null as identified,
        region,
        segment,
        channel,
        category,
        ticket_id
    from steps
    where occurred_at < getvariable('ends_at')
    order by occurred_at, event_id
)

select
    *,
    1.0 as weight,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id,
    getvariable('lines_before') + row_number() over () as line
from rows_in_time;
