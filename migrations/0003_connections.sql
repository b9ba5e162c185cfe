-- A tenant's installed links to platforms, and the conversations seen through them.

create table crm.connections (
    tenant_id      uuid not null,
    id             uuid not null,
    platform       text not null,
    name           text not null,
    secret_key_id  text,       -- which key sealed `secret`
    secret         bytea,      -- nonce || AES-256-GCM(secret), bound to tenant and row
    created_at     timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, platform, name),
    check ((secret is null) = (secret_key_id is null))
);
call crm.protect('connections');

create table crm.conversations (
    tenant_id      uuid not null,
    id             uuid not null,
    connection_id  uuid not null,
    external_id    text not null,
    kind           text not null check (kind in ('channel', 'group', 'direct', 'assistant')),
    name           text,
    created_at     timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, external_id),
    foreign key (tenant_id, connection_id) references crm.connections (tenant_id, id)
);
comment on column crm.conversations.kind is 'assistant: a member of staff talking with the bot; not searched, not counted';
call crm.protect('conversations');
