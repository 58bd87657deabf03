-- What was spent on paid sources in one month, in the currency of the region it was spent in. Half of what
-- search costs is booked for the whole company, without a region.
-- Grain: one row per day, source, region and campaign.
insert into spend by name
with wins as (
    select
        source,
        count(*) as customers
    from customers
    where joined_on >= this_month().first_on and joined_on < this_month().first_on + this_month().days
    group by source
),

region_shares as (
    select
        home_region as region,
        count(*) / sum(count(*)) over () as share
    from customers
    where joined_on >= this_month().first_on and joined_on < this_month().first_on + this_month().days
    group by home_region
),

budgets as (
    select
        company_sources.*,
        customers * cac / this_month().days
        * exp(0.05 * normal_draw(this_month().number * 100 + source_no, 'budget')) as euros_a_day
    from company_sources
    inner join wins using (source)
    where is_paid
),

campaign_budgets as (
    select
        source,
        euros_a_day / len(campaigns) as euros_a_day,
        unnest(campaigns) as campaign
    from budgets
),

campaign_days as (
    select
        *,
        campaign = 'search brand' as is_for_all,
        this_month().first_on + unnest(range(this_month().days))::integer as day
    from campaign_budgets
),

regional_spend as (
    select
        day,
        source,
        case when not is_for_all then region end as region,
        campaign,
        case when is_for_all then company().currency else regions.currency end as currency,
        euros_a_day * share
        * case
            when source = story().cac_rise.source
                then factor_since(day, story().cac_rise, story().cac_rise.cac_factor)
            else 1
        end
        * (0.8 + 0.4 * draw((day - company().starts_on) * 100 + region_no, source || campaign))
        / case when is_for_all or regions.currency = company().currency then 1 else company().pound end
            as amount
    from campaign_days
    cross join region_shares
    inner join regions using (region)
)

select
    day,
    source,
    region,
    campaign,
    currency,
    round(sum(amount::decimal(18, 6)), 2) as amount,
    'demo_ads' as feed,
    getvariable('file_id') as file_id
from regional_spend
group by all
order by all;
