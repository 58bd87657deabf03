-- Who is known, and who of them may be written to: people with an id of their own who ordered, signed up, became a lead or
-- spoke of consent. A person stands so at the start of day s when from_day < s <= until_day; the region and segment are
-- those of the last such event. One row per person and day of such an event.
create table reach as
with acts as (
    select person, day, seq, who, 'order' as act
    from customer_order
    union all
    select event.person, event.day, event.seq, who.who, event.event
    from event
    inner join who using (region, segment, identified)
    where event.event in ('signup', 'lead', 'consent_given', 'consent_withdrawn')
),

days as (
    select
        acts.person,
        acts.day,
        arg_max(acts.who, acts.seq) as who,
        arg_max(acts.act, acts.seq) filter (acts.act in ('consent_given', 'consent_withdrawn')) as consent
    from acts
    inner join person on acts.person = person.person and not person.is_visitor
    group by acts.person, acts.day
)

select
    days.day as from_day,
    lead(days.day, 1, date '5000-01-01') over person_days as until_day,
    days.person,
    days.who,
    coalesce(customer.origin, 0) as origin,
    coalesce(last_value(days.consent ignore nulls) over person_days, '') = 'consent_given' as is_reachable
from days
left join customer using (person)
window person_days as (partition by days.person order by days.day)
order by from_day, days.person;

-- By how many the people known and reachable grow with each day: added up over all days before s they are those at the
-- start of s. One row per day and who.
create table reach_day as
with changes as (
    select from_day as day, who, 1 as known, is_reachable::integer as reachable
    from reach
    union all
    select until_day, who, -1, -is_reachable::integer
    from reach
    where until_day < date '5000-01-01'
)

select day, who, sum(known)::bigint as known, sum(reachable)::bigint as reachable
from changes
group by all
order by day;
