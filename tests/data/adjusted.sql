-- A row in each table of facts that a published protocol has not filled.
insert into removals (id, kind, subject, title, board_id, reason, at, by_id, kept)
    select gen_random_uuid(), 'item', gen_random_uuid(), 'En punkt', b.id, 'Dubblett', '2020-09-08 08:00Z', a.id, '[]' from boards b, accounts a limit 1;
insert into reinstatements (removal_id, at, by_id) select id, at, by_id from removals;
insert into former_names (board_id, until_on, name, slug, decision, at, by_id)
    select b.id, '2019-12-31', 'Nämnden', 'namnden', '§ 1', '2020-09-08 08:00Z', a.id from boards b, accounts a limit 1;
insert into former_states (id, meeting_id, what, state, changed_at, changed_by)
    select gen_random_uuid(), m.id, 'plan', '{}', '2020-09-08 08:00Z', a.id from meetings m, accounts a limit 1;
insert into endings (id, board_id, last_day, decision, at, by_id)
    select gen_random_uuid(), b.id, '2030-12-31', '§ 2', '2020-09-08 08:00Z', a.id from boards b, accounts a limit 1;
insert into ending_recalls (ending_id, reason, at, by_id) select id, 'Nytt beslut', at, by_id from endings;
insert into leavings (id, board_id, municipality_id, from_on, last_day, decision, at, by_id)
    select gen_random_uuid(), p.board_id, p.municipality_id, p.from_on, '2030-12-31', '§ 3', '2020-09-08 08:00Z', a.id
    from participants p, accounts a limit 1;
insert into leaving_recalls (leaving_id, at, by_id) select id, at, by_id from leavings;
insert into restorations (id, at, n, head, record, signature)
    values (gen_random_uuid(), '2020-09-08 08:00Z', 1, sha256(''), '\x7b7d', sha256('') || sha256(''));
insert into restoration_steps (id, restoration_id, step, done, by_id, at)
    select gen_random_uuid(), r.id, 'told', true, a.id, r.at from restorations r, accounts a limit 1;
insert into sent_heads (day, n, head, checkpoint) values ('2020-09-08', 1, sha256(''), '{}');
insert into retention_decisions (id, municipality_id, kind, body, decided_on, paragraph, entered_at, entered_by)
    select gen_random_uuid(), m.id, 'drafts', 'Kommunstyrelsen', '2020-01-01', '5', '2020-09-08 08:00Z', a.id from municipalities m, accounts a limit 1;
insert into lowered_rules (id, municipality_id, rule, level, decision, entered_at, entered_by)
    select gen_random_uuid(), m.id, 'SEC-18', 'off', 'Reglementet, 4 §', '2020-09-08 08:00Z', a.id from municipalities m, accounts a limit 1;
insert into layouts (id, municipality_id, at, by_id)
    select gen_random_uuid(), m.id, '2020-09-08 08:00Z', a.id from municipalities m, accounts a limit 1;
insert into address_changes (id, account_id, way, by_id, at) select gen_random_uuid(), id, 'own', id, '2020-09-08 08:00Z' from accounts limit 1;
insert into changed_addresses (change_id, from_address, to_address) select id, 'a@exempel.se', 'b@exempel.se' from address_changes;
insert into operator_resets (id, account_id, reason, at) select gen_random_uuid(), a.id, 'x', h.at from accounts a, acts h order by h.n desc limit 1;
insert into factor_resets (id, account_id, municipality_id, reason, asked_at, asked_by)
    select gen_random_uuid(), a.id, m.id, 'x', h.at, b.id from municipalities m, acts h, accounts a join accounts b on b.id > a.id order by h.n desc limit 1;
insert into reset_cancellations (reset_id, at, by_id) select id, asked_at, asked_by from factor_resets;
insert into weedings (id, kind, count, up_to, at) values (gen_random_uuid(), 'sessions', 1, '2020-09-08', '2020-09-08 08:00Z');
insert into interruptions (notice_id, n, from_at, decided_by, reason, effect)
    select n.id, 1, '2020-09-09 08:00Z', a.id, 'Strömavbrott', 'of_no_consequence' from notices n, accounts a limit 1;
insert into secrecies (item_id, n, provision, reason, by_id, at)
    select i.id, 1, '', 'Ingen sekretess', a.id, '2020-09-09 08:00Z' from items i, accounts a limit 1;
insert into secret_readings (item_id, account_id, at, capacity)
    select i.id, a.id, '2020-09-09 08:00Z', 'keeper' from items i, accounts a limit 1;
insert into takedowns (notice_id, n, taken_down_on, override_reason) select id, 1, '2020-09-10', 'Fel tavla' from notices;
insert into calling_orders (id, board_id, decision, parties, begun, every_seat, takeover, blocs, at, by_id)
    select gen_random_uuid(), b.id, '§ 4', '', 'always', true, 'never', '', '2020-09-08 08:00Z', a.id from boards b, accounts a limit 1;
insert into imports (meeting_id, mark, brought, at) select id, sha256('x'), '{}', '2020-09-08 08:00Z' from meetings limit 1;
