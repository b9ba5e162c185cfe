insert into crm.fields (tenant_id, id, object, name, key, kind, choices, required, is_unique, indexed, deleted_at) values
    (crm.app_tenant(), '00000016-0000-7000-8000-000000000001', 'person', '利用言語', '利用言語', 'choices', '{Rust,Go}', false, false, true, null),
    (crm.app_tenant(), '00000016-0000-7000-8000-000000000002', 'organization', 'Contract no.', 'contract no.', 'text', '{}', true, true, false, null),
    (crm.app_tenant(), '00000016-0000-7000-8000-000000000003', 'person', '利用言語', '利用言語', 'text', '{}', false, false, false, '2026-11-01T00:00:00Z');
update crm.persons set fields = '{"00000016-0000-7000-8000-000000000001": ["Rust"]}'
    where id = '00000004-0000-7000-8000-000000000011';
insert into crm.field_keys (tenant_id, field_id, object_id, key, alone) values
    (crm.app_tenant(), '00000016-0000-7000-8000-000000000001', '00000004-0000-7000-8000-000000000011', 'rust', false),
    (crm.app_tenant(), '00000016-0000-7000-8000-000000000002', '00000004-0000-7000-8000-000000000001', 'k-100', true);

insert into crm.score_weights (tenant_id, measure, action, weight) values (crm.app_tenant(), 'contribution', 'talk', 12.5);
insert into crm.person_scores (tenant_id, person_id, engagement, contribution, computed_at) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000011', 310.25, null, '2026-11-20T00:00:00Z');
insert into crm.score_progress (tenant_id, upto) values (crm.app_tenant(), '12345');
insert into crm.score_anew (tenant_id, person_id) values (crm.app_tenant(), '00000004-0000-7000-8000-000000000012');

update crm.organizations set more_domains = '{yamada.example.com}', more_names = '{ヤマダ}' where number = 1;
update crm.employments set source = 'email' where id = '00000004-0000-7000-8000-000000000021';
insert into crm.audit_log (tenant_id, id, number, actor, command, request_id, door) values
    (crm.app_tenant(), '00000016-0000-7000-8000-000000000091', 90022, 'system: test', 'field add', '00000016-0000-7000-8000-000000000092', 'slack');
