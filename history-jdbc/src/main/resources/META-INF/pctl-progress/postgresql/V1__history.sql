-- The history of builds. A row of pctl_build is one record; its column "record" is the whole record as JSON, in the
-- form of the JSON Lines file. The other columns repeat parts of it for indexes and reports.
create table pctl_build (
    seq bigint generated always as identity primary key,
    id text not null unique,
    site text not null,
    unit text not null,
    name text not null,
    version text,
    hash text,
    method text not null,
    started timestamp with time zone not null,
    ended timestamp with time zone not null,
    seconds double precision not null,
    outcome text not null,
    session text,
    title text,
    machine text,
    compiler text,
    cores integer,
    memory_bytes bigint,
    record json not null
);
create index pctl_build_by_site on pctl_build (site, seq);
create index pctl_build_by_name on pctl_build (site, unit, name, seq);
create index pctl_build_by_package on pctl_build (name, seq);
create index pctl_build_by_hash on pctl_build (hash) where hash is not null;
create index pctl_build_by_end on pctl_build (site, ended);

-- The names that occur, so that the newest records of each name are found without reading the others.
create table pctl_name (
    site text not null,
    unit text not null,
    name text not null,
    primary key (site, unit, name)
);
