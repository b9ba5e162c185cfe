insert into crm.suggestions (tenant_id, id, a_person_id, b_person_id, score, reasons, state, settled_at) values
    (crm.app_tenant(), '00000020-0000-7000-8000-000000000001', '00000004-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000012', 0.85, '[{"SameEmail": {"value": "taro@yamada.example.jp", "verified": false}}]', 'rejected', '2026-11-21T00:00:00Z');

insert into crm.excluded_values (tenant_id, id, value, excluded_by) values
    (crm.app_tenant(), '00000020-0000-7000-8000-000000000002', '問い合わせ@yamada.example.jp', '00000002-0000-7000-8000-000000000001');

update crm.accounts set ignored = 'shared' where tenant_id = crm.app_tenant() and external_id = 'U456';
update crm.settings set automatic_merges = false where tenant_id = crm.app_tenant();
insert into crm.uncompared (tenant_id, person_id) values (crm.app_tenant(), '00000004-0000-7000-8000-000000000011');
