insert into crm.moods (tenant_id, id, label, score, confidence, text_key)
    select tenant_id, id, 1, 0.8, 0.9, '8f3a' from crm.activities where tenant_id = crm.app_tenant() order by number limit 1;

insert into crm.readers (tenant_id, name, version, transaction) values (crm.app_tenant(), 'moods', 1, 7);

insert into crm.taught_moods (tenant_id, text_key, label, taught_by) values
    (crm.app_tenant(), '8f3a', 0, '00000002-0000-7000-8000-000000000001');

insert into crm.inquiry_examples (tenant_id, id, category, taught_by)
    select tenant_id, id, 'billing', '00000002-0000-7000-8000-000000000001' from crm.activities
    where tenant_id = crm.app_tenant() order by number limit 1;
