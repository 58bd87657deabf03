-- Grain: one row per channel.
insert into channels by name
select
    channel,
    is_online,
    records_visits,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id
from company_channels;
