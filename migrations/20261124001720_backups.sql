-- Backups that were taken (säkerhetskopior) and rehearsals of putting one back (övningar), as the commands tell of them. Machine time.
create table backups (
    id uuid primary key,
    name text not null, -- of its folder
    taken_at timestamptz not null,
    n bigint not null, -- the newest legal act in it
    head bytea not null,
    rows bigint not null
);
create index backups_taken_at on backups (taken_at desc);

create table rehearsals (
    id uuid primary key,
    name text not null, -- of the backup
    backup_at timestamptz not null,
    rehearsed_at timestamptz not null,
    faults int not null check (faults >= 0)
);
create index rehearsals_rehearsed_at on rehearsals (rehearsed_at desc);

-- The commands sign in as the owner; the site only shows.
grant select on backups, rehearsals to paragraf_site;
