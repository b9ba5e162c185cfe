insert into crm.activities (tenant_id, id, number, account_id, conversation_id, thread, external_id, action, text, occurred_at, dedup_key) values
    (crm.app_tenant(), '00000010-0000-7000-8000-000000000001', 5, '00000004-0000-7000-8000-000000000031', '00000003-0000-7000-8000-000000000011', '1795233000.000100', '1795233120.000500', 'message', '承知しました', '2026-11-20T01:02:00Z', sha256('5'));

insert into crm.audit_log (tenant_id, id, number, user_id, actor, command, arguments, object, reversal, request_id) values
    (crm.app_tenant(), '00000010-0000-7000-8000-000000000011', 4, '00000002-0000-7000-8000-000000000002', 'member Maya', 'note', '{"on": "P-1", "text": "長いメモ"}', 'N-2', '{"command": "note delete", "arguments": {"note": "N-2"}}', '00000010-0000-7000-8000-0000000000ff');
