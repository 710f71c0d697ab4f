-- NUM-08: a § stands in the protocol where its number puts it. Where the numbers follow the order in which the points
-- were handled, the place it had on the approved agenda is kept beside it.
alter table items rename column agenda_pos to pos;
alter table items rename constraint items_agenda_key to items_pos_key;
alter table items add agenda_pos int;
