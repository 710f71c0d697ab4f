-- Each nightly verification (kontroll) with its report. Machine time.
create table verifications (
    id uuid primary key,
    begun_at timestamptz not null,
    ended_at timestamptz not null,
    faults int not null,
    report jsonb not null,
    constraint verifications_faults check (faults = jsonb_array_length(report -> 'faults'))
);
create index verifications_newest on verifications (ended_at desc);

grant select, insert on verifications to paragraf_site;
