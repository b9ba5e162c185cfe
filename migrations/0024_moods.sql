-- The mood of what was said, read after recording; what people taught about it; what kind of inquiry a message is.

create table crm.moods (
    tenant_id   uuid not null,
    id          uuid not null,           -- the activity's
    label       smallint not null check (label between -1 and 1),
    score       real not null check (score between -1 and 1),
    confidence  real not null check (confidence between 0 and 1),
    text_key    text not null,           -- near-identical texts share it; a digest, no words
    primary key (tenant_id, id),
    foreign key (tenant_id, id) references crm.activities (tenant_id, id)
);
create index moods_key on crm.moods (tenant_id, text_key);
call crm.protect('moods');

-- How far each reader of activities has come: it follows changed_in as a search index does.
create table crm.readers (
    tenant_id    uuid not null,
    name         text not null,
    version      int not null,           -- another one reads everything anew
    transaction  bigint not null default 0,
    activity     uuid not null default '00000000-0000-0000-0000-000000000000',
    primary key (tenant_id, name)
);
call crm.protect('readers');

create table crm.taught_moods (
    tenant_id  uuid not null,
    text_key   text not null,
    label      smallint not null check (label between -1 and 1),
    taught_by  uuid,
    taught_at  timestamptz not null default now(),
    primary key (tenant_id, text_key),
    foreign key (tenant_id, taught_by) references crm.users (tenant_id, id)
);
call crm.protect('taught_moods');

create table crm.inquiry_examples (
    tenant_id  uuid not null,
    id         uuid not null,            -- the activity's
    category   text not null check (category <> ''),
    taught_by  uuid,
    taught_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, id) references crm.activities (tenant_id, id),
    foreign key (tenant_id, taught_by) references crm.users (tenant_id, id)
);
call crm.protect('inquiry_examples');
