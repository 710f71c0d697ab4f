-- That a § is secret (sekretess), by which rule, from when; or that it is so no more. The newest row counts (PRI-11).
create table secrecies (
    item_id uuid not null references items,
    n int not null check (n > 0),
    provision text not null, -- '26 kap. 1 § offentlighets- och sekretesslagen'; empty: secret no more
    reason text not null,
    by_id uuid not null references accounts,
    at timestamptz not null,
    primary key (item_id, n),
    constraint secrecies_provision check (provision <> '' or reason <> '')
);

create view secret_items as
    select item_id, provision, by_id, at
    from (select distinct on (item_id) item_id, provision, by_id, at from secrecies order by item_id, n desc) newest
    where provision <> '';

-- What a § is called where its heading must not be seen: its number, or its place on the agenda.
create view item_signs as
    select id as item_id, case when number is not null then '§' || chr(160) || number || case suffix when '' then '' else chr(160) || suffix end
        else 'Punkt' || chr(160) || pos || ' på föredragningslistan' end as sign
    from items;

-- Those whom a board names to read its secret §§, by which decision, in which days.
create table secret_readers (
    id uuid primary key,
    board_id uuid not null references boards,
    person_id uuid not null references persons,
    decision text not null check (decision <> ''),
    from_on date not null,
    until_on date check (until_on >= from_on),
    named_by uuid not null references accounts,
    named_at timestamptz not null,
    ended_by uuid references accounts,
    ended_at timestamptz,
    constraint secret_readers_ended check ((ended_by is null) = (ended_at is null))
);
create unique index secret_readers_once on secret_readers (board_id, person_id) where ended_at is null;

-- Each reading of a secret §, in which capacity (INV-15); outside the chain of legal acts.
create table secret_readings (
    id bigint generated always as identity primary key,
    item_id uuid not null references items,
    account_id uuid not null references accounts,
    at timestamptz not null,
    capacity text not null check (capacity in ('keeper', 'signer', 'serving', 'named'))
);
create index secret_readings_item on secret_readings (item_id, id desc);

-- Who may read a secret § beside its board's secretary: those who sign it, those who serve in it, those whom the board names.
create view secret_item_readers as
    select b.item_id, r.person_id, 'signer' as capacity, null::date as from_on, null::date as until_on
        from batch_items b join versions v on v.batch_id = b.batch_id join required_signers r on r.version_id = v.id
    union
    select i.id, e.person_id, 'serving', null, null
        from items i join moments m on m.meeting_id = i.meeting_id join attendance_events e on e.moment_id = m.id and e.kind = 'serves'
        where not exists (select from moments d join attendance_events j on j.moment_id = d.id and j.kind = 'disqualified'
            where d.item_id = i.id and j.person_id = e.person_id)
    union
    select i.id, n.person_id, 'named', n.from_on, n.until_on
        from items i join secret_readers n on n.board_id = i.board_id where n.ended_at is null;

-- What is secret is never disclosed, whoever publishes (INV-13).
create function guard_disclosure() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.level <> 'withheld' and exists (select from secret_items s where s.item_id = new.item_id) then
        raise exception 'INV-13: the § is secret' using constraint = 'disclosures_not_secret';
    end if;
    return new;
end $$;
create trigger disclosures_not_secret before insert on disclosures for each row execute function guard_disclosure();
alter table disclosures enable always trigger disclosures_not_secret;

do $$
declare t text;
begin
    foreach t in array array['secrecies', 'secret_readings'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

grant select, insert on secrecies, secret_readings, secret_readers to paragraf_site;
grant update (ended_by, ended_at) on secret_readers to paragraf_site;
grant select on secret_items, item_signs, secret_item_readers to paragraf_site;
