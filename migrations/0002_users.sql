-- Staff, and how they sign in to the web page.

create table crm.users (
    tenant_id   uuid not null,
    id          uuid not null,
    name        text not null,
    email       text,
    role        text not null check (role in ('owner', 'admin', 'manager', 'member', 'viewer')),
    lang        text check (lang in ('en', 'ja')),     -- null: the language of each message
    timezone    text,                                  -- null: the tenant's
    disabled_at timestamptz,
    created_at  timestamptz not null default now(),
    primary key (tenant_id, id)
);
create unique index users_email on crm.users (tenant_id, lower(email));
call crm.protect('users');

-- One-time sign-in links and browser sessions. Only SHA-256 hashes are kept.
create table crm.sign_in_links (
    tenant_id   uuid not null,
    token_hash  bytea not null,
    user_id     uuid not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id) on delete cascade
);
call crm.protect('sign_in_links');

create table crm.sessions (
    tenant_id   uuid not null,
    token_hash  bytea not null,
    user_id     uuid not null,
    created_at  timestamptz not null default now(),
    seen_at     timestamptz not null default now(),
    expires_at  timestamptz not null,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id) on delete cascade
);
call crm.protect('sessions');
