-- What someone did at a time: messages, clicks, stars, attendance, sign-ups.

create table crm.activities (
    tenant_id        uuid not null,
    id               uuid not null,
    number           bigint not null,
    account_id       uuid,               -- which identity did it
    person_id        uuid,               -- only for what no account did (a badge scan, a form)
    conversation_id  uuid,
    thread           text,               -- external id of the thread's first message
    external_id      text,               -- the platform's id of the message
    action           text not null,
    text             text,
    occurred_at      timestamptz not null,
    recorded_at      timestamptz not null default now(),
    historical       boolean not null default false,
    metadata         jsonb not null default '{}',
    version          int not null default 1,
    edited_at        timestamptz,        -- by the platform's clock: an older edit that comes late changes nothing
    deleted_at       timestamptz,        -- a tombstone: the text is gone, the row stays
    dedup_key        bytea not null,
    -- The transaction that last changed what a search index must know. Readers that follow it by
    -- `changed_in < pg_snapshot_xmin(pg_current_snapshot())` never skip a row that commits late.
    changed_in       xid8 not null default pg_current_xact_id(),
    primary key (tenant_id, id),
    unique (tenant_id, number),
    unique (tenant_id, dedup_key),
    foreign key (tenant_id, account_id) references crm.accounts (tenant_id, id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, conversation_id) references crm.conversations (tenant_id, id),
    check (account_id is null or person_id is null),
    check (deleted_at is null or text is null)
);
create index activities_account on crm.activities (tenant_id, account_id, occurred_at desc);
create index activities_person on crm.activities (tenant_id, person_id, occurred_at desc) where person_id is not null;
create index activities_conversation on crm.activities (tenant_id, conversation_id, occurred_at desc);
create index activities_time on crm.activities (tenant_id, occurred_at desc);
create index activities_changed on crm.activities (tenant_id, changed_in, id);

create function crm.mark_changed() returns trigger language plpgsql as $$
begin
    new.changed_in := pg_current_xact_id();
    return new;
end $$;
create trigger mark_changed before update on crm.activities
    for each row when (old.text is distinct from new.text or old.deleted_at is distinct from new.deleted_at)
    execute function crm.mark_changed();
call crm.protect('activities');

-- What a message said before it was edited. Gone with the message when that is deleted.
create table crm.activity_versions (
    tenant_id    uuid not null,
    activity_id  uuid not null,
    version      int not null,
    text         text,
    replaced_at  timestamptz not null,
    primary key (tenant_id, activity_id, version),
    foreign key (tenant_id, activity_id) references crm.activities (tenant_id, id)
);
call crm.protect('activity_versions');

-- Edits and deletions that arrived before their message.
create table crm.early_changes (
    tenant_id        uuid not null,
    id               uuid not null,
    conversation_id  uuid not null,
    external_id      text not null,
    text             text,               -- null: deleted
    changed_at       timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references crm.conversations (tenant_id, id)
);
create unique index early_changes_message on crm.early_changes (tenant_id, conversation_id, external_id, changed_at);
call crm.protect('early_changes');
create index activities_external on crm.activities (tenant_id, conversation_id, external_id);
