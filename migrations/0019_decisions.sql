-- What a person decided about messages that failed or may not have arrived.

alter table crm.outbox
    add column settled_at timestamptz,
    add check (settled_at is null or state in ('sent', 'failed'));
comment on column crm.outbox.settled_at is 'when a person said that it arrived, or that it need not: no longer trouble';
drop index crm.outbox_trouble;
create index outbox_trouble on crm.outbox (tenant_id, created_at)
    where state in ('unknown', 'failed') and settled_at is null;
drop index crm.inbox_quarantined;
create index inbox_quarantined on crm.inbox (tenant_id, received_at) where state = 'quarantined';
