-- Connections to real platforms: what they must be told, who listens, how far they have come.

alter table crm.connections
    add column settings       jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
    add column version        bigint not null default 1,
    add column paused         boolean not null default false,
    add column position       text,
    add column lease          uuid,
    add column lease_until    timestamptz,
    add column heard_at       timestamptz,
    add column trouble        text,
    add column trouble_since  timestamptz;
comment on column crm.connections.settings is 'what anybody may see, and what the connection has learned about itself; secrets are in `secret`';
comment on column crm.connections.secret is 'nonce || AES-256-GCM, bound to tenant and row: a JSON object of secret settings, or (our own doors) a key';
comment on column crm.connections.version is 'grows with each change of the settings: who keeps the connection open looks at it';
comment on column crm.connections.paused is 'nothing is taken in and nothing is sent';
comment on column crm.connections.position is 'what the platform wants to hear when we listen again; as old as the last event stored';
comment on column crm.connections.lease is 'of the replica that listens';
comment on column crm.connections.heard_at is 'when something last came in, to within some seconds';

alter table crm.outbox
    add column via         text,                       -- the private way to whoever asked
    add column parts_sent  int not null default 0,     -- a reply may be several messages
    add column customer    boolean not null default false,
    add column activity_id uuid,
    add foreign key (tenant_id, activity_id) references crm.activities (tenant_id, id) on delete set null (activity_id);
comment on column crm.outbox.customer is 'goes to somebody outside: never sent twice, whatever happens';
comment on column crm.outbox.activity_id is 'the message in the timeline whose delivery this is';
create index outbox_activity on crm.outbox (tenant_id, activity_id) where activity_id is not null;
