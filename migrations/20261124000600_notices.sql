-- Notices (anslag), one per batch and municipality; announcing, interrupting and taking down are rows; days are a view.
create table notices (
    id uuid primary key,
    municipality_id uuid not null references municipalities,
    kind text not null check (kind in ('adjusting')),
    batch_id uuid not null references adjustments,
    facts jsonb not null, -- as it stands on the board: body, meeting, §§, adjusted, kept at; imports: as printed
    constraint notices_key unique (batch_id, municipality_id, kind)
);

create table announcements (
    notice_id uuid not null references notices,
    n int not null check (n > 0),
    announced_on date not null,
    at timestamptz not null,
    by_whom text not null,
    recorded_by uuid references accounts, -- who announced, or wrote down what was told; null: the last signature did, or an import
    via text not null check (via in ('automatic', 'registrar', 'outside_link', 'receipt', 'imported')),
    address text not null default '', -- where it stands, for a board outside
    provenance text not null default 'stated' check (provenance in ('stated', 'derived', 'inferred')),
    primary key (notice_id, n),
    constraint announcements_recorded check ((recorded_by is not null) = (via in ('registrar', 'receipt'))),
    constraint announcements_day check (via not in ('automatic', 'registrar') or announced_on = (at at time zone 'Europe/Stockholm')::date)
);

create table interruptions (
    notice_id uuid not null,
    n int not null,
    from_at timestamptz not null,
    to_at timestamptz,
    decided_by uuid not null references accounts,
    reason text not null,
    effect text not null check (effect in ('of_no_consequence', 'announce_anew')),
    foreign key (notice_id, n) references announcements
);

create table takedowns (
    notice_id uuid not null,
    n int not null,
    taken_down_on date not null,
    override_reason text,
    by_id uuid references accounts,
    primary key (notice_id, n),
    foreign key (notice_id, n) references announcements
);

-- The newest announcement of each notice counts; one that was broken or taken down early counts no more (APP-06).
create view standing_announcements as
    select distinct on (a.notice_id) a.notice_id, a.n, a.announced_on, a.at, a.by_whom, a.via, a.address, a.provenance,
        t.taken_down_on,
        not exists (select from interruptions i where (i.notice_id, i.n) = (a.notice_id, a.n) and i.effect = 'announce_anew')
            and t.override_reason is null as counts
    from announcements a left join takedowns t on (t.notice_id, t.n) = (a.notice_id, a.n)
    order by a.notice_id, a.n desc;

-- APP-05, INV-04: a last day exists only when every participant has announced.
create view batch_clocks as
    select n.batch_id, count(*) filter (where s.announced_on is null) as missing,
        case when bool_and(s.announced_on is not null) then max(s.announced_on) end as starts_on,
        case when bool_and(s.announced_on is not null) then last_appeal_day(max(s.announced_on)) end as last_appeal_day
    from notices n left join standing_announcements s on s.notice_id = n.id and s.counts
    where n.kind = 'adjusting'
    group by n.batch_id;

-- INV-02: nothing is announced before it is adjusted.
create function guard_announcement() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from notices n join adjustments a on a.batch_id = n.batch_id
        where n.id = new.notice_id and new.announced_on < a.adjusted_on) then
        raise exception 'INV-02: announced before the adjusting' using constraint = 'announcements_not_before_adjusting';
    end if;
    return new;
end $$;
create trigger announcements_guard before insert on announcements for each row execute function guard_announcement();
alter table announcements enable always trigger announcements_guard;

-- INV-03, KL 8:12: not before the day after the last day, for any client, without a recorded override.
create function guard_takedown() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare last_day date;
begin
    select c.last_appeal_day into last_day from notices n join batch_clocks c on c.batch_id = n.batch_id where n.id = new.notice_id;
    if new.override_reason is null and (last_day is null or new.taken_down_on <= last_day) then
        raise exception 'KL 8:12: too early' using constraint = 'takedowns_not_early';
    end if;
    return new;
end $$;
create trigger takedowns_not_early before insert on takedowns for each row execute function guard_takedown();
alter table takedowns enable always trigger takedowns_not_early;

-- A municipality whose notices stand here keeps its board here: leaving would take every one of them down.
create function guard_board() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.inside and not new.inside and exists (select from notices n where n.municipality_id = new.id) then
        raise exception 'KL 8:12: notices stand here' using constraint = 'municipalities_board_in_use';
    end if;
    return new;
end $$;
create trigger municipalities_board_in_use before update on municipalities for each row execute function guard_board();
alter table municipalities enable always trigger municipalities_board_in_use;

-- Publication is not announcement: what the public may read, per §; the newest counts.
create table blobs (sha256 bytea primary key check (length(sha256) = 32), bytes bytea not null, media_type text not null,
    constraint blobs_hash check (sha256 = sha256(bytes)));

create table publications (
    id uuid primary key,
    batch_id uuid not null references adjustments,
    n int not null check (n > 0),
    at timestamptz not null,
    by_id uuid references accounts, -- null: imported
    record bytea not null, -- the public rendition, made from disclosed parts only
    board text not null, -- its name then, and the §§, for lists
    paragraphs text not null,
    pdf bytea not null references blobs,
    constraint publications_n_key unique (batch_id, n)
);

create table disclosures (
    publication_id uuid not null references publications,
    item_id uuid not null references items,
    level text not null check (level in ('whole', 'masked', 'heading', 'withheld')),
    masks jsonb not null default '[]',
    reason text not null default '',
    primary key (publication_id, item_id)
);

do $$
declare t text;
begin
    foreach t in array array['notices', 'announcements', 'interruptions', 'takedowns', 'blobs', 'publications', 'disclosures'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

grant select, insert on notices, announcements, interruptions, takedowns, blobs, publications, disclosures to paragraf_site;
grant select on standing_announcements, batch_clocks to paragraf_site;
