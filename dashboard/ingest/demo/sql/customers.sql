-- Customers won in one month, with everything about them that does not change.
-- Grain: one row per customer.
insert into customers
with wins as (
    select
        *,
        this_month().joins * joins / (select sum(joins) from regions)
        / case when this_month().is_stock then leave else 1 end
        * case
            when
                list_contains(story().mix_shift.regions, region)
                and in_span(this_month().first_on, story().mix_shift)
                then story().mix_shift.joins_factor
            else 1
        end as expected
    from regions
),

counted_wins as (
    select
        region,
        leave,
        greatest(
            0,
            round(
                expected
                + 0.5 * sqrt(expected) * normal_draw(this_month().number * 100 + region_no, 'wins')
            )
        )::bigint as customers
    from wins
),

numbered_wins as (
    select
        *,
        this_month().first_person
        + coalesce(
            sum(customers) over (order by region rows between unbounded preceding and 1 preceding), 0
        )::bigint as first_person
    from counted_wins
),

people as (
    select
        region as home_region,
        leave,
        first_person + unnest(range(customers)) as person
    from numbered_wins
),

described_people as (
    select
        person,
        home_region,
        leave,
        pick(wheel('segments'), draw(person, 'segment')) as segment,
        pick(wheel('join_sources'), draw(person, 'source')) as source,
        pick(wheel('rates'), draw(person, 'rate')) as rate,
        not this_month().is_stock and draw(person, 'one-off') < company().customers.one_off_share
            as is_one_off,
        case
            when this_month().is_stock then company().starts_on - 1
            else this_month().first_on + floor(draw(person, 'joined') * this_month().days)::integer
        end as joined_on,
        case
            when draw(person, 'moves') < 1 - exp(-2.5 * company().customers.move_a_year)
                then company().starts_on
                    + floor(draw(person, 'moved') * (company().ends_on - company().starts_on))::integer
        end as moved_on,
        pick(wheel('regions'), draw(person, 'moved to')) as moved_to
    from people
),

lifetimes as (
    select
        described_people.* exclude (rate),
        described_people.rate * segments.rate as rate,
        30.4 / (company().customers.leave_a_month * described_people.leave * company_sources.stays)
            as mean_days,
        joined_on + 1
        + case when is_one_off then 0 else floor(-ln(1 - draw(person, 'lifetime')) * mean_days)::integer end
            as would_leave_on
    from described_people
    inner join segments using (segment)
    inner join company_sources using (source)
),

after_the_spike as (
    select
        *,
        case
            when
                region_on(story().churn_spike."from", home_region, moved_on, moved_to)
                = story().churn_spike.region
                and joined_on < story().churn_spike."from"
                and would_leave_on > story().churn_spike."from"
                and draw(person, 'leaves for the competitor') < story().churn_spike.share_leaving
                then story().churn_spike."from"
                    + floor(
                        draw(person, 'spike day')
                        * (story().churn_spike.until - story().churn_spike."from")
                    )::integer
            else would_leave_on
        end as left_on
    from lifetimes
),

-- The pilot keeps a share of those who would leave, or who left not long before it began.
kept_people as (
    select
        *,
        case
            when
                list_contains(
                    story().pilot.regions, region_on(story().pilot."from", home_region, moved_on, moved_to)
                )
                and left_on >= story().pilot."from" - 60
                and draw(person, 'kept') < getvariable('share_kept')
                then greatest(left_on, story().pilot."from")
        end as back_on,
        back_on + floor(
            mean_days * (
                -ln(1 - draw(person, 'second life'))
                + case
                    when draw(person, 'kept') < getvariable('share_kept') ** 2
                        then -ln(1 - draw(person, 'third life'))
                    else 0
                end
            )
        )::integer as gone_on
    from after_the_spike
),

members as (
    select
        *,
        draw(person, 'member') < case
            when is_one_off then company().customers.guest_member_share else company().customers.member_share
        end as is_member,
        draw(person, 'signup') as signup_draw,
        case
            when not is_member or this_month().is_stock then null
            when signup_draw < 0.7 then joined_on
            when signup_draw < 0.9 then joined_on - 1 - floor(draw(person, 'signup day') * 20)::integer
            else joined_on + 1 + floor(draw(person, 'signup day') * 30)::integer
        end as signed_up_on
    from kept_people
)

select
    person,
    home_region,
    moved_on,
    moved_to,
    segment,
    source,
    rate,
    is_one_off,
    joined_on,
    second_of(wheel('shop_hours'), person, 'joined') as joined_second,
    left_on,
    back_on,
    gone_on,
    is_member,
    signed_up_on,
    case
        when is_member
            then greatest(
                coalesce(gone_on, left_on)
                + floor(draw(person, 'cancel') * case when is_one_off then 120 else 40 end)::integer,
                coalesce(signed_up_on, joined_on) + 1
            )
    end as cancelled_on,
    draw(person, 'consent') < company().customers.consent_share as has_consented,
    draw(person, 'second device') < company().customers.second_device_share as has_second_device
from members;
