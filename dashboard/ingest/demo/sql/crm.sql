-- Feed of the CRM: leads and deals of business customers, contacts, consents.
insert into events by name
with lead_slots as (
    select
        region,
        currency,
        price,
        ((this_month().number + 1) * 100 + region_no) * 1000000
        + unnest(range(round(
            getvariable('joins_at_start') * company().customers.leads_per_join * this_month().growth
            * joins / (select sum(joins) from regions)
            + draw(this_month().number * 100 + region_no, 'leads') - 0.5
        )::bigint)) as lead_key
    from regions
),

leads as (
    select
        'L' || lead_key as event_id,
        'lead' as event,
        this_month().first_on + pick(wheel('month_ticket_days'), draw(lead_key, 'lead day')) as day,
        instant(day, second_of(wheel('ticket_hours'), lead_key, 'lead')) as occurred_at,
        'B' || lead_key as person_id,
        false as identified,
        region,
        'business' as segment,
        case when draw(lead_key, 'channel') < 0.6 then 'web' else 'phone' end as channel,
        pick(wheel('join_sources'), draw(lead_key, 'source')) as source,
        'L' || lead_key as order_id,
        currency,
        price,
        lead_key
    from lead_slots
),

deals as (
    select
        * replace (
            'D' || lead_key as event_id,
            case
                when draw(lead_key, 'won') < company().deals.won_share then 'deal_won'
                else 'deal_lost'
            end as event,
            occurred_at
            + to_seconds(
                (86400 * company().deals.median_days * exp(0.6 * normal_draw(lead_key, 'cycle')))::bigint
            ) as occurred_at
        ),
        round(company().deals.amount * price * exp(0.6 * normal_draw(lead_key, 'deal')), 2)::decimal(18, 6)
            as amount
    from leads
    where draw(lead_key, 'won') < company().deals.won_share + company().deals.lost_share
),

contact_slots as (
    select
        *,
        unnest(range(contacts)) as nth,
        month_key * 10 + nth as contact_key,
        this_month().first_on + floor(draw(contact_key, 'contact day') * this_month().days)::integer as day
    from month_people
    where joined_on < this_month().first_on
),

contacts as (
    select
        'K' || contact_key as event_id,
        'contact_sent' as event,
        instant(day, second_of(wheel('ticket_hours'), contact_key, 'contact')) as occurred_at,
        person_id_of(person) as person_id,
        is_member as identified,
        region_on(day, home_region, moved_on, moved_to) as region,
        segment,
        case when draw(contact_key, 'by phone') < 0.08 then 'phone' else 'e-mail' end as channel,
        case when draw(contact_key, 'which letter') < 0.8 then 'newsletter' else 'we miss you' end as campaign
    from contact_slots
),

consents as (
    select
        'G' || person as event_id,
        'consent_given' as event,
        instant(greatest(joined_on, company().starts_on), least(joined_second + 30, 82000)) as occurred_at,
        person_id_of(person) as person_id,
        is_member as identified,
        home_region as region,
        segment,
        'web' as channel
    from customers
    where
        has_consented
        and greatest(joined_on, company().starts_on) >= this_month().first_on
        and joined_on < this_month().first_on + this_month().days
),

withdrawals as (
    select
        * replace (
            'W' || event_id as event_id,
            'consent_withdrawn' as event,
            occurred_at + to_days(10 + floor(draw(hash(event_id) >> 1, 'withdrawn') * 500)::integer)
                as occurred_at
        )
    from consents
    where draw(hash(event_id) >> 1, 'withdraws') < company().customers.withdraw_share
),

rows_of_feed as (
    select * exclude (day, price, lead_key, currency) from leads
    union all by name
    select * exclude (day, price, lead_key) from deals
    union all by name
    select * from contacts
    union all by name
    select * from consents
    union all by name
    select * from withdrawals
),

rows_in_time as (
    select *
    from rows_of_feed
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
