-- Passkeys (lösennycklar): a second factor that is a key of the person's own (WebAuthn). All times are machine time.
alter table second_factors add column kind text not null default 'codes' check (kind in ('codes', 'passkey'));
alter table second_factors alter column kind drop default;
drop index second_factors_one;
drop index second_factors_one_begun;
create unique index second_factors_one on second_factors (account_id)
    where kind = 'codes' and confirmed_at is not null and ended_at is null;
create unique index second_factors_one_begun on second_factors (account_id)
    where confirmed_at is null and ended_at is null;

-- Recovery codes are the account's, and outlive the factor they were made for while there is another.
update recovery_codes c set ended_at = f.ended_at from second_factors f
    where f.id = c.factor_id and f.ended_at is not null and c.used_at is null and c.ended_at is null;

create table passkeys (
    factor_id uuid primary key references second_factors,
    credential_id bytea not null unique,
    name text not null check (name <> ''), -- what the person calls it
    credential jsonb not null, -- public key, counter and flags; nothing in it is secret
    used_at timestamptz
);

-- A challenge under way: one a session, used once, and of no worth after minutes.
create table passkey_challenges (
    session bytea primary key references sessions on delete cascade,
    purpose text not null check (purpose in ('enrolment', 'proof')),
    state jsonb not null,
    made_at timestamptz not null
);

grant select, insert on passkeys to paragraf_site;
grant update (credential, used_at) on passkeys to paragraf_site;
grant select, insert, delete on passkey_challenges to paragraf_site;
grant update (purpose, state, made_at) on passkey_challenges to paragraf_site;
