-- What language models were asked: what for, how much it took, how it ended. Never the words.

create table crm.model_calls (
    tenant_id     uuid not null,
    id            uuid not null,
    feature       text not null check (feature in ('understand', 'summary', 'sentiment')),
    model         text not null check (model <> ''),
    asked_by      uuid,                  -- null: the program by itself
    asked_at      timestamptz not null,
    outcome       text not null default 'open' check (outcome <> ''),  -- open, answered, or why not
    tokens_in     bigint not null check (tokens_in >= 0),     -- while open: as many as it may take
    tokens_out    bigint not null check (tokens_out >= 0),
    cost          numeric not null default 0 check (cost >= 0),
    currency      text check (currency ~ '^[A-Z]{3}$'),       -- null: nobody has said what a token costs
    milliseconds  bigint,
    primary key (tenant_id, id),
    foreign key (tenant_id, asked_by) references crm.users (tenant_id, id)
);
create index model_calls_at on crm.model_calls (tenant_id, asked_at);
call crm.protect('model_calls');

-- How much a tenant lets models take in a month; without a number, what the program takes for enough.
create table crm.model_budgets (
    tenant_id  uuid not null primary key,
    tokens     bigint check (tokens >= 0),
    amount     numeric check (amount >= 0),
    currency   text check (currency ~ '^[A-Z]{3}$'),
    check ((amount is null) = (currency is null) and (tokens is null or amount is null))
);
call crm.protect('model_budgets');

-- A message of which the reader was unsure, and a model was asked.
alter table crm.moods add column asked boolean not null default false;
create index moods_unsure on crm.moods (tenant_id, confidence) where not asked;
