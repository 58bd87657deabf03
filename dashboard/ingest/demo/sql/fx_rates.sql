-- Rates of the other currencies on working days, from a week before the first day.
-- Grain: one row per day and currency.
insert into fx_rates by name
with days as (
    select
        company().starts_on - 7
        + unnest(range(company().ends_on - company().starts_on + 7))::integer as day
)

select
    day,
    'GBP' as currency,
    round(
        company().pound + 0.025 * sin((day - company().starts_on) / 60)
        + 0.003 * normal_draw(day - company().starts_on, 'pound'), 4
    ) as rate,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id
from days
where isodow(day) <= 5
order by day;
