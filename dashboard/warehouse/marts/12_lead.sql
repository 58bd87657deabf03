-- Chances to sell: a lead and what became of it. Won where any deal_won has its order_id, whenever that was written; lost
-- where none has and a deal_lost does. cycle_days are whole local days to the first deal_won, NULL until then; follow_days
-- those to where the feeds of deals end, 0 at least: leads often come from another feed, which ends earlier.
-- One row per lead.
create table lead as
with first_leads as (
    select *, coalesce(order_id, 'event:' || event_id) as lead_key
    from event
    where event = 'lead'
    qualify row_number() over (partition by lead_key order by seq) = 1
),

outcomes as (
    select
        order_id,
        min(day) filter (event = 'deal_won') as won_on,
        bool_or(event = 'deal_lost') as has_loss
    from event
    where event in ('deal_won', 'deal_lost') and order_id is not null
    group by order_id
),

reach as (
    select timezone(getvariable('zone'), timezone('UTC', min(feed.covered_until)))::date as deals_until
    from feed
    inner join feed_event using (feed)
    where feed_event.event in ('deal_won', 'deal_lost')
)

select
    first_leads.day,
    first_leads.seq,
    first_leads.person,
    coalesce(first_leads.bucket, md5_number_lower('lead:' || lead_key) % 64)::utinyint as bucket,
    who.who,
    first_leads.source,
    outcomes.won_on is not null as is_won,
    outcomes.won_on is null and coalesce(outcomes.has_loss, false) as is_lost,
    if(outcomes.won_on is null, null, greatest(outcomes.won_on - first_leads.day, 0))::integer as cycle_days,
    if(reach.deals_until is null, 0, greatest(reach.deals_until - first_leads.day, 0))::integer as follow_days
from first_leads
inner join who using (region, segment, identified)
left join outcomes using (order_id)
cross join reach
order by first_leads.day, first_leads.seq;
