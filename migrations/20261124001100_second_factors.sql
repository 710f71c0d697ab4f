-- The second factor (tvåstegsinloggning): a secret of one-time codes (RFC 6238), sealed under a key outside the database, and recovery
-- codes of which only hashes are kept. All times are machine time.
create table second_factors (
    id uuid primary key,
    account_id uuid not null references accounts,
    sealed bytea not null, -- nonce and ciphertext; emptied when it ends
    begun_at timestamptz not null,
    confirmed_at timestamptz, -- null until a code has shown that the app holds the secret
    used_step bigint not null default 0, -- the codes of this step of thirty seconds and of those before it are spent
    ended_at timestamptz,
    ended_because text check (ended_because in ('given_up', 'replaced', 'turned_off', 'reset')),
    constraint second_factors_end check ((ended_at is null) = (ended_because is null))
);
create unique index second_factors_one on second_factors (account_id) where confirmed_at is not null and ended_at is null;
create unique index second_factors_one_begun on second_factors (account_id) where confirmed_at is null and ended_at is null;

create table recovery_codes (
    hash bytea primary key check (length(hash) = 32),
    factor_id uuid not null references second_factors,
    made_at timestamptz not null,
    used_at timestamptz,
    ended_at timestamptz -- newer ones were made
);
create index recovery_codes_factor on recovery_codes (factor_id);

-- The password was right, and the code is not given yet: nothing can be seen but the page that asks for it.
alter table sessions add column waits_for_code boolean not null default false;

grant select, insert on second_factors, recovery_codes to paragraf_site;
grant update (sealed, confirmed_at, used_step, ended_at, ended_because) on second_factors to paragraf_site;
grant update (used_at, ended_at) on recovery_codes to paragraf_site;
