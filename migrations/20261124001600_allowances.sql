-- How many passwords and codes may still be tried (gissningsskydd): a row for each account, address and mail box that somebody has tried,
-- by a keyed hash, so that the table tells nobody who tried what. Machine time. It is shared by all programs on the database.
create table allowances (
    key bytea primary key check (length(key) = 32),
    used_up_to timestamptz not null -- each try moves it on; one that would move it too far beyond now is refused
);
create index allowances_rested on allowances (used_up_to);

grant select, insert, update, delete on allowances to paragraf_site;
