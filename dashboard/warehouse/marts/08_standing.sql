-- Who could be lost: when each person last ordered and whether they are subscribed (their last signup or cancel is a
-- signup), as it stood from one day with an order, signup or cancel to the next. It holds for a window that starts on s when
-- from_day < s <= until_day. is_signup_later: subscribed, by a signup after the last order.
-- One row per person and such day; the spans of a person do not overlap.
create table standing as
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
)

select
    states.day as from_day,
    states.next_day as until_day,
    states.person,
    states.order_day,
    states.order_who,
    states.is_subscribed,
    if(states.is_subscribed, states.signup_who, null) as signup_who,
    states.is_subscribed and states.signup_seq > coalesce(states.order_seq, -1) as is_signup_later,
    coalesce(customer.origin, 0) as origin
from states
left join customer using (person)
where states.order_day is not null or states.is_subscribed
order by from_day, person;

-- Cancellations. One row per person and day.
create table cancel as
select distinct day, person
from event
where event = 'cancel' and person is not null
order by day, person;
