insert into crm.trash (tenant_id, activity_id, text) values
    (crm.app_tenant(), '00000005-0000-7000-8000-000000000004', '消した言葉');

insert into crm.persons (tenant_id, id, number, name, relationship, search_key, deleted_at, owner_id) values
    (crm.app_tenant(), '0000000b-0000-7000-8000-000000000001', 4, '削除 済み', 'lead', '削除 済み', '2026-11-20T00:00:00Z', '00000002-0000-7000-8000-000000000001');

insert into crm.budget_lines (tenant_id, id, number, campaign_id, category, amount, currency, spent_on, note, deleted_at) values
    (crm.app_tenant(), '0000000b-0000-7000-8000-000000000021', 3, '00000006-0000-7000-8000-000000000001', 'ads', 1, 'JPY', '2026-04-01', '広告', '2026-11-20T00:00:00Z');

insert into crm.resources (tenant_id, id, number, campaign_id, kind, title, url) values
    (crm.app_tenant(), '0000000b-0000-7000-8000-000000000031', 3, '00000006-0000-7000-8000-000000000001', 'post', '紹介記事', 'https://example.com/post');
