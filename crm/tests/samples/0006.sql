insert into crm.campaigns (tenant_id, id, number, name, name_ja, goal, starts_on, ends_on, window_days, closed_at) values
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000001', 1, 'Spring Hackathon', '春のハッカソン', '50 new developers', '2026-04-11', '2026-04-12', 30, null),
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000002', 2, '年末セミナー', null, null, '2025-12-20', '2025-12-20', 0, '2026-01-31T00:00:00Z');

insert into crm.resources (tenant_id, id, campaign_id, kind, title, url) values
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000011', '00000006-0000-7000-8000-000000000001', 'event', 'ハッカソン会場', 'https://example.com/hackathon'),
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000012', '00000006-0000-7000-8000-000000000001', 'repository', 'starter kit', null);

insert into crm.budget_lines (tenant_id, id, campaign_id, category, amount, currency, spent_on, note) values
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000021', '00000006-0000-7000-8000-000000000001', 'venue', 300000, 'JPY', '2026-04-01', '会場費'),
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000022', '00000006-0000-7000-8000-000000000001', 'prizes', 499.99, 'USD', '2026-04-12', null);

insert into crm.activity_campaigns (tenant_id, campaign_id, activity_id, share) values
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000001', '00000005-0000-7000-8000-000000000003', 1),
    (crm.app_tenant(), '00000006-0000-7000-8000-000000000001', '00000005-0000-7000-8000-000000000002', 0.25);

insert into crm.outcome_values (tenant_id, action, amount, currency) values
    (crm.app_tenant(), 'attendance', 5000, 'JPY');
