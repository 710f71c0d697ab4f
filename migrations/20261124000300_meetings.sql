-- A meeting (sammanträde), its sittings, its agenda and the stream of moments from which attendance is derived.
create table meetings (
    id uuid primary key,
    board_id uuid not null references boards,
    held_on date not null,
    ordinal int not null default 1 check (ordinal between 1 and 9),
    secretary_id uuid not null references persons,
    remote boolean not null default false,
    public boolean not null default false,
    adjusting_place text not null default '',
    adjusting_time text not null default '', -- a word, a day or an interval: planned, not what happened
    closed_at timestamptz,
    cancelled text,
    origin text not null default 'here' check (origin in ('here', 'imported')),
    version int not null default 1,
    constraint meetings_day_key unique (board_id, held_on, ordinal),
    unique (id, board_id)
);

-- CAL-09: the fourteen days count from the last sitting. Civil times, Europe/Stockholm.
create table sittings (
    meeting_id uuid not null references meetings,
    n int not null,
    on_day date not null,
    starts_at time not null,
    ends_at time,
    place text not null,
    primary key (meeting_id, n),
    constraint sittings_times check (ends_at is null or ends_at > starts_at)
);

-- § numbers: a number is unique within its instance for ever (NUM-01, NUM-04).
create table series (
    id uuid primary key,
    board_id uuid not null references boards,
    instance text not null, -- '2020', a meeting's day, a mandate
    first int not null default 1 check (first > 0),
    first_reason text not null default '',
    last_frozen int,
    constraint series_instance_key unique (board_id, instance),
    unique (id, board_id)
);

create table items (
    id uuid primary key,
    meeting_id uuid not null,
    board_id uuid not null,
    series_id uuid not null,
    number int check (number > 0),
    suffix text not null default '' check (suffix ~ '^[a-z]?$'),
    frozen_at timestamptz,
    agenda_pos int not null,
    kind text not null check (kind in ('decision', 'information', 'adjusters', 'agenda', 'unnumbered')),
    title text not null,
    public_title text not null default '', -- neutral heading where the § is withheld (PRI-12)
    rapporteur text not null default '',
    extra boolean not null default false,
    withdrawn text, -- the reason; null: stays
    chair_id uuid references persons, -- JAV-11: null is the meeting's chair
    version int not null default 1,
    foreign key (meeting_id, board_id) references meetings (id, board_id),
    foreign key (series_id, board_id) references series (id, board_id),
    constraint items_number_key unique (series_id, number, suffix),
    constraint items_agenda_key unique (meeting_id, agenda_pos) deferrable initially deferred,
    constraint items_frozen check (frozen_at is null or number is not null or kind = 'unnumbered' or withdrawn is not null)
);

create table cases (
    id uuid primary key,
    registry_no text not null,
    municipality_id uuid not null references municipalities,
    constraint cases_registry_no_key unique (municipality_id, registry_no)
);

create table item_cases (
    item_id uuid not null references items,
    case_id uuid not null references cases,
    pos int not null,
    primary key (item_id, case_id)
);
create index item_cases_case on item_cases (case_id);

-- ONE ordered stream of moments (ATT-08). Who serves is derived at an instant.
create table moments (
    id uuid primary key,
    meeting_id uuid not null references meetings,
    pos int not null,
    item_id uuid references items,
    edge text check (edge in ('before', 'during', 'after')),
    clock time,
    kind text not null check (kind in ('attendance')),
    provenance text not null default 'stated' check (provenance in ('stated', 'derived', 'inferred')),
    constraint moments_pos_key unique (meeting_id, pos) deferrable initially deferred
);

create table attendance_events (
    moment_id uuid primary key references moments,
    person_id uuid not null references persons,
    kind text not null check (kind in ('arrives', 'leaves', 'serves', 'stops', 'disqualified', 'abstains_from_deciding',
        'remote_on', 'remote_off', 'link_lost', 'link_back', 'chairs', 'hands_back', 'adjourned', 'resumed')),
    for_seat uuid references seats,
    title text not null default '', -- officials and guests: in what capacity
    reason text not null default ''
);
create index attendance_events_person on attendance_events (person_id);

-- Elected to adjust (KND-03, ADJ-10).
create table adjusters (
    meeting_id uuid not null references meetings,
    person_id uuid not null references persons,
    pos int not null,
    primary key (meeting_id, person_id)
);

grant select, insert, update on meetings to paragraf_site;
grant select, insert, update (first, first_reason, last_frozen) on series to paragraf_site; -- NUM-04: never another instance
grant select, insert on cases to paragraf_site;
grant select, insert, update, delete on sittings, items, item_cases, moments, attendance_events, adjusters to paragraf_site;
