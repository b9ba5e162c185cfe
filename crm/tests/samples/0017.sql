insert into crm.accounts (tenant_id, id, provider, workspace, external_id, name, unrecorded_since) values
    (crm.app_tenant(), '00000011-0000-7000-8000-000000000001', 'slack', '00000003-0000-7000-8000-000000000001', 'U998', '記録しない人', '2026-11-21T00:00:00Z');
