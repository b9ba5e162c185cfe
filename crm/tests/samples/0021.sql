insert into crm.deal_stages (tenant_id, key, position, name, name_ja, probability, outcome) values
    (crm.app_tenant(), 'lead', 1, 'Lead', '見込み', 10, 'open'),
    (crm.app_tenant(), 'won', 2, 'Won', '受注', 100, 'won');

insert into crm.deals (tenant_id, id, number, name, organization_id, person_id, owner_id, stage, amount, currency, closes_on, closed_at, reason) values
    (crm.app_tenant(), '00000015-0000-7000-8000-000000000001', 1, 'サポート契約', '00000004-0000-7000-8000-000000000001', '00000004-0000-7000-8000-000000000011', '00000002-0000-7000-8000-000000000001', 'lead', 2000000, 'JPY', '2026-12-25', null, null),
    (crm.app_tenant(), '00000015-0000-7000-8000-000000000002', 2, 'Training', null, null, null, 'won', 499.50, 'USD', null, '2026-10-01T00:00:00Z', 'price');

insert into crm.deal_moves (tenant_id, id, deal_id, from_stage, to_stage, moved_by, moved_at) values
    (crm.app_tenant(), '00000015-0000-7000-8000-000000000011', '00000015-0000-7000-8000-000000000002', 'lead', 'won', '00000002-0000-7000-8000-000000000001', '2026-10-01T00:00:00Z');

insert into crm.tasks (tenant_id, id, number, text, assignee_id, deal_id, due_at, all_day, late_at, conversation_id, account_id) values
    (crm.app_tenant(), '00000015-0000-7000-8000-000000000021', 1, '見積書を送る', '00000002-0000-7000-8000-000000000001', '00000015-0000-7000-8000-000000000001', '2026-12-01T00:00:00Z', true, '2026-12-01T15:00:00Z', '00000003-0000-7000-8000-000000000012', '00000004-0000-7000-8000-000000000033');

insert into crm.notes (tenant_id, id, number, object, object_id, text) values
    (crm.app_tenant(), '00000015-0000-7000-8000-000000000031', 21, 'deal', '00000015-0000-7000-8000-000000000001', '法務が遅い');
