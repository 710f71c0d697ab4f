-- The server's signing keys, each a legal act; the secret halves lie in files outside the database (decisions 31).
create table server_keys (
    id uuid primary key,
    public_key bytea not null constraint server_keys_once unique check (length(public_key) = 32),
    made_at timestamptz not null,
    previous_id uuid constraint server_keys_previous unique references server_keys,
    endorsement bytea check (length(endorsement) = 64), -- the previous key's signature over this one; null when that key was lost
    constraint server_keys_endorsed check (previous_id is not null or endorsement is null)
);
create unique index server_keys_first on server_keys ((true)) where previous_id is null;

create trigger server_keys_append_only before update or delete on server_keys for each row execute function refuse_change();
create trigger server_keys_never_truncated before truncate on server_keys for each statement execute function refuse_change();
alter table server_keys enable always trigger server_keys_append_only;
alter table server_keys enable always trigger server_keys_never_truncated;

-- The chain of legal acts and the keys, for whoever wants to keep a head.
create view public_heads as
    select h.n, h.hash, a.at from heads h left join acts a on a.n = h.n;
create view public_keys as
    select id, public_key, made_at, previous_id, endorsement from server_keys;

grant select, insert on server_keys to paragraf_site;
grant select on public_heads, public_keys to paragraf_public;
grant select on public_heads, public_keys to paragraf_site;
