-- KND-07 to KND-10: motions, citizens' proposals, interpellations and questions have numbers in series of their own, and the § that answers
-- one points at it.
create unique index items_matter_key on items (board_id, kind, lower(matter_no))
    where kind in ('motion_put', 'citizen_proposal_put', 'interpellation_put', 'question_put') and matter_no <> '' and withdrawn is null;

alter table items
    add column answers_id uuid references items deferrable initially deferred; -- the § at which the matter was put
create index items_answers on items (answers_id) where answers_id is not null;

-- What was put in a body and no § of a closed meeting has answered: when it was put, the meeting after it, and the one that is to take it up.
create view open_matters as
    select i.id, i.board_id, i.kind, case when exists (select from secret_items s where s.item_id = i.id) then i.public_title else i.title end as title,
        i.matter_no, coalesce(i.put_on, m.held_on) as put_on, m.held_on, g.sign,
        (select min(n.held_on) from meetings n where n.board_id = i.board_id and n.cancelled is null and n.held_on > m.held_on) as next_on,
        (select min(x.held_on) from items a join meetings x on x.id = a.meeting_id
            where a.answers_id = i.id and a.withdrawn is null and x.cancelled is null) as taken_up_on
    from items i join meetings m on m.id = i.meeting_id join item_signs g on g.item_id = i.id
    where i.kind in ('motion_put', 'citizen_proposal_put', 'interpellation_put', 'question_put') and i.withdrawn is null and m.cancelled is null
        and not exists (select from items a join meetings x on x.id = a.meeting_id
            where a.answers_id = i.id and a.withdrawn is null and x.cancelled is null and x.closed_at is not null);
grant select on open_matters to paragraf_site;
