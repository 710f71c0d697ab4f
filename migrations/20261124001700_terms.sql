-- A new term of office (mandatperiod) whose seats came from one file: what it began, what it ended and whom it brought into the
-- register. It is taken back as one thing.
create table terms (
    id uuid primary key,
    municipality_id uuid not null references municipalities,
    starts_on date not null, -- the earliest first day of its boards
    source text not null default '', -- the name of the file; empty: pasted
    at timestamptz not null,
    by_id uuid not null references accounts
);
create index terms_municipality on terms (municipality_id, starts_on desc);

-- Neither is a reference: a seat or a person can be taken back alone.
create table term_persons (
    term_id uuid not null references terms,
    person_id uuid not null,
    primary key (term_id, person_id)
);
create index term_persons_person on term_persons (person_id);

create table term_seats (
    term_id uuid not null references terms,
    seat_id uuid not null,
    begins boolean not null, -- false: one that sat, and ends
    ends_on date not null, -- the last day that the term gave it
    was_until date, -- of one that ends: the last day it had before
    primary key (term_id, seat_id)
);
create index term_seats_seat on term_seats (seat_id);

alter table removals drop constraint removals_kind_check,
    add constraint removals_kind_check check (kind in ('municipality', 'board', 'person', 'official', 'seat', 'meeting', 'item', 'term'));

create or replace function belonging_tables(of_kind text) returns table (n int, name text, rows_of text)
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
        ('item', 7, 'recipients', 'item_id = $1'),
        ('term', 1, 'terms', 'id = $1'),
        ('term', 2, 'term_persons', 'term_id = $1'),
        ('term', 3, 'term_seats', 'term_id = $1'),
        ('term', 4, 'persons', 'id in (select person_id from term_persons where term_id = $1)'),
        ('term', 5, 'seats', 'id in (select seat_id from term_seats where term_id = $1 and begins)')
    ) as v(kind, n, name, rows_of) where v.kind = of_kind
$$;

-- A term is held by its boards, whose seats nobody else changes meanwhile.
create or replace function hold_to_remove(of_kind text, of_subject uuid) returns boolean
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    found_one boolean;
begin
    if of_kind = 'term' then
        perform from boards b where b.id in (select s.board_id from term_seats t join seats s on s.id = t.seat_id where t.term_id = of_subject)
            order by b.id for no key update;
        return exists (select from terms where id = of_subject);
    end if;
    if of_kind = 'item' then
        perform from meetings m where m.id = (select meeting_id from items where id = of_subject) for no key update;
    end if;
    execute format('select true from %I where id = $1 for update', (select name from belonging_tables(of_kind) where n = 1))
        into found_one using of_subject;
    return coalesce(found_one, false);
end $$;

-- The seats that a term ended get back the last day they had, unless somebody has given them another since.
create or replace function remove_belongings(of_kind text, of_subject uuid) returns void
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    part record;
    ended jsonb;
begin
    if of_kind = 'term' then
        select jsonb_agg(to_jsonb(t)) into ended from term_seats t where t.term_id = of_subject and not t.begins;
    end if;
    for part in select * from belonging_tables(of_kind) order by n desc loop
        execute format('delete from %I where %s', part.name, part.rows_of) using of_subject;
    end loop;
    if ended is not null then
        update seats s set ends_on = e.was_until, version = s.version + 1
            from jsonb_to_recordset(ended) as e(seat_id uuid, ends_on date, was_until date)
            where s.id = e.seat_id and s.ends_on = e.ends_on;
    end if;
end $$;

-- A meeting comes back as the next of its day where its place is taken; a § at its place, in the series of its meeting's day; a
-- term ends anew the seats that it ended.
create or replace function returning_row(of_table text, came jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    place text := case when came ? 'pos' then 'pos' else 'agenda_pos' end;
    meeting record;
    sitting record;
    instance_now text;
begin
    if of_table = 'term_seats' and not (came ->> 'begins')::boolean then
        select s.id, s.ends_on into sitting from seats s where s.id = (came ->> 'seat_id')::uuid
            and s.starts_on <= (came ->> 'ends_on')::date and (s.ends_on is null or s.ends_on > (came ->> 'ends_on')::date);
        if found then
            update seats set ends_on = (came ->> 'ends_on')::date, version = version + 1 where id = sitting.id;
            return came || jsonb_build_object('was_until', sitting.ends_on);
        end if;
    elsif of_table = 'meetings' and exists (select from meetings where board_id = (came ->> 'board_id')::uuid
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

-- What came with a term may go with it.
create or replace function guard_removal() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from removals r where (r.subject = old.id or r.kind = 'term' and (
            exists (select from term_seats t where t.term_id = r.subject and t.seat_id = old.id and t.begins)
            or exists (select from term_persons t where t.term_id = r.subject and t.person_id = old.id)))
        and not exists (select from reinstatements i where i.removal_id = r.id)) then
        raise exception 'nothing says who removes it and why' using constraint = 'removal_recorded';
    end if;
    return old;
end $$;
create trigger terms_removal_recorded before delete on terms for each row execute function guard_removal();
alter table terms enable always trigger terms_removal_recorded;

grant select, insert, delete on terms, term_persons, term_seats to paragraf_site;
