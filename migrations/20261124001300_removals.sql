-- What was created by mistake is taken back (borttagning): a row with who, when and why, which keeps the rows that went, so that
-- they can be put back (återläggning). What anything depends on cannot go: the references of the tables refuse it.
create table removals (
    id uuid primary key,
    kind text not null check (kind in ('municipality', 'board', 'person', 'official', 'seat', 'meeting', 'item')),
    subject uuid not null,
    title text not null, -- what it was called
    municipality_id uuid, -- whose administrators keep it,
    board_id uuid, -- or whose secretaries; neither is a reference, for it may be taken back itself
    reason text not null check (reason <> ''),
    at timestamptz not null,
    by_id uuid not null references accounts,
    kept jsonb not null, -- the rows, table by table, in the order in which they are put back
    constraint removals_keeper check (num_nonnulls(municipality_id, board_id) = 1)
);
create index removals_subject on removals (subject);

create table reinstatements (
    removal_id uuid primary key references removals,
    at timestamptz not null,
    by_id uuid not null references accounts
);

do $$
declare t text;
begin
    foreach t in array array['removals', 'reinstatements'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

-- What belongs to each kind of thing, and goes and comes back with it.
create function belonging_tables(of_kind text) returns table (n int, name text, rows_of text)
language sql immutable set search_path = pg_catalog, public, pg_temp as $$
    select v.n, v.name, v.rows_of from (values
        ('municipality', 1, 'municipalities', 'id = $1'),
        ('board', 1, 'boards', 'id = $1'),
        ('board', 2, 'participants', 'board_id = $1'),
        ('board', 3, 'series', 'board_id = $1'),
        ('person', 1, 'persons', 'id = $1'),
        ('official', 1, 'officials', 'id = $1'),
        ('seat', 1, 'seats', 'id = $1'),
        ('meeting', 1, 'meetings', 'id = $1'),
        ('meeting', 2, 'sittings', 'meeting_id = $1'),
        ('item', 1, 'items', 'id = $1'),
        ('item', 2, 'item_cases', 'item_id = $1'),
        ('item', 3, 'sections', 'item_id = $1'),
        ('item', 4, 'decisions', 'item_id = $1'),
        ('item', 5, 'decision_points', 'decision_id in (select id from decisions where item_id = $1)'),
        ('item', 6, 'supporting_documents', 'item_id = $1'),
        ('item', 7, 'recipients', 'item_id = $1')
    ) as v(kind, n, name, rows_of) where v.kind = of_kind
$$;

-- All of it as it stands.
create function belongings(of_kind text, of_subject uuid) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
    part record;
    found jsonb;
    kept jsonb := '[]';
begin
    for part in select * from belonging_tables(of_kind) order by n loop
        execute format('select jsonb_agg(to_jsonb(t) order by to_jsonb(t)) from %I t where %s', part.name, part.rows_of)
            into found using of_subject;
        if found is not null then
            kept := kept || jsonb_build_array(jsonb_build_object('table', part.name, 'rows', found));
        end if;
    end loop;
    return kept;
end $$;

-- Keeps others from changing it, and from adding what depends on it, until the transaction ends; says whether it is there.
create function hold_to_remove(of_kind text, of_subject uuid) returns boolean
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    found_one boolean;
begin
    if of_kind = 'item' then
        perform from meetings m where m.id = (select meeting_id from items where id = of_subject) for no key update;
    end if;
    execute format('select true from %I where id = $1 for update', (select name from belonging_tables(of_kind) where n = 1))
        into found_one using of_subject;
    return coalesce(found_one, false);
end $$;

create function remove_belongings(of_kind text, of_subject uuid) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    part record;
begin
    for part in select * from belonging_tables(of_kind) order by n desc loop
        execute format('delete from %I where %s', part.name, part.rows_of) using of_subject;
    end loop;
end $$;

-- A meeting comes back as the next of its day where its place is taken; a § at its place, in the series of its meeting's day.
create function returning_row(of_table text, came jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    place text := case when came ? 'pos' then 'pos' else 'agenda_pos' end;
    meeting record;
    instance_now text;
begin
    if of_table = 'meetings' and exists (select from meetings where board_id = (came ->> 'board_id')::uuid
        and held_on = (came ->> 'held_on')::date and ordinal = (came ->> 'ordinal')::int) then
        return came || jsonb_build_object('ordinal', (select max(ordinal) + 1 from meetings
            where board_id = (came ->> 'board_id')::uuid and held_on = (came ->> 'held_on')::date));
    elsif of_table = 'items' then
        select m.held_on, m.ordinal, m.closed_at, b.numbering into meeting from meetings m join boards b on b.id = m.board_id
            where m.id = (came ->> 'meeting_id')::uuid for no key update of m;
        if meeting.closed_at is not null then
            raise exception 'NUM-05: the numbers are frozen' using constraint = 'items_not_into_closed';
        end if;
        if exists (select from items where meeting_id = (came ->> 'meeting_id')::uuid) then
            execute format('update items set %1$I = %1$I + 1 where meeting_id = $1 and %1$I >= $2', place)
                using (came ->> 'meeting_id')::uuid, (came ->> place)::int;
        end if;
        instance_now := case meeting.numbering when 'year' then extract(year from meeting.held_on)::text
            when 'meeting' then meeting.held_on::text || case when meeting.ordinal > 1 then '-' || meeting.ordinal else '' end end;
        if instance_now is not null then
            insert into series (id, board_id, instance) values (gen_random_uuid(), (came ->> 'board_id')::uuid, instance_now)
                on conflict on constraint series_instance_key do nothing;
            return came || jsonb_build_object('series_id', (select id from series
                where board_id = (came ->> 'board_id')::uuid and instance = instance_now));
        end if;
    end if;
    return came;
end $$;

-- Columns that a later migration has added get their defaults.
create function put_back(kept jsonb) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    part jsonb;
    came jsonb;
    columns text;
begin
    for part in select value from jsonb_array_elements(kept) loop
        for came in select value from jsonb_array_elements(part -> 'rows') loop
            came := returning_row(part ->> 'table', came);
            select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into columns from pg_attribute a
                where a.attrelid = (part ->> 'table')::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                    and came ? a.attname;
            execute format('insert into %1$I (%2$s) select %2$s from jsonb_populate_record(null::%1$I, $1)', part ->> 'table', columns)
                using came;
        end loop;
    end loop;
end $$;

-- Nobody deletes any of these without a row that says who, when and why.
create function guard_removal() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from removals r where r.subject = old.id
        and not exists (select from reinstatements i where i.removal_id = r.id)) then
        raise exception 'nothing says who removes it and why' using constraint = 'removal_recorded';
    end if;
    return old;
end $$;

do $$
declare t text;
begin
    foreach t in array array['municipalities', 'boards', 'persons', 'officials', 'seats', 'meetings', 'items'] loop
        execute format('create trigger %1$s_removal_recorded before delete on %1$I for each row execute function guard_removal()', t);
        execute format('alter table %1$I enable always trigger %1$s_removal_recorded', t);
    end loop;
end $$;

-- A role that has ended is remembered also when its municipality or board is taken back; one that lasts is in the way.
alter table grants drop constraint grants_municipality_id_fkey, drop constraint grants_board_id_fkey;

create function guard_grant_scope() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.ended_at is not null or num_nonnulls(new.board_id, new.municipality_id) = 0 then
        return new;
    end if;
    perform from boards where id = new.board_id for key share;
    if found then
        return new;
    end if;
    perform from municipalities where id = new.municipality_id for key share;
    if not found then
        raise foreign_key_violation using message = 'the role''s municipality or board is not there', constraint = 'grants_scope_exists';
    end if;
    return new;
end $$;
create trigger grants_scope_exists before insert or update on grants for each row execute function guard_grant_scope();
alter table grants enable always trigger grants_scope_exists;

create function guard_scope_of_grants() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from grants g where old.id in (g.board_id, g.municipality_id) and g.ended_at is null) then
        raise foreign_key_violation using message = 'somebody has a role there', constraint = 'grants_scope_exists';
    end if;
    return old;
end $$;
create trigger boards_grants_ended before delete on boards for each row execute function guard_scope_of_grants();
create trigger municipalities_grants_ended before delete on municipalities for each row execute function guard_scope_of_grants();
alter table boards enable always trigger boards_grants_ended;
alter table municipalities enable always trigger municipalities_grants_ended;

grant select, insert on removals, reinstatements to paragraf_site;
grant delete on municipalities, boards, series, meetings to paragraf_site;
