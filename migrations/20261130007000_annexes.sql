-- Annexes (bilagor, SEC-21): what a § refers to at the end of the protocol. Numbers run through the protocol; one that was brought in
-- with a number or a letter of its own keeps it.
create table annexes (
    id uuid primary key,
    item_id uuid not null references items,
    pos int not null,
    number text not null default '',
    title text not null,
    pages int constraint annexes_pages check (pages > 0),
    constraint annexes_pos_key unique (item_id, pos) deferrable initially deferred
);
create trigger annexes_frozen before insert or update or delete on annexes for each row execute function refuse_when_frozen('item');
create trigger annexes_never_truncated before truncate on annexes for each statement execute function refuse_change();
alter table annexes enable always trigger annexes_frozen;
alter table annexes enable always trigger annexes_never_truncated;
grant select, insert, update, delete on annexes to paragraf_site;

-- They come back with the § that was taken back.
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
        ('item', 22, 'annexes', 'item_id = $1'),
        ('term', 1, 'terms', 'id = $1'),
        ('term', 2, 'term_persons', 'term_id = $1'),
        ('term', 3, 'term_seats', 'term_id = $1'),
        ('term', 4, 'persons', 'id in (select person_id from term_persons where term_id = $1)'),
        ('term', 5, 'seats', 'id in (select seat_id from term_seats where term_id = $1 and begins)')
    ) as v(kind, n, name, rows_of) where v.kind = of_kind
$$;
