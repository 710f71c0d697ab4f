-- A browser on which somebody has signed in all the way (känd enhet): it keeps an allowance of its own, which a stranger's guesses do not
-- use up. Machine time; only the hash of its cookie is kept.
create table known_devices (
    token_hash bytea primary key,
    account_id uuid not null references accounts,
    made_at timestamptz not null,
    seen_at timestamptz not null
);
create index known_devices_account on known_devices (account_id);

grant select, insert, delete on known_devices to paragraf_site;
grant update (seen_at) on known_devices to paragraf_site;
