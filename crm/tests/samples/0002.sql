insert into crm.users (tenant_id, id, name, email, role, lang, timezone, disabled_at) values
    (crm.app_tenant(), '00000002-0000-7000-8000-000000000001', '佐藤 花子', 'sato@example.jp', 'owner', 'ja', null, null),
    (crm.app_tenant(), '00000002-0000-7000-8000-000000000002', 'Maya O''Brien', 'Maya@example.com', 'member', 'en', 'Europe/Dublin', null),
    (crm.app_tenant(), '00000002-0000-7000-8000-000000000003', '退職者', null, 'viewer', null, null, '2026-03-31T15:00:00Z');

insert into crm.sign_in_links (tenant_id, token_hash, user_id, expires_at, used_at) values
    (crm.app_tenant(), sha256('link'), '00000002-0000-7000-8000-000000000001', '2026-11-21T09:15:00Z', '2026-11-21T09:02:00Z');

insert into crm.sessions (tenant_id, token_hash, user_id, expires_at) values
    (crm.app_tenant(), sha256('session'), '00000002-0000-7000-8000-000000000001', '2026-12-21T09:02:00Z');
