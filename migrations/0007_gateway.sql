-- Events in, replies out, questions waiting for an answer, work for later.

-- What a platform sent, as it came, before anybody understood it.
create table crm.inbox (
    tenant_id      uuid not null,
    id             uuid not null,
    connection_id  uuid not null,
    dedup_key      bytea not null,
    body           bytea not null,
    received_at    timestamptz not null default now(),
    state          text not null default 'waiting' check (state in ('waiting', 'done', 'quarantined')),
    reason         text,                  -- why it was quarantined
    attempts       int not null default 0,
    lease_until    timestamptz,           -- whoever holds the lease works on it
    lease          uuid,                  -- fence: a late worker's result is refused
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, dedup_key),
    foreign key (tenant_id, connection_id) references crm.connections (tenant_id, id)
);
create index inbox_waiting on crm.inbox (tenant_id, received_at) where state = 'waiting';
create index inbox_quarantined on crm.inbox (tenant_id) where state = 'quarantined';
create index inbox_done on crm.inbox (tenant_id, received_at) where state = 'done';
call crm.protect('inbox');

-- Replies on their way out, written in the transaction that made them.
create table crm.outbox (
    tenant_id        uuid not null,
    id               uuid not null,
    conversation_id  uuid not null,
    thread           text,
    in_reply_to      uuid,                -- the inbox row
    reply            jsonb not null,      -- platform-neutral; rendered when it is delivered
    state            text not null default 'pending'
                     check (state in ('pending', 'sending', 'sent', 'unknown', 'failed')),
    attempts         int not null default 0,
    next_try_at      timestamptz not null default now(),
    lease_until      timestamptz,
    lease            uuid,
    external_id      text,
    error            text,
    created_at       timestamptz not null default now(),
    sent_at          timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references crm.conversations (tenant_id, id)
);
create index outbox_open on crm.outbox (tenant_id, next_try_at) where state in ('pending', 'sending');
create index outbox_conversation on crm.outbox (tenant_id, conversation_id, created_at desc);
create index outbox_trouble on crm.outbox (tenant_id) where state in ('unknown', 'failed');
create index outbox_sent on crm.outbox (tenant_id, sent_at) where state = 'sent';
call crm.protect('outbox');

-- A question the bot asked (confirm this, which of these) and what each answer would run.
create table crm.questions (
    tenant_id        uuid not null,
    id               uuid not null,
    conversation_id  uuid not null,
    account_id       uuid not null,       -- only this asker may answer
    kind             text not null check (kind in ('confirm', 'choose')),
    command          text not null,
    arguments        jsonb not null,
    arguments_hash   bytea not null,      -- SHA-256 of all that an answer may run
    options          jsonb not null default '[]',
    expires_at       timestamptz not null,
    answered_at      timestamptz,
    created_at       timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references crm.conversations (tenant_id, id),
    foreign key (tenant_id, account_id) references crm.accounts (tenant_id, id)
);
create index questions_open on crm.questions (tenant_id, conversation_id, account_id, created_at desc)
    where answered_at is null;
call crm.protect('questions');

create table crm.jobs (
    tenant_id    uuid not null,
    id           uuid not null,
    kind         text not null,
    payload      jsonb not null default '{}',
    unique_key   text,                    -- at most one waiting job with this key
    run_at       timestamptz not null default now(),
    state        text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
    attempts     int not null default 0,
    lease_until  timestamptz,
    lease        uuid,
    error        text,
    created_at   timestamptz not null default now(),
    primary key (tenant_id, id)
);
create unique index jobs_unique on crm.jobs (tenant_id, kind, unique_key) where state = 'waiting';
create index jobs_waiting on crm.jobs (tenant_id, run_at) where state = 'waiting';
call crm.protect('jobs');
