insert into crm.inbox (tenant_id, id, connection_id, dedup_key, body, state, reason, attempts, lease_until, lease) values
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000001', '00000003-0000-7000-8000-000000000001', sha256('a'), convert_to('{"text": "今月のROIは？"}', 'UTF8'), 'done', null, 1, null, null),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000002', '00000003-0000-7000-8000-000000000001', sha256('b'), '\x7b2200', 'quarantined', 'not JSON', 3, null, null),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000003', '00000003-0000-7000-8000-000000000002', sha256('c'), convert_to('help', 'UTF8'), 'waiting', null, 1, '2026-11-21T09:00:30Z', '00000007-0000-7000-8000-0000000000ff');

insert into crm.outbox (tenant_id, id, conversation_id, thread, in_reply_to, reply, state, attempts, external_id, error, sent_at) values
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000011', '00000003-0000-7000-8000-000000000011', '1795233000.000100', '00000007-0000-7000-8000-000000000001', '{"text": "ROI 42 %"}', 'sent', 1, '1795233001.000400', null, '2026-11-20T01:00:02Z'),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000012', '00000003-0000-7000-8000-000000000012', null, null, '{"text": "こんにちは"}', 'unknown', 1, null, 'no answer in 10 s', null),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000013', '00000003-0000-7000-8000-000000000012', null, null, '{"text": "Hello"}', 'pending', 0, null, null, null);

insert into crm.questions (tenant_id, id, conversation_id, account_id, kind, command, arguments, arguments_hash, options, expires_at, answered_at) values
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000021', '00000003-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000033', 'confirm', 'merge', '{"into": "P-1", "from": "P-3"}', sha256('{}'), '[]', '2026-11-20T01:10:00Z', '2026-11-20T01:03:00Z'),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000022', '00000003-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000033', 'choose', 'person', '{"name": "山田"}', sha256('{}'), '["P-1", "P-3"]', '2026-11-20T01:10:00Z', null);

insert into crm.jobs (tenant_id, id, kind, payload, unique_key, state, attempts, error) values
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000031', 'digest', '{"period": "今週"}', '2026-W47', 'waiting', 0, null),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000032', 'digest', '{}', '2026-W47', 'done', 1, null),
    (crm.app_tenant(), '00000007-0000-7000-8000-000000000033', 'import', '{}', null, 'failed', 5, 'row 3: 日付ではありません');
