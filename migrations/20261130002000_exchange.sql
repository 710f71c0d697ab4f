-- Meetings that were brought in (utbyte, hämtning): which file each is, and what of it has no column.
create table imports (
    meeting_id uuid primary key references meetings,
    mark bytea not null constraint imports_mark_key unique check (length(mark) = 32), -- SHA-256 of the file in canonical form
    brought jsonb not null, -- the file's own keys, and the facts for which there is no column: an export gives them back
    at timestamptz not null
);
create trigger imports_append_only before update or delete on imports for each row execute function refuse_change();
create trigger imports_never_truncated before truncate on imports for each statement execute function refuse_change();
alter table imports enable always trigger imports_append_only;
alter table imports enable always trigger imports_never_truncated;
grant select, insert on imports to paragraf_site;

alter table meetings
    add column shadow boolean not null default false, -- beside another system: nothing is sent, announced or published
    add constraint meetings_shadow_imported check (not shadow or origin = 'imported');

-- A file says that a § is secret, and nobody here has marked it.
alter table secrecies alter column by_id drop not null;

-- Nothing of a shadow meeting is sent, adjusted, announced or published, by any client.
create function guard_shadow() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from batches b join meetings m on m.id = b.meeting_id where b.id = new.batch_id and m.shadow) then
        raise exception 'a shadow meeting is never sent' using constraint = 'versions_not_shadow';
    end if;
    return new;
end $$;
create trigger versions_not_shadow before insert on versions for each row execute function guard_shadow();
alter table versions enable always trigger versions_not_shadow;
