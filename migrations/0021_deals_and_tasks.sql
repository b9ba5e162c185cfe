-- Deals, the stages they go through, and tasks that remind somebody of something.

-- The stages of a tenant in their order. A tenant begins with none: the usual six are written when they are first
-- needed. One that was removed stays for the history of deals.
create table crm.deal_stages (
    tenant_id    uuid not null,
    key          text not null,
    position     int not null,
    name         text not null,
    name_ja      text,
    probability  int not null check (probability between 0 and 100),     -- percent
    outcome      text not null check (outcome in ('open', 'won', 'lost')),
    removed_at   timestamptz,
    primary key (tenant_id, key)
);
create unique index deal_stages_outcome on crm.deal_stages (tenant_id, outcome)
    where outcome <> 'open' and removed_at is null;
call crm.protect('deal_stages');

create table crm.deals (
    tenant_id        uuid not null,
    id               uuid not null,
    number           bigint not null,
    name             text not null,
    organization_id  uuid,
    person_id        uuid,
    owner_id         uuid,               -- the member of staff who looks after it
    stage            text not null,
    amount           numeric(18, 2) not null check (amount >= 0),
    currency         text not null check (currency ~ '^[A-Z]{3}$'),
    closes_on        date,               -- when it is expected to be decided
    closed_at        timestamptz,        -- when it was won or lost
    reason           text,               -- why
    created_by       uuid,
    created_at       timestamptz not null default now(),
    deleted_at       timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, organization_id) references crm.organizations (tenant_id, id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, owner_id) references crm.users (tenant_id, id),
    foreign key (tenant_id, created_by) references crm.users (tenant_id, id),
    foreign key (tenant_id, stage) references crm.deal_stages (tenant_id, key)
);
create index deals_stage on crm.deals (tenant_id, stage) where deleted_at is null;
create index deals_organization on crm.deals (tenant_id, organization_id);
create index deals_person on crm.deals (tenant_id, person_id);
create index deals_owner on crm.deals (tenant_id, owner_id);
call crm.protect('deals');

-- Each step of a deal, the first one from nowhere. A step that is taken back is a step as well.
create table crm.deal_moves (
    tenant_id   uuid not null,
    id          uuid not null,
    deal_id     uuid not null,
    from_stage  text,
    to_stage    text not null,
    reason      text,
    moved_by    uuid,
    moved_at    timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, deal_id) references crm.deals (tenant_id, id),
    foreign key (tenant_id, from_stage) references crm.deal_stages (tenant_id, key),
    foreign key (tenant_id, to_stage) references crm.deal_stages (tenant_id, key),
    foreign key (tenant_id, moved_by) references crm.users (tenant_id, id)
);
create index deal_moves_deal on crm.deal_moves (tenant_id, deal_id, moved_at);
call crm.protect('deal_moves');

create table crm.tasks (
    tenant_id        uuid not null,
    id               uuid not null,
    number           bigint not null,
    text             text not null,
    assignee_id      uuid,
    -- What it is about, at most one of these.
    person_id        uuid,
    organization_id  uuid,
    deal_id          uuid,
    campaign_id      uuid,
    due_at           timestamptz,        -- when somebody is reminded
    all_day          boolean not null default false,    -- only a day was said: it is late when that day is over
    late_at          timestamptz,        -- from then on it is overdue
    reminded_at      timestamptz,        -- the reminder for `due_at` is on its way, or nobody wants it any more
    -- Where it was asked for, and by which account: where the reminder goes.
    conversation_id  uuid,
    account_id       uuid,
    thread           text,
    created_by       uuid,
    created_at       timestamptz not null default now(),
    done_at          timestamptz,
    done_by          uuid,
    deleted_at       timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, assignee_id) references crm.users (tenant_id, id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, organization_id) references crm.organizations (tenant_id, id),
    foreign key (tenant_id, deal_id) references crm.deals (tenant_id, id),
    foreign key (tenant_id, campaign_id) references crm.campaigns (tenant_id, id),
    foreign key (tenant_id, conversation_id) references crm.conversations (tenant_id, id),
    foreign key (tenant_id, account_id) references crm.accounts (tenant_id, id) on delete set null (account_id),
    foreign key (tenant_id, created_by) references crm.users (tenant_id, id),
    foreign key (tenant_id, done_by) references crm.users (tenant_id, id),
    check (num_nonnulls(person_id, organization_id, deal_id, campaign_id) <= 1),
    check ((due_at is null) = (late_at is null))
);
create index tasks_to_remind on crm.tasks (tenant_id, due_at)
    where reminded_at is null and done_at is null and deleted_at is null and due_at is not null;
create index tasks_assignee on crm.tasks (tenant_id, assignee_id) where done_at is null and deleted_at is null;
create index tasks_person on crm.tasks (tenant_id, person_id) where person_id is not null;
create index tasks_organization on crm.tasks (tenant_id, organization_id) where organization_id is not null;
create index tasks_deal on crm.tasks (tenant_id, deal_id) where deal_id is not null;
create index tasks_campaign on crm.tasks (tenant_id, campaign_id) where campaign_id is not null;
create index tasks_account on crm.tasks (tenant_id, account_id) where account_id is not null;
call crm.protect('tasks');

-- Both carry notes, and go with a person who is merged.
alter table crm.notes drop constraint notes_object_check;
alter table crm.notes add constraint notes_object_check
    check (object in ('person', 'organization', 'campaign', 'activity', 'deal', 'task'));
alter table crm.merge_moves drop constraint merge_moves_kind_check;
alter table crm.merge_moves add constraint merge_moves_kind_check
    check (kind in ('account', 'identifier', 'employment', 'activity', 'deal', 'task'));
