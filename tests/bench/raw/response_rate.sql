-- Surveys sent that are answered within thirty days, over those sent that long ago, each survey by itself. An answer is
-- meant for the latest sending before it of its ticket, else of its order, else, as far as one of them names neither, to
-- its person.
-- One row per month, survey and part.
with sendings as (
    select
        *,
        ticket_id is null and order_id is null as is_bare
    from person_event
    where
        event = 'survey_sent'
        and occurred_at >= getvariable('from_at') - interval 400 days
),

answers as (
    select *
    from person_event
    where event in ('survey_nps', 'survey_csat') and score is not null
),

candidates as (
    select answers.event_id as answer_id, answers.day as answered_on, sendings.*, 3 as nearness
    from answers
    inner join sendings using (survey, ticket_id)
    where answers.occurred_at >= sendings.occurred_at
    union all
    select answers.event_id, answers.day, sendings.*, 2
    from answers
    inner join sendings using (survey, order_id)
    where answers.occurred_at >= sendings.occurred_at
    union all
    select answers.event_id, answers.day, sendings.*, 1
    from answers
    inner join sendings using (survey, person_id)
    where
        answers.occurred_at >= sendings.occurred_at
        and (sendings.is_bare or (answers.ticket_id is null and answers.order_id is null))
),

meant as (
    select answer_id, answered_on, arg_max(event_id, (nearness, occurred_at, event_id)) as sent_id
    from candidates
    group by answer_id, answered_on
),

answered as (
    select sent_id, min(answered_on) as answered_on
    from meant
    group by sent_id
)

select
    date_trunc('month', sendings.day)::date as period,
    sendings.survey,
    if(getvariable('breakdown') = 'channel', sendings.channel, null) as part,
    count(*) filter (answered.answered_on < sendings.day + 30) as numerator,
    count(*) as denominator
from sendings
left join answered on sendings.event_id = answered.sent_id
where
    sendings.occurred_at >= getvariable('from_at')
    and sendings.occurred_at < getvariable('until_at')
    and sendings.day + 30 <= getvariable('covered_day')
    and (sendings.person_id is not null or not sendings.is_bare)
    and (getvariable('region') is null or sendings.region = getvariable('region'))
group by all
