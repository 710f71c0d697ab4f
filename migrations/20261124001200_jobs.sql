-- Clock-driven work (schemalagt arbete): one row per kind and due time, in machine time. Whoever works on a row holds it for a while, and anew
-- as long as it goes on; what a killed program held is taken by the next.
create table jobs (
    id uuid primary key,
    kind text not null,
    due_at timestamptz not null,
    attempts int not null default 0,
    retry_at timestamptz not null,
    held_until timestamptz,
    begun_at timestamptz, -- the newest attempt
    done_at timestamptz,
    dropped_at timestamptz, -- not done before the next due time, which took its place
    failed text, -- how the newest attempt failed, in words
    constraint jobs_once unique (kind, due_at)
);
create index jobs_waiting on jobs (retry_at) where done_at is null and dropped_at is null;

grant select, insert, update on jobs to paragraf_site;
