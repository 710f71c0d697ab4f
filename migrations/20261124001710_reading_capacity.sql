-- In which capacity somebody reads a secret § on a day: as the secretary of its board, or as the first that counts of those whom
-- `secret_item_readers` names; null: not at all. The one rule of who may read, for the note, the list and the count.
create function reading_capacity(item uuid, board uuid, kept_boards uuid[], reader uuid, day date) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select case when board = any(kept_boards) then 'keeper' else (
        select max(r.capacity) from secret_item_readers r
        where r.item_id = item and r.person_id = reader and coalesce(r.from_on, day) <= day and coalesce(r.until_on, day) >= day
    ) end
$$;
revoke all on function reading_capacity(uuid, uuid, uuid[], uuid, date) from public;
grant execute on function reading_capacity(uuid, uuid, uuid[], uuid, date) to paragraf_site;
