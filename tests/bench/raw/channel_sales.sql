-- Order amounts less refunds by the channel of the order, each on its own day; together for online channels where these are
-- asked for.
-- One row per month, channel and part.
with channel_money as (
    select
        money.occurred_at,
        money.day,
        money.region,
        if(placed_order.order_key is null, money.channel, placed_order.channel) as channel,
        gross - refund as net
    from money
    left join placed_order using (order_key)
)

select
    date_trunc('month', day)::date as period,
    if(getvariable('breakdown') = 'online', null, channel) as channel,
    if(getvariable('breakdown') = 'online', coalesce(is_online, false)::varchar, null) as part,
    sum(net) as numerator,
    null as denominator
from channel_money
left join master.channels using (channel)
where
    occurred_at >= getvariable('from_at')
    and occurred_at < getvariable('until_at')
    and (getvariable('region') is null or region = getvariable('region'))
group by all
