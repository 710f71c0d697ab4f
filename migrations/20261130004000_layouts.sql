-- In which order and under which headings the text of a § stands, and the phrases that lead in a decision, as a municipality wants
-- them (SEC-22). Each save is a row that replaces the one before; the newest counts. What was sent keeps what it was sent with.
create table layouts (
    id uuid primary key,
    municipality_id uuid not null references municipalities,
    replaces uuid references layouts, -- null: the standard, before the first save
    layout jsonb, -- null: the standard again
    at timestamptz not null,
    by_id uuid not null references accounts,
    constraint layouts_replaces_key unique nulls not distinct (municipality_id, replaces)
);
create index layouts_newest on layouts (municipality_id, at desc, id desc);
create trigger layouts_append_only before update or delete on layouts for each row execute function refuse_change();
create trigger layouts_never_truncated before truncate on layouts for each statement execute function refuse_change();
alter table layouts enable always trigger layouts_append_only;
alter table layouts enable always trigger layouts_never_truncated;
grant select, insert on layouts to paragraf_site;
