insert into crm.link_codes (tenant_id, code_hash, user_id, expires_at) values
    (crm.app_tenant(), sha256('ABCD-2345'), '00000002-0000-7000-8000-000000000002', '2026-11-21T10:00:00Z');

insert into crm.link_failures (tenant_id, id, account_id) values
    (crm.app_tenant(), '0000000d-0000-7000-8000-000000000001', '00000004-0000-7000-8000-000000000031');

insert into crm.feedback (tenant_id, id, account_id, text) values
    (crm.app_tenant(), '0000000d-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000031', 'C-1の数字が違います');
