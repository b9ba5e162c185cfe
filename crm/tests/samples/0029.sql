update crm.model_budgets set keep_words = true where tenant_id = crm.app_tenant();

insert into crm.model_calls (tenant_id, id, feature, model, asked_at, outcome, tokens_in, tokens_out, question, answer) values
    (crm.app_tenant(), '00000029-0000-7000-8000-000000000001', 'understand', 'small-1', now(), 'answered', 900, 30, 'Message: "春のROIは？"', '{}'),
    (crm.app_tenant(), '00000029-0000-7000-8000-000000000002', 'sentiment', 'small-1', now(), 'timeout', 900, 0, 'Messages', null);
