-- Who is not recorded is looked up for every event, and is hardly anybody.
create index accounts_unrecorded on crm.accounts (tenant_id, id) where unrecorded_since is not null;
create index conversations_unrecorded on crm.conversations (tenant_id, id) where not recorded;
