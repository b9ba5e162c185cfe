-- Joining a chat account to a member of staff by a one-time code, and words to the administrators.

create table crm.link_codes (
    tenant_id   uuid not null,
    code_hash   bytea not null,          -- SHA-256 of the code
    user_id     uuid not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    primary key (tenant_id, code_hash),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id) on delete cascade
);
call crm.protect('link_codes');

-- Wrong codes, so that nobody can go on guessing.
create table crm.link_failures (
    tenant_id   uuid not null,
    id          uuid not null,
    account_id  uuid not null,
    failed_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references crm.accounts (tenant_id, id)
);
create index link_failures_account on crm.link_failures (tenant_id, account_id, failed_at);
call crm.protect('link_failures');

create table crm.feedback (
    tenant_id   uuid not null,
    id          uuid not null,
    account_id  uuid not null,
    text        text not null,
    given_at    timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, account_id) references crm.accounts (tenant_id, id)
);
create index feedback_given on crm.feedback (tenant_id, given_at desc);
call crm.protect('feedback');
