-- Changes that can be named (U-45) and taken back, questions of two more kinds, and what was last shown
-- to whom, so that "2番" and "these two" mean something.

alter table crm.audit_log add column number bigint;
do $$
declare
    tenant uuid;
begin
    for tenant in select id from directory.tenants loop
        perform set_config('app.tenant_id', tenant::text, true);
        update crm.audit_log l set number = n.number
        from (select id, row_number() over (order by at, id) as number from crm.audit_log) n
        where l.id = n.id;
        insert into crm.code_counters (tenant_id, kind, next)
        select tenant, 'U', count(*) + 1 from crm.audit_log;
    end loop;
    perform set_config('app.tenant_id', '', true);
end $$;
alter table crm.audit_log alter column number set not null;
create unique index audit_log_number on crm.audit_log (tenant_id, number);

-- argument: one thing is missing; offer: buttons beside an answer (undo, more), which words never answer.
alter table crm.questions drop constraint questions_kind_check;
alter table crm.questions add constraint questions_kind_check
    check (kind in ('confirm', 'choose', 'argument', 'offer'));

create table crm.shown (
    tenant_id        uuid not null,
    conversation_id  uuid not null,
    account_id       uuid not null,       -- the asker: what was shown to one is nothing to another
    items            jsonb not null default '[]',   -- the last list: [["P-1"], ["P-2", "P-9"] …]
    focus            jsonb not null default '{}',   -- the last of each kind that was looked at: {"P": "P-1"}
    more             jsonb,               -- the call that shows the next page
    shown_at         timestamptz not null default now(),
    primary key (tenant_id, conversation_id, account_id),
    foreign key (tenant_id, conversation_id) references crm.conversations (tenant_id, id),
    foreign key (tenant_id, account_id) references crm.accounts (tenant_id, id)
);
call crm.protect('shown');
