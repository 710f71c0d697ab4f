-- Leaving (avslutat konto): nobody signs in with it, and what the person did stays. It can be opened again. Legal time.
create table account_closings (
    id uuid primary key,
    account_id uuid not null references accounts,
    reason text not null,
    closed_at timestamptz not null,
    closed_by uuid not null references accounts,
    reopened_at timestamptz,
    reopened_by uuid references accounts,
    constraint account_closings_reopened check ((reopened_at is null) = (reopened_by is null))
);
create unique index account_closings_one on account_closings (account_id) where reopened_at is null;

create function account_is_open(account uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$ select not exists (select from account_closings c where c.account_id = account and c.reopened_at is null) $$;

grant select, insert on account_closings to paragraf_site;
grant update (reopened_at, reopened_by) on account_closings to paragraf_site;
