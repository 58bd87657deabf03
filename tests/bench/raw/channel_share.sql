-- Net revenue by the channel of the order, of the net revenue of all channels; together for online channels where these
-- are asked for.
-- One row per month, channel and part.
with channel_money as (
    select
        date_trunc('month', money.day)::date as period,
        if(placed_order.order_key is null, money.channel, placed_order.channel) as channel,
        gross - refund as net
    from money
    left join placed_order using (order_key)
    where
        money.occurred_at >= getvariable('from_at')
        and money.occurred_at < getvariable('until_at')
        and (getvariable('region') is null or money.region = getvariable('region'))
),

everything as (
    select period, sum(net) as net
    from channel_money
    group by period
)

select
    channel_money.period,
    if(getvariable('breakdown') = 'online', null, channel) as channel,
    if(getvariable('breakdown') = 'online', coalesce(is_online, false)::varchar, null) as part,
    sum(channel_money.net) as numerator,
    any_value(everything.net) as denominator
from channel_money
inner join everything using (period)
left join master.channels using (channel)
group by all
