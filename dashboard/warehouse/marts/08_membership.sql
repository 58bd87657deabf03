-- Who could be lost: people who ordered in the last 90 days or are subscribed (their last signup or cancel is a signup).
-- A person is in the base of a window that starts on s when from_day < s <= until_day.
-- One row per person and span of days; the spans of a person do not overlap.
create table membership as
with acts as (
    select person, day, seq, who, 'order' as act
    from customer_order
    where person is not null
    union all
    select event.person, event.day, event.seq, who.who, event.event
    from event
    inner join who using (region, segment, identified)
    where event.event in ('signup', 'cancel') and event.person is not null
),

days as (
    select
        person,
        day,
        arg_max(who, seq) filter (act = 'order') as order_who,
        max(seq) filter (act = 'order') as order_seq,
        arg_max(act, seq) filter (act <> 'order') as standing,
        arg_max(who, seq) filter (act = 'signup') as signup_who,
        max(seq) filter (act = 'signup') as signup_seq
    from acts
    group by person, day
),

states as (
    select
        person,
        day,
        lead(day, 1, date '5000-01-01') over person_days as next_day,
        last_value(if(order_seq is null, null, day) ignore nulls) over person_days as order_day,
        last_value(order_who ignore nulls) over person_days as order_who,
        last_value(order_seq ignore nulls) over person_days as order_seq,
        coalesce(last_value(standing ignore nulls) over person_days, '') = 'signup' as is_subscribed,
        last_value(signup_who ignore nulls) over person_days as signup_who,
        last_value(signup_seq ignore nulls) over person_days as signup_seq
    from days
    window person_days as (partition by person order by day)
),

-- While the last order is at most 90 days old it is counted, and so is the signup of someone subscribed.
active_spans as (
    select
        person,
        day as from_day,
        least(next_day, order_day + 90) as until_day,
        if(is_subscribed and signup_seq > order_seq, signup_who, order_who) as who
    from states
    where order_day is not null and day < order_day + 90
),

-- After that only the signup is.
subscribed_spans as (
    select
        person,
        if(order_day is null, day, greatest(day, order_day + 90)) as from_day,
        next_day as until_day,
        signup_who as who
    from states
    where is_subscribed and (order_day is null or next_day > order_day + 90)
)

select spans.from_day, spans.until_day, spans.person, spans.who, coalesce(customer.origin, 0) as origin
from (from active_spans union all from subscribed_spans) as spans
left join customer using (person)
order by from_day, person;

-- Cancellations. One row per person and day.
create table cancel as
select distinct day, person
from event
where event = 'cancel' and person is not null
order by day, person;
