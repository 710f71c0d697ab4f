-- A year of rows for the schema of the first release (migration 20261124000800): boards that meet every month, protocols in
-- every stage, signed, announced, published; the chain, keys, sessions and mails. The setting year.boards says how many boards.
create function field(bytes bytea) returns bytea language sql as $$ select int4send(length(bytes)) || bytes $$;
create function words(text text) returns bytea language sql as $$ select convert_to(text, 'UTF8') $$;

insert into municipalities (id, slug, name, short_name, kind, court, kept_at)
    select gen_random_uuid(), 'kommun-' || n, 'Kommun ' || n, 'K' || n, 'municipality', 'Förvaltningsrätten i Karlstad', 'Kommunhuset'
    from generate_series(1, 4) n;
insert into boards (id, host_id, slug, name, kind, seats, adjusters, digital_adjusting_decision)
    select gen_random_uuid(), (select id from municipalities order by name offset n % 4 limit 1), 'organ-' || n, 'Organ ' || n,
        case when n % 3 = 0 then 'joint_board' else 'board' end, 9, 1, 'Reglementet, 21 §'
    from generate_series(1, current_setting('year.boards')::int) n;
insert into participants (board_id, municipality_id, accepted)
    select b.id, m.id, true from boards b join municipalities m on m.id = b.host_id or b.kind = 'joint_board';
insert into persons (id, name, home_id)
    select gen_random_uuid(), 'Person ' || n, b.host_id from boards b, generate_series(1, 12) n;
insert into accounts (id, person_id, email, password, created_at)
    select gen_random_uuid(), id, id || '@exempel.se', 'argon2id', '2026-01-01 08:00Z' from persons;
insert into seats (id, board_id, person_id, role, party, municipality_id, call_order, starts_on)
    select gen_random_uuid(), b.id, p.id, case p.n when 1 then 'chair' when 2 then 'first_vice_chair' when 12 then 'substitute' else 'member' end,
        'A', b.host_id, p.n, '2026-01-01'
    from (select *, row_number() over (partition by host_id order by slug) as k from boards) b
    join (select *, (row_number() over (partition by home_id order by id) - 1) / 12 + 1 as k,
        (row_number() over (partition by home_id order by id) - 1) % 12 + 1 as n from persons) p on p.home_id = b.host_id and p.k = b.k;
insert into officials (id, person_id, municipality_id, title, starts_on)
    select gen_random_uuid(), (select id from persons p where p.home_id = m.id limit 1), m.id, 'nämndsekreterare', '2026-01-01' from municipalities m
    where exists (select from persons p where p.home_id = m.id);
insert into grants (id, account_id, role, municipality_id, board_id, given_at)
    select gen_random_uuid(), a.id, 'secretary', null::uuid, b.id, '2026-01-02 08:00Z'::timestamptz
        from boards b join seats s on s.board_id = b.id and s.role = 'chair' join accounts a on a.person_id = s.person_id
    union all select gen_random_uuid(), (select a.id from accounts a join persons p on p.id = a.person_id where p.home_id = m.id order by a.id limit 1),
        r.role, m.id, null, '2026-01-02 08:00Z'
        from municipalities m, (values ('administrator'), ('registrar')) r(role) where exists (select from persons p where p.home_id = m.id);
insert into sessions (token_hash, account_id, created_at, seen_at, authenticated_at)
    select sha256(words(a.id || n::text)), a.id, t, t, t from accounts a, generate_series(1, 10) n, lateral (select '2026-01-05 07:00Z'::timestamptz + n * interval '30 days') at(t);
insert into one_time_links (token_hash, account_id, purpose, expires_at)
    select sha256(words('link' || id)), id, 'password', '2026-06-01 08:00Z' from accounts;
insert into kept_forms (id, account_id, path, body, kept_at)
    select gen_random_uuid(), id, '/arbete', 'text=kvar', '2026-06-01 08:00Z' from accounts limit 5;
insert into mails (to_address, subject, body, queued_at, retry_at, sent_at)
    select a.email, 'Protokoll att justera', '', t, t, t from accounts a, generate_series(1, 12) n, lateral (select '2026-01-05 07:00Z'::timestamptz + n * interval '29 days') at(t);
insert into server_keys (id, public_key, made_at)
    select gen_random_uuid(), decode('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex'), '2026-01-01 00:00Z';
select append_act(made_at, 'key_made', id, sha256(public_key)) from server_keys;
insert into series (id, board_id, instance) select gen_random_uuid(), id, '2026' from boards;

-- One meeting: planned in every month, and lived through as far as its month has come. December is only planned, November
-- closed, October sent; an import once a year.
create procedure live(board boards, month int) language plpgsql as $$
declare
    day date := make_date(2026, month, 10);
    at timestamptz := day + time '13:00';
    meeting uuid := gen_random_uuid();
    chair uuid; adjuster uuid; account uuid; item uuid; subject uuid; batch uuid := gen_random_uuid(); version uuid := gen_random_uuid();
    notice uuid; signature uuid; ordered uuid; signer record; host record; pdf bytea; before bytea; moment uuid;
    canonical bytea := words('{"board":"' || board.slug || '","month":' || month || '}');
    publication uuid := gen_random_uuid(); document uuid := gen_random_uuid(); refusal uuid := gen_random_uuid();
begin
    select s.person_id into chair from seats s where s.board_id = board.id and s.role = 'chair';
    select s.person_id into adjuster from seats s where s.board_id = board.id and s.role = 'first_vice_chair';
    select a.id into account from accounts a where a.person_id = chair;
    insert into meetings (id, board_id, held_on, secretary_id, closed_at) values (meeting, board.id, day, chair, case when month < 12 then at end);
    insert into sittings (meeting_id, n, on_day, starts_at, ends_at, place) values (meeting, 1, day, '13:00', '15:00', 'Rådsalen');
    insert into adjusters (meeting_id, person_id, pos) values (meeting, adjuster, 1);
    for n in 1..9 loop
        insert into moments (id, meeting_id, pos, kind) values (gen_random_uuid(), meeting, n, 'attendance') returning id into moment;
        insert into attendance_events (moment_id, person_id, kind) select moment, s.person_id, 'arrives' from seats s where s.board_id = board.id order by s.call_order offset n - 1 limit 1;
    end loop;
    insert into batches (id, meeting_id, n, kind) values (batch, meeting, 1, 'main');
    insert into documents (id, meeting_id, part) values (document, meeting, 1);
    insert into document_batches (document_id, batch_id, pos) values (document, batch, 1);
    for n in 1..10 loop
        item := gen_random_uuid();
        insert into items (id, meeting_id, board_id, series_id, number, frozen_at, agenda_pos, kind, title)
            select item, meeting, board.id, s.id, case when month < 12 then month * 10 + n end, case when month < 12 then at end, n, 'decision', 'Ärende ' || n from series s where s.board_id = board.id;
        insert into batch_items (item_id, batch_id) values (item, batch);
        insert into cases (id, registry_no, municipality_id) values (gen_random_uuid(), board.slug || ' ' || month || ':' || n, board.host_id);
        insert into item_cases (item_id, case_id, pos) select item, id, 1 from cases where registry_no = board.slug || ' ' || month || ':' || n and municipality_id = board.host_id;
        insert into supporting_documents (id, item_id, pos, title) values (gen_random_uuid(), item, 1, 'Tjänsteskrivelse');
        insert into recipients (id, item_id, pos, name) values (gen_random_uuid(), item, 1, 'Akten');
        subject := gen_random_uuid();
        insert into decisions (id, item_id, pos, lead_in) values (subject, item, 1, 'Nämnden beslutar');
        insert into decision_points (id, decision_id, pos, text, appeal) values (gen_random_uuid(), subject, 1, '"godkänna"', 'legality');
        subject := gen_random_uuid();
        insert into sections (id, item_id, pos, key, heading, text) values (subject, item, 1, 'case_description', 'Ärendebeskrivning', '"Text"');
        before := null;
        for revision in 1..3 loop
            insert into revisions (item_id, subject, version, content, by_id, at, prev, hash)
                values (item, subject, revision, to_jsonb('text ' || revision), account, at, before,
                    sha256(field(words('paragraf-revision/1')) || field(words(subject::text)) || field(int4send(revision)) || field(coalesce(before, '')) || field(words(to_jsonb('text ' || revision)::text))))
                returning hash into before;
        end loop;
    end loop;
    if month > 10 then return; end if;

    at := at + interval '1 day';
    insert into versions (id, batch_id, no, canonical, root, sent_at, sent_by) values (version, batch, 1, canonical, sha256(canonical), at, account);
    perform append_act(at, 'sent', version, sha256(canonical));
    if month = 4 then
        insert into withdrawals (version_id, reason, by_id, at) values (version, 'Fel belopp', account, at);
        perform append_act(at, 'withdrawn', version, sha256(canonical));
        version := gen_random_uuid();
        canonical := canonical || words(' ');
        insert into versions (id, batch_id, no, canonical, root, sent_at, sent_by) values (version, batch, 2, canonical, sha256(canonical), at, account);
        perform append_act(at, 'sent', version, sha256(canonical));
    end if;
    insert into leaves (version_id, pos, part, salt, hash) select version, n, 'item ' || n, sha256(words('salt' || version || n)), sha256(words('leaf' || version || n)) from generate_series(0, 9) n;
    insert into required_signers (version_id, pos, person_id, office)
        select version, n, s.person, s.office from generate_series(0, 9) n, (values (chair, 'chair'), (adjuster, 'adjuster')) s(person, office);
    if month > 9 then
        -- The salt and the reason of a refusal, as RFC 8785 writes them.
        insert into refusals (id, version_id, person_id, office, reason, salt, at) values (refusal, version, adjuster, 'adjuster', 'Fel', sha256(words(refusal::text)), at);
        perform append_act(at, 'refused', refusal, sha256(words('["' || encode(sha256(words(refusal::text)), 'hex') || '","' || adjuster || '","Fel"]')));
        return;
    end if;
    for signer in select * from (values (chair, 'chair'), (adjuster, 'adjuster')) s(person, office) loop
        signature := gen_random_uuid();
        ordered := gen_random_uuid();
        insert into signing_orders (id, version_id, person_id, office, method, statement, challenge, asked_at, expires_at)
            values (ordered, version, signer.person, signer.office, 'password', canonical, sha256(words(ordered::text)), at, at + interval '5 minutes');
        insert into signatures (id, order_id, version_id, person_id, office, statement, level, evidence, signed_at)
            values (signature, ordered, version, signer.person, signer.office, canonical, 'simple', '{}', at);
        insert into signed_leaves (signature_id, hash) select signature, hash from leaves where version_id = version;
        perform append_act(at, 'signed', signature, sha256(canonical));
    end loop;
    insert into adjustments (batch_id, version_id, form, adjusted_on, at) values (batch, version, 'signed', (at at time zone 'Europe/Stockholm')::date, at);
    perform append_act(at, 'adjusted', batch, sha256(canonical));
    for host in select municipality_id as id from participants where board_id = board.id loop
        notice := gen_random_uuid();
        insert into notices (id, municipality_id, kind, batch_id, facts) values (notice, host.id, 'adjusting', batch, '{"board": "Organ"}');
        insert into announcements (notice_id, n, announced_on, at, by_whom, via) values (notice, 1, (at at time zone 'Europe/Stockholm')::date, at, 'Kommunen', 'imported');
        if month = 2 then
            insert into interruptions (notice_id, n, from_at, to_at, decided_by, reason, effect) values (notice, 1, at, at + interval '1 hour', account, 'Driftstopp', 'of_no_consequence');
        end if;
    end loop;
    insert into takedowns (notice_id, n, taken_down_on) select n.id, 1, c.last_appeal_day + 1 from notices n join batch_clocks c on c.batch_id = n.batch_id where n.batch_id = batch and month < 8;
    pdf := words('%PDF ' || batch);
    insert into blobs (sha256, bytes, media_type) values (sha256(pdf), pdf, 'application/pdf');
    insert into publications (id, batch_id, n, at, by_id, record, board, paragraphs, pdf) values (publication, batch, 1, at, account, canonical, board.name, '§§ 1–10', sha256(pdf));
    insert into disclosures (publication_id, item_id, level) select publication, item_id, 'whole' from batch_items where batch_id = batch;
    perform append_act(at, 'published', publication, sha256(canonical));
end $$;

do $$
declare month int; board boards;
begin
    for month in 1..12 loop
        for board in select * from boards order by slug loop
            call live(board, month);
        end loop;
    end loop;
end $$;
drop procedure live;
drop function field(bytea), words(text);
