-- What is signed together (batch), the bytes that are signed (version, leaves), who signed, and when it was adjusted.
-- From versions on everything is append-only, for every role, also under session_replication_role = replica.
create table batches (
    id uuid primary key,
    meeting_id uuid not null references meetings,
    n int not null,
    kind text not null check (kind in ('main', 'immediate', 'secret')),
    constraint batches_n_key unique (meeting_id, n)
);

create table batch_items (
    item_id uuid primary key references items, -- INV-05: exactly one batch
    batch_id uuid not null references batches
);
create index batch_items_batch on batch_items (batch_id);

create table documents (
    id uuid primary key,
    meeting_id uuid not null references meetings,
    part int not null,
    constraint documents_part_key unique (meeting_id, part)
);

create table document_batches (
    document_id uuid not null references documents,
    batch_id uuid not null references batches,
    pos int not null,
    primary key (document_id, batch_id)
);

create table versions (
    id uuid primary key,
    batch_id uuid not null references batches,
    no int not null check (no > 0),
    canonical bytea not null,
    root bytea not null check (length(root) = 32),
    reasons jsonb not null default '[]', -- the breaches it was sent with, each with its reason
    sent_at timestamptz,
    sent_by uuid references accounts, -- both null when imported
    constraint versions_no_key unique (batch_id, no),
    unique (id, batch_id)
);

-- Same content keeps salt and hash from version to version.
create table leaves (
    version_id uuid not null references versions,
    pos int not null,
    part text not null,
    salt bytea not null check (length(salt) = 32),
    hash bytea not null check (length(hash) = 32),
    primary key (version_id, pos)
);

create table required_signers (
    version_id uuid not null,
    pos int not null,
    person_id uuid not null references persons,
    office text not null check (office in ('chair', 'adjuster', 'secretary')),
    primary key (version_id, pos, person_id, office),
    foreign key (version_id, pos) references leaves
);

create table withdrawals (
    version_id uuid primary key references versions,
    reason text not null,
    by_id uuid not null references accounts,
    at timestamptz not null
);

create table signing_orders (
    id uuid primary key,
    version_id uuid not null references versions,
    person_id uuid not null references persons,
    office text not null check (office in ('chair', 'adjuster', 'secretary')),
    method text not null check (method in ('password', 'passkey', 'password_totp', 'bankid', 'paper')),
    statement bytea not null,
    challenge bytea not null constraint signing_orders_challenge_key unique,
    asked_at timestamptz not null,
    expires_at timestamptz not null
);

create table signatures (
    id uuid primary key,
    order_id uuid not null constraint signatures_order_key unique references signing_orders,
    version_id uuid not null references versions,
    person_id uuid not null references persons,
    office text not null check (office in ('chair', 'adjuster', 'secretary')),
    statement bytea not null,
    level text not null check (level in ('simple', 'strong', 'advanced', 'qualified')),
    evidence jsonb not null,
    signed_at timestamptz not null,
    constraint signatures_once unique (version_id, person_id, office)
);

-- A signature counts in every version where that leaf stands.
create table signed_leaves (
    signature_id uuid not null references signatures,
    hash bytea not null check (length(hash) = 32),
    primary key (signature_id, hash)
);
create index signed_leaves_hash on signed_leaves (hash);

create table refusals (
    id uuid primary key,
    version_id uuid not null references versions,
    person_id uuid not null references persons,
    office text not null check (office in ('chair', 'adjuster', 'secretary')),
    item_id uuid references items, -- null: the whole
    reason text not null,
    salt bytea not null check (length(salt) = 32), -- in the chain's commitment, which may leave the house
    at timestamptz not null
);

create table adjustments (
    batch_id uuid primary key references batches,
    version_id uuid not null unique,
    form text not null check (form in ('signed', 'declared', 'at_meeting', 'imported')),
    adjusted_on date,
    provenance text not null default 'stated' check (provenance in ('stated', 'derived', 'inferred')),
    at timestamptz not null,
    foreign key (version_id, batch_id) references versions (id, batch_id),
    constraint adjustments_day check (case when form = 'imported' then true
        else adjusted_on is not null and adjusted_on = (at at time zone 'Europe/Stockholm')::date end)
);

create function refuse_change() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception '% is append-only', tg_table_name using constraint = 'append_only';
end $$;

do $$
declare t text;
begin
    foreach t in array array['revisions', 'documents', 'document_batches', 'versions', 'leaves', 'required_signers', 'withdrawals', 'signing_orders', 'signatures',
        'signed_leaves', 'refusals', 'adjustments'] loop
        execute format('create trigger %1$s_append_only before update or delete on %1$I for each row execute function refuse_change()', t);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', t);
        execute format('alter table %1$I enable always trigger %1$s_append_only', t);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', t);
    end loop;
end $$;

-- INV-01: adjusted as signed only when each leaf of one version has the signature of each of its required signers over that very hash.
create function guard_adjustment() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from withdrawals w where w.version_id = new.version_id) then
        raise exception 'the version is withdrawn' using constraint = 'adjustments_not_withdrawn';
    end if;
    if new.form = 'signed' and exists (
        select from leaves l left join required_signers r on (r.version_id, r.pos) = (l.version_id, l.pos)
        where l.version_id = new.version_id and (r.person_id is null or not exists (
            select from signed_leaves sl join signatures s on s.id = sl.signature_id
            where sl.hash = l.hash and s.person_id = r.person_id and s.office = r.office)))
        or new.form = 'signed' and not exists (select from leaves l where l.version_id = new.version_id) then
        raise exception 'INV-01: a required signature is missing' using constraint = 'adjustments_signed';
    end if;
    return new;
end $$;
create trigger adjustments_guard before insert on adjustments for each row execute function guard_adjustment();
alter table adjustments enable always trigger adjustments_guard;

-- Nobody can slip a version under a batch that is adjusted.
create function guard_version() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from adjustments a where a.batch_id = new.batch_id) then
        raise exception 'the batch is adjusted' using constraint = 'versions_not_after_adjustment';
    end if;
    return new;
end $$;
create trigger versions_guard before insert on versions for each row execute function guard_version();
alter table versions enable always trigger versions_guard;

-- INV-06: after the adjusting nothing of the § or of its meeting changes.
create function item_is_frozen(item uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$ select exists (select from batch_items b join adjustments a on a.batch_id = b.batch_id where b.item_id = item) $$;

create function meeting_is_frozen(meeting uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$ select exists (select from batches b join adjustments a on a.batch_id = b.id where b.meeting_id = meeting and b.kind = 'main') $$;

create function version_is_frozen(version uuid) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as
$$ select exists (select from versions v join adjustments a on a.batch_id = v.batch_id where v.id = version) $$;

create function refuse_when_frozen() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    changed jsonb;
    rows jsonb[] := array[]::jsonb[];
    frozen boolean;
begin
    if tg_op <> 'INSERT' then rows := rows || to_jsonb(old); end if;
    if tg_op <> 'DELETE' then rows := rows || to_jsonb(new); end if;
    foreach changed in array rows loop
        frozen := case tg_argv[0]
            when 'item' then item_is_frozen((changed ->> 'item_id')::uuid)
            when 'itself' then item_is_frozen((changed ->> 'id')::uuid)
                or tg_op = 'INSERT' and meeting_is_frozen((changed ->> 'meeting_id')::uuid)
            when 'decision' then (select item_is_frozen(d.item_id) from decisions d where d.id = (changed ->> 'decision_id')::uuid)
            when 'batch' then exists (select from adjustments a where a.batch_id = (changed ->> 'batch_id')::uuid)
            when 'the_batch' then exists (select from adjustments a where a.batch_id = (changed ->> 'id')::uuid)
            when 'version' then version_is_frozen((changed ->> 'version_id')::uuid)
            when 'signature' then (select version_is_frozen(s.version_id) from signatures s where s.id = (changed ->> 'signature_id')::uuid)
            when 'moment' then (select meeting_is_frozen(m.meeting_id) from moments m where m.id = (changed ->> 'moment_id')::uuid)
            when 'the_meeting' then meeting_is_frozen((changed ->> 'id')::uuid)
            else meeting_is_frozen((changed ->> 'meeting_id')::uuid)
        end;
        if frozen then
            raise exception 'INV-06: it is adjusted' using constraint = 'frozen_by_adjustment';
        end if;
    end loop;
    return coalesce(new, old);
end $$;

do $$
declare r record;
begin
    for r in select * from (values ('items', 'itself'), ('sections', 'item'), ('decisions', 'item'), ('decision_points', 'decision'),
        ('supporting_documents', 'item'), ('recipients', 'item'), ('item_cases', 'item'), ('batch_items', 'batch'),
        ('batches', 'the_batch'), ('moments', 'meeting'), ('attendance_events', 'moment'), ('adjusters', 'meeting'),
        ('sittings', 'meeting'), ('meetings', 'the_meeting')) as v(name, key) loop
        execute format('create trigger %1$s_frozen before insert or update or delete on %1$I for each row execute function refuse_when_frozen(%2$L)', r.name, r.key);
        execute format('create trigger %1$s_never_truncated before truncate on %1$I for each statement execute function refuse_change()', r.name);
        execute format('alter table %1$I enable always trigger %1$s_frozen', r.name);
        execute format('alter table %1$I enable always trigger %1$s_never_truncated', r.name);
    end loop;
    -- What is append-only also gets nothing more under what is adjusted: no leaf, no signature, no withdrawal.
    for r in select * from (values ('revisions', 'item'), ('leaves', 'version'), ('required_signers', 'version'), ('withdrawals', 'version'),
        ('signatures', 'version'), ('signed_leaves', 'signature'), ('refusals', 'version')) as v(name, key) loop
        execute format('create trigger %1$s_frozen before insert on %1$I for each row execute function refuse_when_frozen(%2$L)', r.name, r.key);
        execute format('alter table %1$I enable always trigger %1$s_frozen', r.name);
    end loop;
end $$;

-- One chain of legal acts: ids and commitments, no text, no personal data.
create table acts (
    n bigint primary key,
    at timestamptz not null,
    kind text not null,
    subject uuid not null,
    commitment bytea not null check (length(commitment) = 32),
    prev bytea not null check (length(prev) = 32),
    hash bytea not null constraint acts_hash_key unique
);
create table heads (one boolean primary key default true check (one), n bigint not null, hash bytea not null);
insert into heads (n, hash) values (0, decode(repeat('00', 32), 'hex'));

create trigger acts_append_only before update or delete on acts for each row execute function refuse_change();
create trigger acts_never_truncated before truncate on acts for each statement execute function refuse_change();
alter table acts enable always trigger acts_append_only;
alter table acts enable always trigger acts_never_truncated;

-- The same bytes as `seal::Act::hash`.
create function act_hash(act acts) returns bytea language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
    field bytea;
    input bytea := ''::bytea;
begin
    foreach field in array array[
        convert_to('paragraf-act/1', 'UTF8'), int8send(act.n),
        convert_to(to_char(act.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8'),
        convert_to(act.kind, 'UTF8'), convert_to(act.subject::text, 'UTF8'), act.commitment, act.prev] loop
        input := input || int4send(length(field)) || field;
    end loop;
    return sha256(input);
end $$;

-- INV-15: an act follows the head, and its hash is its own, whoever inserts it.
create function guard_act() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.hash <> act_hash(new) or not exists (select from heads h where (h.n, h.hash) = (new.n - 1, new.prev)) then
        raise exception 'INV-15: the act does not follow the head' using constraint = 'acts_follow';
    end if;
    return new;
end $$;
create trigger acts_guard before insert on acts for each row execute function guard_act();
alter table acts enable always trigger acts_guard;

-- The one door to the chain: locks the head in the act's transaction, so that chain order is commit order.
create function append_act(act_at timestamptz, act_kind text, act_subject uuid, act_commitment bytea) returns bytea
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    head heads%rowtype;
    act acts%rowtype;
begin
    select * into head from heads for update;
    -- Two acts may pass each other by a moment; more is a clock that goes wrong.
    if act_at < (select at from acts where n = head.n) - interval '2 seconds' then
        raise exception 'the chain is later than legal time' using constraint = 'acts_in_order';
    end if;
    act.n := head.n + 1;
    act.at := act_at;
    act.kind := act_kind;
    act.subject := act_subject;
    act.commitment := act_commitment;
    act.prev := head.hash;
    act.hash := act_hash(act);
    insert into acts select act.*;
    update heads set n = act.n, hash = act.hash;
    return act.hash;
end $$;
revoke all on function append_act(timestamptz, text, uuid, bytea) from public;
grant execute on function append_act(timestamptz, text, uuid, bytea) to paragraf_site;

grant select, insert, update on batches to paragraf_site;
grant select, insert, update, delete on batch_items to paragraf_site;
grant select, insert on documents, document_batches, versions, leaves, required_signers, withdrawals, signing_orders, signatures,
    signed_leaves, refusals, adjustments to paragraf_site;
grant select on acts, heads to paragraf_site;
