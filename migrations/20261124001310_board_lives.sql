-- A board's life (organets liv): the names it has had, and the day on which it ends. What happened under a name keeps it.
create table former_names (
    board_id uuid not null references boards,
    until_on date not null, -- the last day of the name
    name text not null,
    slug text not null, -- leads to the board for ever
    decision text not null, -- that gave it its next name
    at timestamptz not null,
    by_id uuid not null references accounts,
    primary key (board_id, until_on)
);
create index former_names_slug on former_names (slug);

create table endings (
    id uuid primary key,
    board_id uuid not null references boards,
    last_day date not null,
    decision text not null,
    successor_id uuid references boards, -- null: no board takes over
    at timestamptz not null,
    by_id uuid not null references accounts,
    constraint endings_successor check (successor_id <> board_id)
);
create index endings_board on endings (board_id);
create index endings_successor_id on endings (successor_id);

create table ending_recalls (
    ending_id uuid primary key references endings,
    reason text not null,
    at timestamptz not null,
    by_id uuid not null references accounts
);

do $$
declare t text;
begin
    foreach t in array array['former_names', 'endings', 'ending_recalls'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

create view standing_endings as
    select e.id, e.board_id, e.last_day, e.decision, e.successor_id, e.at, e.by_id
    from endings e where not exists (select from ending_recalls r where r.ending_id = e.id);

create function board_name_on(board uuid, day date) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(
        (select f.name from former_names f where f.board_id = board and f.until_on >= day order by f.until_on limit 1),
        (select b.name from boards b where b.id = board))
$$;

-- An address that has led to one board never leads to another of the same host.
create function guard_slug() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from former_names f join boards b on b.id = f.board_id
        where f.slug = new.slug and b.host_id = new.host_id and b.id <> new.id) then
        raise unique_violation using message = 'another board had that address', constraint = 'boards_slug_former';
    end if;
    return new;
end $$;
create trigger boards_slug_former before insert or update on boards for each row execute function guard_slug();
alter table boards enable always trigger boards_slug_former;

-- No meeting after the board's last day, from any client.
create function guard_last_day() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from standing_endings e where e.board_id = new.board_id and e.last_day < new.held_on) then
        raise exception 'the board has ended by then' using constraint = 'meetings_until_ending';
    end if;
    return new;
end $$;
create trigger meetings_until_ending before insert or update of held_on, board_id on meetings for each row execute function guard_last_day();
alter table meetings enable always trigger meetings_until_ending;

create view public_former_names as
    select m.slug as host_slug, b.slug as board_slug, f.name, f.slug as former_slug, f.until_on
    from former_names f join boards b on b.id = f.board_id join municipalities m on m.id = b.host_id;

create view public_endings as
    select m.slug as host_slug, b.slug as board_slug, b.name, e.last_day, e.decision,
        sm.slug as successor_host_slug, s.slug as successor_slug, s.name as successor
    from standing_endings e join boards b on b.id = e.board_id join municipalities m on m.id = b.host_id
        left join boards s on s.id = e.successor_id left join municipalities sm on sm.id = s.host_id;

grant select, insert on former_names, endings, ending_recalls to paragraf_site;
grant select on standing_endings, public_former_names, public_endings to paragraf_site;
grant select on public_former_names, public_endings to paragraf_public;
