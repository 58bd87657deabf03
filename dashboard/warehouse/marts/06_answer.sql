-- Answers to surveys. next_day: the day on which the same person answers the same survey again.
-- One row per answer.
create table answer as
select
    event.day,
    event.seq,
    if(event.event = 'survey_nps', 'nps', 'csat') as kind,
    event.survey,
    event.person,
    who.who,
    event.channel,
    event.source,
    event.category,
    event.campaign,
    event.device,
    event.score,
    coalesce(event.weight, 1) as weight,
    if(
        event.person is null,
        date '5000-01-01',
        lead(event.day, 1, date '5000-01-01')
            over (partition by event.event, event.survey, event.person order by event.seq)
    ) as next_day
from event
inner join who using (region, segment, identified)
where event.event in ('survey_nps', 'survey_csat') and event.score is not null
order by kind, event.day, event.seq;
