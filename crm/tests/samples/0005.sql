insert into crm.activities (tenant_id, id, number, account_id, person_id, conversation_id, thread, external_id, action, text, occurred_at, historical, metadata, version, dedup_key) values
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000001', 1, '00000004-0000-7000-8000-000000000031', null, '00000003-0000-7000-8000-000000000011', null, '1795233000.000100', 'message', '見積もりをお願いします 🙏', '2026-11-20T01:00:00Z', false, '{"lang": "ja"}', 2, sha256('1')),
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000002', 2, '00000004-0000-7000-8000-000000000032', null, null, null, null, 'star', null, '2026-11-19T23:59:59.999Z', true, '{}', 1, sha256('2')),
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000003', 3, null, '00000004-0000-7000-8000-000000000012', null, null, null, 'attendance', 'Badge scan, Spring Hackathon', '2026-04-12T10:00:00+09:00', true, '{}', 1, sha256('3'));
insert into crm.activities (tenant_id, id, number, account_id, conversation_id, thread, external_id, action, occurred_at, deleted_at, dedup_key) values
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000004', 4, '00000004-0000-7000-8000-000000000031', '00000003-0000-7000-8000-000000000011', '1795233000.000100', '1795233060.000200', 'message', '2026-11-20T01:01:00Z', '2026-11-20T01:02:00Z', sha256('4'));

insert into crm.activity_versions (tenant_id, activity_id, version, text, replaced_at) values
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000001', 1, '見積りをお願いします', '2026-11-20T01:00:30Z');

insert into crm.early_changes (tenant_id, id, conversation_id, external_id, text, changed_at) values
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000011', '00000003-0000-7000-8000-000000000011', '1795233120.000300', null, '2026-11-20T01:05:00Z');
