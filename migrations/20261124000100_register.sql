-- The register: municipalities, boards, persons and their seats, accounts. The site's role gets what it needs, table by table.
create extension if not exists btree_gist;

create table municipalities (
    id uuid primary key,
    slug text not null constraint municipalities_slug_key unique
        constraint municipalities_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 60),
    name text not null constraint municipalities_name_key unique,
    short_name text not null,
    kind text not null check (kind in ('municipality', 'region', 'federation')),
    inside boolean not null default true, -- false: a participant whose board is another system
    court text not null, -- APP-14: configuration, never hard-coded
    kept_at text not null, -- ANS-10: where the protocol is kept
    announces text not null default 'at_once' check (announces in ('at_once', 'when_confirmed')),
    board_address text not null default '', -- where its notice board is, if it is outside
    version int not null default 1
);

create table boards (
    id uuid primary key,
    host_id uuid not null references municipalities,
    slug text not null constraint boards_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 80),
    name text not null,
    kind text not null check (kind in ('council', 'executive_board', 'board', 'committee', 'joint_board', 'preparation', 'federation_council', 'federation_board')),
    seats int not null check (seats between 1 and 301),
    adjusters int not null check (adjusters between 1 and 5),
    numbering text not null default 'year' check (numbering in ('year', 'meeting', 'mandate', 'never')),
    announced boolean not null default true,
    remote_decision text not null default '', -- REM-01: the decision that allows remote attendance
    digital_adjusting_decision text not null default '', -- ADJ-04: the decision that allows adjusting online
    version int not null default 1,
    constraint boards_slug_key unique (host_id, slug)
);

-- The host is one of them; one row for an ordinary board.
-- A municipality whose own administrator has not accepted the board confirms each announcement itself.
create table participants (
    board_id uuid not null references boards,
    municipality_id uuid not null references municipalities,
    accepted boolean not null default false,
    primary key (board_id, municipality_id)
);

create table persons (
    id uuid primary key,
    name text not null,
    home_id uuid references municipalities, -- whose register keeps the person
    version int not null default 1
);

create table seats (
    id uuid primary key,
    board_id uuid not null references boards,
    person_id uuid references persons, -- null: vacant
    role text not null check (role in ('chair', 'first_vice_chair', 'second_vice_chair', 'member', 'substitute')),
    party text not null default '',
    municipality_id uuid references municipalities,
    call_order int not null default 0,
    starts_on date not null,
    ends_on date,
    version int not null default 1,
    constraint seats_dates check (ends_on is null or ends_on >= starts_on),
    constraint seats_one_chair exclude using gist (board_id with =, daterange(starts_on, ends_on, '[]') with &&) where (role = 'chair'),
    constraint seats_one_first_vice_chair exclude using gist (board_id with =, daterange(starts_on, ends_on, '[]') with &&) where (role = 'first_vice_chair'),
    constraint seats_one_second_vice_chair exclude using gist (board_id with =, daterange(starts_on, ends_on, '[]') with &&) where (role = 'second_vice_chair'),
    constraint seats_one_per_person exclude using gist (board_id with =, person_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
create index seats_board on seats (board_id);
create index seats_person on seats (person_id);

create table officials (
    id uuid primary key,
    person_id uuid not null references persons,
    municipality_id uuid not null references municipalities,
    title text not null,
    starts_on date not null,
    ends_on date,
    version int not null default 1,
    constraint officials_dates check (ends_on is null or ends_on >= starts_on)
);
create index officials_municipality on officials (municipality_id);

create table accounts (
    id uuid primary key,
    person_id uuid not null constraint accounts_person_key unique references persons,
    email text not null constraint accounts_email_key unique check (email = lower(email)),
    password text, -- argon2id; null until the invitation is used
    created_at timestamptz not null
);

-- Chair and adjuster are derived from seats and the meeting, never granted.
create table grants (
    id uuid primary key,
    account_id uuid not null references accounts,
    role text not null check (role in ('administrator', 'secretary', 'registrar')),
    municipality_id uuid references municipalities,
    board_id uuid references boards,
    given_at timestamptz not null,
    given_by uuid references accounts, -- null: given by the operator on the command line
    ended_at timestamptz,
    constraint grants_scope check ((role = 'secretary') = (board_id is not null) and (role = 'secretary') = (municipality_id is null))
);
create unique index grants_once on grants (account_id, role, coalesce(board_id, municipality_id)) where ended_at is null;

-- Machine time. Only the hash of a token is kept.
create table sessions (
    token_hash bytea primary key,
    id uuid not null default gen_random_uuid() constraint sessions_id_key unique,
    agent text not null default '', -- the browser that used it last, for its owner to know it by
    account_id uuid not null references accounts,
    created_at timestamptz not null,
    seen_at timestamptz not null,
    authenticated_at timestamptz not null,
    ended_at timestamptz
);
create index sessions_account on sessions (account_id);

create table one_time_links (
    token_hash bytea primary key,
    account_id uuid not null references accounts,
    purpose text not null check (purpose in ('invitation', 'password')),
    expires_at timestamptz not null,
    used_at timestamptz
);

-- What was sent after the sign-in had ended: kept for the same person, offered after the next sign-in.
create table kept_forms (
    id uuid primary key,
    account_id uuid not null references accounts,
    path text not null,
    body text not null,
    kept_at timestamptz not null,
    used_at timestamptz
);
create index kept_forms_account on kept_forms (account_id) where used_at is null;

create table mails (
    id bigint generated always as identity primary key,
    to_address text not null,
    subject text not null,
    body text not null,
    queued_at timestamptz not null,
    attempts int not null default 0,
    retry_at timestamptz not null,
    sent_at timestamptz,
    failed text
);
create index mails_unsent on mails (retry_at) where sent_at is null;

grant select, insert, update on municipalities, boards, persons, officials, accounts, grants, sessions, one_time_links, kept_forms, mails to paragraf_site;
grant select, insert, update, delete on participants, seats to paragraf_site;
grant delete on officials, persons, sessions, one_time_links, kept_forms to paragraf_site;
