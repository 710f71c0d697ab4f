-- A meeting as ONE stream of moments (ATT-08): attendance, votes, decisions at the gavel. Its order is the order of the places
-- where things happened, and within one place the order in which they did, so that a change elsewhere moves nothing that is adjusted.
alter table items
    add column sitting int not null default 1 check (sitting > 0),
    add column handled_pos int, -- null: handled where it stands
    add column begins_at time,
    add column ends_at time;

drop trigger moments_frozen on moments; -- what rests gets its place in the new order, and rests again below
alter table moments drop constraint moments_kind_check, drop constraint moments_pos_key;
update moments set edge = 'before' where edge is null;
update moments m set pos = r.n
from (select id, row_number() over (partition by meeting_id, item_id, edge order by pos) as n from moments) r where r.id = m.id;
alter table moments
    add constraint moments_kind check (kind in ('attendance', 'vote', 'decision')),
    add constraint moments_pos_key unique nulls not distinct (meeting_id, item_id, edge, pos) deferrable initially deferred,
    -- Before the first item is the roll call, after the last the closing; nothing happens during no item.
    add constraint moments_place check (edge is not null and (item_id is not null or edge <> 'during'));

alter table attendance_events
    alter column person_id drop not null,
    add column point_id uuid references decision_points on delete set null, -- the point in which somebody takes no part
    drop constraint attendance_events_kind_check,
    add constraint attendance_events_kind check (kind in ('arrives', 'leaves', 'serves', 'stops', 'disqualified', 'not_participating',
        'remote_on', 'remote_off', 'link_lost', 'link_back', 'chairs', 'hands_back', 'adjourned', 'resumed')),
    add constraint attendance_events_person check ((person_id is null) = (kind in ('adjourned', 'resumed'))),
    add constraint attendance_events_seat check ((for_seat is not null) = (kind = 'serves'));

-- INV-06: what happened at a § that is adjusted rests with it, also while the meeting goes on.
create function moment_is_frozen(meeting uuid, item uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$ select meeting_is_frozen(meeting) or item_is_frozen(item) $$;

create or replace function refuse_when_frozen() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    changed jsonb;
    rows jsonb[] := array[]::jsonb[];
    frozen boolean;
begin
    if tg_op <> 'INSERT' then rows := rows || to_jsonb(old); end if;
    if tg_op <> 'DELETE' then rows := rows || to_jsonb(new); end if;
    foreach changed in array rows loop
        frozen := case tg_argv[0]
            when 'item' then item_is_frozen((changed ->> 'item_id')::uuid)
            when 'itself' then item_is_frozen((changed ->> 'id')::uuid)
                or tg_op = 'INSERT' and meeting_is_frozen((changed ->> 'meeting_id')::uuid)
            when 'decision' then (select item_is_frozen(d.item_id) from decisions d where d.id = (changed ->> 'decision_id')::uuid)
            when 'batch' then exists (select from adjustments a where a.batch_id = (changed ->> 'batch_id')::uuid)
            when 'the_batch' then exists (select from adjustments a where a.batch_id = (changed ->> 'id')::uuid)
            when 'version' then version_is_frozen((changed ->> 'version_id')::uuid)
            when 'signature' then (select version_is_frozen(s.version_id) from signatures s where s.id = (changed ->> 'signature_id')::uuid)
            when 'the_moment' then moment_is_frozen((changed ->> 'meeting_id')::uuid, (changed ->> 'item_id')::uuid)
            when 'moment' then (select moment_is_frozen(m.meeting_id, m.item_id) from moments m where m.id = (changed ->> 'moment_id')::uuid)
            when 'the_meeting' then meeting_is_frozen((changed ->> 'id')::uuid)
            else meeting_is_frozen((changed ->> 'meeting_id')::uuid)
        end;
        if frozen then
            raise exception 'INV-06: it is adjusted' using constraint = 'frozen_by_adjustment';
        end if;
    end loop;
    return coalesce(new, old);
end $$;

create trigger moments_frozen before insert or update or delete on moments for each row execute function refuse_when_frozen('the_moment');
alter table moments enable always trigger moments_frozen;

-- What somebody took out of the stream is kept as it read.
alter table former_states drop constraint former_states_what_check, add constraint former_states_what check (what in ('plan', 'attendance', 'course'));

-- KND-03: who adjusts where an elected adjuster cannot.
alter table adjusters add column substitute boolean not null default false;
