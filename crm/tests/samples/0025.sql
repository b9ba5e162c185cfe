insert into crm.model_calls (tenant_id, id, feature, model, asked_by, asked_at, outcome, tokens_in, tokens_out, cost, currency, milliseconds) values
    (crm.app_tenant(), '00000025-0000-7000-8000-000000000001', 'understand', 'small-1', '00000002-0000-7000-8000-000000000001', now(), 'answered', 900, 30, 0.0002, 'USD', 740),
    (crm.app_tenant(), '00000025-0000-7000-8000-000000000002', 'summary', '小型', null, now(), 'open', 1200, 220, 0, null, null);

insert into crm.model_budgets (tenant_id, amount, currency) values (crm.app_tenant(), 3000, 'JPY');
