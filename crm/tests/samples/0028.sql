insert into crm.inquiry_kinds (tenant_id, key, name, removed_at, added_by) values
    (crm.app_tenant(), 'shipping', 'Shipping', null, '00000002-0000-7000-8000-000000000001'),
    (crm.app_tenant(), 'contract', null, now(), '00000002-0000-7000-8000-000000000001');
