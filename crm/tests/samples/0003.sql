insert into crm.connections (tenant_id, id, platform, name, secret_key_id, secret) values
    (crm.app_tenant(), '00000003-0000-7000-8000-000000000001', 'slack', 'Dev Rel', 'a1b2c3d4', '\x00112233445566778899aabb'),
    (crm.app_tenant(), '00000003-0000-7000-8000-000000000002', 'console', '端末', null, null);

insert into crm.conversations (tenant_id, id, connection_id, external_id, kind, name) values
    (crm.app_tenant(), '00000003-0000-7000-8000-000000000011', '00000003-0000-7000-8000-000000000001', 'C024BE91L', 'channel', 'サポート'),
    (crm.app_tenant(), '00000003-0000-7000-8000-000000000012', '00000003-0000-7000-8000-000000000001', 'D024BFF1M', 'direct', null),
    (crm.app_tenant(), '00000003-0000-7000-8000-000000000013', '00000003-0000-7000-8000-000000000002', 'console', 'assistant', 'Console');
