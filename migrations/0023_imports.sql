-- Tables of people and things that were read in: how far each import is, what it changed, so that it can be
-- taken back, and what it could not take. And exports that wait to be fetched.

create table crm.imports (
    tenant_id    uuid not null,
    id           uuid not null,
    number       bigint not null,
    kind         text not null check (kind in ('persons', 'organizations', 'activities', 'attendees', 'costs')),
    duplicates   text not null check (duplicates in ('skip', 'update', 'create')),
    file_name    text not null,
    file_hash    bytea not null,         -- SHA-256: the same file is not read twice
    wish         jsonb not null default '{}',   -- what was said beside the file: columns, campaign, day
    headers      jsonb not null default '[]',   -- to write rejected rows under
    content      bytea,                  -- of an upload, until it is done
    state        text not null default 'running' check (state in ('waiting', 'running', 'done', 'undone')),
    total        bigint not null,        -- rows of the file
    position     bigint not null default 0,     -- rows of it that are dealt with
    created      bigint not null default 0,
    updated      bigint not null default 0,
    skipped      bigint not null default 0,
    rejected     bigint not null default 0,
    user_id      uuid,                   -- null: the command line
    started_at   timestamptz not null default now(),
    moved_at     timestamptz not null default now(),    -- when rows of it were last dealt with
    finished_at  timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id)
);
create index imports_hash on crm.imports (tenant_id, file_hash);
create index imports_open on crm.imports (tenant_id, started_at) where state in ('waiting', 'running');
call crm.protect('imports');

-- What an import did to one thing, however many rows spoke of it.
create table crm.import_changes (
    tenant_id   uuid not null,
    import_id   uuid not null,
    object_id   uuid not null,
    object      text not null check (object in ('person', 'organization', 'activity', 'cost')),
    line        bigint not null,         -- of the first of them
    created     boolean not null,
    before      jsonb not null default '{}',    -- of each field that was changed
    after       jsonb not null default '{}',
    made        jsonb not null default '{}',    -- rows that belong to it: identifiers, employment, notes
    changed_at  timestamptz not null default now(),
    primary key (tenant_id, import_id, object_id),
    foreign key (tenant_id, import_id) references crm.imports (tenant_id, id) on delete cascade
);
create index import_changes_object on crm.import_changes (tenant_id, object_id);
call crm.protect('import_changes');

create table crm.import_rejects (
    tenant_id  uuid not null,
    import_id  uuid not null,
    line       bigint not null,
    header     text not null,            -- of the column; empty: the row as a whole
    reason     text not null,
    cells      jsonb not null,           -- the row as it was
    primary key (tenant_id, import_id, line),
    foreign key (tenant_id, import_id) references crm.imports (tenant_id, id) on delete cascade
);
call crm.protect('import_rejects');

-- A file that somebody asked for in a chat, until it is fetched: once, and soon.
create table crm.export_links (
    tenant_id   uuid not null,
    token_hash  bytea not null,          -- SHA-256 of the token
    user_id     uuid not null,
    listing     jsonb not null,          -- what is to be written
    expires_at  timestamptz not null,
    used_at     timestamptz,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id) on delete cascade
);
call crm.protect('export_links');
