-- Roles that read and change nothing. Members and substitutes need none: what they may read follows from their seats, which are dated.
alter table grants drop constraint grants_role_check;
alter table grants add constraint grants_role_check
    check (role in ('administrator', 'secretary', 'registrar', 'jurist', 'group_leader', 'official', 'auditor'));
alter table grants drop constraint grants_scope;
alter table grants add constraint grants_scope check (
    (role in ('secretary', 'group_leader', 'official')) = (board_id is not null) and (board_id is null) = (municipality_id is not null));

-- The name of a role and of its place, in Swedish.
create function role_label(a_grant grants) returns text language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select case a_grant.role when 'administrator' then 'Administratör' when 'registrar' then 'Registrator' when 'secretary' then 'Sekreterare'
            when 'jurist' then 'Jurist' when 'group_leader' then 'Gruppledare' when 'official' then 'Handläggare' when 'auditor' then 'Revisor' end
        || ', ' || coalesce((select b.name from boards b where b.id = a_grant.board_id), (select m.name from municipalities m where m.id = a_grant.municipality_id))
$$;

-- Whose drafts and protocols somebody may read on a day: by roles, and by the seats that are held then. A protocol is read once it is sent.
create function readable_boards(reader_account uuid, reader_person uuid, on_day date) returns table (board_id uuid, drafts boolean)
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select r.board_id, bool_or(r.drafts) from (
        select g.board_id, g.role in ('secretary', 'official') as drafts
        from grants g where g.account_id = reader_account and g.board_id is not null and grant_counts(g, on_day)
        union all
        select b.id, g.role = 'jurist' and b.host_id = g.municipality_id
        from grants g join participants p on p.municipality_id = g.municipality_id join boards b on b.id = p.board_id
        where g.account_id = reader_account and g.role in ('jurist', 'auditor', 'registrar') and grant_counts(g, on_day)
        union all
        select s.board_id, false from seats s
        where s.person_id = reader_person and s.starts_on <= on_day and (s.ends_on is null or s.ends_on >= on_day)
    ) r group by r.board_id
$$;
