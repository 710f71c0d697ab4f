-- A lost second factor is reset by two people: asked for by an administrator, confirmed by somebody else. Both are legal acts; legal time.
create table factor_resets (
    id uuid primary key,
    account_id uuid not null references accounts,
    municipality_id uuid not null references municipalities, -- whose people ask and confirm
    reason text not null,
    asked_at timestamptz not null,
    asked_by uuid not null references accounts,
    confirmed_at timestamptz,
    confirmed_by uuid references accounts,
    salt bytea not null check (length(salt) = 32),
    constraint factor_resets_confirmed check ((confirmed_at is null) = (confirmed_by is null)),
    constraint factor_resets_others check (asked_by <> account_id and confirmed_by <> asked_by and confirmed_by <> account_id),
    constraint factor_resets_in_time check (confirmed_at between asked_at and asked_at + interval '24 hours')
);
create index factor_resets_account on factor_resets (account_id);

-- The same bytes as `verify` hashes.
create function reset_commitment(a_reset factor_resets, by_whom uuid) returns bytea language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select sha256(convert_to(format('["%s","paragraf-reset/1","%s","%s","%s","%s","%s"]', encode(a_reset.salt, 'hex'), a_reset.id, a_reset.account_id,
        a_reset.municipality_id, encode(sha256(convert_to(a_reset.reason, 'UTF8')), 'hex'), by_whom), 'UTF8'))
$$;

create function tell_of_reset() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.confirmed_at is not null then
            raise exception 'a reset is asked for before it is confirmed' using constraint = 'factor_resets_stay';
        end if;
        new.salt := new_salt();
        perform append_act(new.asked_at, 'reset_asked', new.id, reset_commitment(new, new.asked_by));
        return new;
    end if;
    if tg_op = 'DELETE' or old.confirmed_at is not null or new.confirmed_at is null
        or (new.id, new.account_id, new.municipality_id, new.reason, new.asked_at, new.asked_by, new.salt)
            <> (old.id, old.account_id, old.municipality_id, old.reason, old.asked_at, old.asked_by, old.salt) then
        raise exception 'a reset is only confirmed, once' using constraint = 'factor_resets_stay';
    end if;
    perform append_act(new.confirmed_at, 'reset_confirmed', new.id, reset_commitment(new, new.confirmed_by));
    return new;
end $$;
create trigger factor_resets_told before insert or update or delete on factor_resets for each row execute function tell_of_reset();
alter table factor_resets enable always trigger factor_resets_told;
create trigger factor_resets_never_truncated before truncate on factor_resets for each statement execute function refuse_change();
alter table factor_resets enable always trigger factor_resets_never_truncated;

-- Who may confirm what somebody has asked for: another administrator, and where there is none, the secretaries and registrars.
create function reset_confirmers(a_reset factor_resets, on_day date) returns table (account_id uuid)
language sql stable set search_path = pg_catalog, public, pg_temp as $$
    with others as (
        select g.account_id, g.role from grants g left join boards b on b.id = g.board_id
        where grant_counts(g, on_day) and coalesce(g.municipality_id, b.host_id) = a_reset.municipality_id
            and g.role in ('administrator', 'secretary', 'registrar')
            and g.account_id not in (a_reset.asked_by, a_reset.account_id) and account_is_open(g.account_id)
    )
    select distinct o.account_id from others o
    where o.role = 'administrator' or not exists (select from others a where a.role = 'administrator')
$$;

grant select, insert on factor_resets to paragraf_site;
grant update (confirmed_at, confirmed_by) on factor_resets to paragraf_site;
