-- The company's parts as tables of this connection, numbered so that draws can tell them apart.
create or replace temp table regions as
select
    row_number() over () as region_no,
    *
from (select unnest(getvariable('tables').regions, recursive := true));

create or replace temp table segments as
select unnest(getvariable('tables').segments, recursive := true);

create or replace temp table company_channels as
select unnest(getvariable('tables').channels, recursive := true);

create or replace temp table company_sources as
select
    row_number() over () as source_no,
    *
from (select unnest(getvariable('tables').sources, max_depth := 2));

create or replace temp table categories as
select unnest(getvariable('tables').categories, recursive := true);

-- What people write. One row per survey, mood and language.
create or replace temp table pools as
select unnest(getvariable('tables').pools, max_depth := 2);

create or replace temp table customers (
    person bigint,
    home_region varchar,
    moved_on date,
    moved_to varchar,
    segment varchar,
    source varchar,
    rate double,
    is_one_off boolean,
    joined_on date,
    joined_second integer,
    left_on date,
    back_on date,
    gone_on date,
    is_member boolean,
    signed_up_on date,
    cancelled_on date,
    has_consented boolean,
    has_second_device boolean
);
