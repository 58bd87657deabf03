-- Feed of the tracking script: visits and signups. Visits of strangers fill each region's month up to the
-- shoppers whom its conversion asks for.
insert into events by name
with order_visits as (
    select
        'V' || order_id as event_id,
        instant(day, second - 120 - floor(draw(order_key, 'before') * 2400)::integer) as occurred_at,
        case when is_member then person_id_of(person) end as person_id,
        cookie_of(person, 1) as visitor_id,
        is_member as identified,
        region,
        segment,
        channel,
        source,
        campaign,
        device,
        day
    from month_orders
    where is_tracked and draw(order_key, 'visited') < 0.92
),

new_people as (
    select *
    from month_people
    where joined_on >= this_month().first_on
),

early_slots as (
    select
        *,
        unnest(range(floor(draw(person, 'early visits') * 2.6)::integer)) as nth,
        person * 10 + nth as visit_key
    from new_people
),

early_visits as (
    select
        'VE' || person || '-' || nth as event_id,
        joined_on - 1 - floor(draw(visit_key, 'early day') * 20)::integer as day,
        instant(day, second_of(wheel('shop_hours'), visit_key, 'early')) as occurred_at,
        cookie_of(person, 1) as visitor_id,
        false as identified,
        home_region as region,
        segment,
        'web' as channel,
        case
            when draw(visit_key, 'same source') < 0.6 then source
            else pick(wheel('visit_sources'), draw(visit_key, 'early source'))
        end as source,
        pick(wheel('devices'), draw(person, 'device')) as device
    from early_slots
),

browsing_people as (
    select
        *,
        this_month().first_on + pick(wheel('month_days'), draw(month_key, 'browses on')) as day,
        region_on(day, home_region, moved_on, moved_to) as region
    from month_people
    where draw(month_key, 'browses') < 0.4
),

browsing_visits as (
    select
        'VB' || strftime(this_month().first_on, '%y%m') || '-' || person as event_id,
        instant(day, second_of(wheel('shop_hours'), month_key, 'browses')) as occurred_at,
        is_member and draw(month_key, 'logged in') < 0.55 as identified,
        case when identified then person_id_of(person) end as person_id,
        cookie_of(
            person, case when has_second_device and draw(month_key, 'which device') < 0.4 then 2 else 1 end
        ) as visitor_id,
        region,
        segment,
        case when draw(person, 'app user') < 0.35 then 'app' else 'web' end as channel,
        pick(wheel('repeat_sources'), draw(month_key, 'source')) as source,
        case
            when channel = 'app' then 'phone'
            else pick(wheel('devices'), draw(person, 'device'))
        end as device,
        day
    from browsing_people
    where day > joined_on and stays_on(day, left_on, back_on, gone_on)
),

online_buyers as (
    select
        region,
        count(distinct person) as buyers
    from month_orders
    where is_tracked
    group by region
),

known_lookers as (
    select
        region,
        count(distinct person) as lookers
    from browsing_people
    where
        day > joined_on
        and stays_on(day, left_on, back_on, gone_on)
        and person not in (select person from month_orders where is_tracked)
    group by region
),

planned_conversion as (
    select
        *,
        conversion * this_month().conversion
        * case
            when in_span(this_month().first_on, story().mix_shift)
                then story().mix_shift.conversion_factor
            when
                this_month().first_on >= story().mix_shift.until
                and list_contains(story().mix_shift.regions, region)
                then story().mix_shift.after_factor
            else 1
        end as planned
    from regions
),

strangers as (
    select
        region,
        region_no,
        app,
        greatest(
            0,
            round(
                buyers / planned * (1 - planned)
                * (
                    1 + company().visits.noise / sqrt(buyers)
                    * normal_draw(this_month().number * 100 + region_no, 'strangers')
                )
                - coalesce(lookers, 0)
            )
        )::bigint as visitors
    from planned_conversion
    inner join online_buyers using (region)
    left join known_lookers using (region)
),

stranger_slots as (
    select
        region,
        app,
        ((this_month().number + 1) * 100 + region_no) * 100000000 + unnest(range(visitors)) as visitor_key
    from strangers
),

stranger_sessions as (
    select
        *,
        unnest(range(
            1
            + (draw(visitor_key, 'sessions') < 0.18)::integer
            + (draw(visitor_key, 'sessions') < 0.04)::integer
        )) as nth,
        visitor_key * 10 + nth as visit_key
    from stranger_slots
),

stranger_visits as (
    select
        'VN' || visitor_key || '-' || nth as event_id,
        this_month().first_on + pick(wheel('month_days'), draw(visit_key, 'day')) as day,
        instant(day, second_of(wheel('shop_hours'), visit_key, 'visit')) as occurred_at,
        'N' || visitor_key as visitor_id,
        false as identified,
        region,
        case
            when draw(visitor_key, 'app') < app then 'app'
            else pick(wheel('visit_channels'), draw(visitor_key, 'channel'))
        end as channel,
        pick(wheel('visit_sources'), draw(visitor_key, 'source')) as source,
        case
            when channel = 'app' then 'phone'
            else pick(wheel('devices'), draw(visitor_key, 'device'))
        end as device
    from stranger_sessions
),

visits as (
    select * from order_visits
    union all by name
    select * from early_visits
    union all by name
    select * from browsing_visits
    union all by name
    select * from stranger_visits
),

visits_with_campaign as (
    select
        visits.* exclude (campaign),
        'visit' as event,
        coalesce(
            visits.campaign, pick(company_sources.campaigns, draw(hash(event_id) >> 1, 'campaign'))
        ) as campaign
    from visits
    left join company_sources using (source)
),

signups as (
    select
        'U' || person as event_id,
        'signup' as event,
        case
            when signed_up_on = joined_on then instant(joined_on, joined_second - 60)
            else instant(signed_up_on, second_of(wheel('shop_hours'), person, 'signup'))
        end as occurred_at,
        person_id_of(person) as person_id,
        cookie_of(person, 1) as visitor_id,
        true as identified,
        region_on(signed_up_on, home_region, moved_on, moved_to) as region,
        segment,
        'web' as channel,
        source,
        signed_up_on as day
    from new_people
),

rows_of_feed as (
    select * from visits_with_campaign
    union all by name
    select * from signups
),

rows_in_time as (
    select * exclude (day)
    from rows_of_feed
    where
        occurred_at is not null
        and not (region = story().outage.region and in_span(day, story().outage))
    order by occurred_at, event_id
)

select
    *,
    1.0 as weight,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id,
    getvariable('lines_before') + row_number() over () as line
from rows_in_time;
