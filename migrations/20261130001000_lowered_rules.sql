-- What a municipality has lowered of the review's rules by its own governing document (BOD-09): the newest row of a rule counts.
create table lowered_rules (
    id uuid primary key,
    municipality_id uuid not null references municipalities,
    rule text not null,
    level text not null constraint lowered_rules_level check (level in ('hint', 'off', 'full')), -- full: as the rule says again
    decision text not null constraint lowered_rules_decision check (decision <> ''), -- the document, its day and §
    entered_at timestamptz not null,
    entered_by uuid not null references accounts
);
create index lowered_rules_newest on lowered_rules (municipality_id, rule, entered_at desc, id desc);

create view standing_rules as
    select distinct on (municipality_id, rule) municipality_id, rule, level, decision, entered_at, entered_by
    from lowered_rules
    order by municipality_id, rule, entered_at desc, id desc;

create trigger lowered_rules_append_only before update or delete on lowered_rules for each row execute function refuse_change();
create trigger lowered_rules_never_truncated before truncate on lowered_rules for each statement execute function refuse_change();
alter table lowered_rules enable always trigger lowered_rules_append_only;
alter table lowered_rules enable always trigger lowered_rules_never_truncated;

grant select, insert on lowered_rules to paragraf_site;
grant select on standing_rules to paragraf_site;
