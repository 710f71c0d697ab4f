-- Roles (roller) given and ended are legal acts: each row tells the chain itself, whoever writes it, and a role may be for a time only.
alter table grants add column starts_on date; -- null: from when it was given
alter table grants add column ends_on date; -- null: until somebody ends it
alter table grants add column ended_by uuid references accounts;
alter table grants add column ended_because text not null default '';
-- The salts of the commitments in the chain, which may leave the house.
alter table grants add column given_salt bytea check (length(given_salt) = 32);
alter table grants add column ended_salt bytea check (length(ended_salt) = 32);
alter table grants add constraint grants_dates check (ends_on is null or starts_on is not null and ends_on >= starts_on);

-- The same role on the same place twice at the same time is one too many; a deputy may come back.
drop index grants_once;
alter table grants add constraint grants_once exclude using gist
    (account_id with =, role with =, coalesce(board_id, municipality_id) with =, daterange(starts_on, ends_on, '[]') with &&) where (ended_at is null);
create index grants_account on grants (account_id) where ended_at is null;

-- Says whether a role counts on a day.
create function grant_counts(a_grant grants, on_day date) returns boolean language sql immutable set search_path = pg_catalog, public, pg_temp as
$$ select a_grant.ended_at is null and (a_grant.starts_on is null or a_grant.starts_on <= on_day)
    and (a_grant.ends_on is null or a_grant.ends_on >= on_day) $$;

create function new_salt() returns bytea language sql volatile set search_path = pg_catalog, public, pg_temp as
$$ select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) $$;

-- The same bytes as `verify` hashes: canonical JSON of ids and days, behind the salt. No name, no address.
create function grant_commitment(a_grant grants) returns bytea language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select sha256(convert_to(format('["%s","paragraf-role/1","%s","%s","%s","%s","%s","%s","%s"]', encode(a_grant.given_salt, 'hex'), a_grant.id, a_grant.account_id,
        a_grant.role, coalesce(a_grant.board_id, a_grant.municipality_id), coalesce(to_char(a_grant.starts_on, 'YYYY-MM-DD'), ''),
        coalesce(to_char(a_grant.ends_on, 'YYYY-MM-DD'), ''), coalesce(a_grant.given_by::text, '')), 'UTF8'))
$$;
create function grant_end_commitment(a_grant grants) returns bytea language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select sha256(convert_to(format('["%s","paragraf-role-end/1","%s","%s","%s"]', encode(a_grant.ended_salt, 'hex'), a_grant.id,
        coalesce(a_grant.ended_by::text, ''), encode(sha256(convert_to(a_grant.ended_because, 'UTF8')), 'hex')), 'UTF8'))
$$;

-- Roles from before the chain told of roles are told of now, as what they are: found. Their instant is that of the newest act, which legal
-- time has passed in every database.
do $$
declare
    a_grant grants;
    told timestamptz := coalesce((select max(at) from acts), (select max(greatest(given_at, ended_at)) from grants));
begin
    update grants set given_salt = new_salt(), ended_salt = case when ended_at is not null then new_salt() end;
    for a_grant in select * from grants order by given_at, id loop
        perform append_act(told, 'role_found', a_grant.id, grant_commitment(a_grant));
        if a_grant.ended_at is not null then
            perform append_act(told, 'role_ended', a_grant.id, grant_end_commitment(a_grant));
        end if;
    end loop;
end $$;
alter table grants add column found boolean not null default false; -- from before the chain told of roles
update grants set found = true;

-- A role is given and ended, each once; nothing else of it changes, and it never goes.
create function tell_of_grant() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a role is ended, never removed' using constraint = 'grants_stay';
    end if;
    if tg_op = 'INSERT' then
        if new.found or new.ended_at is not null or new.ended_salt is not null then
            raise exception 'a role is given before it is ended' using constraint = 'grants_stay';
        end if;
        new.given_salt := new_salt();
        perform append_act(new.given_at, 'role_given', new.id, grant_commitment(new));
        return new;
    end if;
    if old.ended_at is not null or new.ended_at is null
        or (new.id, new.account_id, new.role, new.given_at, new.found, new.given_salt) <> (old.id, old.account_id, old.role, old.given_at, old.found, old.given_salt)
        or (new.municipality_id, new.board_id, new.starts_on, new.ends_on, new.given_by)
            is distinct from (old.municipality_id, old.board_id, old.starts_on, old.ends_on, old.given_by) then
        raise exception 'a role that was given can only be ended' using constraint = 'grants_stay';
    end if;
    new.ended_salt := new_salt();
    perform append_act(new.ended_at, 'role_ended', new.id, grant_end_commitment(new));
    return new;
end $$;
create trigger grants_told before insert or update or delete on grants for each row execute function tell_of_grant();
alter table grants enable always trigger grants_told;
create trigger grants_never_truncated before truncate on grants for each statement execute function refuse_change();
alter table grants enable always trigger grants_never_truncated;

revoke update on grants from paragraf_site;
grant update (ended_at, ended_by, ended_because) on grants to paragraf_site;
