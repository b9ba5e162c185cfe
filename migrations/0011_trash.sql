-- What was deleted stays in the trash for 30 days and can be brought back; and who looks after whom.

alter table crm.persons
    add column deleted_at timestamptz,
    add column owner_id uuid,            -- the member of staff who looks after them
    add foreign key (tenant_id, owner_id) references crm.users (tenant_id, id);
create index persons_deleted on crm.persons (tenant_id, deleted_at) where deleted_at is not null;
alter table crm.organizations add column deleted_at timestamptz;
alter table crm.campaigns add column deleted_at timestamptz;

-- Lines of a budget (B-3) and published things (R-2) get codes of their own.
alter table crm.budget_lines add column number bigint, add column deleted_at timestamptz;
alter table crm.resources add column number bigint, add column deleted_at timestamptz;
do $$
declare
    tenant uuid;
begin
    for tenant in select id from directory.tenants loop
        perform set_config('app.tenant_id', tenant::text, true);
        update crm.budget_lines l set number = n.number
        from (select id, row_number() over (order by id) as number from crm.budget_lines) n where l.id = n.id;
        update crm.resources r set number = n.number
        from (select id, row_number() over (order by id) as number from crm.resources) n where r.id = n.id;
        insert into crm.code_counters (tenant_id, kind, next)
        select tenant, 'B', count(*) + 1 from crm.budget_lines
        union all select tenant, 'R', count(*) + 1 from crm.resources;
    end loop;
    perform set_config('app.tenant_id', '', true);
end $$;
alter table crm.budget_lines alter column number set not null;
alter table crm.resources alter column number set not null;
create unique index budget_lines_number on crm.budget_lines (tenant_id, number);
create unique index resources_number on crm.resources (tenant_id, number);

-- The words of a deleted activity, until they are gone for good: the activity itself keeps none.
create table crm.trash (
    tenant_id    uuid not null,
    activity_id  uuid not null,
    text         text,
    deleted_at   timestamptz not null default now(),
    primary key (tenant_id, activity_id),
    foreign key (tenant_id, activity_id) references crm.activities (tenant_id, id)
);
call crm.protect('trash');
