-- A reset that was asked for can be taken back (avbruten återställning) until it is confirmed: by who asked, by another administrator, or by
-- the person it is about. And whoever runs the program may reset the factor of an administrator whom nobody else can help. Both are legal
-- acts; legal time.
alter table one_time_links drop constraint one_time_links_purpose;
alter table one_time_links add constraint one_time_links_purpose
    check (purpose in ('invitation', 'password', 'address', 'address_back', 'reset'));

create table reset_cancellations (
    reset_id uuid primary key references factor_resets,
    at timestamptz not null,
    by_id uuid not null references accounts, -- the person it is about, where the link in their mail was followed
    salt bytea not null check (length(salt) = 32)
);

create table operator_resets (
    id uuid primary key,
    account_id uuid not null references accounts,
    reason text not null,
    at timestamptz not null,
    salt bytea not null check (length(salt) = 32)
);
create index operator_resets_account on operator_resets (account_id);

-- The same bytes as `verify` hashes.
create function tell_of_reset_cancellation() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from factor_resets r where r.id = new.reset_id and r.confirmed_at is null for update;
    if not found then
        raise exception 'a reset that is confirmed stays' using constraint = 'reset_cancellations_in_time';
    end if;
    new.salt := new_salt();
    perform append_act(new.at, 'reset_cancelled', new.reset_id, sha256(convert_to(format('["%s","paragraf-reset-cancellation/1","%s","%s"]',
        encode(new.salt, 'hex'), new.reset_id, new.by_id), 'UTF8')));
    return new;
end $$;
create function tell_of_operator_reset() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    new.salt := new_salt();
    perform append_act(new.at, 'reset_by_operator', new.id, sha256(convert_to(format('["%s","paragraf-operator-reset/1","%s","%s","%s"]',
        encode(new.salt, 'hex'), new.id, new.account_id, encode(sha256(convert_to(new.reason, 'UTF8')), 'hex')), 'UTF8')));
    return new;
end $$;
create trigger reset_cancellations_told before insert on reset_cancellations for each row execute function tell_of_reset_cancellation();
create trigger operator_resets_told before insert on operator_resets for each row execute function tell_of_operator_reset();
do $$
declare t text;
begin
    foreach t in array array['reset_cancellations', 'operator_resets'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
        execute format('alter table %1$I enable always trigger %1$s_told', t);
    end loop;
end $$;

create or replace function tell_of_reset() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
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
            <> (old.id, old.account_id, old.municipality_id, old.reason, old.asked_at, old.asked_by, old.salt)
        or exists (select from reset_cancellations c where c.reset_id = old.id) then
        raise exception 'a reset is only confirmed, once, and not after it was taken back' using constraint = 'factor_resets_stay';
    end if;
    perform append_act(new.confirmed_at, 'reset_confirmed', new.id, reset_commitment(new, new.confirmed_by));
    return new;
end $$;

grant select, insert on reset_cancellations to paragraf_site;
-- Only the owner of the database writes it: never the site.
grant select on operator_resets to paragraf_site;
