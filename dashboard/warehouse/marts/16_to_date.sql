-- How the number of people who have ever ordered, and of those who did on two days or more, changes from day to day, under
-- the region and segment of the last order: summed over the days before a date it is how many there were then.
-- One row per day and who.
create table to_date as
with changes as (
    select presence.day, presence.who, 1 as people, (presence.day > customer.first_day)::integer as returned
    from presence
    inner join customer using (person)
    where presence.kind = 'buyer'
    union all
    select presence.next_day, presence.who, -1, -((presence.day > customer.first_day)::integer)
    from presence
    inner join customer using (person)
    where presence.kind = 'buyer' and presence.next_day < date '5000-01-01'
)

select day, who, sum(people)::bigint as people, sum(returned)::bigint as returned
from changes
group by day, who
order by day, who;
