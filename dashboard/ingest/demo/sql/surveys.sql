-- Feed of the surveys: what was sent and what came back, each survey by its name.
insert into events by name
with first_lines as (
    select *
    from month_lines
    where line = 1 and person is not null and draw(order_key, 'asked') < company().surveys.after_delivery_share
),

delivery_surveys as (
    select
        order_key as survey_key,
        'after delivery' as survey,
        person,
        is_member,
        region,
        segment,
        channel,
        source,
        category,
        order_id,
        instant(day + 4, second_of(wheel('shop_hours'), order_key, 'asked')) as sent_at,
        category = story().quality.category and in_span(day, story().quality) as is_spoilt
    from first_lines
),

relationship_surveys as (
    select
        month_key as survey_key,
        'relationship' as survey,
        person,
        is_member,
        this_month().first_on + floor(draw(survey_key, 'asked on') * this_month().days)::integer as day,
        region_on(day, home_region, moved_on, moved_to) as region,
        segment,
        'e-mail' as channel,
        instant(day, second_of(wheel('shop_hours'), survey_key, 'asked')) as sent_at,
        false as is_spoilt
    from month_people
    where
        joined_on < this_month().first_on
        and (person + this_month().number) % company().surveys.relationship_months = 0
        and draw(month_key, 'asked') < company().surveys.relationship_share
),

support_surveys as (
    select
        ticket_key as survey_key,
        'support' as survey,
        person,
        is_member,
        region,
        segment,
        channel,
        category,
        ticket_id,
        closed_at + interval 10 minutes as sent_at,
        company().tickets.csat
        + satisfaction / 200
        + case
            when day >= story().support_change."from" then story().support_change.csat_points / 100
            else 0
        end
        + case channel when 'chat' then 0.015 when 'e-mail' then -0.015 else 0 end as satisfied_share
    from month_tickets
    where closed_at is not null and draw(ticket_key, 'asked') < company().surveys.support_share
),

surveys as (
    select * exclude (day) from relationship_surveys
    union all by name
    select * from delivery_surveys
    union all by name
    select * from support_surveys
),

sent_surveys as (
    select
        surveys.*,
        segments.weight * (0.8 + 0.4 * draw(survey_key, survey || ' weight')) as survey_weight,
        draw(survey_key, survey || ' answers') < segments.answers as is_answered,
        sent_at + to_seconds((3600 + 180000 * draw(survey_key, survey || ' answered') ** 2)::bigint)
            as answered_at,
        draw(survey_key, survey || ' score') as score_draw,
        draw(survey_key, survey || ' degree') as degree_draw,
        (regions.satisfaction + case when is_spoilt then story().quality.nps_points else 0 end) / 200 as shift
    from surveys
    inner join segments using (segment)
    inner join regions using (region)
),

scored_surveys as (
    select
        *,
        case
            when survey = 'support' and score_draw < satisfied_share then 4 + (degree_draw < 0.62)::integer
            when survey = 'support' then 1 + floor(sqrt(degree_draw) * 3)::integer
            when score_draw < company().surveys.detractors - shift then floor(sqrt(degree_draw) * 7)::integer
            when score_draw >= 1 - company().surveys.promoters - shift then 9 + (degree_draw < 0.55)::integer
            else 7 + (degree_draw < 0.6)::integer
        end as score,
        draw(survey_key, survey || ' which comment') as comment_draw,
        draw(survey_key, survey || ' comments') as comments_draw
    from sent_surveys
),

sent as (
    select
        'Q' || upper(survey[1]) || survey_key as event_id,
        'survey_sent' as event,
        sent_at as occurred_at,
        *
    from scored_surveys
),

moods as (
    select
        *,
        if(draw(survey_key, survey || ' language') < company().surveys.russian, 'ru', 'en') as language,
        case
            when is_spoilt and score < 9 and comments_draw < 0.7 then 'spoilt'
            when comments_draw >= company().surveys.commented then null
            when score >= 9 or (survey = 'support' and score >= 4) then 'happy'
            when score > 6 then 'lukewarm'
            when
                survey = 'support'
                and sent_at < story().support_change."from"
                and draw(survey_key, 'waited') < 0.6
                then 'waited'
            when
                survey = 'relationship'
                and region = story().churn_spike.region
                and sent_at >= story().churn_spike."from"
                and sent_at < story().churn_spike.seen_until
                then 'rival'
            else 'unhappy'
        end as mood
    from scored_surveys
    where is_answered
),

answers as (
    select
        'A' || upper(survey[1]) || survey_key as event_id,
        case survey when 'support' then 'survey_csat' else 'survey_nps' end as event,
        answered_at as occurred_at,
        moods.* replace (score::smallint as score),
        round(survey_weight, 3) as weight,
        pick(pools.comments, comment_draw) as first_words,
        pick(pools.comments, draw(survey_key, survey || ' second words')) as second_words,
        if(
            mood <> 'spoilt'
            and draw(survey_key, survey || ' said twice') < company().surveys.said_twice
            and first_words <> second_words,
            first_words || '. ' || second_words,
            first_words
        ) as comment
    from moods
    left join pools using (survey, mood, language)
),

-- Now and then somebody thinks again two days later; only the later answer counts.
second_thoughts as (
    select
        answers.* replace (
            event_id || '-2' as event_id,
            occurred_at + interval 2 days as occurred_at,
            greatest(0, score - 1)::smallint as score
        )
    from answers
    where survey = 'relationship' and draw(survey_key, 'second thoughts') < 0.04
),

rows_of_feed as (
    select * exclude (score) from sent
    union all by name
    select * from answers
    union all by name
    select * from second_thoughts
),

rows_in_time as (
    select
        event_id,
        event,
        occurred_at,
        person_id_of(person) as person_id,
        is_member and person is not null as identified,
        region,
        segment,
        channel,
        source,
        category,
        order_id,
        ticket_id,
        score,
        coalesce(weight, 1) as weight,
        survey,
        comment
    from rows_of_feed
    where occurred_at < getvariable('ends_at')
    order by occurred_at, event_id
)

select
    *,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id,
    getvariable('lines_before') + row_number() over () as line
from rows_in_time;
