-- The history of builds, as for PostgreSQL. Times are milliseconds since 1970.
create table pctl_build (
    seq integer primary key autoincrement,
    id text not null unique,
    site text not null,
    unit text not null,
    name text not null,
    version text,
    hash text,
    method text not null,
    started integer not null,
    ended integer not null,
    seconds real not null,
    outcome text not null,
    session text,
    title text,
    machine text,
    compiler text,
    cores integer,
    memory_bytes integer,
    record text not null
);
create index pctl_build_by_site on pctl_build (site, seq);
create index pctl_build_by_name on pctl_build (site, unit, name, seq);
create index pctl_build_by_package on pctl_build (name, seq);
create index pctl_build_by_hash on pctl_build (hash) where hash is not null;
create index pctl_build_by_end on pctl_build (site, ended);

create table pctl_name (
    site text not null,
    unit text not null,
    name text not null,
    primary key (site, unit, name)
);
