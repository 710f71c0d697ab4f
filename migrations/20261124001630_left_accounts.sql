-- Accounts that their people have left: once a decision lets them go, nothing is kept that served the sign-in (address, password, second
-- factor, devices). The account itself stays, as whoever wrote, sent or signed.
alter table retention_decisions drop constraint retention_decisions_kind;
alter table retention_decisions add constraint retention_decisions_kind check (kind in ('drafts', 'mails', 'reports', 'addresses', 'accounts'));

-- What stands in the place of an address that was weeded: nobody's, and never one that a mail could reach (RFC 2606).
create function weeded_address(account uuid) returns text language sql immutable set search_path = pg_catalog, public, pg_temp as
$$ select 'gallrad-' || account || '@paragraf.invalid' $$;

-- When an account was closed whose person has no role and no seat left; null for any other.
create function left_at(account uuid) returns timestamptz language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select c.closed_at from account_closings c join accounts a on a.id = c.account_id
    where c.account_id = account and c.reopened_at is null
        and not exists (select from grants g where g.account_id = a.id and g.ended_at is null
            and (g.ends_on is null or g.ends_on >= (now() at time zone 'Europe/Stockholm')::date))
        and not exists (select from seats s where s.person_id = a.person_id
            and (s.ends_on is null or s.ends_on >= (now() at time zone 'Europe/Stockholm')::date))
$$;

create or replace function refuse_unless_decided() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' and exists (
        select from address_changes c where c.id = old.change_id
            and (c.at + make_interval(months => shared_keep_months('addresses')) < now()
                or left_at(c.account_id) + make_interval(months => shared_keep_months('accounts')) < now())) then
        return old;
    end if;
    raise exception 'only what a decision lets go' using constraint = 'append_only';
end $$;
