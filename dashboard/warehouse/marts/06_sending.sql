-- Surveys that were sent, with the day of the first answer. An answer belongs to the latest sending of its survey before
-- it: of the same ticket, else of the same order, else to the same person. An answer that names a ticket or an order goes
-- by the person only to a sending that names neither. A sending to nobody that names neither is left out: no answer could
-- be found for it. One row per sending.
create table sending as
with named as (
    select
        *,
        event = 'survey_sent' as is_sent,
        ticket_id is null and order_id is null as is_bare
    from event
    where event = 'survey_sent' or (event in ('survey_nps', 'survey_csat') and score is not null)
),

keyed as (
    select
        seq,
        day,
        occurred_at,
        survey,
        is_sent,
        unnest([1, 2, 3, 4]) as nearness,
        unnest([
            ticket_id,
            order_id,
            if(is_sent or is_bare, person::varchar, null),
            if(is_bare = is_sent, person::varchar, null)
        ]) as key
    from named
),

joined as (
    select
        *,
        last_value(if(is_sent, seq, null) ignore nulls) over (
            partition by survey, nearness, key order by occurred_at, not is_sent, seq
            rows between unbounded preceding and current row
        ) as sent_seq
    from keyed
    where key is not null
),

answers as (
    select seq, day, arg_min(sent_seq, nearness) as sent_seq
    from joined
    where not is_sent and sent_seq is not null
    group by seq, day
),

answered as (
    select sent_seq, min(day) as answered_day
    from answers
    group by sent_seq
)

select
    named.day,
    named.survey,
    named.person,
    who.who,
    named.channel,
    named.source,
    named.category,
    named.campaign,
    named.device,
    answered.answered_day
from named
inner join who using (region, segment, identified)
left join answered on named.seq = answered.sent_seq
where named.is_sent and not (named.is_bare and named.person is null)
order by named.day, named.survey;
