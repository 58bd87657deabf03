-- Answers to surveys, with their words (comment is NULL where there are none). next_day: the day on which the same person
-- answers the same survey again; heard_…: not again within ninety days inside the same calendar period.
-- One row per answer.
create table answer as
with answers as (
    select
        event.day,
        event.seq,
        event.event_id,
        event.occurred_at as answered_at,
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
        nullif(trim(event.comment), '') as comment,
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
),

ends as (
    select
        day,
        max(period_end) filter (grain = 'week') as week_end,
        max(period_end) filter (grain = 'month') as month_end,
        max(period_end) filter (grain = 'quarter') as quarter_end,
        max(period_end) filter (grain = 'year') as year_end
    from calendar
    group by day
)

select
    answers.*,
    next_day - day > 90 or next_day >= ends.week_end as heard_week,
    next_day - day > 90 or next_day >= ends.month_end as heard_month,
    next_day - day > 90 or next_day >= ends.quarter_end as heard_quarter,
    next_day - day > 90 or next_day >= ends.year_end as heard_year
from answers
inner join ends using (day)
order by kind, day, seq;
