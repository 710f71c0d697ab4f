-- Restorations (återställningar), each a legal act signed by the server; and what was done about each, step by step.
create table restorations (
    id uuid primary key,
    at timestamptz not null,
    n bigint not null, -- the newest act of the copy, and the head after it
    head bytea not null check (length(head) = 32),
    record bytea not null, -- canonical: the copy, the heads kept outside, and what is known to be missing
    signature bytea not null check (length(signature) = 64)
);

-- The newest row of a step counts: done, or opened anew.
create table restoration_steps (
    id uuid primary key,
    restoration_id uuid not null references restorations,
    step text not null check (length(step) between 1 and 40),
    done boolean not null,
    note text not null default '',
    by_id uuid not null references accounts,
    at timestamptz not null
);
create index restoration_steps_restoration on restoration_steps (restoration_id);

do $$
declare t text;
begin
    foreach t in array array['restorations', 'restoration_steps'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

-- Only the owner restores.
grant select on restorations to paragraf_site;
grant select, insert on restoration_steps to paragraf_site;
