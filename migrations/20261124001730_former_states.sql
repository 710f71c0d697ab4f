-- What stood of a meeting before somebody changed it (tidigare lydelse): its days and times, or who served; each with who changed it
-- and when. No reference to the meeting: it can be taken back, and its past stays.
create table former_states (
    id uuid primary key,
    meeting_id uuid not null,
    what text not null check (what in ('plan', 'attendance')),
    state jsonb not null,
    changed_at timestamptz not null,
    changed_by uuid not null references accounts
);
create index former_states_meeting on former_states (meeting_id, changed_at desc);

create trigger former_states_append_only before update or delete on former_states for each row execute function refuse_change();
create trigger former_states_never_truncated before truncate on former_states for each statement execute function refuse_change();
alter table former_states enable always trigger former_states_append_only;
alter table former_states enable always trigger former_states_never_truncated;

-- As it stands now, with the names of now.
create function meeting_state(meeting uuid, what text) returns jsonb
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select case what when 'plan' then (
        select jsonb_build_object('secretary', p.name, 'remote', m.remote, 'public', m.public, 'adjusting_place', m.adjusting_place,
            'adjusting_time', m.adjusting_time, 'cancelled', m.cancelled, 'sittings', (
                select coalesce(jsonb_agg(jsonb_build_object('day', s.on_day, 'starts', to_char(s.starts_at, 'HH24.MI'),
                    'ends', to_char(s.ends_at, 'HH24.MI'), 'place', s.place) order by s.n), '[]')
                from sittings s where s.meeting_id = m.id))
        from meetings m join persons p on p.id = m.secretary_id where m.id = meeting
    ) else (
        select jsonb_build_object('people', (
            select coalesce(jsonb_agg(jsonb_build_object('name', e.name, 'kinds', e.kinds, 'title', e.title, 'place', e.place) order by e.first), '[]')
            from (select p.name, array_agg(e.kind order by o.pos) as kinds, max(e.title) as title, max(h.name) as place, min(o.pos) as first
                from moments o join attendance_events e on e.moment_id = o.id join persons p on p.id = e.person_id
                    left join seats s on s.id = e.for_seat and s.person_id <> e.person_id left join persons h on h.id = s.person_id
                where o.meeting_id = meeting and o.item_id is null and o.edge = 'before'
                group by p.id, p.name) e
        ), 'adjusters', (
            select coalesce(jsonb_agg(p.name order by a.pos), '[]') from adjusters a join persons p on p.id = a.person_id
            where a.meeting_id = meeting))
    ) end
$$;
revoke all on function meeting_state(uuid, text) from public;
grant execute on function meeting_state(uuid, text) to paragraf_site;

grant select, insert on former_states to paragraf_site;
