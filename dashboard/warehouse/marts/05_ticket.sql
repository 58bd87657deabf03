-- Requests for help. response_… is NULL while nobody has answered, resolution_… until the ticket is closed, everything in
-- business time where no hours are set. opened_business_us: microseconds that the ticket's clock had counted at its opening.
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
),

timed_openings as (
    select
        openings.*,
        answers.answered_at,
        closings.closed_at,
        if((select count(*) from business_hour) > 0, coalesce(business_region.clock, 0), null)::smallint as clock
    from openings
    left join answers using (ticket_id)
    left join closings using (ticket_id)
    left join business_region using (region)
),

-- How much business time a ticket's clock had counted at each of its instants.
instants as (
    select seq, clock, unnest(['opened', 'answered', 'closed']) as step, unnest([occurred_at, answered_at, closed_at]) as at_instant
    from timed_openings
    where clock is not null
),

passed as (
    select
        instants.seq,
        instants.step,
        coalesce(
            business_span.us_before
            + epoch_us(least(instants.at_instant, business_span.until_at)) - epoch_us(business_span.from_at),
            0
        ) as us
    from instants
    asof left join business_span
        on instants.clock = business_span.clock and instants.at_instant >= business_span.from_at
    where instants.at_instant is not null
),

business_times as (
    select
        seq,
        max(us) filter (step = 'opened') as opened_us,
        max(us) filter (step = 'answered') as answered_us,
        max(us) filter (step = 'closed') as closed_us
    from passed
    group by seq
)

select
    timed_openings.day,
    timed_openings.seq,
    timed_openings.ticket_id,
    timed_openings.occurred_at as opened_at,
    timed_openings.person,
    coalesce(
        timed_openings.bucket,
        md5_number_lower('ticket:' || coalesce(timed_openings.ticket_id, timed_openings.event_id)) % 64
    )::utinyint as bucket,
    who.who,
    timed_openings.channel,
    timed_openings.category,
    epoch(answered_at - occurred_at)::bigint as response_seconds,
    epoch(closed_at - occurred_at)::bigint as resolution_seconds,
    timed_openings.clock,
    business_times.opened_us as opened_business_us,
    ((business_times.answered_us - business_times.opened_us) / 1e6)::bigint as response_business_seconds,
    ((business_times.closed_us - business_times.opened_us) / 1e6)::bigint as resolution_business_seconds
from timed_openings
inner join who using (region, segment, identified)
left join business_times using (seq)
order by timed_openings.day, response_seconds;
