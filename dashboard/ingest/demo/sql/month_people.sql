-- Customers who may act in this month, and how often they do.
-- Grain: one row per customer who stays for some of the month.
create or replace temp table month_people as
with staying_people as (
    select
        customers.*,
        person * 100 + this_month().number as month_key,
        customers.rate * this_month().season * this_month().days / 30.4 as orders_expected,
        company().customers.tickets_a_month * segments.tickets * this_month().tickets
        * this_month().days / 30.4 as tickets_expected,
        company().customers.contacts_a_month * has_consented::integer as contacts_expected
    from customers
    inner join segments using (segment)
    where
        joined_on < this_month().first_on + this_month().days
        and (left_on > this_month().first_on or gone_on > this_month().first_on)
),

drawn_people as (
    select
        *,
        draw(month_key, 'orders') as orders_draw,
        draw(month_key, 'tickets') as tickets_draw,
        draw(month_key, 'contacts') as contacts_draw
    from staying_people
)

select
    * exclude (
        orders_expected, tickets_expected, contacts_expected, orders_draw, tickets_draw, contacts_draw
    ),
    times(orders_draw, orders_expected) as orders,
    times(tickets_draw, tickets_expected) as tickets,
    times(contacts_draw, contacts_expected) as contacts
from drawn_people;
