-- Two persons found to be one; every step kept, so that undo is exact.

create table crm.merges (
    tenant_id       uuid not null,
    id              uuid not null,
    number          bigint not null,
    into_person_id  uuid not null,
    from_person_id  uuid not null,
    reason          text not null,
    evidence        jsonb not null default '[]',
    merged_at       timestamptz not null default now(),
    merged_by       uuid,
    undone_at       timestamptz,
    undone_by       uuid,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, into_person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, from_person_id) references crm.persons (tenant_id, id),
    foreign key (tenant_id, merged_by) references crm.users (tenant_id, id),
    foreign key (tenant_id, undone_by) references crm.users (tenant_id, id),
    check (into_person_id <> from_person_id)
);
-- A person is part of at most one other at a time.
create unique index merges_active on crm.merges (tenant_id, from_person_id) where undone_at is null;
create index merges_into on crm.merges (tenant_id, into_person_id) where undone_at is null;
call crm.protect('merges');

-- Each row that changed hands. Where merges are stacked, a row stands in the list of each it passed.
create table crm.merge_moves (
    tenant_id      uuid not null,
    merge_id       uuid not null,
    kind           text not null check (kind in ('account', 'identifier', 'employment', 'activity')),
    row_id         uuid not null,
    given_away_at  timestamptz,         -- somebody gave the row to a person by hand since: undo leaves it there
    primary key (tenant_id, merge_id, kind, row_id),
    foreign key (tenant_id, merge_id) references crm.merges (tenant_id, id)
);
create index merge_moves_row on crm.merge_moves (tenant_id, kind, row_id);
call crm.protect('merge_moves');

-- A merge may bring one person the same value twice; each row has its own way back.
drop index crm.identifiers_value;
create index identifiers_value on crm.identifiers (tenant_id, kind, value);

-- Each field of the surviving person that the merge changed. A value that another merge took over when
-- the one that had brought it was undone stands with that other.
create table crm.merge_fields (
    tenant_id  uuid not null,
    merge_id   uuid not null,
    field      text not null,
    before     jsonb not null,
    after      jsonb not null,
    primary key (tenant_id, merge_id, field),
    foreign key (tenant_id, merge_id) references crm.merges (tenant_id, id)
);
call crm.protect('merge_fields');
