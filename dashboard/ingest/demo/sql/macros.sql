-- A draw is a number in [0, 1) that depends on the seed, an id and a salt alone:
-- not on threads, order or clock.
create or replace temp macro draw(id, salt) as
    (hash(xor(hash(id::bigint), hash(salt || getvariable('seed')))) >> 11) / 9007199254740992.0;

create or replace temp macro normal_draw(id, salt) as
    sqrt(-2 * ln(1 - draw(id, salt || ' radius'))) * cos(2 * pi() * draw(id, salt || ' angle'));

-- How often something happens in a month that happens `mean` times on average (Poisson, at most eight):
-- the number of steps of the distribution that lie below u, each sum in Horner's form.
create or replace temp macro times(u, mean) as (
    (u >= exp(-mean))::integer
    + (u >= exp(-mean) * (1 + mean))::integer
    + (u >= exp(-mean) * (1 + mean * (1 + mean / 2)))::integer
    + (u >= exp(-mean) * (1 + mean * (1 + mean / 2 * (1 + mean / 3))))::integer
    + (u >= exp(-mean) * (1 + mean * (1 + mean / 2 * (1 + mean / 3 * (1 + mean / 4)))))::integer
    + (u >= exp(-mean) * (
        1 + mean * (1 + mean / 2 * (1 + mean / 3 * (1 + mean / 4 * (1 + mean / 5))))
    ))::integer
    + (u >= exp(-mean) * (
        1 + mean * (1 + mean / 2 * (1 + mean / 3 * (1 + mean / 4 * (1 + mean / 5 * (1 + mean / 6)))))
    ))::integer
    + (u >= exp(-mean) * (
        1 + mean * (
            1 + mean / 2 * (1 + mean / 3 * (1 + mean / 4 * (1 + mean / 5 * (1 + mean / 6 * (1 + mean / 7)))))
        )
    ))::integer
);

-- A wheel is a list in which each name fills its share of the places.
create or replace temp macro pick(wheel, u) as wheel[1 + floor(u * len(wheel))::integer];

create or replace temp macro company() as getvariable('company');
create or replace temp macro story() as getvariable('story');
create or replace temp macro wheel(name) as getvariable('wheel_' || name);
create or replace temp macro this_month() as getvariable('this_month');

-- The instant in UTC of a second of a local day, nothing outside the company's history. Seconds stay below
-- 23 hours, so that the shortest day of the year holds them.
create or replace temp macro instant(day, second) as
    getvariable('midnights')[greatest(0, day - company().starts_on + 1)] + to_seconds(second::bigint);

create or replace temp macro second_of(hours, id, salt) as
    pick(hours, draw(id, salt || ' hour')) * 3600 + floor(draw(id, salt || ' second') * 3600)::integer;

-- Whether a day lies in the span of something planted.
create or replace temp macro in_span(day, planted) as day >= planted."from" and day < planted.until;

create or replace temp macro factor_since(day, planted, factor) as
    case when day >= planted."from" then factor else 1 end;

create or replace temp macro region_on(day, region, moved_on, moved_to) as
    case when day >= moved_on then moved_to else region end;

create or replace temp macro stays_on(day, left_on, back_on, gone_on) as
    day < left_on or (day >= back_on and day < gone_on);

create or replace temp macro person_id_of(person) as 'P' || lpad(person::varchar, 7, '0');
create or replace temp macro cookie_of(person, device) as
    'C' || lpad(person::varchar, 7, '0') || '-' || device;
