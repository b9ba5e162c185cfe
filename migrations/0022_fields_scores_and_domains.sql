-- What a tenant wants to know beyond what everybody does: fields of its own, weights of its own, more than one
-- domain and name of an organization, and through which door a change was made.

-- A field that a tenant defined for one kind of object. Its values stand in that object's column `fields`,
-- under the id of the field, so that a new name changes no value.
create table crm.fields (
    tenant_id   uuid not null,
    id          uuid not null,
    object      text not null check (object in ('person', 'organization', 'campaign', 'deal')),
    name        text not null,
    key         text not null,          -- the name folded: one field, however it is typed
    kind        text not null check (kind in ('text', 'number', 'date', 'boolean', 'choice', 'choices', 'url', 'person')),
    choices     text[] not null default '{}',
    required    boolean not null default false,
    is_unique   boolean not null default false,
    indexed     boolean not null default false,
    created_at  timestamptz not null default now(),
    deleted_at  timestamptz,            -- values stay where they are until then, out of sight
    primary key (tenant_id, id),
    check ((kind in ('choice', 'choices')) = (cardinality(choices) > 0))
);
create unique index fields_key on crm.fields (tenant_id, object, key) where deleted_at is null;
call crm.protect('fields');

alter table crm.persons add column fields jsonb not null default '{}';
alter table crm.organizations add column fields jsonb not null default '{}';
alter table crm.campaigns add column fields jsonb not null default '{}';
-- `fields @> '{"<field>": "<value>"}'`: the id of a field is one tenant's, so an entry finds no other's rows.
create index persons_fields on crm.persons using gin (fields jsonb_path_ops);
create index organizations_fields on crm.organizations using gin (fields jsonb_path_ops);
create index campaigns_fields on crm.campaigns using gin (fields jsonb_path_ops);

-- One row for each value of a field that is unique or indexed, in a form whose order is that of the values.
-- Text compares without leaking anything, so that its index is used also behind row-level security.
create table crm.field_keys (
    tenant_id  uuid not null,
    field_id   uuid not null,
    object_id  uuid not null,
    key        text collate "C" not null,
    -- Nobody else may have this value. A survivor shares those of persons who are part of it.
    alone      boolean not null,
    primary key (tenant_id, field_id, object_id, key),
    foreign key (tenant_id, field_id) references crm.fields (tenant_id, id)
);
create index field_keys_key on crm.field_keys (tenant_id, field_id, key, object_id);
create unique index field_keys_alone on crm.field_keys (tenant_id, field_id, key) where alone;
create index field_keys_object on crm.field_keys (tenant_id, object_id);
call crm.protect('field_keys');

-- How much one action counts, where a tenant says otherwise than we do.
create table crm.score_weights (
    tenant_id  uuid not null,
    measure    text not null check (measure in ('engagement', 'contribution')),
    action     text not null,
    weight     double precision not null check (weight between 0 and 100),
    primary key (tenant_id, measure, action)
);
call crm.protect('score_weights');

-- Scores as they were last computed: levels on a scale on which time changes nothing (see crm::scores).
create table crm.person_scores (
    tenant_id     uuid not null,
    person_id     uuid not null,
    engagement    double precision,     -- null: nothing that counts
    contribution  double precision,
    computed_at   timestamptz not null,
    primary key (tenant_id, person_id),
    foreign key (tenant_id, person_id) references crm.persons (tenant_id, id) on delete cascade
);
create index person_scores_engagement on crm.person_scores (tenant_id, engagement desc);
create index person_scores_contribution on crm.person_scores (tenant_id, contribution desc);
call crm.protect('person_scores');

-- Up to which transaction activities are in the scores.
create table crm.score_progress (
    tenant_id  uuid not null primary key,
    upto       xid8 not null default '0'
);
call crm.protect('score_progress');

-- Whose scores are to be computed anew though nobody did anything: their accounts changed hands.
create table crm.score_anew (
    tenant_id  uuid not null,
    person_id  uuid not null,
    primary key (tenant_id, person_id)
);
call crm.protect('score_anew');

create function crm.score_anew() returns trigger language plpgsql as $$
begin
    insert into crm.score_anew (tenant_id, person_id)
    select new.tenant_id, person from unnest(array[old.person_id, new.person_id]) person where person is not null
    on conflict do nothing;
    return null;
end $$;
create trigger score_anew after update of person_id on crm.accounts
    for each row when (old.person_id is distinct from new.person_id) execute function crm.score_anew();
create trigger score_anew after update of person_id on crm.activities
    for each row when (old.person_id is distinct from new.person_id) execute function crm.score_anew();

-- `domain` and `other_name` are the first of each.
alter table crm.organizations
    add column more_domains text[] not null default '{}',
    add column more_names text[] not null default '{}';

-- How we know of an employment; null: it was there before that was noted.
alter table crm.employments
    add column source text check (source in ('said', 'email', 'imported'));

-- By which door a change came in: `slack`, `web`, `console` …; null: none, the system made it.
alter table crm.audit_log add column door text;
