-- A reset that waits is of no worth once the factor it is about has been reset in another way. Legal time.
create function reset_is_overtaken(a_reset factor_resets) returns boolean language sql stable set search_path = pg_catalog, public, pg_temp as $$
    select exists (select from operator_resets o where o.account_id = a_reset.account_id and o.at >= a_reset.asked_at)
        or exists (select from factor_resets r where r.account_id = a_reset.account_id and r.id <> a_reset.id and r.confirmed_at >= a_reset.asked_at)
$$;
