insert into crm.merge_moves (tenant_id, merge_id, kind, row_id, was) values
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 'identifier', '00000030-0000-7000-8000-000000000001', '{"kind": "phone", "value": "+81312345678"}'),
    (crm.app_tenant(), '00000008-0000-7000-8000-000000000002', 'employment', '00000030-0000-7000-8000-000000000002', '{"from": "2024-04-01", "until": null}');
