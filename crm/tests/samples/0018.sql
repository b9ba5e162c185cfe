update crm.connections set settings = '{"api_url": "http://127.0.0.1:9"}', position = '42', heard_at = '2026-11-21T00:00:00Z', trouble = 'the token was taken back', trouble_since = '2026-11-21T00:00:00Z'
    where id = '00000003-0000-7000-8000-000000000001';
insert into crm.outbox (tenant_id, id, conversation_id, reply, state, via, parts_sent, customer, activity_id)
    select crm.app_tenant(), '00000018-0000-7000-8000-000000000001', id, '{"lang": "ja", "blocks": []}', 'sending', 'interaction:1:t', 1, true, null
    from crm.conversations limit 1;
