-- Requests for help. response_seconds is NULL while nobody has answered.
-- One row per ticket.
create table ticket as
with openings as (
    select *
    from event
    where event = 'ticket_opened'
    qualify row_number() over (partition by coalesce(ticket_id, event_id) order by seq) = 1
),

answers as (
    select openings.ticket_id, min(event.occurred_at) as answered_at
    from openings
    inner join event
        on
            openings.ticket_id = event.ticket_id
            and event.event = 'ticket_answered'
            and event.occurred_at >= openings.occurred_at
    group by openings.ticket_id
),

closings as (
    select openings.ticket_id, min(event.occurred_at) as closed_at
    from openings
    inner join event
        on
            openings.ticket_id = event.ticket_id
            and event.event = 'ticket_closed'
            and event.occurred_at >= openings.occurred_at
    group by openings.ticket_id
)

select
    openings.day,
    openings.seq,
    openings.occurred_at as opened_at,
    openings.person,
    coalesce(
        openings.bucket, md5_number_lower('ticket:' || coalesce(openings.ticket_id, openings.event_id)) % 64
    )::utinyint as bucket,
    who.who,
    openings.channel,
    openings.category,
    epoch(answers.answered_at - openings.occurred_at)::bigint as response_seconds,
    epoch(closings.closed_at - openings.occurred_at)::bigint as resolution_seconds
from openings
inner join who using (region, segment, identified)
left join answers using (ticket_id)
left join closings using (ticket_id)
order by openings.day, response_seconds;
