-- KND-11: an election decision begins and ends seats in the register, once its § is adjusted; a seat in fullmäktige that falls vacant
-- waits for länsstyrelsen.
alter table appointments
    add column released boolean not null default false; -- leaves the task, instead of being elected to it
create index appointments_board on appointments (board_id);

-- Of an appointment only the name of its row: what a § of a meeting holds, rests with it, and the register stays open.
alter table seats
    add column appointment_id uuid constraint seats_appointment_key unique, -- the election by which it came
    add column release_id uuid constraint seats_release_key unique, -- the decision by which its holder left
    add column succeeds_id uuid constraint seats_succeeds_key unique references seats on delete set null, -- whose seat it was before
    add column county_decision text not null default ''; -- länsstyrelsen's, its day and number

-- The day of the newest meeting in which somebody served in the seat, or whose holder was called over, adjusts or signs there.
create function seat_used_on(seat uuid) returns date language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select max(m.held_on)
    from seats s join meetings m on m.board_id = s.board_id
    where s.id = seat and (
        exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.for_seat = s.id)
        or m.held_on >= s.starts_on and (s.ends_on is null or m.held_on <= s.ends_on) and (
            exists (select from moments o join attendance_events e on e.moment_id = o.id where o.meeting_id = m.id and e.person_id = s.person_id)
            or exists (select from adjusters a where a.meeting_id = m.id and a.person_id = s.person_id)))
$$;

-- What adjusted §§ that are open to all keepers of a register say of its boards' seats, with the § as it is cited.
create view elected as
    select a.id, a.board_id, a.person_id, a.name, a.role, a.starts_on, a.ends_on, a.instead_of, a.released, a.pos, i.id as item_id, i.kind, i.pos as item_pos,
        m.held_on, b.host_id as decided_in, board_name_on(b.id, m.held_on) as decided_by, g.sign,
        exists (select from seats s where a.id in (s.appointment_id, s.release_id)) as entered
    from appointments a join items i on i.id = a.item_id join meetings m on m.id = i.meeting_id join boards b on b.id = m.board_id
        join item_signs g on g.item_id = i.id
    where item_is_frozen(i.id) and not exists (select from secret_items s where s.item_id = i.id);
grant select on elected to paragraf_site;
