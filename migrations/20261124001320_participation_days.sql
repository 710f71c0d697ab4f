-- A municipality takes part in a joint board from a day (deltar från och med) until it leaves (lämnar nämnden), and can come back.
alter table participants add column from_on date not null default '1900-01-01'; -- from the board's beginning
alter table participants drop constraint participants_pkey;
alter table participants add primary key (board_id, municipality_id, from_on);

create table leavings (
    id uuid primary key,
    board_id uuid not null,
    municipality_id uuid not null,
    from_on date not null,
    last_day date not null,
    decision text not null,
    at timestamptz not null,
    by_id uuid not null references accounts,
    foreign key (board_id, municipality_id, from_on) references participants,
    constraint leavings_days check (last_day >= from_on)
);
create index leavings_board on leavings (board_id);

create table leaving_recalls (
    leaving_id uuid primary key references leavings,
    at timestamptz not null,
    by_id uuid not null references accounts
);

do $$
declare t text;
begin
    foreach t in array array['leavings', 'leaving_recalls'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

create view standing_leavings as
    select l.id, l.board_id, l.municipality_id, l.from_on, l.last_day, l.decision
    from leavings l where not exists (select from leaving_recalls r where r.leaving_id = l.id);

create view participations as
    select p.board_id, p.municipality_id, p.accepted, p.from_on, l.last_day as until_on
    from participants p left join standing_leavings l
        on (l.board_id, l.municipality_id, l.from_on) = (p.board_id, p.municipality_id, p.from_on);

-- A municipality does not take part twice at once.
create function guard_participation() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from participations p where p.board_id = new.board_id and p.municipality_id = new.municipality_id
        and p.from_on <> new.from_on and (p.until_on is null or p.until_on >= new.from_on)) then
        raise exception 'it takes part already' using constraint = 'participants_once';
    end if;
    return new;
end $$;
create trigger participants_once before insert on participants for each row execute function guard_participation();
alter table participants enable always trigger participants_once;

-- A leaving that is taken back would let two times of taking part overlap.
create function guard_leaving_recall() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from leavings l join participants p on (p.board_id, p.municipality_id) = (l.board_id, l.municipality_id)
        where l.id = new.leaving_id and p.from_on > l.from_on) then
        raise exception 'it has come back since' using constraint = 'leaving_recalls_before_return';
    end if;
    return new;
end $$;
create trigger leaving_recalls_before_return before insert on leaving_recalls for each row execute function guard_leaving_recall();
alter table leaving_recalls enable always trigger leaving_recalls_before_return;

grant select, insert on leavings, leaving_recalls to paragraf_site;
grant select on standing_leavings, participations to paragraf_site;
