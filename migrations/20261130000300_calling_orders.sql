-- In which order substitutes are called (inkallelseordning), as fullmäktige decided it for a body (ATT-05 to ATT-07). Each decision is a
-- row; the newest counts. The substitutes' own order stands with their seats.
create table calling_orders (
    id uuid primary key,
    board_id uuid not null references boards,
    decision text not null check (decision <> ''),
    parties text not null, -- a line for each party: "S: V, MP" is who fills its seats after its own
    begun text not null check (begun in ('always', 'within_party', 'never')), -- precedence of who has begun to serve
    every_seat boolean not null, -- also by a party that the order does not name
    takeover text not null check (takeover in ('never', 'always', 'blocs')), -- by one of the seat's own party who comes later
    blocs text not null, -- a line for each: "S, V, MP"
    at timestamptz not null,
    by_id uuid not null references accounts
);
create index calling_orders_board on calling_orders (board_id, at desc);
create trigger calling_orders_append_only before update or delete on calling_orders for each row execute function refuse_change();
create trigger calling_orders_never_truncated before truncate on calling_orders for each statement execute function refuse_change();
alter table calling_orders enable always trigger calling_orders_append_only;
alter table calling_orders enable always trigger calling_orders_never_truncated;
grant select, insert on calling_orders to paragraf_site;
