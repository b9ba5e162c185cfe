-- Who changed what, with before and after, and how to take it back. Append only.

create table crm.audit_log (
    tenant_id     uuid not null,
    id            uuid not null,
    at            timestamptz not null default now(),
    user_id       uuid,                   -- null: the system
    actor         text not null,          -- as shown: "owner Sato", "system: importer"
    command       text not null,
    arguments     jsonb not null default '{}',
    object        text,                   -- short code of what changed
    before        jsonb,
    after         jsonb,
    reversal      jsonb,                  -- the call that takes it back: {"command", "arguments"}
    reverses      uuid,                   -- the entry this one took back
    request_id    uuid not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id)
);
create index audit_log_user on crm.audit_log (tenant_id, user_id, at desc);
create index audit_log_object on crm.audit_log (tenant_id, object, at desc);
create index audit_log_reverses on crm.audit_log (tenant_id, reverses) where reverses is not null;
call crm.protect('audit_log', 'select, insert');
