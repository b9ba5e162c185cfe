-- Suggestions that stand until somebody decides, who is still to be compared, and what counts as evidence.

-- Two persons who may be one, as they were when last compared.
create table crm.suggestions (
    tenant_id    uuid not null,
    id           uuid not null,
    a_person_id  uuid not null,
    b_person_id  uuid not null,          -- the greater id
    score        double precision not null check (score between 0 and 1),
    reasons      jsonb not null default '[]',
    state        text not null default 'open' check (state in ('open', 'accepted', 'rejected', 'linked')),
    found_at     timestamptz not null default now(),
    settled_at   timestamptz,            -- when it ceased to be open
    primary key (tenant_id, id),
    unique (tenant_id, a_person_id, b_person_id),
    foreign key (tenant_id, a_person_id) references crm.persons (tenant_id, id) on delete cascade,
    foreign key (tenant_id, b_person_id) references crm.persons (tenant_id, id) on delete cascade,
    check (a_person_id < b_person_id),
    check ((state = 'open') = (settled_at is null))
);
create index suggestions_b on crm.suggestions (tenant_id, b_person_id);
create index suggestions_open on crm.suggestions (tenant_id, score desc) where state = 'open';
call crm.protect('suggestions');

-- Persons of whom something changed that bears on who they are. A log, not a set: two transactions that
-- change the same person must not wait for each other here, and what is noted while somebody compares
-- is not lost.
create table crm.uncompared (
    tenant_id  uuid not null,
    id         uuid not null default gen_random_uuid(),
    person_id  uuid,                     -- null: everybody
    due_at     timestamptz not null default now(),
    primary key (tenant_id, id)
);
create index uncompared_due on crm.uncompared (tenant_id, due_at);
call crm.protect('uncompared');

-- Values that never count as evidence: shared addresses, domains, handles.
create table crm.excluded_values (
    tenant_id    uuid not null,
    id           uuid not null,
    value        text not null,          -- normalised
    excluded_by  uuid,
    excluded_at  timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, value),
    foreign key (tenant_id, excluded_by) references crm.users (tenant_id, id)
);
call crm.protect('excluded_values');

alter table crm.accounts add column ignored text check (ignored in ('bot', 'shared'));
comment on column crm.accounts.ignored is 'somebody said that no one person is behind it: it never counts as evidence';

alter table crm.settings add column automatic_merges boolean not null default true;
comment on column crm.settings.automatic_merges is 'pairs that are certain and proved on both sides are merged without asking';

-- Whoever writes any of these tables, now or in a later version, has it noted: forgetting to is a pair never found.
create function crm.note_uncompared_fresh() returns trigger language plpgsql as $$
begin
    insert into crm.uncompared (tenant_id, person_id)
    select distinct tenant_id, person_id from fresh where person_id is not null;
    return null;
end $$;
create function crm.note_uncompared_former() returns trigger language plpgsql as $$
begin
    insert into crm.uncompared (tenant_id, person_id)
    select distinct tenant_id, person_id from former where person_id is not null;
    return null;
end $$;
create function crm.note_uncompared_both() returns trigger language plpgsql as $$
begin
    insert into crm.uncompared (tenant_id, person_id)
    select tenant_id, person_id from fresh where person_id is not null
    union
    select tenant_id, person_id from former where person_id is not null;
    return null;
end $$;
do $$
declare
    name text;
begin
    foreach name in array array['accounts', 'identifiers', 'employments'] loop
        execute format(
            'create trigger uncompared_insert after insert on crm.%I referencing new table as fresh '
            'for each statement execute function crm.note_uncompared_fresh()', name);
        execute format(
            'create trigger uncompared_update after update on crm.%I referencing old table as former new table as fresh '
            'for each statement execute function crm.note_uncompared_both()', name);
        execute format(
            'create trigger uncompared_delete after delete on crm.%I referencing old table as former '
            'for each statement execute function crm.note_uncompared_former()', name);
    end loop;
end $$;

create function crm.note_uncompared_persons() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into crm.uncompared (tenant_id, person_id) select tenant_id, id from fresh;
    else
        insert into crm.uncompared (tenant_id, person_id)
        select n.tenant_id, n.id from fresh n join former o on o.tenant_id = n.tenant_id and o.id = n.id
        where (n.name, n.kana, n.romaji, n.email, n.search_key, n.merged_into, n.deleted_at)
              is distinct from (o.name, o.kana, o.romaji, o.email, o.search_key, o.merged_into, o.deleted_at);
    end if;
    return null;
end $$;
create trigger uncompared_insert after insert on crm.persons referencing new table as fresh
    for each statement execute function crm.note_uncompared_persons();
create trigger uncompared_update after update on crm.persons referencing old table as former new table as fresh
    for each statement execute function crm.note_uncompared_persons();

create function crm.note_uncompared_pairs() returns trigger language plpgsql as $$
begin
    insert into crm.uncompared (tenant_id, person_id)
    select tenant_id, a_person_id from changed union select tenant_id, b_person_id from changed;
    return null;
end $$;
create trigger uncompared_insert after insert on crm.rejected_pairs referencing new table as changed
    for each statement execute function crm.note_uncompared_pairs();
create trigger uncompared_delete after delete on crm.rejected_pairs referencing old table as changed
    for each statement execute function crm.note_uncompared_pairs();

-- Whoever was there before is compared once.
do $$
declare
    tenant uuid;
begin
    for tenant in select id from directory.tenants loop
        perform set_config('app.tenant_id', tenant::text, true);
        insert into crm.uncompared (tenant_id) values (tenant);
    end loop;
    perform set_config('app.tenant_id', '', true);
end $$;
