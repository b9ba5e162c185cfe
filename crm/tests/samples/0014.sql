insert into crm.notes (tenant_id, id, number, object, object_id, text, written_by) values
    (crm.app_tenant(), '0000000e-0000-7000-8000-000000000001', 1, 'person', '00000004-0000-7000-8000-000000000011', 'SSOを希望', '00000002-0000-7000-8000-000000000001');

insert into crm.rejected_pairs (tenant_id, a_person_id, b_person_id, rejected_by) values
    (crm.app_tenant(), '00000004-0000-7000-8000-000000000011', '00000004-0000-7000-8000-000000000012', '00000002-0000-7000-8000-000000000001');
