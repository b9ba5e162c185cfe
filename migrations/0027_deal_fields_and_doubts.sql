-- Fields of a tenant's own on deals, as on people, organizations and campaigns.
alter table crm.deals add column fields jsonb not null default '{}';
create index deals_fields on crm.deals using gin (fields jsonb_path_ops);

-- Rows of an import that may speak of somebody who is known, and may not: what becomes of them is said apart.
alter table crm.imports add column doubtful text not null default 'create'
    check (doubtful in ('skip', 'update', 'create'));
