-- Net revenue by the channel of the order, less that of the same month a year before, of that; together for online channels
-- where these are asked for.
-- One row per month, channel and part.
with channel_money as (
    select
        date_trunc('month', money.day)::date as month,
        if(placed_order.order_key is null, money.channel, placed_order.channel) as channel,
        gross - refund as net
    from money
    left join placed_order using (order_key)
    where
        money.day >= getvariable('start') - interval 1 year
        and money.day < getvariable('stop')
        and (getvariable('region') is null or money.region = getvariable('region'))
),

month_money as (
    select
        month,
        if(getvariable('breakdown') = 'online', null, channel) as channel,
        if(getvariable('breakdown') = 'online', coalesce(is_online, false)::varchar, null) as part,
        sum(net) as net
    from channel_money
    left join master.channels using (channel)
    group by all
)

select
    (earlier.month + interval 1 year)::date as period,
    earlier.channel,
    earlier.part,
    coalesce(later.net, 0) - earlier.net as numerator,
    earlier.net as denominator
from month_money as earlier
left join month_money as later
    on
        later.month = earlier.month + interval 1 year
        and earlier.channel is not distinct from later.channel
        and earlier.part is not distinct from later.part
where earlier.month + interval 1 year >= getvariable('start') and earlier.month + interval 1 year < getvariable('stop')
