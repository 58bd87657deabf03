-- Who each visitor belongs to. The earliest link wins; ties go to the smaller person_id.
create temp table link as
with links as (
    select visitor_id, person_id, occurred_at as linked_at
    from master.events
    where visitor_id is not null and person_id is not null
    union all
    select visitor_id, person_id, linked_at
    from master.identities
)

select
    visitor_id,
    arg_min(person_id, (coalesce(linked_at, timestamp '1970-01-01'), person_id)) as person_id,
    count(distinct person_id) - 1 as conflicts
from links
group by visitor_id;

-- Everybody known by an id of their own or by a cookie only: one row per person.
create table person as
with ids as (
    select person_id as id, false as is_visitor
    from master.events
    where person_id is not null
    union
    select link.person_id, false
    from master.events
    inner join link using (visitor_id)
    where events.person_id is null
    union
    select events.visitor_id, true
    from master.events
    anti join link using (visitor_id)
    where events.person_id is null and events.visitor_id is not null
)

select
    (row_number() over (order by is_visitor, id))::integer as person,
    id as person_id,
    is_visitor,
    (md5_number_lower(if(is_visitor, 'visitor:', 'person:') || id) % 64)::utinyint as bucket
from ids
order by person;
