insert into crm.merges (tenant_id, id, number, into_person_id, from_person_id, reason, evidence, merged_by, undone_at, undone_by) values
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000001', 1, '00000004-0000-7000-8000-000000000012', '00000004-0000-7000-8000-000000000011', 'same address', '[]', '00000002-0000-7000-8000-000000000002', '2026-11-19T00:00:00Z', '00000002-0000-7000-8000-000000000001'),
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 2, '00000004-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000013', '本人の申告', '[{"kind": "handle", "value": "taro_y"}]', '00000002-0000-7000-8000-000000000001', null, null);

insert into crm.identifiers (tenant_id, id, person_id, kind, value, verified_at) values
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000041', '00000004-0000-7000-8000-000000000011', 'email', 'taro@yamada.example.jp', null);

insert into crm.merge_moves (tenant_id, merge_id, kind, row_id, given_away_at) values
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 'account', '00000004-0000-7000-8000-000000000031', null),
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 'account', '00000004-0000-7000-8000-000000000032', '2026-11-20T00:00:00Z'),
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 'identifier', '00000008-0000-7000-8000-000000000041', null);

insert into crm.merge_fields (tenant_id, merge_id, field, before, after) values
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 'tags', '["vip"]', '["vip", "東京"]');
