-- What each new customer is put down to: the source and campaign of a touch. Touches are visits, signups and leads with
-- a source in the 30 days before the first order, and that order itself; without any, what the first order says.
-- One row per person with an order and model.
create table attribution as
with first_orders as (
    select person, day, seq, source, campaign
    from customer_order
    where person is not null and not is_repeat
),

touches as (
    select
        first_orders.person,
        event.seq,
        event.source,
        event.campaign,
        lower(event.source) = 'direct' as is_direct
    from first_orders
    inner join event using (person)
    where
        event.source <> ''
        and (event.event in ('visit', 'signup', 'lead') or event.seq = first_orders.seq)
        and event.day >= first_orders.day - 30
        and event.seq <= first_orders.seq
),

chosen_touches as (
    select
        person,
        min(seq) as first_touch,
        max(seq) as last_touch,
        coalesce(max(seq) filter (not is_direct), max(seq)) as last_non_direct
    from touches
    group by person
),

models as (
    select
        person,
        unnest(['first_touch', 'last_touch', 'last_non_direct']) as model,
        unnest([first_touch, last_touch, last_non_direct]) as seq
    from chosen_touches
),

-- A person without a touch has one row of each model all the same.
told as (
    select person, unnest(['first_touch', 'last_touch', 'last_non_direct']) as model, source, campaign
    from first_orders
)

select
    told.person,
    told.model,
    coalesce(touches.source, told.source) as source,
    if(touches.person is null, told.campaign, touches.campaign) as campaign
from told
left join models on told.person = models.person and told.model = models.model
left join touches on models.person = touches.person and models.seq = touches.seq
order by model, person;
