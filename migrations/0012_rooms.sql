-- Who may read a conversation, and who and what is not recorded.

alter table crm.conversations
    -- private: for staff who took part in it, and administrators
    add column visibility text not null default 'public' check (visibility in ('public', 'private')),
    add column recorded boolean not null default true;
create index conversations_private on crm.conversations (tenant_id) where visibility = 'private';

-- Somebody asked not to be recorded, then.
alter table crm.accounts add column unrecorded_since timestamptz;
