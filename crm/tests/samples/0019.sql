insert into crm.outbox (tenant_id, id, conversation_id, reply, state, attempts, error, settled_at)
    select crm.app_tenant(), '00000019-0000-7000-8000-000000000001', id, '{"lang": "ja", "blocks": []}', 'failed', 8, '相手が見つかりません', '2026-11-21T00:00:00Z'
    from crm.conversations limit 1;
