-- When a person was seen first and last, and the region and segment that their last events with one said; '' where none
-- ever did. One row per person.
create table seen as
with lasts as (
    select
        event.person,
        min(event.day) as first_day,
        max(event.day) as last_day,
        arg_max(who.who, event.seq) filter (who.region <> '') as region_who,
        arg_max(who.who, event.seq) filter (who.segment <> '') as segment_who
    from event
    inner join who using (region, segment, identified)
    where event.person is not null
    group by event.person
)

select
    lasts.person,
    lasts.first_day,
    lasts.last_day,
    coalesce(of_region.region, '') as region,
    coalesce(of_segment.segment, '') as segment
from lasts
left join who as of_region on lasts.region_who = of_region.who
left join who as of_segment on lasts.segment_who = of_segment.who
order by lasts.person;
