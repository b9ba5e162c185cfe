insert into crm.organizations (tenant_id, id, number, name, search_key, domain, kind) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000001', 1, '株式会社山田商事', '山田商事', 'yamada.example.jp', 'company'),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000002', 2, 'Rust Dublin', 'rust dublin', null, 'community');

insert into crm.persons (tenant_id, id, number, name, kana, romaji, title, email, relationship, tags, search_key) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000011', 1, '山田 太郎', 'ヤマダ タロウ', 'Yamada Taro', '部長', 'taro@yamada.example.jp', 'customer', '{vip,東京}', '山田太郎 ヤマダタロウ yamadataro'),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000012', 2, 'Aoife Byrne', null, null, 'Staff Engineer', null, 'developer', '{}', 'aoife byrne');
insert into crm.persons (tenant_id, id, number, name, relationship, search_key, merged_into) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000013', 3, 'taro_y', 'lead', 'taro_y', '00000004-0000-7000-8000-000000000011');

insert into crm.employments (tenant_id, id, person_id, organization_id, title, started_on, ended_on) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000021', '00000004-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000001', '部長', '2020-04-01', null),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000022', '00000004-0000-7000-8000-000000000012', '00000004-0000-7000-8000-000000000002', 'Organizer', null, '2026-06-30');

insert into crm.accounts (tenant_id, id, person_id, user_id, provider, workspace, external_id, handle, name, email, is_bot, verified_at) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000031', '00000004-0000-7000-8000-000000000011', null, 'slack', '00000003-0000-7000-8000-000000000001', 'U123', 'taro', '太郎', 'taro@yamada.example.jp', false, '2026-04-01T00:00:00Z'),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000032', '00000004-0000-7000-8000-000000000012', null, 'github', '', '583231', 'aoife', 'Aoife Byrne', null, false, null),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000033', null, '00000002-0000-7000-8000-000000000001', 'slack', '00000003-0000-7000-8000-000000000001', 'U456', 'sato', '佐藤', null, false, null),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000034', null, null, 'slack', '00000003-0000-7000-8000-000000000001', 'B789', null, 'Build bot', null, true, null);

insert into crm.identifiers (tenant_id, id, person_id, kind, value, verified_at) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000041', '00000004-0000-7000-8000-000000000011', 'email', 'taro@yamada.example.jp', '2026-04-01T00:00:00Z'),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000042', '00000004-0000-7000-8000-000000000012', 'email', 'taro@yamada.example.jp', null),
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000043', '00000004-0000-7000-8000-000000000011', 'domain', 'yamada.example.jp', null);
