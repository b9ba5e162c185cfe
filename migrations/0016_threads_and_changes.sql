-- Threads without walking the room they are in; changes by time, and by the call that takes them back.

create index activities_thread on crm.activities (tenant_id, conversation_id, thread, occurred_at)
    where thread is not null;

create index audit_log_at on crm.audit_log (tenant_id, at desc);
-- a call may be longer than what an index can hold
create index audit_log_reversal on crm.audit_log (tenant_id, md5(reversal::text)) where reversal is not null;
