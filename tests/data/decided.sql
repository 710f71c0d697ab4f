-- How a § was decided: a row in each table that the adjusting freezes, laid before it.
insert into claims (id, item_id, pos, kind, text) select gen_random_uuid(), id, 1, 'approve', '[]' from items;
insert into claim_movers (claim_id, item_id, pos, party_group) select id, item_id, 1, 'S-gruppen' from claims;
insert into propositions (id, item_id, pos, stage, settled_by, winner) select gen_random_uuid(), id, 1, 'main', 'vote', 0 from items;
insert into proposition_options (proposition_id, item_id, pos, words) select id, item_id, 1, 'förslaget' from propositions;
insert into votes (id, item_id, pos, proposition_id, kind, open, yes_means, no_means) select gen_random_uuid(), item_id, 1, id, 'question', true, 'bifall', 'avslag' from propositions;
insert into ballots (vote_id, item_id, pos, seat_id, person_id, answer) select v.id, v.item_id, 1, s.id, s.person_id, 'yes' from votes v, (select id, person_id from seats limit 1) s;
insert into tallies (vote_id, item_id, answer, votes) select id, item_id, 'yes', 1 from votes;
insert into candidates (vote_id, item_id, pos, name, votes) select id, item_id, 1, 'Bo Al', 1 from votes;
insert into appointments (id, item_id, pos, name, role, body) select gen_random_uuid(), id, 1, 'Bo Al', 'ombud', 'Bolaget' from items;
insert into dissents (id, item_id, pos, kind, handed_in, in_time, recorded_at) select gen_random_uuid(), id, 1, 'reservation', 'no_text', true, '2020-09-08 14:00Z' from items;
insert into dissent_people (dissent_id, item_id, pos, party_group) select id, item_id, 1, 'S-gruppen' from dissents;
insert into speakers (item_id, pos, name) select id, 1, 'Bo Al' from items;
insert into earlier_handlings (item_id, pos, body, effect) select id, 1, 'Nämnden', 'continues' from items;
insert into wordings (item_id, subject, text, told) select id, gen_random_uuid(), '[]', 'Bo Al yrkar bifall.' from items;
insert into annexes (id, item_id, pos, title) select gen_random_uuid(), id, 1, 'Voteringslista' from items;
