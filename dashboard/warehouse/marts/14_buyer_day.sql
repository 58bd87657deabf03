-- What each person ordered on a day, net of what was given back of it: what the models of value are fitted to.
-- One row per person and day with an order.
create temp table buyer_day as
select presence.person, presence.day, coalesce(customer_money.net, 0)::double as net
from presence
left join customer_money using (person, day)
where presence.kind = 'buyer'
order by presence.person, presence.day;
