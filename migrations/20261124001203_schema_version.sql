-- The newest migration, for readiness and the page of operations; the table is the migrator's, and not there where files are run one by one.
do $$ begin
    if to_regclass('_sqlx_migrations') is not null then
        grant select on _sqlx_migrations to paragraf_site;
    end if;
end $$;

create function schema_version() returns bigint language plpgsql stable set search_path = pg_catalog, public, pg_temp as
$$ begin return (select max(version) from _sqlx_migrations where success); end $$;
revoke all on function schema_version() from public;
grant execute on function schema_version() to paragraf_site;
