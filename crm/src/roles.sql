-- The three roles and two schemas, made by the administrator's login. Safe to run again.
do $$
begin
    -- roles belong to the whole server: two databases may be prepared at the same moment
    perform pg_advisory_xact_lock(hashtext('enishi roles'));
    if not exists (select from pg_roles where rolname = 'enishi_owner') then
        begin
            create role enishi_owner nologin;
        exception when duplicate_object or unique_violation then null;
        end;
    end if;
    if not exists (select from pg_roles where rolname = 'enishi_app') then
        begin
            create role enishi_app login nosuperuser nocreatedb nocreaterole nobypassrls;
        exception when duplicate_object or unique_violation then null;
        end;
    end if;
    if not exists (select from pg_roles where rolname = 'enishi_backup') then
        begin
            create role enishi_backup nologin bypassrls;
        exception
            when duplicate_object or unique_violation then null;
            -- managed servers give BYPASSRLS to nobody: no logical backups through this role there
            when insufficient_privilege then create role enishi_backup nologin;
        end;
    end if;
    -- a superuser may set any role; anybody else is told so (PostgreSQL 16 and newer ask for it even of the maker)
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant enishi_owner to %I', current_user);
    end if;
    -- Whether one document holds another tells nobody anything else about it, so it may be asked before row-level
    -- security: else no index on documents (fields of a tenant's own) is used behind it. Only a superuser can say
    -- so; elsewhere such a question walks the tenant's rows.
    if (select rolsuper from pg_roles where rolname = current_user)
        and exists (select from pg_proc where oid = 'pg_catalog.jsonb_contains(jsonb,jsonb)'::regprocedure and not proleakproof)
    then
        alter function pg_catalog.jsonb_contains(jsonb, jsonb) leakproof;
    end if;
    execute format('grant connect on database %I to enishi_app, enishi_backup', current_database());
end $$;

create schema if not exists directory authorization enishi_owner;
create schema if not exists crm authorization enishi_owner;
grant usage on schema directory, crm to enishi_app, enishi_backup;
