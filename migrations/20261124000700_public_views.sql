-- Everything the public role can read: these views, and nothing else.
create view public_municipalities as
    select id, slug, name, short_name, court, kept_at, inside, board_address from municipalities;

create view public_boards as
    select b.id, b.slug, b.name, b.kind, m.slug as host_slug, m.name as host_name
    from boards b join municipalities m on m.id = b.host_id;

create view public_notices as
    select n.id, n.batch_id, m.slug as municipality_slug, m.name as municipality, m.short_name, n.facts,
        b.id as board_id, b.slug as board_slug, n.facts->>'board' as board, b.kind as board_kind, h.slug as host_slug,
        me.held_on, me.ordinal, a.adjusted_on, s.announced_on, s.at as announced_at, s.by_whom, s.via, s.address, s.provenance, s.taken_down_on,
        s.counts, h.id = m.id as at_host,
        exists (select from publications p where p.batch_id = n.batch_id) as published,
        m.inside, m.board_address, ba.kind as batch_kind, ba.n as part
    from notices n
        join municipalities m on m.id = n.municipality_id
        join adjustments a on a.batch_id = n.batch_id
        join batches ba on ba.id = n.batch_id
        join meetings me on me.id = ba.meeting_id
        join boards b on b.id = me.board_id
        join municipalities h on h.id = b.host_id
        left join standing_announcements s on s.notice_id = n.id;

-- Every participant's day for one batch, null where no valid announcement stands (APP-05).
create view public_clocks as
    select n.batch_id, array_agg(case when s.counts then s.announced_on end order by m.short_name) as announced_on,
        coalesce(array_agg(m.short_name order by m.short_name) filter (where s.counts is not true), '{}') as waiting_for,
        max(n.id::text) filter (where b.host_id = m.id)::uuid as host_notice_id
    from notices n
        join municipalities m on m.id = n.municipality_id
        join batches ba on ba.id = n.batch_id
        join meetings me on me.id = ba.meeting_id
        join boards b on b.id = me.board_id
        left join standing_announcements s on s.notice_id = n.id
    where n.kind = 'adjusting'
    group by n.batch_id;

create view public_protocols as
    select distinct on (p.batch_id) p.id, p.batch_id, p.at as published_at, p.record, p.pdf,
        ba.n as part, h.slug as host_slug, b.slug as board_slug, p.board, p.paragraphs, b.kind as board_kind, me.held_on, me.ordinal,
        a.adjusted_on, a.form
    from publications p
        join adjustments a on a.batch_id = p.batch_id
        join batches ba on ba.id = p.batch_id
        join meetings me on me.id = ba.meeting_id
        join boards b on b.id = me.board_id
        join municipalities h on h.id = b.host_id
    order by p.batch_id, p.n desc;

create view public_items as
    select d.item_id, p.id as publication_id, p.host_slug, p.board_slug, p.held_on, p.ordinal, s.instance as series, i.number, i.suffix, d.level
    from disclosures d
        join public_protocols p on p.id = d.publication_id
        join items i on i.id = d.item_id
        join series s on s.id = i.series_id
    where i.number is not null;

create view public_files as
    select bl.sha256, bl.bytes, bl.media_type from blobs bl where exists (select from public_protocols p where p.pdf = bl.sha256);

grant select on public_municipalities, public_boards, public_notices, public_clocks, public_protocols, public_items, public_files to paragraf_public;
grant select on public_municipalities, public_boards, public_notices, public_clocks, public_protocols, public_items, public_files to paragraf_site;
