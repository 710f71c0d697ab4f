-- ATT-05, ATT-06: an order of call may name who stands in for whom in person, and which constituency the seats of fullmäktige are of.
alter table calling_orders
    add column personal text not null default '', -- a line for each: "Anna Berg: Nina Alm, Ulf Rask"
    add column constituencies text not null default ''; -- a line for each: "Norra: Anna Berg, Bo Lind, Nina Alm"
