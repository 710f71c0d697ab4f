-- How each § was decided (beslutsgång): claims, the order in which they were put, votes, elections, decisions as declared, dissents.
-- A part of a part carries the § too, so that it rests with it once it is adjusted.
alter table items drop constraint items_kind_check;
alter table items
    add constraint items_kind check (kind in ('decision', 'information', 'adjusters', 'agenda', 'summons', 'delegation', 'urgent_decisions',
        'disqualifications', 'motion_put', 'motion_answer', 'citizen_proposal_put', 'citizen_proposal', 'interpellation_put', 'interpellation',
        'question_put', 'question', 'question_time', 'election', 'resignation', 'release', 'county_notice', 'discharge', 'remark',
        'popular_initiative', 'member_initiative', 'correction', 'unnumbered')),
    add column agenda_label text not null default '', -- what the agenda calls it, where that is not its place: "4 1/2", "A"
    add column matter_no text not null default '', -- the number of a motion, an interpellation, a question in its own series
    add column put_on date, -- the day on which a motion or a citizens' proposal was put (KND-07, KND-10)
    add column authority boolean not null default false, -- exercise of public authority against somebody
    add column closed_doors boolean not null default false, -- OPN-01
    add column extra_agreed boolean not null default false, -- CAL-07: all agreed that an item not announced is decided (5 kap. 52 §)
    add column unprepared_agreed boolean not null default false, -- and that one not prepared is (5 kap. 33 §)
    add column order_approved boolean not null default false; -- the body approved the order of propositions

alter table decisions
    add column declared jsonb, -- the points as they were read out at the gavel (SEC-24)
    add column moment_id uuid unique references moments;

create table claims (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    kind text not null check (kind in ('approve', 'reject', 'amend', 'add', 'own', 'remit', 'table_item', 'adjourn', 'contribution')),
    rank int check (rank between 1 and 9), -- first hand, second hand
    text jsonb not null,
    condition text not null default '',
    document text not null default '', -- the written claim: "yrkande från L"
    dated_on date,
    withdrawn boolean not null default false,
    constraint claims_pos_key unique (item_id, pos) deferrable initially deferred,
    unique (id, item_id)
);

create table claim_movers (
    claim_id uuid not null,
    item_id uuid not null,
    pos int not null,
    person_id uuid references persons,
    party_group text not null default '',
    joins boolean not null default false, -- joins another's claim (instämmer)
    primary key (claim_id, pos),
    foreign key (claim_id, item_id) references claims (id, item_id) on delete cascade,
    constraint claim_movers_one check ((person_id is null) = (party_group <> ''))
);

create table propositions (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    stage text not null check (stage in ('formal', 'counter', 'main', 'addition')),
    question text not null default '', -- what is put, where the options do not say it
    settled_by text not null check (settled_by in ('acclamation', 'vote', 'minority')),
    winner int, -- the place of the option that won; null: nothing is recorded of it
    supporters int check (supporters >= 0), -- VOT-11: how many asked
    reason text not null default '', -- VOT-12
    constraint propositions_pos_key unique (item_id, pos) deferrable initially deferred,
    constraint propositions_minority check (settled_by = 'minority' or (supporters is null and reason = '')),
    unique (id, item_id)
);

create table proposition_options (
    proposition_id uuid not null,
    item_id uuid not null,
    pos int not null,
    claim_id uuid,
    words text not null default '', -- "förslaget", "arbetsutskottets förslag"
    primary key (proposition_id, pos),
    foreign key (proposition_id, item_id) references propositions (id, item_id) on delete cascade,
    foreign key (claim_id, item_id) references claims (id, item_id) deferrable initially deferred,
    constraint proposition_options_one check ((claim_id is null) = (words <> ''))
);

create table votes (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    moment_id uuid unique references moments, -- null: when is not known
    proposition_id uuid,
    kind text not null check (kind in ('question', 'election')),
    open boolean not null,
    yes_means text not null default '',
    no_means text not null default '',
    casting text check (casting in ('yes', 'no')), -- VOT-09: an effect of its own, never a row more
    lot text not null default '', -- VOT-10: what the lot decided
    stated text check (stated in ('yes', 'no')), -- the outcome as the chair stated it
    as_printed boolean not null default false, -- sums of a source that do not add up
    to_elect int check (to_elect > 0),
    proportional boolean not null default false, -- VOT-19
    constraint votes_pos_key unique (item_id, pos) deferrable initially deferred,
    constraint votes_election check (kind = 'question' or (casting is null and stated is null)),
    foreign key (proposition_id, item_id) references propositions (id, item_id) deferrable initially deferred,
    unique (id, item_id),
    unique (id, item_id, open)
);

-- VOT-07: a secret vote cannot hold a row here.
create table ballots (
    vote_id uuid not null,
    item_id uuid not null,
    open boolean not null default true check (open),
    pos int not null,
    seat_id uuid not null references seats,
    person_id uuid references persons,
    answer text not null check (answer in ('yes', 'no', 'abstain', 'absent')),
    primary key (vote_id, seat_id),
    foreign key (vote_id, item_id, open) references votes (id, item_id, open) on delete cascade
);

create table tallies (
    vote_id uuid not null,
    item_id uuid not null,
    answer text not null check (answer in ('yes', 'no', 'abstain', 'absent', 'blank', 'void')),
    votes int not null check (votes >= 0),
    primary key (vote_id, answer),
    foreign key (vote_id, item_id) references votes (id, item_id) on delete cascade
);

create table candidates (
    vote_id uuid not null,
    item_id uuid not null,
    pos int not null,
    person_id uuid references persons,
    name text not null, -- of a person, or of a group in a proportional election
    votes int not null check (votes >= 0),
    elected boolean not null default false,
    by_lot boolean not null default false,
    primary key (vote_id, pos),
    foreign key (vote_id, item_id) references votes (id, item_id) on delete cascade
);

-- KND-11: whom an election decision appoints or releases; the register follows it.
create table appointments (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    person_id uuid references persons,
    name text not null,
    role text not null,
    body text not null,
    board_id uuid references boards, -- where the body is in the register
    starts_on date,
    ends_on date,
    instead_of text not null default '',
    constraint appointments_pos_key unique (item_id, pos) deferrable initially deferred
);

create table dissents (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    kind text not null check (kind in ('reservation', 'record_note', 'special_statement')),
    point_id uuid references decision_points on delete set null,
    favour_id uuid, -- the claim to whose advantage
    text jsonb,
    handed_in text not null check (handed_in in ('no_text', 'in_item', 'annex', 'awaited', 'never')),
    annex text not null default '',
    in_time boolean not null, -- RES-02: notified before the meeting ended
    recorded_at timestamptz not null,
    constraint dissents_pos_key unique (item_id, pos) deferrable initially deferred,
    foreign key (favour_id, item_id) references claims (id, item_id) deferrable initially deferred,
    unique (id, item_id)
);

create table dissent_people (
    dissent_id uuid not null,
    item_id uuid not null,
    pos int not null,
    person_id uuid references persons,
    party_group text not null default '',
    primary key (dissent_id, pos),
    foreign key (dissent_id, item_id) references dissents (id, item_id) on delete cascade,
    constraint dissent_people_one check ((person_id is null) = (party_group <> ''))
);

create table speakers (
    item_id uuid not null references items,
    pos int not null,
    person_id uuid references persons,
    name text not null,
    reply boolean not null default false, -- replik to the one before
    primary key (item_id, pos)
);

-- NUM-12: earlier handling of the same case, here or elsewhere, and what this § does with it.
create table earlier_handlings (
    item_id uuid not null references items,
    pos int not null,
    body text not null,
    on_day date,
    number text not null default '',
    earlier_id uuid references items,
    effect text not null check (effect in ('continues', 'corrects', 'annuls', 'replaces')),
    words text not null default '',
    primary key (item_id, pos)
);
create index earlier_handlings_earlier on earlier_handlings (earlier_id);

-- A sentence of the system's that somebody has edited, with the sentence it was made from: when the facts change, that shows.
create table wordings (
    item_id uuid not null references items,
    subject uuid not null,
    text jsonb not null,
    told text not null,
    primary key (item_id, subject)
);

do $$
declare t text;
begin
    foreach t in array array['claims', 'claim_movers', 'propositions', 'proposition_options', 'votes', 'ballots', 'tallies', 'candidates', 'appointments',
        'dissents', 'dissent_people', 'speakers', 'earlier_handlings', 'wordings'] loop
        execute format('create trigger %1$s_frozen before insert or update or delete on %1$I for each row execute function refuse_when_frozen(''item'')', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_frozen', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
        execute format('grant select, insert, update, delete on %1$I to paragraf_site', t);
    end loop;
end $$;

-- What was taken back of a § comes back with how it was decided.
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
        ('item', 8, 'claims', 'item_id = $1'),
        ('item', 9, 'claim_movers', 'item_id = $1'),
        ('item', 10, 'propositions', 'item_id = $1'),
        ('item', 11, 'proposition_options', 'item_id = $1'),
        ('item', 12, 'votes', 'item_id = $1'),
        ('item', 13, 'ballots', 'item_id = $1'),
        ('item', 14, 'tallies', 'item_id = $1'),
        ('item', 15, 'candidates', 'item_id = $1'),
        ('item', 16, 'appointments', 'item_id = $1'),
        ('item', 17, 'dissents', 'item_id = $1'),
        ('item', 18, 'dissent_people', 'item_id = $1'),
        ('item', 19, 'speakers', 'item_id = $1'),
        ('item', 20, 'earlier_handlings', 'item_id = $1'),
        ('item', 21, 'wordings', 'item_id = $1'),
        ('term', 1, 'terms', 'id = $1'),
        ('term', 2, 'term_persons', 'term_id = $1'),
        ('term', 3, 'term_seats', 'term_id = $1'),
        ('term', 4, 'persons', 'id in (select person_id from term_persons where term_id = $1)'),
        ('term', 5, 'seats', 'id in (select seat_id from term_seats where term_id = $1 and begins)')
    ) as v(kind, n, name, rows_of) where v.kind = of_kind
$$;
