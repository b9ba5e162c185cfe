insert into crm.audit_log (tenant_id, id, number, user_id, actor, command, arguments, object, before, after, reversal, request_id) values
    (crm.app_tenant(), '0000000a-0000-7000-8000-000000000001', 3, '00000002-0000-7000-8000-000000000002', 'member Maya', 'person set', '{"person": "P-1", "fields": "title=部長"}', 'P-1', '{"title": null}', '{"title": "部長"}', '{"command": "person set", "arguments": {"person": "P-1", "fields": "title="}}', '0000000a-0000-7000-8000-0000000000ff');

insert into crm.shown (tenant_id, conversation_id, account_id, items, focus, more) values
    (crm.app_tenant(), '00000003-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000031', '[["P-1"], ["P-1", "P-2"]]', '{"P": "P-1"}', '{"command": "search", "arguments": {"words": "見積り", "page": "2"}}');

insert into crm.questions (tenant_id, id, conversation_id, account_id, kind, command, arguments, arguments_hash, options, expires_at) values
    (crm.app_tenant(), '0000000a-0000-7000-8000-000000000011', '00000003-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000031', 'argument', 'roi show', '{}', sha256('x'), '["campaign"]', '2026-11-21T10:00:00Z'),
    (crm.app_tenant(), '0000000a-0000-7000-8000-000000000012', '00000003-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000031', 'offer', 'undo', '{}', sha256('y'), '[{"command": "undo", "arguments": {"change": "U-3"}}]', '2026-11-22T10:00:00Z');
