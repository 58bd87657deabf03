-- Answers 9 and 10 less those of 0 to 6, over all, each survey by itself. Of the answers of
-- one person to one survey the last of the month counts: no month has more than 90 days.
-- One row per month, survey and part.
with last_answers as (
    select
        date_trunc('month', day)::date as period,
        survey,
        region,
        channel,
        score,
        1 as weight
    from person_event
    where
        event = 'survey_nps'
        and score is not null
        and occurred_at >= getvariable('from_at')
        and occurred_at < getvariable('until_at')
    qualify
        person_id is null
        or row_number() over (partition by period, survey, person_id order by occurred_at desc, event_id desc) = 1
)

select
    period,
    survey,
    if(getvariable('breakdown') = 'channel', channel, null) as part,
    sum(case when score >= 9 then weight when score <= 6 then -weight else 0 end) as numerator,
    sum(weight) as denominator
from last_answers
where getvariable('region') is null or region = getvariable('region')
group by all
