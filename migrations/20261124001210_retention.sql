-- Retention (gallring): a municipality's decisions on how long a kind of its records is kept, and what was weeded. Nothing of a municipality's is
-- weeded without a decision; the newest entered one counts.
create table retention_decisions (
    id uuid primary key,
    municipality_id uuid not null references municipalities,
    kind text not null check (kind in ('drafts', 'mails', 'reports')),
    body text not null, -- who decided
    decided_on date not null,
    paragraph text not null,
    keep_months int check (keep_months between 1 and 1200), -- null: kept for ever
    entered_at timestamptz not null,
    entered_by uuid not null references accounts
);
create view standing_retention as
    select distinct on (municipality_id, kind) id, municipality_id, kind, body, decided_on, paragraph, keep_months
    from retention_decisions
    order by municipality_id, kind, entered_at desc, id desc;

create table weedings (
    id uuid primary key,
    kind text not null,
    count bigint not null check (count > 0),
    up_to date not null, -- what is older than this day
    at timestamptz not null, -- machine time
    decision_id uuid references retention_decisions -- null: the product's own rule for its own trash
);
create index weedings_newest on weedings (at desc);

do $$
declare t text;
begin
    foreach t in array array['retention_decisions', 'weedings'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

-- ARK-06: the history of a draft may go once its § is adjusted and has been for as long as the host has decided; never a part of it that is
-- younger, never without a decision, and never by the site's role, which may not delete here at all.
create function refuse_unless_weeded() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' and exists (
        select from batch_items bi
            join adjustments a on a.batch_id = bi.batch_id
            join items i on i.id = bi.item_id
            join meetings m on m.id = i.meeting_id
            join boards b on b.id = m.board_id
            join standing_retention r on r.municipality_id = b.host_id and r.kind = 'drafts'
        where bi.item_id = old.item_id
            and a.adjusted_on + make_interval(months => r.keep_months) < (now() at time zone 'Europe/Stockholm')::date) then
        return old;
    end if;
    raise exception 'ARK-06: only what a decision lets go' using constraint = 'append_only';
end $$;
drop trigger revisions_append_only on revisions;
create trigger revisions_append_only before update or delete on revisions for each row execute function refuse_unless_weeded();
alter table revisions enable always trigger revisions_append_only;

grant select, insert on retention_decisions to paragraf_site;
grant select on standing_retention, weedings to paragraf_site;
