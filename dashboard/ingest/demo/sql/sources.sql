-- Grain: one row per source.
insert into sources by name
select
    source,
    is_paid,
    getvariable('feed') as feed,
    getvariable('file_id') as file_id
from company_sources;
