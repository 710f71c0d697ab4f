-- Those outside who are mailed the chain's head each day, and what was sent: it stays for ever (decisions 9).
create table head_recipients (
    id uuid primary key,
    name text not null,
    email text not null check (email = lower(email)),
    added_at timestamptz not null,
    added_by uuid not null references accounts,
    ended_at timestamptz,
    ended_by uuid references accounts,
    constraint head_recipients_ended check ((ended_at is null) = (ended_by is null))
);
create unique index head_recipients_once on head_recipients (email) where ended_at is null;

create table sent_heads (
    day date primary key, -- of machine time, in Stockholm
    n bigint not null,
    head bytea not null check (length(head) = 32),
    checkpoint jsonb not null
);
create trigger sent_heads_append_only before update or delete on sent_heads for each row execute function refuse_change();
create trigger sent_heads_never_truncated before truncate on sent_heads for each statement execute function refuse_change();
alter table sent_heads enable always trigger sent_heads_append_only;
alter table sent_heads enable always trigger sent_heads_never_truncated;

-- The mails that carry it; each leaves the outbox when it can.
create table head_mails (
    mail_id bigint primary key references mails on delete cascade,
    day date not null references sent_heads,
    recipient_id uuid not null references head_recipients,
    constraint head_mails_once unique (day, recipient_id)
);

-- An alarm is mailed once a day and kind.
create table alarm_mails (
    kind text not null,
    day date not null,
    primary key (kind, day)
);

grant select, insert, update on head_recipients to paragraf_site;
grant select, insert on sent_heads, head_mails, alarm_mails to paragraf_site;
