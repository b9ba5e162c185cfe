-- How far a tenant's people have been compared, so that what a process holds of them in memory knows what it
-- has missed.
create table crm.comparisons (
    tenant_id  uuid not null primary key,
    round      bigint not null
);
call crm.protect('comparisons');

-- What the last rounds were about.
create table crm.compared (
    tenant_id  uuid not null,
    round      bigint not null,
    persons    uuid[] not null,
    everybody  boolean not null,
    primary key (tenant_id, round)
);
call crm.protect('compared');

-- Who was at what, without reading what everybody said.
create index activities_attended on crm.activities (tenant_id, account_id)
    where action = 'attend' and deleted_at is null;

-- Suggestions are found by other rules from now on.
do $$
declare
    tenant uuid;
begin
    for tenant in select id from directory.tenants loop
        perform set_config('app.tenant_id', tenant::text, true);
        insert into crm.uncompared (tenant_id) values (tenant);
    end loop;
    perform set_config('app.tenant_id', '', true);
end $$;
