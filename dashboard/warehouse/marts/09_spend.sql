-- What bringing people in cost, in the reporting currency. One row per day, source, region and campaign.
create table spend_day as
select
    spend.day,
    coalesce(spend.source, '') as source,
    coalesce(spend.region, '') as region,
    coalesce(spend.campaign, '') as campaign,
    sum(
        if(
            spend.currency is null or spend.currency = getvariable('currency'),
            spend.amount,
            round(spend.amount * rate.rate, 6)::decimal(18, 6)
        )
    )::decimal(18, 6) as amount
from master.spend
left join rate
    on
        spend.currency = rate.currency
        and spend.day = rate.day
        and spend.currency <> getvariable('currency')
group by all
order by all;

-- Sources that say whether they are paid for. One row per source.
create table source as
select coalesce(source, '') as source, coalesce(is_paid, false) as is_paid
from master.sources
order by source;
