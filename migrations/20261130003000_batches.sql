-- ADJ-21: a meeting is signed in several batches. Its own facts rest with the main one, or with all where there is no main one;
-- what happened at a § rests with that §, also when the rest of the meeting is adjusted before or after it.
create or replace function meeting_is_frozen(meeting uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$
    select exists (select from batches b join adjustments a on a.batch_id = b.id where b.meeting_id = meeting and b.kind = 'main')
        or exists (select from meetings m where m.id = meeting and m.closed_at is not null)
            and exists (select from batches b where b.meeting_id = meeting)
            and not exists (select from batches b where b.meeting_id = meeting and b.kind = 'main')
            and not exists (select from batches b join batch_items i on i.batch_id = b.id
                where b.meeting_id = meeting and not exists (select from adjustments a where a.batch_id = b.id))
$$;

create or replace function moment_is_frozen(meeting uuid, item uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$ select item_is_frozen(item) or meeting_is_frozen(meeting) and not exists (select from batch_items b where b.item_id = item) $$;

create or replace function refuse_when_frozen() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    changed jsonb;
    rows jsonb[] := array[]::jsonb[];
    frozen boolean;
begin
    -- The place in the protocol is no content: a forgotten § finds its place before one that is adjusted already.
    if tg_op = 'UPDATE' and tg_argv[0] = 'itself' and to_jsonb(old) - 'pos' = to_jsonb(new) - 'pos'
        and not meeting_is_frozen((to_jsonb(old) ->> 'meeting_id')::uuid) then
        return new;
    end if;
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

-- INV-05: every § of a closed meeting is in a batch; the primary key sees to it that it is in one only. Seen to at commit, so that a § can move.
create function refuse_without_batch() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (
        select from items i join meetings m on m.id = i.meeting_id
        where case when tg_table_name = 'meetings' then m.id = (to_jsonb(new) ->> 'id')::uuid else i.id = (to_jsonb(old) ->> 'item_id')::uuid end
            and m.closed_at is not null and i.number is not null and not exists (select from batch_items b where b.item_id = i.id)) then
        raise exception 'INV-05: a § of a closed meeting is in no batch' using constraint = 'batch_items_every_item';
    end if;
    return null;
end $$;
create constraint trigger batch_items_every_item after delete on batch_items deferrable initially deferred for each row execute function refuse_without_batch();
create constraint trigger meetings_every_item after update of closed_at on meetings deferrable initially deferred for each row execute function refuse_without_batch();
alter table batch_items enable always trigger batch_items_every_item;
alter table meetings enable always trigger meetings_every_item;
