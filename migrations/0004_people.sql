-- Who is who: organizations, persons, where they work, their accounts and identifiers.

create table crm.organizations (
    tenant_id   uuid not null,
    id          uuid not null,
    number      bigint not null,
    name        text not null,
    search_key  text not null,          -- folded names, for look-up
    domain      text,
    kind        text not null default 'company' check (kind in ('company', 'community')),
    created_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, number)
);
call crm.protect('organizations');

create table crm.persons (
    tenant_id      uuid not null,
    id             uuid not null,
    number         bigint not null,
    name           text not null,
    kana           text,                -- reading of a Japanese name
    romaji         text,
    title          text,
    email          text,                -- the address to show; proof lives in identifiers
    relationship   text not null default 'developer'
                   check (relationship in ('developer', 'customer', 'lead', 'partner')),
    tags           text[] not null default '{}',
    search_key     text not null,       -- folded name, kana and romaji, for look-up
    merged_into    uuid,                -- set while this person is part of another
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, merged_into) references crm.persons (tenant_id, id),
    check (merged_into <> id)
);
create index persons_merged_into on crm.persons (tenant_id, merged_into) where merged_into is not null;
call crm.protect('persons');

create table crm.employments (
    tenant_id        uuid not null,
    id               uuid not null,
    person_id        uuid not null,
    organization_id  uuid not null,
    title            text,
    started_on       date,
    ended_on         date,
    primary key (tenant_id, id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, organization_id) references crm.organizations (tenant_id, id),
    check (ended_on is null or started_on is null or ended_on >= started_on)
);
create index employments_person on crm.employments (tenant_id, person_id);
create index employments_organization on crm.employments (tenant_id, organization_id);
call crm.protect('employments');

create table crm.accounts (
    tenant_id    uuid not null,
    id           uuid not null,
    person_id    uuid,                  -- null while unresolved, and for bots
    user_id      uuid,                  -- the member of staff behind it, once linked
    provider     text not null,
    -- '' for providers with one global name space (github, x, email); else the connection's id:
    -- two Slack workspaces may use the same user id for different people.
    workspace    text not null default '',
    external_id  text not null,
    handle       text,
    name         text,
    email        text,
    is_bot       boolean not null default false,
    verified_at  timestamptz,
    first_seen   timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, provider, workspace, external_id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, user_id) references crm.users (tenant_id, id)
);
create index accounts_person on crm.accounts (tenant_id, person_id);
create index accounts_handle on crm.accounts (tenant_id, lower(handle));
create index accounts_email on crm.accounts (tenant_id, lower(email));
call crm.protect('accounts');

create table crm.identifiers (
    tenant_id    uuid not null,
    id           uuid not null,
    person_id    uuid not null,
    kind         text not null check (kind in ('email', 'phone', 'domain', 'click_id', 'key_fingerprint')),
    value        text not null,         -- normalised
    verified_at  timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id)
);
-- An address can be claimed by two persons until somebody merges them, so uniqueness is per person.
create unique index identifiers_value on crm.identifiers (tenant_id, kind, value, person_id);
create index identifiers_person on crm.identifiers (tenant_id, person_id);
call crm.protect('identifiers');
