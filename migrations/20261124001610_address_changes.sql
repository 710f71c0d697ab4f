-- A changed mail address (bytt e-postadress): by its owner, by an administrator while the invitation is unused, or taken back from the old
-- address. Who and when stay for ever; the addresses themselves are personal data, which a decision lets go. Legal time.
alter table one_time_links drop constraint one_time_links_purpose_check;
alter table one_time_links add constraint one_time_links_purpose check (purpose in ('invitation', 'password', 'address', 'address_back'));
alter table one_time_links add column address text check (address = lower(address)); -- the one that the account gets when the link is followed
alter table one_time_links add constraint one_time_links_address check ((address is not null) = (purpose in ('address', 'address_back')));
create index one_time_links_account on one_time_links (account_id) where used_at is null;

create table address_changes (
    id uuid primary key,
    account_id uuid not null references accounts,
    way text not null check (way in ('own', 'corrected', 'taken_back')),
    by_id uuid references accounts, -- null: whoever reads the mail of the old address
    at timestamptz not null,
    constraint address_changes_by check ((by_id is null) = (way = 'taken_back'))
);
create index address_changes_account on address_changes (account_id, at);

create table changed_addresses (
    change_id uuid primary key references address_changes,
    from_address text not null,
    to_address text not null
);

alter table retention_decisions drop constraint retention_decisions_kind_check;
alter table retention_decisions add constraint retention_decisions_kind check (kind in ('drafts', 'mails', 'reports', 'addresses'));

-- The months for which a shared kind is kept: the longest that a municipality has decided, and null while one of them has not.
create function shared_keep_months(a_kind text) returns int language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select case when bool_and(r.keep_months is not null) then max(r.keep_months) end
    from municipalities m left join standing_retention r on r.municipality_id = m.id and r.kind = a_kind
    where m.inside
$$;

create function refuse_unless_decided() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'DELETE' and exists (
        select from address_changes c where c.id = old.change_id
            and c.at + make_interval(months => shared_keep_months('addresses')) < now()) then
        return old;
    end if;
    raise exception 'only what a decision lets go' using constraint = 'append_only';
end $$;
create trigger changed_addresses_append_only before update or delete on changed_addresses for each row execute function refuse_unless_decided();
create trigger address_changes_append_only before update or delete on address_changes for each row execute function refuse_change();
do $$
declare t text;
begin
    foreach t in array array['address_changes', 'changed_addresses'] loop
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

grant select, insert on address_changes, changed_addresses to paragraf_site;
