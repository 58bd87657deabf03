-- The second device of a customer, linked when the customer first logs in there.
-- Grain: one row per cookie and person.
insert into identities by name
with links as (
    select
        cookie_of(person, 2) as visitor_id,
        person_id_of(person) as person_id,
        instant(
            greatest(joined_on, company().starts_on)
            + floor(draw(person, 'linked') * 2 * company().customers.known_device_days)::integer,
            joined_second
        ) as linked_at
    from customers
    where has_second_device
)

select
    *,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id
from links
where linked_at is not null
order by linked_at, visitor_id;
