-- DevRel measures, what they cost, what they published, and what came of them.

create table crm.campaigns (
    tenant_id    uuid not null,
    id           uuid not null,
    number       bigint not null,
    name         text not null,
    name_ja      text,
    goal         text,
    starts_on    date not null,
    ends_on      date not null,
    -- Days after the end in which an outcome still counts.
    window_days  int not null default 30 check (window_days between 0 and 3650),
    closed_at    timestamptz,
    created_at   timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check (ends_on >= starts_on)
);
call crm.protect('campaigns');

create table crm.resources (
    tenant_id    uuid not null,
    id           uuid not null,
    campaign_id  uuid not null,
    kind         text not null check (kind in ('url', 'event', 'post', 'repository', 'video')),
    title        text not null,
    url          text,
    primary key (tenant_id, id),
    foreign key (tenant_id, campaign_id) references crm.campaigns (tenant_id, id)
);
create index resources_campaign on crm.resources (tenant_id, campaign_id);
call crm.protect('resources');

create table crm.budget_lines (
    tenant_id    uuid not null,
    id           uuid not null,
    campaign_id  uuid not null,
    category     text not null check (category in ('people', 'ads', 'production', 'venue', 'travel', 'prizes', 'other')),
    amount       numeric(18, 2) not null check (amount >= 0),
    currency     text not null check (currency ~ '^[A-Z]{3}$'),
    spent_on     date not null,
    note         text,
    primary key (tenant_id, id),
    foreign key (tenant_id, campaign_id) references crm.campaigns (tenant_id, id)
);
create index budget_lines_campaign on crm.budget_lines (tenant_id, campaign_id);
call crm.protect('budget_lines');

create table crm.activity_campaigns (
    tenant_id    uuid not null,
    campaign_id  uuid not null,
    activity_id  uuid not null,
    -- Share of the activity credited to this campaign.
    share        numeric(5, 4) not null default 1 check (share > 0 and share <= 1),
    primary key (tenant_id, campaign_id, activity_id),
    foreign key (tenant_id, campaign_id) references crm.campaigns (tenant_id, id),
    foreign key (tenant_id, activity_id) references crm.activities (tenant_id, id)
);
create index activity_campaigns_activity on crm.activity_campaigns (tenant_id, activity_id);
call crm.protect('activity_campaigns');

-- What one outcome is worth to this tenant.
create table crm.outcome_values (
    tenant_id  uuid not null,
    action     text not null,
    amount     numeric(18, 2) not null check (amount >= 0),
    currency   text not null check (currency ~ '^[A-Z]{3}$'),
    primary key (tenant_id, action)
);
call crm.protect('outcome_values');
