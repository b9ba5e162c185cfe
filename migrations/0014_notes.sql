-- Notes on persons, organizations, campaigns and activities; pairs that somebody said are two.

create table crm.notes (
    tenant_id   uuid not null,
    id          uuid not null,
    number      bigint not null,
    -- A note on a person who is merged stays where it was written and is read with the survivor.
    object      text not null check (object in ('person', 'organization', 'campaign', 'activity')),
    object_id   uuid not null,
    text        text not null,
    written_by  uuid,
    written_at  timestamptz not null default now(),
    deleted_at  timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, written_by) references crm.users (tenant_id, id)
);
create index notes_object on crm.notes (tenant_id, object_id, written_at desc);
call crm.protect('notes');

create table crm.rejected_pairs (
    tenant_id     uuid not null,
    a_person_id   uuid not null,
    b_person_id   uuid not null,         -- the greater id
    rejected_by   uuid,
    rejected_at   timestamptz not null default now(),
    primary key (tenant_id, a_person_id, b_person_id),
    foreign key (tenant_id, a_person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, b_person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, rejected_by) references crm.users (tenant_id, id),
    check (a_person_id < b_person_id)
);
create index rejected_pairs_b on crm.rejected_pairs (tenant_id, b_person_id);
call crm.protect('rejected_pairs');
