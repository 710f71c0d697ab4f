-- What a § says: headed sections, decisions with their points, decision material, recipients. Every change leaves a revision.
create table sections (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    key text not null check (key in ('case_description', 'proposal', 'free')),
    heading text not null,
    text jsonb not null,
    constraint sections_pos_key unique (item_id, pos) deferrable initially deferred
);

create table decisions (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    lead_in text not null default '',
    own boolean not null default true, -- false: a proposal to fullmäktige (KND-15)
    constraint decisions_pos_key unique (item_id, pos) deferrable initially deferred
);

create table decision_points (
    id uuid primary key,
    decision_id uuid not null references decisions,
    pos int not null,
    text jsonb not null,
    appeal text not null check (appeal in ('legality', 'administrative', 'plan', 'none')),
    constraint decision_points_pos_key unique (decision_id, pos) deferrable initially deferred
);

create table supporting_documents (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    title text not null,
    number text not null default '',
    constraint supporting_documents_pos_key unique (item_id, pos) deferrable initially deferred
);

create table recipients (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    name text not null,
    note text not null default '',
    constraint recipients_pos_key unique (item_id, pos) deferrable initially deferred
);

-- One chain per subject (a section, a decision, or the § itself for its lists): `hash` covers text and `prev`.
create table revisions (
    id bigint generated always as identity primary key,
    item_id uuid not null,
    subject uuid not null,
    version int not null,
    content jsonb not null,
    by_id uuid not null references accounts,
    at timestamptz not null,
    prev bytea,
    hash bytea not null,
    constraint revisions_version_key unique (subject, version)
);
create index revisions_item on revisions (item_id);

grant select, insert, update, delete on sections, decisions, decision_points, supporting_documents, recipients to paragraf_site;
grant select, insert on revisions to paragraf_site;
